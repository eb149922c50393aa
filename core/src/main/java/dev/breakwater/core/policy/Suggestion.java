package dev.breakwater.core.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What could have been meant by a name that is not known. */
final class Suggestion {
  private static final String UNDEFINED_MEMBER = "undefined field '";
  private static final String UNDECLARED = "undeclared reference to '";
  private static final int MAX_NAME = 60;

  private Suggestion() {}

  /**
   * What to say after a message of the checker; empty where there is nothing to add.
   *
   * @param before the expression up to the place that the message is about
   */
  static String after(String message, String before) {
    String member = named(message, UNDEFINED_MEMBER);
    if (member != null) {
      Shape<?> owner = owner(before);
      Shape<?> likely = owner == null ? likely(member) : owner;
      return meant(member, likely.members().keySet())
          + "; "
          + likely.name()
          + " has "
          + String.join(", ", likely.members().keySet());
    }
    String variable = named(message, UNDECLARED);
    if (variable != null) {
      Collection<String> variables = ReportShapes.REPORT.members().keySet();
      return meant(variable, variables) + "; there are " + String.join(", ", variables);
    }
    return "";
  }

  private static @Nullable String named(String message, String before) {
    int start = message.indexOf(before);
    int end = start < 0 ? -1 : message.indexOf('\'', start + before.length());
    return end < 0 ? null : message.substring(start + before.length(), end);
  }

  /**
   * The type of the variable, or the member of one, at the end of a text; null where it is none of
   * these, such as a macro's.
   */
  private static @Nullable Shape<?> owner(String before) {
    int start = before.length();
    while (start > 0
        && (Character.isJavaIdentifierPart(before.charAt(start - 1))
            || before.charAt(start - 1) == '.')) {
      start--;
    }
    Shape<?> shape = ReportShapes.REPORT;
    for (String name : before.substring(start).split("\\.", -1)) {
      Shape.Member<?> member = shape == null ? null : shape.members().get(name);
      shape = member == null ? null : ReportShapes.named(member.type().name());
    }
    return shape;
  }

  /** The type with the most similar member, which is the finding's where several are as similar. */
  private static Shape<?> likely(String member) {
    Shape<?> likely = ReportShapes.FINDING;
    int least = distance(member, nearest(member, likely.members().keySet()));
    for (Shape<?> shape : ReportShapes.all()) {
      int distance = distance(member, nearest(member, shape.members().keySet()));
      if (distance < least) {
        likely = shape;
        least = distance;
      }
    }
    return likely;
  }

  private static String meant(String name, Collection<String> known) {
    String nearest = nearest(name, known);
    return distance(name, nearest) <= Math.max(1, nearest.length() / 3)
        ? " (did you mean '" + nearest + "'?)"
        : "";
  }

  private static String nearest(String name, Collection<String> known) {
    List<String> names = new ArrayList<>(known);
    String nearest = names.getFirst();
    for (String candidate : names) {
      if (distance(name, candidate) < distance(name, nearest)) {
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** How many letters have to be added, taken away or changed. */
  private static int distance(String left, String right) {
    if (left.length() > MAX_NAME) {
      return Integer.MAX_VALUE;
    }
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[right.length()];
  }
}
