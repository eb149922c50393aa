package dev.breakwater.advisory;

import java.util.Locale;

/** Package names as the store keeps them, which is how they have to be looked up. */
public final class PackageName {
  /**
   * The normal form of a name.
   *
   * @param ecosystem as OSV names it, without a release
   * @return PyPI: PEP 503's; NuGet, Packagist and GitHub Actions: lower case, as they compare
   *     names; SwiftURL: so too, as {@code host/path}; others: as it is
   * @see <a href="https://peps.python.org/pep-0503/#normalized-names">PEP 503</a>
   */
  public static String normal(String ecosystem, String name) {
    return switch (ecosystem) {
      case "PyPI" -> pep503(name);
      case "NuGet", "Packagist", "GitHub Actions" -> name.toLowerCase(Locale.ROOT);
      case "SwiftURL" -> address(name.toLowerCase(Locale.ROOT));
      default -> name;
    };
  }

  /** Most records leave out the scheme and {@code .git}, some do not. */
  private static String address(String url) {
    int scheme = url.indexOf("://");
    int end = url.endsWith(".git") ? url.length() - ".git".length() : url.length();
    return url.substring(scheme < 0 ? 0 : scheme + 3, end);
  }

  private static String pep503(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    boolean inRun = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-' || c == '_' || c == '.') {
        if (!inRun) {
          normal.append('-');
        }
        inRun = true;
      } else {
        normal.append(c);
        inRun = false;
      }
    }
    return normal.toString().toLowerCase(Locale.ROOT);
  }

  private PackageName() {}
}
