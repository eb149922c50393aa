package dev.breakwater.advisory.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One suite that apt takes binary packages from.
 *
 * @param place file and line that name it, for messages
 * @param uri base of the archive, ends with a slash
 * @param suite as written, for example {@code bookworm-security}
 * @param components for example {@code main}; empty only for an exact path, which ends with a slash
 * @param signedBy whose signature counts
 */
record AptSource(
    String place, String uri, String suite, List<String> components, SignedBy signedBy) {
  AptSource {
    components = List.copyOf(components);
  }

  /**
   * What {@code Signed-By} says.
   *
   * @param keyrings absolute paths; empty for apt's trusted keyrings
   * @param fingerprints upper-case hexadecimal, perhaps with {@code !} at the end; empty for every
   *     key
   * @param embedded an armoured key block; null where there is none
   */
  record SignedBy(List<String> keyrings, List<String> fingerprints, @Nullable String embedded) {
    static final SignedBy TRUSTED = new SignedBy(List.of(), List.of(), null);

    SignedBy {
      keyrings = List.copyOf(keyrings);
      fingerprints = List.copyOf(fingerprints);
    }
  }
}
