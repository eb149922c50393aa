package dev.breakwater.inventory.python;

import org.jspecify.annotations.Nullable;

/**
 * What a requirement pins: a name and the one version that it allows.
 *
 * @see <a
 *     href="https://packaging.python.org/en/latest/specifications/dependency-specifiers/">dependency
 *     specifiers (PEP 508)</a>
 */
record Requirement(String name, String version) {
  /**
   * Reads {@code name[extra]==1.0; marker}.
   *
   * @return null where it is no requirement, names an address, or leaves the version open
   */
  static @Nullable Requirement parse(String text) {
    int marker = text.indexOf(';');
    String wish = marker < 0 ? text : text.substring(0, marker);
    int end = 0;
    while (end < wish.length() && isNamePart(wish.charAt(end))) {
      end++;
    }
    String name = wish.substring(0, end);
    String rest = wish.substring(end).strip();
    if (rest.startsWith("[")) {
      int close = rest.indexOf(']');
      rest = close < 0 ? "" : rest.substring(close + 1).strip();
    }
    if (rest.startsWith("(") && rest.endsWith(")")) {
      rest = rest.substring(1, rest.length() - 1);
    }
    String version = pinned(rest);
    return version == null || PythonMetadataDetector.normalName(name) == null
        ? null
        : new Requirement(name, version);
  }

  private static boolean isNamePart(char c) {
    return isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * The version in a list of specifiers that is the only one allowed.
   *
   * @return null where none is; {@code ==1.*} allows many
   * @see <a
   *     href="https://packaging.python.org/en/latest/specifications/version-specifiers/">version
   *     specifiers (PEP 440)</a>
   */
  static @Nullable String pinned(String specifiers) {
    int start = 0;
    while (start < specifiers.length()) {
      int comma = specifiers.indexOf(',', start);
      int end = comma < 0 ? specifiers.length() : comma;
      String specifier = specifiers.substring(start, end).strip();
      if (specifier.startsWith("==")) {
        String version = specifier.substring(specifier.startsWith("===") ? 3 : 2).strip();
        if (isVersion(version)) {
          return version;
        }
      }
      start = end + 1;
    }
    return null;
  }

  private static boolean isVersion(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isNamePart(c) && (i == 0 || (c != '!' && c != '+'))) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
