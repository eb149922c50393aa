package dev.breakwater.posture.mutation;

import dev.breakwater.posture.mutation.JsonPatch.Operation;
import dev.breakwater.posture.mutation.JsonPatch.Verb;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JSON patch that turns one document into another. Lists are compared from both ends, so that
 * an item that comes or goes is one operation; it is not always the shortest patch.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class Difference {
  private final List<Operation> operations = new ArrayList<>();

  private Difference() {}

  /** The operations, in the order in which they apply; none where both say the same. */
  public static List<Operation> between(Value before, Value after) {
    Difference difference = new Difference();
    difference.compare("", before, after);
    return difference.operations;
  }

  private void compare(String path, Value before, Value after) {
    if (Equality.same(before, after)) {
      return;
    }
    if (before instanceof Value.Fields ones && after instanceof Value.Fields others) {
      compareFields(path, ones, others);
    } else if (before instanceof Value.Items ones && after instanceof Value.Items others) {
      compareItems(path, ones.items(), others.items());
    } else {
      operations.add(new Operation(Verb.REPLACE, path, null, after));
    }
  }

  private void compareFields(String path, Value.Fields before, Value.Fields after) {
    for (Map.Entry<String, Value> member : before.members().entrySet()) {
      String below = path + '/' + escape(member.getKey());
      Value now = after.members().get(member.getKey());
      if (now == null) {
        operations.add(new Operation(Verb.REMOVE, below, null, null));
      } else {
        compare(below, member.getValue(), now);
      }
    }
    for (Map.Entry<String, Value> member : after.members().entrySet()) {
      if (!before.members().containsKey(member.getKey())) {
        operations.add(
            new Operation(Verb.ADD, path + '/' + escape(member.getKey()), null, member.getValue()));
      }
    }
  }

  private void compareItems(String path, List<Value> before, List<Value> after) {
    int start = 0;
    int common = Math.min(before.size(), after.size());
    while (start < common && Equality.same(before.get(start), after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < common - start
        && Equality.same(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
      end++;
    }
    int changed = common - start - end;
    for (int i = start; i < start + changed; i++) {
      compare(path + '/' + i, before.get(i), after.get(i));
    }
    for (int i = before.size() - end - 1; i >= start + changed; i--) {
      operations.add(new Operation(Verb.REMOVE, path + '/' + i, null, null));
    }
    for (int i = start + changed; i < after.size() - end; i++) {
      operations.add(new Operation(Verb.ADD, path + '/' + i, null, after.get(i)));
    }
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
