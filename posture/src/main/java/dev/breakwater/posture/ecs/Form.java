package dev.breakwater.posture.ecs;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task definition is written: members in the API's own spelling, {@code linuxParameters}, or
 * in that of a template, {@code LinuxParameters}, where values may be functions that are told only
 * when the stack is made.
 */
final class Form {
  /** A template that says more by functions is told once that it does. */
  private static final int MOST_PROBLEMS = 50;

  /** Mounts that containers take over from others, of a whole task; each could take over all. */
  private static final int MOST_INHERITED = 10_000;

  private static final String NO_VALUE = "AWS::NoValue";

  private final boolean template;
  private final Sink sink;
  private int problems;
  private int inherited;

  Form(boolean template, Sink sink) {
    this.template = template;
    this.sink = sink;
  }

  /** A member; null where there is none, or nobody knows yet what it is. */
  @Nullable Value get(Value from, String name) {
    Value member = raw(from, name);
    return member == null || isFunction(member) ? null : member;
  }

  /** The same for what decides the judgement: a problem says where it is not known. */
  @Nullable Value decisive(Value from, String name) {
    Value member = raw(from, name);
    if (member == null || isNoValue(member)) {
      return null;
    }
    // A list is what YAML's short functions of several arguments leave behind.
    if (isFunction(member) || (template && member instanceof Value.Items)) {
      unknown(member);
      return null;
    }
    return member;
  }

  /** As a function, and as YAML's short form of it leaves it behind. */
  private boolean isNoValue(Value value) {
    return template && (NO_VALUE.equals(value.text("Ref")) || NO_VALUE.equals(value.text()));
  }

  /**
   * True or false; a text that says so, which templates may have, counts too. What is not known is
   * {@link Value.Nothing}, so that no default takes its place.
   */
  @Nullable Value flag(Value from, String name) {
    Value flag = decisive(from, name);
    if (flag == null) {
      Value unknown = raw(from, name);
      return unknown == null || isNoValue(unknown) ? null : new Value.Nothing(unknown.origin());
    }
    String text = flag.text();
    if (text == null) {
      return flag;
    }
    if (text.equals("true") || text.equals("false")) {
      return new Value.Flag(flag.origin(), text.equals("true"), text);
    }
    return known(flag) == null ? new Value.Nothing(flag.origin()) : flag;
  }

  /**
   * A whole number; a text of digits, which templates may have, is one too. What is not known is
   * {@link Value.Nothing}.
   */
  @Nullable Value number(Value from, String name) {
    Value written = raw(from, name);
    String text = written == null ? null : written.text();
    if (written == null || isNoValue(written)) {
      return null;
    }
    if (text != null && isPort(text)) {
      return new Value.Whole(written.origin(), Long.parseLong(text), text);
    }
    boolean unknown = isFunction(written) || (template && text != null);
    return unknown ? new Value.Nothing(written.origin()) : written;
  }

  private static boolean isPort(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() < 6;
  }

  /**
   * One of the words that the API knows; the problem for anything else says that it is none. Tools
   * that write every member leave those empty that nobody has set.
   */
  @Nullable String word(Value from, String name, List<String> words) {
    Value value = decisive(from, name);
    if (value == null) {
      return null;
    }
    String text = value.text();
    if (text != null && (text.isEmpty() || words.contains(text))) {
      return text.isEmpty() ? null : text;
    }
    if (known(value) != null) {
      problem(value.origin(), "is none of " + String.join(", ", words) + ", so it is not judged");
    }
    return null;
  }

  /**
   * The items of a list, but for those that only the stack will tell. Of a condition both branches
   * are there, because either may come true.
   */
  List<Value> items(Value from, String name) {
    Value list = raw(from, name);
    if (!template && list instanceof Value.Items) {
      return list.items();
    }
    List<Value> items = new ArrayList<>();
    if (list != null) {
      addAll(list, items);
    }
    return items;
  }

  private void addAll(Value list, List<Value> items) {
    List<Value> branches = branches(list, true);
    if (!branches.isEmpty()) {
      branches.forEach(branch -> addAll(branch, items));
    } else if (isNoValue(list)) {
      return;
    } else if (isFunction(list)) {
      unknown(list);
    } else if (list instanceof Value.Items) {
      list.items().forEach(item -> add(item, items));
    } else if (known(list) != null) {
      problem(list.origin(), "is no list, so it is not judged");
    }
  }

  private void add(Value item, List<Value> items) {
    List<Value> branches = branches(item, false);
    if (!branches.isEmpty()) {
      branches.forEach(branch -> add(branch, items));
    } else if (!isNoValue(item)) {
      items.add(item);
    }
  }

  /**
   * Both branches of a condition; empty where a value is none. YAML's short form {@code !If} leaves
   * the list of its arguments behind.
   *
   * @param lists whether the branches have to be lists, or mappings
   */
  private List<Value> branches(Value value, boolean lists) {
    Value function = value.members().size() == 1 ? value.get("Fn::If") : null;
    List<Value> arguments = (function == null ? value : function).items();
    if (!template || arguments.size() != 3 || arguments.getFirst().text() == null) {
      return List.of();
    }
    boolean any = false;
    for (Value branch : arguments.subList(1, 3)) {
      boolean nothing = isNoValue(branch);
      boolean whole = lists ? branch instanceof Value.Items : branch instanceof Value.Fields;
      if (!nothing && !whole && branches(branch, lists).isEmpty()) {
        return List.of();
      }
      any |= !nothing;
    }
    return any ? arguments.subList(1, 3) : List.of();
  }

  /** The text of any scalar; null where there is none. */
  @Nullable String written(Value from, String name) {
    Value value = get(from, name);
    return value == null ? null : value.written();
  }

  /** Whether only the stack will tell what this is; a problem says so. */
  boolean isUnknown(Value value) {
    boolean unknown = isFunction(value) || (template && value instanceof Value.Items);
    if (unknown) {
      unknown(value);
    }
    return unknown;
  }

  /** Whether one mount more can be taken over; a problem says so where none can. */
  boolean mayInherit(Origin where) {
    if (inherited++ == MOST_INHERITED) {
      problem(where, "takes over more than " + MOST_INHERITED + " mounts, so not all are judged");
    }
    return inherited <= MOST_INHERITED;
  }

  /** Says what is wrong with a value. */
  void problem(Origin where, String what) {
    if (problems++ < MOST_PROBLEMS) {
      sink.add(new Problem(where.place(), where.path() + " " + what));
    }
  }

  /** YAML's short functions, {@code !Ref Name}, leave a text behind where none can be. */
  private @Nullable Value known(Value value) {
    if (template) {
      unknown(value);
      return null;
    }
    return value;
  }

  /** Says that only the stack will tell what this is. */
  void unknown(Value value) {
    problem(
        value.origin(),
        "is known only when the stack is made; it was judged as if it were not there");
  }

  private @Nullable Value raw(Value from, String name) {
    return from.get(template ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name);
  }

  private boolean isFunction(Value value) {
    Map<String, Value> members = value.members();
    if (!template || members.size() != 1) {
      return false;
    }
    String name = members.keySet().iterator().next();
    return name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::");
  }
}
