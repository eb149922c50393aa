package dev.breakwater.inventory.java;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads {@code pom.properties}, which Maven's archiver writes. */
final class PomProperties {
  private PomProperties() {}

  /**
   * Reads the coordinates.
   *
   * @return null where they are incomplete or unresolved
   * @throws IOException where these are no properties
   */
  static @Nullable MavenCoordinates read(byte[] document) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(document));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a properties file: " + e.getMessage(), e);
    }
    return MavenCoordinates.of(
        trimmed(properties.getProperty("groupId")),
        trimmed(properties.getProperty("artifactId")),
        trimmed(properties.getProperty("version")));
  }

  private static @Nullable String trimmed(@Nullable String text) {
    return text == null ? null : text.trim();
  }
}
