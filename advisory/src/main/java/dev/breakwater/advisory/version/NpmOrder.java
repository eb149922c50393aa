package dev.breakwater.advisory.version;

/**
 * Node's {@code semver} in its loose mode, which npm uses for what is installed: {@code v1.2.3},
 * {@code =1.2.3}, leading zeros, and a prerelease without its hyphen ({@code 1.2.3alpha1}).
 * Compared by plain SemVer precedence, prereleases included.
 *
 * <p>Node keeps numbers as 64-bit floating point and refuses the larger ones; here they may have
 * any length.
 *
 * @see <a href="https://github.com/npm/node-semver">node-semver</a>
 */
final class NpmOrder implements VersionOrder {
  static final NpmOrder INSTANCE = new NpmOrder();

  /** node-semver's own bound, in characters. */
  private static final int NPM_MAX_LENGTH = 256;

  private NpmOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    Parts l = Parts.of(left);
    Parts r = Parts.of(right);
    int byCore = SemverOrder.compareNumbers(l.text, l.from, l.core, r.text, r.from, r.core);
    return byCore != 0
        ? byCore
        : SemverOrder.comparePrerelease(l.text, l.core, l.prerelease, r.text, r.core, r.prerelease);
  }

  /** Where the parts of {@code text} end; a prerelease starts with its hyphen. */
  private record Parts(String text, int from, int core, int prerelease) {
    static Parts of(String version) throws UnreadableVersionException {
      if (version.length() > NPM_MAX_LENGTH) {
        throw unreadable(version, "it is longer than 256 characters");
      }
      String text = version.strip();
      int from = 0;
      while (from < text.length() && isPrefix(text.charAt(from))) {
        from++;
      }
      int core = coreEnd(text, from);
      if (core < text.length() && text.charAt(core) == '.' && isSecondDigit(text, core)) {
        // Four numbers: node's pattern gives the last digit of the third to a prerelease.
        core--;
      }
      if (core < text.length() && !startsPrerelease(text, core) && text.charAt(core) != '+') {
        text = text.substring(0, core) + '-' + text.substring(core);
      }
      int prerelease = SemverOrder.identifiersEnd(text, core, '-', true);
      SemverOrder.checkBuild(text, prerelease);
      return new Parts(text, from, core, prerelease);
    }

    private static boolean isSecondDigit(String text, int core) {
      return Numerals.isDigit(text.charAt(core - 1)) && Numerals.isDigit(text.charAt(core - 2));
    }

    /** Whether a hyphen introduces an identifier; where none follows it is one itself. */
    private static boolean startsPrerelease(String text, int core) {
      if (text.charAt(core) != '-' || core + 1 == text.length()) {
        return false;
      }
      char next = text.charAt(core + 1);
      return next != '.' && next != '+';
    }

    private static boolean isPrefix(char c) {
      return c == 'v' || c == '=' || c <= ' ';
    }

    private static int coreEnd(String text, int from) throws UnreadableVersionException {
      int at = from;
      for (int number = 0; number < 3; number++) {
        int end = Numerals.end(text, at, text.length());
        if (end == at) {
          throw unreadable(text, "it has fewer than three numbers");
        }
        if (number == 2) {
          return end;
        }
        if (end == text.length() || text.charAt(end) != '.') {
          throw unreadable(text, "it has fewer than three numbers");
        }
        at = end + 1;
      }
      return at;
    }
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("npm", text, reason);
  }
}
