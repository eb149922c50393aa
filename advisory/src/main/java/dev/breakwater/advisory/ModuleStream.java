package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Streams of rpm modules, {@code postgresql:12}: builds of the same packages that live side by
 * side, each with fixes of its own.
 *
 * @see <a href="https://docs.fedoraproject.org/en-US/modularity/">Modularity</a>
 */
public final class ModuleStream {
  private static final String IN_RELEASE = ".module";

  private ModuleStream() {}

  /**
   * The name and stream of a label, which may go on with version and context ({@code
   * postgresql:12:820…:abc}).
   *
   * @return null where it is no label
   */
  public static @Nullable String ofLabel(@Nullable String label) {
    int stream = label == null ? -1 : label.indexOf(':');
    if (label == null || stream <= 0 || stream + 1 == label.length()) {
      return null;
    }
    int end = label.indexOf(':', stream + 1);
    return end < 0 ? label : end == stream + 1 ? null : label.substring(0, end);
  }

  /** Whether a build is of a module, by its release: {@code 1.module+el8.6.0+2761+593e5e59}. */
  static boolean isIn(String version) {
    return version.indexOf(IN_RELEASE) >= 0;
  }

  /**
   * The platform that a module's build is for, {@code el8.6.0}; null where its release does not
   * say. AlmaLinux writes {@code .module_el8.6.0+}, the others {@code .module+el8.6.0+}.
   */
  static @Nullable String platform(String version) {
    int start = version.indexOf(IN_RELEASE) + IN_RELEASE.length() + 1;
    int end = start <= IN_RELEASE.length() + 1 ? -1 : version.indexOf('+', start);
    return end < 0 ? null : version.substring(start, end);
  }

  /**
   * Whether an entry is for another stream of a module than the one that is installed.
   *
   * <p>Vendors write the stream in their data or in the title, "Important: postgresql:12 security
   * update"; packages carry a label, or do not (Oracle's). Without a label the version tells, where
   * the fixed version itself begins with the stream's number: a fix in {@code 10.5.9} of {@code
   * mariadb:10.5} is not for {@code 10.3.28}. A fix that does not follow its stream's number tells
   * nothing.
   */
  static boolean isOther(Advisory advisory, Affected entry, Sought sought) {
    String own = sought.module();
    String said = entry.scope().module();
    if (own != null && said != null) {
      return !own.equals(said);
    }
    if (own != null) {
      return isTitledForOthers(advisory.title(), own);
    }
    return isIn(sought.version())
        && (said != null
            ? !isFollowed(said, entry, sought.version())
            : isTitledForOthers(advisory.title(), entry, sought.version()));
  }

  /** Whether the title names streams of this module, and not this one. */
  private static boolean isTitledForOthers(String title, String module) {
    String name = module.substring(0, module.indexOf(':') + 1);
    boolean others = false;
    for (int at = 0; at < title.length(); at = wordEnd(title, at) + 1) {
      String word = title.substring(at, wordEnd(title, at));
      if (word.equals(module)) {
        return false;
      }
      others |= word.startsWith(name) && word.length() > name.length();
    }
    return others;
  }

  /** Whether the title names streams that the fix follows and the installed version does not. */
  private static boolean isTitledForOthers(String title, Affected entry, String version) {
    boolean others = false;
    for (int at = 0; at < title.length(); at = wordEnd(title, at) + 1) {
      String stream = ofLabel(title.substring(at, wordEnd(title, at)));
      if (stream != null) {
        if (isFollowed(stream, entry, version)) {
          return false;
        }
        others = true;
      }
    }
    return others;
  }

  private static int wordEnd(String title, int from) {
    int end = from;
    while (end < title.length() && " ,;".indexOf(title.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Whether a version may be of a stream: false only where the fix follows it, and it does not. */
  private static boolean isFollowed(String module, Affected entry, String version) {
    String stream = module.substring(module.indexOf(':') + 1);
    for (Interval interval : entry.intervals()) {
      String fixed = interval.fixed();
      if (fixed != null && follows(fixed, stream)) {
        return follows(version, stream);
      }
    }
    return true;
  }

  private static boolean follows(String version, String stream) {
    int start = version.indexOf(':') + 1;
    int end = start + stream.length();
    return Character.isDigit(stream.charAt(0))
        && version.startsWith(stream, start)
        && (end == version.length() || !Character.isDigit(version.charAt(end)));
  }
}
