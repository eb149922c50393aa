package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.source.SourceFile;
import dev.cel.common.types.SimpleType;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy has written into the audit log. There is no such log here, but an expression that
 * fails refuses the request all the same.
 *
 * @param value gives a text, or null for nothing to be written
 */
record AuditAnnotation(String key, Compiled value) {
  private static final int LONGEST = 5 * 1024;

  /** Reads an annotation; null where it cannot be used. */
  static @Nullable AuditAnnotation read(
      FieldReader reader, SourceFile source, @Nullable String policy, Cel language) {
    reader.knows("key", "valueExpression");
    String key = reader.required("key");
    if (key != null && policy != null) {
      reader.check("key", Syntax.qualifiedName(policy + '/' + key));
    }
    Expression expression = PolicyHead.expression(reader, "valueExpression", source);
    if (key == null || expression == null) {
      return null;
    }
    if (expression.text().strip().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      reader.fault("valueExpression", "must not exceed " + LONGEST + " bytes in length");
      return null;
    }
    return new AuditAnnotation(
        key,
        Compiled.of(
            expression,
            language,
            Set.of(SimpleType.STRING, SimpleType.NULL_TYPE),
            reader.faults()));
  }
}
