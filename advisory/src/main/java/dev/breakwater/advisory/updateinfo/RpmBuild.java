package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import org.jspecify.annotations.Nullable;

/**
 * A build of a package: installed, or one that an advisory names.
 *
 * @param architecture for example {@code x86_64} or {@code noarch}; empty where it is not known
 * @param version with epoch (unless it is zero) and release, for example {@code 1:3.0.8-1.el9}
 * @param stream the module and its stream, for example {@code mariadb:10.5}; null for a package of
 *     no module, or where nothing says which
 */
record RpmBuild(String name, String architecture, String version, @Nullable String stream) {
  private static final VersionOrder ORDER =
      VersionOrder.named("rpm").orElseThrow(() -> new IllegalStateException("no rpm order"));

  /**
   * Makes a version of its parts.
   *
   * @param epoch null or empty for none
   */
  static String version(@Nullable String epoch, String version, String release) {
    String prefix = epoch == null || epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":";
    return prefix + version + "-" + release;
  }

  /** Checks that the version can be compared. */
  void check() throws UnreadableVersionException {
    ORDER.check(version);
  }

  /** By version, as rpm orders them; both must have been checked. */
  static int compare(String left, String right) {
    try {
      return ORDER.compare(left, right);
    } catch (UnreadableVersionException e) {
      throw new IllegalStateException("a version that was checked: " + e.getMessage(), e);
    }
  }

  boolean isNewerThan(RpmBuild other) {
    return compare(version, other.version) > 0;
  }

  /** Built for a module, whether or not it is known for which. */
  boolean isModular() {
    return stream != null || release().contains(".module");
  }

  /**
   * What kind of build: Oracle's for live patches ({@code ksplice}) and with certified cryptography
   * ({@code fips}) have versions of their own, which fix nothing in ordinary ones.
   */
  String flavour() {
    String release = release();
    if (release.contains("ksplice")) {
      return "ksplice";
    }
    return release.contains("_fips") || release.contains(".fips") ? "fips" : "";
  }

  /**
   * Whether an advisory that names both names them for the same line of builds: the same version
   * built once more, or of the same minor release, as the disttag tells.
   */
  boolean isOfLineOf(RpmBuild other) {
    if (compare(upstream(), other.upstream()) != 0) {
      return false;
    }
    String tag = distTag();
    return base().equals(other.base()) || (!tag.isEmpty() && tag.equals(other.distTag()));
  }

  /** Whether both have the same version, whatever the release. */
  boolean isVersionOf(RpmBuild other) {
    return compare(upstream(), other.upstream()) == 0;
  }

  private String upstream() {
    int hyphen = version.lastIndexOf('-');
    return hyphen < 0 ? version : version.substring(0, hyphen);
  }

  private String release() {
    int hyphen = version.lastIndexOf('-');
    return hyphen < 0 ? "" : version.substring(hyphen + 1);
  }

  /** The release up to its disttag: {@code 18} of {@code 18.module_el8.1.0+217}. */
  private String base() {
    String release = release();
    return release.substring(0, tagStart(release));
  }

  /** {@code el9_4} of {@code 3.el9_4.5}. */
  private String distTag() {
    String release = release();
    int start = tagStart(release);
    if (start == release.length()) {
      return "";
    }
    int end = release.indexOf('.', start + 1);
    return release.substring(start + 1, end < 0 ? release.length() : end);
  }

  private static int tagStart(String release) {
    for (int i = 0; i + 1 < release.length(); i++) {
      if (release.charAt(i) == '.' && Character.isLetter(release.charAt(i + 1))) {
        return i;
      }
    }
    return release.length();
  }
}
