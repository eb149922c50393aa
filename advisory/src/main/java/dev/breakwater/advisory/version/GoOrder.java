package dev.breakwater.advisory.version;

/**
 * Go's module versions, as {@code golang.org/x/mod/semver} compares them, with or without their
 * leading {@code v}, which OSV leaves out; and the versions of Go itself ({@code go1.22.3}, {@code
 * 1.21rc2}, {@code go1.22.3 X:boringcrypto}), which Go's vulnerability database reads as {@code
 * 1.21.0-rc.2}. {@code +incompatible} is build metadata and does not count. {@code (devel)} is no
 * version.
 *
 * @see <a href="https://go.dev/ref/mod#versions">Go modules: versions</a>
 */
final class GoOrder implements VersionOrder {
  static final GoOrder INSTANCE = new GoOrder();

  private GoOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    String l = semver(left);
    String r = semver(right);
    int leftCore = coreEnd(l, left);
    int rightCore = coreEnd(r, right);
    int leftPre = SemverOrder.identifiersEnd(l, leftCore, '-', false);
    int rightPre = SemverOrder.identifiersEnd(r, rightCore, '-', false);
    SemverOrder.checkBuild(l, leftPre);
    SemverOrder.checkBuild(r, rightPre);
    int byCore = SemverOrder.compareNumbers(l, 0, leftCore, r, 0, rightCore);
    return byCore != 0
        ? byCore
        : SemverOrder.comparePrerelease(l, leftCore, leftPre, r, rightCore, rightPre);
  }

  /** Brings both notations to SemVer without {@code v}. */
  private static String semver(String version) throws UnreadableVersionException {
    if (version.length() > MAX_LENGTH) {
      throw unreadable(version, "it is longer than 1024 characters");
    }
    if (version.startsWith("v")) {
      return version.substring(1);
    }
    boolean toolchain = version.startsWith("go");
    int from = toolchain ? 2 : 0;
    int to = version.indexOf(' ');
    to = to < 0 ? version.length() : to;
    int numbers = from;
    while (numbers < to
        && (Numerals.isDigit(version.charAt(numbers)) || version.charAt(numbers) == '.')) {
      numbers++;
    }
    int letters = numbers;
    while (letters < to && Numerals.isLetter(version.charAt(letters))) {
      letters++;
    }
    if (letters > numbers) {
      return prerelease(version, from, numbers, letters, to);
    }
    // A maker's own suffix, as in go1.21.5-bigcorp, says nothing of the order.
    return version.substring(from, toolchain ? numbers : to);
  }

  /** {@code 1.21rc2} as {@code 1.21.0-rc.2}. */
  private static String prerelease(String version, int from, int numbers, int letters, int to)
      throws UnreadableVersionException {
    String word = version.substring(numbers, letters);
    int end = Numerals.end(version, letters, to);
    boolean known = word.equals("rc") || word.equals("beta") || word.equals("alpha");
    boolean closed = end == to || version.charAt(end) == '-' || version.charAt(end) == '+';
    if (!known || end == letters || !closed) {
      throw unreadable(version, "Go knows no such version");
    }
    StringBuilder out = new StringBuilder(version.substring(from, numbers));
    int dots = 0;
    for (int i = from; i < numbers; i++) {
      dots += version.charAt(i) == '.' ? 1 : 0;
    }
    for (int i = dots; i < 2; i++) {
      out.append(".0");
    }
    return out.append('-').append(word).append('.').append(version, letters, end).toString();
  }

  /** The end of one to three numbers; only three may be followed by a prerelease or build. */
  private static int coreEnd(String text, String version) throws UnreadableVersionException {
    int at = 0;
    for (int number = 1; ; number++) {
      int end = Numerals.end(text, at, text.length());
      if (end == at) {
        throw unreadable(version, "a number is missing");
      }
      if (end - at > 1 && text.charAt(at) == '0') {
        throw unreadable(version, "a number has a leading zero");
      }
      if (number == 3 || end == text.length()) {
        return end;
      }
      if (text.charAt(end) != '.') {
        throw unreadable(version, "it has fewer than three numbers");
      }
      at = end + 1;
    }
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("Go", text, reason);
  }
}
