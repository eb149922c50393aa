package dev.breakwater.advisory.version;

import org.jspecify.annotations.Nullable;

/**
 * Semantic Versioning 2.0.0, to the letter or as people write it.
 *
 * @see <a href="https://semver.org/spec/v2.0.0.html">SemVer 2.0.0</a>
 */
final class SemverOrder implements VersionOrder {
  /** Three numbers, no leading zeros; build metadata do not count. */
  static final SemverOrder STRICT = new SemverOrder(false, false);

  /** One number or more, leading zeros and a leading {@code v} allowed. */
  static final SemverOrder RELAXED = new SemverOrder(true, false);

  /**
   * Three numbers, leading zeros allowed; build metadata count, and come after none, as Dart's
   * {@code pub_semver} and Julia's {@code VersionNumber} have it.
   */
  static final SemverOrder WITH_BUILD = new SemverOrder(false, true);

  private final boolean relaxed;
  private final boolean withBuild;

  private SemverOrder(boolean relaxed, boolean withBuild) {
    this.relaxed = relaxed;
    this.withBuild = withBuild;
  }

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    int leftFrom = start(left);
    int rightFrom = start(right);
    int leftCore = coreEnd(left, leftFrom);
    int rightCore = coreEnd(right, rightFrom);
    int leftPre = identifiersEnd(left, leftCore, '-', relaxed || withBuild);
    int rightPre = identifiersEnd(right, rightCore, '-', relaxed || withBuild);
    checkBuild(left, leftPre);
    checkBuild(right, rightPre);
    int byCore = compareNumbers(left, leftFrom, leftCore, right, rightFrom, rightCore);
    if (byCore != 0) {
      return byCore;
    }
    int byPre = comparePrerelease(left, leftCore, leftPre, right, rightCore, rightPre);
    return byPre != 0 || !withBuild
        ? byPre
        : compareIdentifiers(left, leftPre, left.length(), right, rightPre, right.length(), null);
  }

  private int start(String text) throws UnreadableVersionException {
    if (text.length() > MAX_LENGTH) {
      throw unreadable(text, "it is longer than 1024 characters");
    }
    return relaxed && (text.startsWith("v") || text.startsWith("V")) ? 1 : 0;
  }

  /** The end of the dotted numbers. */
  private int coreEnd(String text, int from) throws UnreadableVersionException {
    int numbers = 0;
    int at = from;
    while (true) {
      int end = Numerals.end(text, at, text.length());
      if (end == at) {
        throw unreadable(text, "a number is missing at " + (at + 1));
      }
      if (!relaxed && !withBuild && end - at > 1 && text.charAt(at) == '0') {
        throw unreadable(text, "a number has a leading zero");
      }
      numbers++;
      if (end == text.length() || text.charAt(end) != '.' || (!relaxed && numbers == 3)) {
        if (!relaxed && numbers != 3) {
          throw unreadable(text, "it has fewer than three numbers");
        }
        return end;
      }
      at = end + 1;
    }
  }

  /**
   * The end of the identifiers that {@code sign} at {@code from} introduces; {@code from} where it
   * introduces none.
   */
  static int identifiersEnd(String text, int from, char sign, boolean leadingZeros)
      throws UnreadableVersionException {
    if (from == text.length() || text.charAt(from) != sign) {
      return from;
    }
    int start = from + 1;
    int at = start;
    while (true) {
      boolean ended = at == text.length() || (sign == '-' && text.charAt(at) == '+');
      if (ended || text.charAt(at) == '.') {
        if (at == start) {
          throw unreadable(text, "an identifier is empty at " + (at + 1));
        }
        if (!leadingZeros
            && text.charAt(start) == '0'
            && at - start > 1
            && Numerals.isNumber(text, start, at)) {
          throw unreadable(text, "a numeric identifier has a leading zero");
        }
        if (ended) {
          return at;
        }
        start = at + 1;
      } else if (!isIdentifierCharacter(text.charAt(at))) {
        throw unreadable(text, "\"" + text.charAt(at) + "\" may not stand at " + (at + 1));
      }
      at++;
    }
  }

  static boolean isIdentifierCharacter(char c) {
    return Numerals.isDigit(c) || Numerals.isLetter(c) || c == '-';
  }

  static void checkBuild(String text, int from) throws UnreadableVersionException {
    int end = identifiersEnd(text, from, '+', true);
    if (end != text.length()) {
      throw unreadable(text, "\"" + text.charAt(end) + "\" may not stand at " + (end + 1));
    }
  }

  /** Compares dotted numbers; missing ones are zero. */
  static int compareNumbers(
      String left, int leftFrom, int leftTo, String right, int rightFrom, int rightTo) {
    int l = leftFrom;
    int r = rightFrom;
    while (l < leftTo || r < rightTo) {
      int lEnd = Numerals.end(left, Math.min(l, leftTo), leftTo);
      int rEnd = Numerals.end(right, Math.min(r, rightTo), rightTo);
      int byNumber =
          Numerals.compare(left, Math.min(l, leftTo), lEnd, right, Math.min(r, rightTo), rEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      l = lEnd + 1;
      r = rEnd + 1;
    }
    return 0;
  }

  /** Ranges that start with their hyphen, or are empty: a version without one is the greater. */
  static int comparePrerelease(
      String left, int leftFrom, int leftTo, String right, int rightFrom, int rightTo) {
    return comparePrerelease(left, leftFrom, leftTo, right, rightFrom, rightTo, null);
  }

  /**
   * The same, where digits are a number only up to a greatest one, and text above it.
   *
   * @param greatest null where numbers may have any length
   */
  static int comparePrerelease(
      String left,
      int leftFrom,
      int leftTo,
      String right,
      int rightFrom,
      int rightTo,
      @Nullable String greatest) {
    if (leftFrom == leftTo || rightFrom == rightTo) {
      return Boolean.compare(leftFrom == leftTo, rightFrom == rightTo);
    }
    return compareIdentifiers(left, leftFrom, leftTo, right, rightFrom, rightTo, greatest);
  }

  /** Ranges that start with their sign; fewer identifiers come before more. */
  private static int compareIdentifiers(
      String left,
      int leftFrom,
      int leftTo,
      String right,
      int rightFrom,
      int rightTo,
      @Nullable String greatest) {
    int l = leftFrom;
    int r = rightFrom;
    while (l < leftTo && r < rightTo) {
      int lEnd = identifierEnd(left, l + 1, leftTo);
      int rEnd = identifierEnd(right, r + 1, rightTo);
      boolean lNumber = isNumber(left, l + 1, lEnd, greatest);
      if (lNumber != isNumber(right, r + 1, rEnd, greatest)) {
        return lNumber ? -1 : 1;
      }
      int byIdentifier =
          lNumber
              ? Numerals.compare(left, l + 1, lEnd, right, r + 1, rEnd)
              : Numerals.compareText(left, l + 1, lEnd, right, r + 1, rEnd);
      if (byIdentifier != 0) {
        return byIdentifier;
      }
      l = lEnd;
      r = rEnd;
    }
    return Boolean.compare(l < leftTo, r < rightTo);
  }

  private static boolean isNumber(String text, int from, int to, @Nullable String greatest) {
    return Numerals.isNumber(text, from, to)
        && (greatest == null
            || Numerals.compare(text, from, to, greatest, 0, greatest.length()) <= 0);
  }

  private static int identifierEnd(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != '.') {
      i++;
    }
    return i;
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("semantic", text, reason);
  }
}
