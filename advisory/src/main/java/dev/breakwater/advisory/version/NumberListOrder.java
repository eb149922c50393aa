package dev.breakwater.advisory.version;

/**
 * Lists of numbers, where {@code 1.0 < 1.0.0}: Haskell's Package Versioning Policy, and R, which
 * also lets a hyphen stand for a dot and asks for two numbers at least.
 *
 * @see <a href="https://pvp.haskell.org/">PVP</a>
 * @see <a href="https://cran.r-project.org/doc/manuals/R-exts.html#The-DESCRIPTION-file">R: package
 *     versions</a>
 */
final class NumberListOrder implements VersionOrder {
  static final NumberListOrder HASKELL = new NumberListOrder("Haskell", false, 1);
  static final NumberListOrder R = new NumberListOrder("R", true, 2);

  private final String kind;
  private final boolean hyphens;
  private final int minimum;

  private NumberListOrder(String kind, boolean hyphens, int minimum) {
    this.kind = kind;
    this.hyphens = hyphens;
    this.minimum = minimum;
  }

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    check(left);
    check(right);
    int l = 0;
    int r = 0;
    while (l < left.length() && r < right.length()) {
      int lEnd = Numerals.end(left, l, left.length());
      int rEnd = Numerals.end(right, r, right.length());
      int byNumber = Numerals.compare(left, l, lEnd, right, r, rEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      l = lEnd + 1;
      r = rEnd + 1;
    }
    return Boolean.compare(l < left.length(), r < right.length());
  }

  @Override
  public void check(String version) throws UnreadableVersionException {
    if (version.length() > MAX_LENGTH) {
      throw UnreadableVersionException.of(kind, version, "it is longer than 1024 characters");
    }
    int numbers = 0;
    int at = 0;
    while (true) {
      int end = Numerals.end(version, at, version.length());
      if (end == at) {
        throw UnreadableVersionException.of(kind, version, "a number is missing at " + (at + 1));
      }
      numbers++;
      if (end == version.length()) {
        break;
      }
      char sign = version.charAt(end);
      if (sign != '.' && !(hyphens && sign == '-')) {
        throw UnreadableVersionException.of(
            kind, version, "\"" + sign + "\" may not stand at " + (end + 1));
      }
      at = end + 1;
    }
    if (numbers < minimum) {
      throw UnreadableVersionException.of(kind, version, "it has fewer than two numbers");
    }
  }
}
