package dev.breakwater.inventory.java;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The main attributes of a {@code META-INF/MANIFEST.MF}. Whatever is no attribute is passed over,
 * because real manifests break the rules.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/25/docs/specs/jar/jar.html">JAR File
 *     Specification</a>
 */
final class Manifest {
  private static final int MAX_ATTRIBUTES = 1000;

  private final Map<String, String> attributes = new HashMap<>();

  private Manifest() {}

  static Manifest read(byte[] document) {
    Manifest manifest = new Manifest();
    // Lines are folded at 72 bytes, which may cut a character in two, so bytes are joined first.
    byte[] line = new byte[256];
    int length = 0;
    int at = 0;
    while (at < document.length) {
      int end = at;
      while (end < document.length && document[end] != '\n' && document[end] != '\r') {
        end++;
      }
      boolean folded = end > at && document[at] == ' ' && length > 0;
      if (!folded) {
        manifest.add(line, length);
        length = 0;
        if (end == at && !manifest.attributes.isEmpty()) {
          return manifest; // an empty line ends the main attributes
        }
      }
      int from = folded ? at + 1 : at;
      if (length + end - from > line.length) {
        line = Arrays.copyOf(line, Math.max(2 * line.length, length + end - from));
      }
      System.arraycopy(document, from, line, length, end - from);
      length += end - from;
      at = end + 1;
      if (end + 1 < document.length && document[end] == '\r' && document[end + 1] == '\n') {
        at++;
      }
    }
    manifest.add(line, length);
    return manifest;
  }

  private void add(byte[] line, int length) {
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    if (colon > 0 && attributes.size() < MAX_ATTRIBUTES) {
      attributes.putIfAbsent(
          text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1).trim());
    }
  }

  /** The value of an attribute. */
  @Nullable String get(String name) {
    return attributes.get(name.toLowerCase(Locale.ROOT));
  }

  /** The version of what the archive holds; null where none is given that can be one. */
  @Nullable String version() {
    String implementation = get("Implementation-Version");
    if (MavenCoordinates.isVersion(implementation)) {
      return implementation;
    }
    String bundle = get("Bundle-Version");
    return MavenCoordinates.isVersion(bundle) ? bundle : null;
  }
}
