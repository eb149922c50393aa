package dev.breakwater.core.policy;

import dev.breakwater.core.Likely;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What could have been meant by a name that is not known. */
final class Suggestion {
  private static final String UNDEFINED_MEMBER = "undefined field '";
  private static final String UNDECLARED = "undeclared reference to '";

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
      return Likely.meant(member, likely.members().keySet())
          + "; "
          + likely.name()
          + " has "
          + String.join(", ", likely.members().keySet());
    }
    String variable = named(message, UNDECLARED);
    if (variable != null) {
      Collection<String> variables = ReportShapes.REPORT.members().keySet();
      return Likely.meant(variable, variables) + "; there are " + String.join(", ", variables);
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
    int least = distanceTo(member, likely);
    for (Shape<?> shape : ReportShapes.all()) {
      int distance = distanceTo(member, shape);
      if (distance < least) {
        likely = shape;
        least = distance;
      }
    }
    return likely;
  }

  private static int distanceTo(String member, Shape<?> shape) {
    return Likely.distance(member, Likely.nearest(member, shape.members().keySet()));
  }
}
