package dev.breakwater.content.permission;

/** How much depends on a path. */
enum SystemPath {
  /** What root runs and believes: programs, libraries, settings. */
  TRUSTED,
  /** What belongs to the system and holds data. */
  DATA,
  /** What belongs to applications and people. */
  OTHER;

  static SystemPath of(String path) {
    return switch (path.isEmpty() ? ' ' : path.charAt(0)) {
      case 'b' -> path.equals("bin") || isIn(path, "bin/") || isIn(path, "boot/") ? TRUSTED : OTHER;
      case 'e' -> path.equals("etc") || isIn(path, "etc/") ? TRUSTED : OTHER;
      case 'l' ->
          isIn(path, "lib/") || isIn(path, "lib64/") || isIn(path, "lib32/") ? TRUSTED : OTHER;
      case 'r' -> path.equals("root") || isIn(path, "root/") ? TRUSTED : OTHER;
      case 's' -> path.equals("sbin") || isIn(path, "sbin/") ? TRUSTED : OTHER;
      case 'o' -> path.equals("opt") || isIn(path, "opt/") ? DATA : OTHER;
      case 't' -> path.equals("tmp") ? DATA : OTHER;
      case 'u' -> ofUsr(path);
      case 'v' -> path.equals("var") || isIn(path, "var/") ? DATA : OTHER;
      default -> OTHER;
    };
  }

  private static SystemPath ofUsr(String path) {
    if (path.equals("usr")) {
      return TRUSTED;
    }
    if (!isIn(path, "usr/")) {
      return OTHER;
    }
    return isIn(path, "usr/share/") || isIn(path, "usr/src/") || isIn(path, "usr/include/")
        ? DATA
        : TRUSTED;
  }

  private static boolean isIn(String path, String directory) {
    return path.startsWith(directory);
  }
}
