package dev.breakwater.advisory.version;

import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * Maven's own {@link ComparableVersion}: {@code 1-alpha < 1-SNAPSHOT < 1 = 1.Final < 1-sp < 1.1}.
 * Over chains of qualifiers, such as {@code 1-ga-rc-SNAPSHOT-alpha}, that class is not transitive;
 * the owner's answer counts.
 *
 * @see <a href="https://maven.apache.org/pom.html#version-order-specification">Maven: version order
 *     specification</a>
 */
final class MavenOrder implements VersionOrder {
  static final MavenOrder INSTANCE = new MavenOrder();

  private MavenOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    return read(left).compareTo(read(right));
  }

  private static ComparableVersion read(String version) throws UnreadableVersionException {
    if (version.isBlank()) {
      throw UnreadableVersionException.of("Maven", version, "it is empty");
    }
    // Maven nests a list for each hyphen and compares them by recursion: the bound keeps the stack.
    if (version.length() > MAX_LENGTH) {
      throw UnreadableVersionException.of("Maven", version, "it is longer than 1024 characters");
    }
    return new ComparableVersion(version);
  }
}
