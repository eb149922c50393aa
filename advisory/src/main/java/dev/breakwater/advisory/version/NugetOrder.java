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
    if (leftCore == leftPre || rightCore == rightPre) {
      return Boolean.compare(leftCore == leftPre, rightCore == rightPre);
    }
    return compareLabels(l, leftCore, leftPre, r, rightCore, rightPre);
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

  private static int compareLabels(
      String left, int leftFrom, int leftTo, String right, int rightFrom, int rightTo) {
    int l = leftFrom;
    int r = rightFrom;
    while (l < leftTo && r < rightTo) {
      int lEnd = labelEnd(left, l + 1, leftTo);
      int rEnd = labelEnd(right, r + 1, rightTo);
      boolean lNumber = isNumber(left, l + 1, lEnd);
      if (lNumber != isNumber(right, r + 1, rEnd)) {
        return lNumber ? -1 : 1;
      }
      int byLabel =
          lNumber
              ? Numerals.compare(left, l + 1, lEnd, right, r + 1, rEnd)
              : Numerals.compareText(left, l + 1, lEnd, right, r + 1, rEnd);
      if (byLabel != 0) {
        return byLabel;
      }
      l = lEnd;
      r = rEnd;
    }
    return Boolean.compare(l < leftTo, r < rightTo);
  }

  private static boolean isNumber(String text, int from, int to) {
    return Numerals.isNumber(text, from, to)
        && Numerals.compare(text, from, to, GREATEST_NUMBER, 0, GREATEST_NUMBER.length()) <= 0;
  }

  private static int labelEnd(String text, int from, int to) {
    int dot = text.indexOf('.', from);
    return dot < 0 || dot > to ? to : dot;
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("NuGet", text, reason);
  }
}
