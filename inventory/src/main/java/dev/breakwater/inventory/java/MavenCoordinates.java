package dev.breakwater.inventory.java;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import org.jspecify.annotations.Nullable;

/** What names a Maven artifact, all of it known. */
record MavenCoordinates(String groupId, String artifactId, String version) {
  private static final int MAX_LENGTH = 256;

  /**
   * The coordinates, if each can be one.
   *
   * @return null where one is missing, has a character that Maven allows in none, or is a property
   *     that nobody resolved; nothing is guessed then
   */
  static @Nullable MavenCoordinates of(
      @Nullable String groupId, @Nullable String artifactId, @Nullable String version) {
    if (groupId == null || artifactId == null || version == null) {
      return null;
    }
    return isId(groupId) && isId(artifactId) && isVersion(version)
        ? new MavenCoordinates(groupId, artifactId, version)
        : null;
  }

  private static boolean isId(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text can be a version: no blank, and none of what Maven forbids in file names. */
  static boolean isVersion(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || "\\/:\"<>|?*[](){},$".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  Candidate at(String path) {
    PackageUrl purl = PackageUrl.of("maven", groupId, artifactId, version);
    return new Candidate(purl, groupId + ":" + artifactId, version, null, path);
  }
}
