package dev.breakwater.posture.admission;

import java.util.List;

/**
 * What is known of a kind.
 *
 * @param plural for example {@code pods}; of kinds that are only sent to a subresource, that of the
 *     kind which has it
 * @param subresource for kinds that are only sent to one, for example {@code exec}; else empty
 * @param namespaced whether its objects are in namespaces
 * @param versions the groups and versions that the same objects can be had in, the usual first
 */
record KnownKind(
    String name,
    String plural,
    String subresource,
    boolean namespaced,
    List<GroupVersion> versions) {
  KnownKind {
    versions = List.copyOf(versions);
  }

  /** A version of a group. */
  record GroupVersion(String group, String version) {
    static GroupVersion of(String text) {
      Kind kind = Kind.of(text, "");
      return new GroupVersion(kind.group(), kind.version());
    }
  }
}
