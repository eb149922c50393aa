package dev.breakwater.advisory.version;

/**
 * {@code [epoch:]version[-release]} as {@code rpmverCmp} compares them: a missing epoch is zero,
 * and a version without a release comes before the same version with one. A tilde sorts before the
 * end, a caret after the end and before anything else.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/man/rpm-version.7">rpm-version(7)</a>
 */
final class RpmOrder implements VersionOrder {
  static final RpmOrder INSTANCE = new RpmOrder();

  private RpmOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    check(left);
    check(right);
    int leftEpoch = epochEnd(left);
    int rightEpoch = epochEnd(right);
    int byEpoch =
        Numerals.compare(left, 0, Math.max(leftEpoch, 0), right, 0, Math.max(rightEpoch, 0));
    if (byEpoch != 0) {
      return byEpoch;
    }
    int leftHyphen = hyphen(left, leftEpoch + 1);
    int rightHyphen = hyphen(right, rightEpoch + 1);
    int byVersion =
        comparePart(left, leftEpoch + 1, leftHyphen, right, rightEpoch + 1, rightHyphen);
    if (byVersion != 0) {
      return byVersion;
    }
    boolean leftHasRelease = leftHyphen < left.length();
    boolean rightHasRelease = rightHyphen < right.length();
    if (leftHasRelease && rightHasRelease) {
      return comparePart(
          left, leftHyphen + 1, left.length(), right, rightHyphen + 1, right.length());
    }
    return Boolean.compare(leftHasRelease, rightHasRelease);
  }

  @Override
  public void check(String text) throws UnreadableVersionException {
    if (text.isEmpty()) {
      throw unreadable(text, "it is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw unreadable(text, "it is longer than 1024 characters");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
        throw unreadable(text, "it has a blank or control character");
      }
    }
  }

  /** The place of the colon after a numeric epoch, or -1. */
  private static int epochEnd(String text) {
    int i = Numerals.end(text, 0, text.length());
    return i < text.length() && text.charAt(i) == ':' ? i : -1;
  }

  private static int hyphen(String text, int from) {
    int hyphen = text.lastIndexOf('-');
    return hyphen < from ? text.length() : hyphen;
  }

  /** {@code rpmvercmp}. */
  private static int comparePart(
      String left, int lFrom, int lTo, String right, int rFrom, int rTo) {
    int l = lFrom;
    int r = rFrom;
    while (l < lTo || r < rTo) {
      l = skipSeparators(left, l, lTo);
      r = skipSeparators(right, r, rTo);
      char lSign = l < lTo ? left.charAt(l) : 0;
      char rSign = r < rTo ? right.charAt(r) : 0;
      if (lSign == '~' || rSign == '~') {
        if (lSign != rSign) {
          return lSign == '~' ? -1 : 1;
        }
        l++;
        r++;
        continue;
      }
      if (lSign == '^' || rSign == '^') {
        if (lSign != rSign) {
          return compareCaret(lSign, rSign);
        }
        l++;
        r++;
        continue;
      }
      if (lSign == 0 || rSign == 0) {
        break;
      }
      boolean number = Numerals.isDigit(lSign);
      if (number != Numerals.isDigit(rSign)) {
        return number ? 1 : -1;
      }
      int lEnd = number ? Numerals.end(left, l, lTo) : letters(left, l, lTo);
      int rEnd = number ? Numerals.end(right, r, rTo) : letters(right, r, rTo);
      int bySegment =
          number
              ? Numerals.compare(left, l, lEnd, right, r, rEnd)
              : Numerals.compareText(left, l, lEnd, right, r, rEnd);
      if (bySegment != 0) {
        return bySegment;
      }
      l = lEnd;
      r = rEnd;
    }
    return Boolean.compare(l < lTo, r < rTo);
  }

  private static int compareCaret(char lSign, char rSign) {
    if (lSign == '^') {
      return rSign == 0 ? 1 : -1;
    }
    return lSign == 0 ? -1 : 1;
  }

  private static int skipSeparators(String text, int from, int to) {
    int i = from;
    while (i < to && isSeparator(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isSeparator(char c) {
    return c != '~' && c != '^' && !Numerals.isDigit(c) && !Numerals.isLetter(c);
  }

  private static int letters(String text, int from, int to) {
    int i = from;
    while (i < to && Numerals.isLetter(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("rpm", text, reason);
  }
}
