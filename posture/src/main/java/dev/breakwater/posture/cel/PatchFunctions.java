package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.FunctionSet.global;
import static dev.cel.common.types.SimpleType.STRING;

import dev.breakwater.core.cel.Meter;

/** {@code jsonpatch.escapeKey('a/b')}: a name as part of a JSON pointer. */
final class PatchFunctions {
  private PatchFunctions() {}

  static FunctionSet functions() {
    return new FunctionSet()
        .with(
            "jsonpatch.escapeKey",
            global("string_jsonpatch_escapeKey_string", STRING, STRING),
            String.class,
            PatchFunctions::escaped);
  }

  private static String escaped(String key) {
    Meter.CURRENT.get().chargeText(2L * key.length());
    return key.replace("~", "~0").replace("/", "~1");
  }
}
