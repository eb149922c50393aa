package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.source.SourceFile;
import dev.cel.common.types.SimpleType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One check of a policy.
 *
 * @param condition true of what passes
 * @param message of what does not; null for none
 * @param messageExpression makes that message; null for none
 * @param reason of the refusal
 */
record Validation(
    Compiled condition,
    @Nullable String message,
    @Nullable Compiled messageExpression,
    String reason) {
  /**
   * Reads a check.
   *
   * @param forMessages the language of message expressions, which have no authorizer
   * @return null where it cannot be used
   */
  static @Nullable Validation read(
      FieldReader reader, SourceFile source, Cel language, Cel forMessages) {
    reader.knows("expression", "message", "messageExpression", "reason");
    Expression expression = PolicyHead.expression(reader, "expression", source);
    String message = reader.text("message");
    if (message != null && message.isBlank() && !message.isEmpty()) {
      reader.fault("message", "must be non-empty if specified");
    } else if (message != null && hasLines(message.strip())) {
      reader.fault("message", "must not contain line breaks");
    }
    String reason =
        reader.oneOf(
            "reason", "Invalid", "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    String makesMessage = reader.text("messageExpression");
    Expression messageExpression =
        makesMessage == null || makesMessage.isEmpty()
            ? null
            : PolicyHead.expression(reader, "messageExpression", source);
    if (expression == null) {
      return null;
    }
    return new Validation(
        Compiled.of(expression, language, Set.of(SimpleType.BOOL), reader.faults()),
        message,
        messageExpression == null
            ? null
            : Compiled.of(
                messageExpression, forMessages, Set.of(SimpleType.STRING), reader.faults()),
        reason);
  }

  private static boolean hasLines(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}
