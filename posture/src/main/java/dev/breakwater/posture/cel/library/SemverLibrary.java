package dev.breakwater.posture.cel.library;

import static dev.breakwater.posture.cel.library.LibraryFunction.accepts;
import static dev.breakwater.posture.cel.library.LibraryFunction.global;
import static dev.breakwater.posture.cel.library.LibraryFunction.member;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;

import java.util.List;

/**
 * {@code semver} and what can be asked of versions.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library">Kubernetes
 *     semver library</a>
 */
final class SemverLibrary {
  static final Kind<SemanticVersion> SEMVER =
      Kind.opaque("kubernetes.Semver", SemanticVersion.class);

  private SemverLibrary() {}

  static List<LibraryFunction> functions() {
    return List.of(
        global(
            "semver",
            "string_to_semver",
            Kind.TEXT,
            SEMVER.type(),
            CallCost.TRAVERSAL,
            SemanticVersion::parse),
        global(
            "semver",
            "string_bool_to_semver",
            Kind.TEXT,
            Kind.FLAG,
            SEMVER.type(),
            CallCost.TRAVERSAL,
            SemverLibrary::parse),
        global(
            "isSemver",
            "is_semver_string",
            Kind.TEXT,
            BOOL,
            CallCost.TRAVERSAL,
            text -> accepts(SemanticVersion::parse, text)),
        global(
            "isSemver",
            "is_semver_string_bool",
            Kind.TEXT,
            Kind.FLAG,
            BOOL,
            CallCost.TRAVERSAL,
            (text, normalize) -> accepts(written -> parse(written, normalize), text)),
        member("major", "semver_major", SEMVER, INT, SemanticVersion::major),
        member("minor", "semver_minor", SEMVER, INT, SemanticVersion::minor),
        member("patch", "semver_patch", SEMVER, INT, SemanticVersion::patch),
        member(
            "isGreaterThan",
            "semver_is_greater_than",
            SEMVER,
            SEMVER,
            BOOL,
            CallCost.NOMINAL,
            (left, right) -> left.compareTo(right) > 0),
        member(
            "isLessThan",
            "semver_is_less_than",
            SEMVER,
            SEMVER,
            BOOL,
            CallCost.NOMINAL,
            (left, right) -> left.compareTo(right) < 0),
        member(
            "compareTo",
            "semver_compare_to",
            SEMVER,
            SEMVER,
            INT,
            CallCost.NOMINAL,
            (left, right) -> (long) left.compareTo(right)));
  }

  private static SemanticVersion parse(String text, boolean normalize) throws MalformedException {
    return normalize ? SemanticVersion.parseNearly(text) : SemanticVersion.parse(text);
  }
}
