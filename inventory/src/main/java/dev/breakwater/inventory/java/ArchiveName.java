package dev.breakwater.inventory.java;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an archive tells: {@code artifact-version.jar}, as Maven repositories name them,
 * perhaps with a classifier behind the version.
 *
 * @param artifact without version
 * @param version null where the name has none
 */
record ArchiveName(String artifact, @Nullable String version) {
  /** Whether the name is one of a Java archive. */
  static boolean isArchive(String path) {
    return switch (extension(path)) {
      case "jar", "war", "ear", "par", "sar", "rar", "har", "jpi", "hpi", "nar", "kar", "lpkg" ->
          true;
      case "aar", "mar", "kjar", "esa", "eba" -> true;
      default -> false;
    };
  }

  /** Whether such names are given to quite other files, too. */
  static boolean isAmbiguous(String path) {
    return switch (extension(path)) {
      case "par", "sar", "rar", "har", "nar", "kar", "aar", "mar", "esa", "eba" -> true;
      default -> false;
    };
  }

  private static String extension(String path) {
    int dot = path.lastIndexOf('.');
    boolean short_ = dot >= 0 && path.length() - dot <= 5 && path.indexOf('/', dot) < 0;
    return short_ ? path.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  /**
   * Reads a file name.
   *
   * <p>The version starts after a hyphen, with a digit. Of several such places ({@code
   * log4j-1.2-api-2.17.1}, {@code foo-1.0-20240102.030405-6}) it is the first behind which nothing
   * but a version stands; else the first, and what follows the version is a classifier ({@code
   * netty-4.1.50.Final-linux-x86_64}).
   */
  static ArchiveName of(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    String base = dot > 0 ? file.substring(0, dot) : file;
    int first = -1;
    for (int hyphen = base.indexOf('-', 1); hyphen >= 0; hyphen = base.indexOf('-', hyphen + 1)) {
      if (hyphen + 1 >= base.length() || !isDigit(base.charAt(hyphen + 1))) {
        continue;
      }
      if (endOfVersion(base, hyphen + 1) == base.length()) {
        return new ArchiveName(base.substring(0, hyphen), base.substring(hyphen + 1));
      }
      if (first < 0) {
        first = hyphen;
      }
    }
    return first < 0
        ? new ArchiveName(base, null)
        : new ArchiveName(
            base.substring(0, first), base.substring(first + 1, endOfVersion(base, first + 1)));
  }

  /** Where the parts of a version, separated by hyphens, end. */
  private static int endOfVersion(String base, int start) {
    int end = partEnd(base, start);
    while (end < base.length()) {
      int next = partEnd(base, end + 1);
      if (!isQualifier(base.substring(end + 1, next))) {
        return end;
      }
      end = next;
    }
    return end;
  }

  private static int partEnd(String base, int start) {
    int hyphen = base.indexOf('-', start);
    return hyphen < 0 ? base.length() : hyphen;
  }

  /** Whether a part belongs to the version, so that it is no classifier. */
  private static boolean isQualifier(String part) {
    int letters = 0;
    while (letters < part.length() && Character.isLetter(part.charAt(letters))) {
      letters++;
    }
    for (int i = letters; i < part.length(); i++) {
      if (!isDigit(part.charAt(i)) && part.charAt(i) != '.') {
        return false;
      }
    }
    return switch (part.substring(0, letters).toLowerCase(Locale.ROOT)) {
      case "" -> letters < part.length();
      case "alpha", "beta", "rc", "cr", "m", "a", "b", "pre", "preview", "ea", "milestone" -> true;
      case "snapshot", "final", "ga", "release", "sp", "build", "rev", "r", "v", "p" -> true;
      case "jre", "android", "jdk", "java", "incubating", "redhat", "hadoop", "atlassian" -> true;
      default -> false;
    };
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
