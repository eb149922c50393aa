package dev.breakwater.posture.load;

/** Whether a text that cannot be read may be a workload all the same. */
final class Suspicion {
  /** Each pair of names is enough, at the beginning of lines. */
  private static final String[][] NAMES = {
    {"apiVersion", "kind"},
    {"services", "services"},
    {"containerDefinitions", "containerDefinitions"},
    {"ContainerDefinitions", "ContainerDefinitions"},
    {"image", "essential"},
    {"image", "portMappings"},
    {"id", "container"},
    {"id", "containers"},
    {"id", "cmd"},
    {"id", "apps"},
  };

  private Suspicion() {}

  static boolean looksLikeWorkload(String decoded) {
    // What was written in UTF-16 or UTF-32, without saying so.
    String text = decoded.indexOf(0) < 0 ? decoded : decoded.replace("\0", "");
    for (String[] names : NAMES) {
      if (isName(names[0], text) && isName(names[1], text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a colon follows the name, and it begins its line or stands between quotes. */
  private static boolean isName(String name, String text) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      if (end < text.length() && text.charAt(end) == '"') {
        end++;
      }
      while (end < text.length() && text.charAt(end) == ' ') {
        end++;
      }
      if (end < text.length() && text.charAt(end) == ':' && beginsLine(at, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsLine(int at, String text) {
    for (int i = at - 1; i >= 0 && text.charAt(i) != '\n'; i--) {
      if (" \t\"{[,-".indexOf(text.charAt(i)) < 0) {
        // In JSON, members may follow one another in a line.
        return text.charAt(at - 1) == '"';
      }
    }
    return true;
  }
}
