package dev.breakwater.advisory.version;

import java.util.Optional;

/** Total order over the versions of one kind of package. */
public interface VersionOrder {
  /**
   * Compares two versions.
   *
   * @return less than, equal to or greater than zero
   * @throws UnreadableVersionException where one of them is no version of this kind
   */
  int compare(String left, String right) throws UnreadableVersionException;

  /**
   * The order that an ecosystem uses.
   *
   * @param name an ecosystem as OSV names it, with or without a release ({@code Debian:12}, {@code
   *     PyPI}), or the name of a version scheme ({@code deb}, {@code pep440}); in any case
   * @return empty where nobody of us knows the order of that ecosystem
   */
  static Optional<VersionOrder> named(String name) {
    return Optional.empty();
  }
}
