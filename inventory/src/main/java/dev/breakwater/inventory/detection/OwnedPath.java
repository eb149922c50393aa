package dev.breakwater.inventory.detection;

/**
 * Which of the hundred thousand files that operating-system packages install may hold a language
 * package or a known program, so that the rest need not be remembered; and one spelling for a path
 * that a merged {@code /usr} gives two.
 */
public final class OwnedPath {
  private OwnedPath() {}

  /**
   * Whether a file may hold a language package or a known program, judged by its path alone: Python
   * and npm metadata, Java archives, gems, NuGet's lists, lock files, whatever may be a program or
   * a library, and kernels.
   *
   * @param path relative to the root, without a leading slash
   */
  public static boolean matters(String path) {
    int slash = path.lastIndexOf('/');
    int dot = path.lastIndexOf('.');
    if (dot <= slash + 1) {
      // Programs have no extension; what lies in these two trees is text.
      return !(path.startsWith("usr/share/") || path.startsWith("usr/include/"))
          || path.endsWith("/METADATA")
          || path.endsWith("/PKG-INFO")
          || liesAmongPrograms(path);
    }
    return switch (path.substring(dot + 1)) {
      case "jar", "war", "ear", "par", "sar", "rar", "har", "jpi", "hpi", "nar", "kar" -> true;
      case "lpkg", "aar", "mar", "kjar", "esa", "eba", "egg-info", "exe", "so" -> true;
      case "gemspec", "lock", "lockb", "locked", "lockfile", "resolved", "spdx" -> true;
      case "json" -> isNodeManifest(path, slash) || isLanguageList(path, slash);
      case "mod" -> path.startsWith("go.mod", slash + 1);
      case "toml" -> path.startsWith("pylock.", slash + 1);
      case "txt" -> path.endsWith("requirements.txt") || path.endsWith("vendor/modules.txt");
      case "xml" -> path.startsWith("pom.xml", slash + 1);
      case "yaml" -> path.startsWith("pnpm-lock.yaml", slash + 1);
      case "py", "pyc", "h", "gz", "mo", "js", "png", "svg", "html" -> false;
      default -> liesAmongPrograms(path) || isVersioned(path, slash);
    };
  }

  /** Libraries and kernels carry a version in their names. */
  private static boolean isVersioned(String path, int slash) {
    return path.indexOf(".so.", slash) > 0 || path.startsWith("boot/vmlinuz-");
  }

  private static boolean isNodeManifest(String path, int slash) {
    return path.startsWith("package.json", slash + 1)
        || path.startsWith("package-lock.json", slash + 1)
        || path.startsWith("npm-shrinkwrap.json", slash + 1);
  }

  private static boolean isLanguageList(String path, int slash) {
    return path.endsWith(".deps.json")
        || path.startsWith("installed.json", slash + 1)
        || path.startsWith("packages.lock.json", slash + 1);
  }

  private static boolean liesAmongPrograms(String path) {
    return path.startsWith("bin/")
        || path.startsWith("sbin/")
        || path.contains("/bin/")
        || path.contains("/sbin/")
        || path.contains("/libexec/")
        || path.startsWith("opt/");
  }

  /**
   * The one spelling of a path under the top-level directories that a merged {@code /usr} turns
   * into links: package databases go on saying {@code lib/…} for what lies in {@code usr/lib/…}.
   *
   * @see <a href="https://wiki.debian.org/UsrMerge">UsrMerge</a>
   */
  public static String canonical(String path) {
    boolean merged =
        path.startsWith("lib/")
            || path.startsWith("bin/")
            || path.startsWith("sbin/")
            || path.startsWith("lib64/")
            || path.startsWith("lib32/")
            || path.startsWith("libx32/");
    return merged ? "usr/" + path : path;
  }
}
