package dev.breakwater.inventory.ruby;

/** A gem's name and version, as RubyGems allows them. */
final class GemName {
  private GemName() {}

  /** Whether it is letters, digits, dots, hyphens and underscores. */
  static boolean isValid(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isLetterOrDigit(name.charAt(i)) && "-_.".indexOf(name.charAt(i)) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /**
   * Whether it is a number, and others or words after dots; a hyphen introduces what comes before
   * the release.
   *
   * @see <a href="https://guides.rubygems.org/specification-reference/#version">RubyGems</a>
   */
  static boolean isVersion(String version) {
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      boolean separator = c == '.' || c == '-';
      boolean ends = i == 0 || i == version.length() - 1;
      if (separator ? ends || !isLetterOrDigit(version.charAt(i - 1)) : !isLetterOrDigit(c)) {
        return false;
      }
    }
    return !version.isEmpty() && version.charAt(0) >= '0' && version.charAt(0) <= '9';
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
