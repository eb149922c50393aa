package dev.breakwater.advisory.version;

/**
 * {@code [epoch:]upstream[-revision]}, as dpkg compares them, and opam's order, which is dpkg's
 * without epoch and revision.
 *
 * <p>Like {@code dpkg --compare-versions}, this reads what Debian Policy frowns upon, such as an
 * upstream version that starts with a letter, and refuses what dpkg cannot take apart.
 *
 * @see <a href="https://manpages.debian.org/deb-version">deb-version(7)</a>
 */
final class DebianOrder implements VersionOrder {
  static final DebianOrder DPKG = new DebianOrder(true);
  static final DebianOrder OPAM = new DebianOrder(false);

  private static final int MAX_EPOCH_DIGITS = 10;

  private final boolean structured;

  private DebianOrder(boolean structured) {
    this.structured = structured;
  }

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    int leftFrom = start(left);
    int rightFrom = start(right);
    int leftTo = checkedEnd(left, leftFrom);
    int rightTo = checkedEnd(right, rightFrom);
    if (!structured) {
      return comparePart(left, leftFrom, leftTo, right, rightFrom, rightTo);
    }
    int leftColon = colon(left, leftFrom, leftTo);
    int rightColon = colon(right, rightFrom, rightTo);
    int byEpoch =
        Numerals.compare(
            left,
            epochStart(left, leftFrom),
            Math.max(leftColon, epochStart(left, leftFrom)),
            right,
            epochStart(right, rightFrom),
            Math.max(rightColon, epochStart(right, rightFrom)));
    leftFrom = leftColon < 0 ? leftFrom : leftColon + 1;
    rightFrom = rightColon < 0 ? rightFrom : rightColon + 1;
    int leftHyphen = hyphen(left, leftFrom, leftTo);
    int rightHyphen = hyphen(right, rightFrom, rightTo);
    if (byEpoch != 0) {
      return byEpoch;
    }
    int byUpstream = comparePart(left, leftFrom, leftHyphen, right, rightFrom, rightHyphen);
    return byUpstream != 0
        ? byUpstream
        : comparePart(
            left,
            Math.min(leftHyphen + 1, leftTo),
            leftTo,
            right,
            Math.min(rightHyphen + 1, rightTo),
            rightTo);
  }

  /** dpkg drops blanks around a version. */
  private static int start(String text) {
    int i = 0;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int checkedEnd(String text, int from) throws UnreadableVersionException {
    if (text.length() > MAX_LENGTH) {
      throw unreadable(text, "it is longer than 1024 characters");
    }
    int to = text.length();
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    if (from == to) {
      throw unreadable(text, "it is empty");
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw unreadable(
            text, isBlank(c) ? "it has a blank inside" : "it has a character that none may have");
      }
    }
    return to;
  }

  /** The place of the colon that ends the epoch, or -1. */
  private static int colon(String text, int from, int to) throws UnreadableVersionException {
    int colon = text.indexOf(':', from);
    if (colon < 0) {
      return -1;
    }
    int digits = epochStart(text, from);
    if (colon == from) {
      throw unreadable(text, "its epoch is empty");
    }
    if (!Numerals.isNumber(text, digits, colon)) {
      throw unreadable(text, "its epoch is not a number");
    }
    if (Numerals.compare(text, digits, colon, "2147483647", 0, MAX_EPOCH_DIGITS) > 0) {
      throw unreadable(text, "its epoch is too big");
    }
    if (colon + 1 == to) {
      throw unreadable(text, "nothing follows its epoch");
    }
    return colon;
  }

  /** dpkg reads the epoch with C's {@code strtol}, which lets a plus sign stand before it. */
  private static int epochStart(String text, int from) {
    return text.charAt(from) == '+' && text.indexOf(':', from) > from + 1 ? from + 1 : from;
  }

  /** The place of the hyphen that starts the revision, or {@code to}. */
  private static int hyphen(String text, int from, int to) throws UnreadableVersionException {
    int hyphen = text.lastIndexOf('-', to - 1);
    if (hyphen < from) {
      return to;
    }
    if (hyphen + 1 == to) {
      throw unreadable(text, "its revision is empty");
    }
    if (hyphen == from) {
      throw unreadable(text, "nothing stands before its revision");
    }
    return hyphen;
  }

  /** Non-digits and numbers in turn; a tilde sorts before the end, letters before other signs. */
  private static int comparePart(
      String left, int lFrom, int lTo, String right, int rFrom, int rTo) {
    int l = lFrom;
    int r = rFrom;
    while (l < lTo || r < rTo) {
      while ((l < lTo && !Numerals.isDigit(left.charAt(l)))
          || (r < rTo && !Numerals.isDigit(right.charAt(r)))) {
        int difference = weight(left, l, lTo) - weight(right, r, rTo);
        if (difference != 0) {
          return difference;
        }
        l++;
        r++;
      }
      int lEnd = Numerals.end(left, Math.min(l, lTo), lTo);
      int rEnd = Numerals.end(right, Math.min(r, rTo), rTo);
      int byNumber = Numerals.compare(left, Math.min(l, lTo), lEnd, right, Math.min(r, rTo), rEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      l = lEnd;
      r = rEnd;
    }
    return 0;
  }

  private static int weight(String text, int at, int to) {
    if (at >= to) {
      return 0;
    }
    char c = text.charAt(at);
    if (Numerals.isDigit(c)) {
      return 0;
    }
    if (Numerals.isLetter(c)) {
      return c;
    }
    return c == '~' ? -1 : c + 256;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("Debian", text, reason);
  }
}
