package dev.breakwater.inventory.golang;

/**
 * The version of the standard library, from what a Go toolchain calls itself.
 *
 * <p>Written as Go's vulnerability database writes it, in three numbers: {@code go1.22.3
 * X:boringcrypto} and {@code go1.22.3 (Red Hat 1.22.3-1.el9)} are 1.22.3, {@code go1.20} is 1.20.0,
 * {@code go1.21rc2} is 1.21.0-rc.2, and {@code go1.15.15b5} (with BoringCrypto) is 1.15.15. What
 * lies between releases is {@code (devel)}, which is not to be compared.
 */
final class ToolchainVersion {
  private ToolchainVersion() {}

  static String of(String goVersion) {
    int blank = goVersion.indexOf(' ');
    String text = blank < 0 ? goVersion : goVersion.substring(0, blank);
    if (!text.startsWith("go")) {
      return BuildInfo.DEVELOPMENT;
    }
    int at = 2;
    int numbers = 0;
    StringBuilder version = new StringBuilder();
    while (numbers < 3) {
      int end = endOfDigits(text, at);
      if (end == at || end - at > 9) {
        return BuildInfo.DEVELOPMENT;
      }
      version.append(numbers == 0 ? "" : ".").append(text, at, end);
      numbers++;
      at = end;
      if (at >= text.length() || text.charAt(at) != '.') {
        break;
      }
      at++;
    }
    if (numbers < 2) {
      return BuildInfo.DEVELOPMENT;
    }
    for (int i = numbers; i < 3; i++) {
      version.append(".0");
    }
    return withSuffix(version, text.substring(at), numbers == 3);
  }

  private static String withSuffix(StringBuilder version, String suffix, boolean complete) {
    if (suffix.isEmpty()) {
      return version.toString();
    }
    for (String kind : new String[] {"rc", "beta"}) {
      int end = endOfDigits(suffix, kind.length());
      if (suffix.startsWith(kind) && end > kind.length()) {
        return version
            .append('-')
            .append(suffix, 0, kind.length())
            .append('.')
            .append(suffix, kind.length(), end)
            .toString();
      }
    }
    // A maker's own mark on a finished release; on anything else it may be older than that release.
    boolean mark = suffix.charAt(0) == '-' || suffix.charAt(0) == '+' || isBoring(suffix);
    return mark && complete && !suffix.contains("devel")
        ? version.toString()
        : BuildInfo.DEVELOPMENT;
  }

  private static boolean isBoring(String suffix) {
    return suffix.charAt(0) == 'b' && suffix.length() > 1 && endOfDigits(suffix, 1) > 1;
  }

  private static int endOfDigits(String text, int from) {
    int end = Math.min(from, text.length());
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
