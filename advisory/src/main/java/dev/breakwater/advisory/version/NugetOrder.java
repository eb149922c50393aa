package dev.breakwater.advisory.version;

import java.util.Locale;

/**
 * NuGet's versions: one to four numbers, leading zeros allowed, missing ones zero; prerelease
 * labels as in SemVer, but in any case; metadata do not count.
 *
 * <p>NuGet reads a label as a number only where it fits 32 bits, and as text otherwise; so does
 * this.
 *
 * @see <a href="https://learn.microsoft.com/nuget/concepts/package-versioning">NuGet: package
 *     versioning</a>
 */
final class NugetOrder implements VersionOrder {
  static final NugetOrder INSTANCE = new NugetOrder();

  private static final String GREATEST_NUMBER = "2147483647";

  private NugetOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    String l = normalised(left);
    String r = normalised(right);
    int leftCore = coreEnd(l);
    int rightCore = coreEnd(r);
    int leftPre = SemverOrder.identifiersEnd(l, leftCore, '-', true);
    int rightPre = SemverOrder.identifiersEnd(r, rightCore, '-', true);
    SemverOrder.checkBuild(l, leftPre);
    SemverOrder.checkBuild(r, rightPre);
    int byCore = SemverOrder.compareNumbers(l, 0, leftCore, r, 0, rightCore);
    if (byCore != 0) {
      return byCore;
    }
    return SemverOrder.comparePrerelease(
        l, leftCore, leftPre, r, rightCore, rightPre, GREATEST_NUMBER);
  }

  private static String normalised(String version) throws UnreadableVersionException {
    if (version.length() > MAX_LENGTH) {
      throw unreadable(version, "it is longer than 1024 characters");
    }
    return version.strip().toLowerCase(Locale.ROOT);
  }

  private static int coreEnd(String text) throws UnreadableVersionException {
    int at = 0;
    for (int number = 1; ; number++) {
      int end = Numerals.end(text, at, text.length());
      if (end == at) {
        throw unreadable(text, "a number is missing at " + (at + 1));
      }
      if (end == text.length() || text.charAt(end) != '.') {
        return end;
      }
      if (number == 4) {
        throw unreadable(text, "it has more than four numbers");
      }
      at = end + 1;
    }
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("NuGet", text, reason);
  }
}
