package dev.breakwater.advisory.version;

/**
 * {@code number{.number}…[letter]{_suffix[number]}…[~hash][-rnumber]}, as apk-tools from version
 * 2.14 on takes them apart and compares them ({@code src/version.c}). What apk's own validation
 * refuses is unreadable.
 *
 * @see <a
 *     href="https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd">
 *     apk-package(5)</a>
 */
final class ApkOrder implements VersionOrder {
  static final ApkOrder INSTANCE = new ApkOrder();

  // In this order: what ends earlier has the greater kind, and is the lesser version.
  private static final int FIRST_NUMBER = 0;
  private static final int NUMBER = 1;
  private static final int LETTER = 2;
  private static final int SUFFIX = 3;
  private static final int SUFFIX_NUMBER = 4;
  private static final int HASH = 5;
  private static final int REVISION = 6;
  private static final int END = 7;

  /** Suffixes by rank; the empty one parts those of pre-releases from those of later changes. */
  private static final String[] SUFFIXES = {
    "alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"
  };

  private static final int NO_SUFFIX = 4;

  private ApkOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    Tokens l = new Tokens(left);
    Tokens r = new Tokens(right);
    int result = 0;
    while (result == 0) {
      l.next();
      r.next();
      if (l.kind != r.kind) {
        result = compareKinds(l, r);
      } else if (l.kind == END) {
        return 0;
      } else {
        result = compareValues(l, r);
      }
    }
    // A version is read to its end even where the order is clear, so that an error never depends
    // on what it is compared with.
    l.finish();
    r.finish();
    return result;
  }

  private static int compareKinds(Tokens l, Tokens r) {
    if (l.kind == SUFFIX && l.rank < NO_SUFFIX) {
      return -1;
    }
    if (r.kind == SUFFIX && r.rank < NO_SUFFIX) {
      return 1;
    }
    return Integer.compare(r.kind, l.kind);
  }

  private static int compareValues(Tokens l, Tokens r) {
    if (l.kind == SUFFIX) {
      return Integer.compare(l.rank, r.rank);
    }
    // After a dot, a leading zero makes a decimal fraction of it, as in Gentoo: 1.05 < 1.1.
    boolean fraction =
        l.kind == NUMBER && (l.text.charAt(l.from) == '0' || r.text.charAt(r.from) == '0');
    return fraction || l.kind == LETTER || l.kind == HASH
        ? Numerals.compareText(l.text, l.from, l.to, r.text, r.from, r.to)
        : Numerals.compare(l.text, l.from, l.to, r.text, r.from, r.to);
  }

  /** One token after the other. */
  private static final class Tokens {
    final String text;
    int kind = -1;
    int rank;
    int from;
    int to;

    Tokens(String text) throws UnreadableVersionException {
      this.text = text;
      if (text.length() > MAX_LENGTH) {
        throw unreadable("it is longer than 1024 characters");
      }
    }

    void finish() throws UnreadableVersionException {
      while (kind != END) {
        next();
      }
    }

    void next() throws UnreadableVersionException {
      if (kind < 0) {
        number(FIRST_NUMBER, 0);
      } else if (to == text.length()) {
        kind = END;
      } else {
        char c = text.charAt(to);
        switch (c) {
          case '.' -> {
            allow(kind <= NUMBER);
            number(NUMBER, to + 1);
          }
          case '_' -> {
            allow(kind <= SUFFIX_NUMBER);
            suffix();
          }
          case '~' -> {
            allow(kind < HASH);
            hash();
          }
          case '-' -> {
            allow(kind < REVISION && text.startsWith("-r", to));
            number(REVISION, to + 2);
          }
          default -> letterOrNumber(c);
        }
      }
    }

    private void letterOrNumber(char c) throws UnreadableVersionException {
      if (Numerals.isDigit(c)) {
        allow(kind == SUFFIX);
        number(SUFFIX_NUMBER, to);
      } else {
        allow(c >= 'a' && c <= 'z' && kind <= NUMBER);
        kind = LETTER;
        from = to;
        to = from + 1;
      }
    }

    private void number(int newKind, int start) throws UnreadableVersionException {
      kind = newKind;
      from = start;
      to = Numerals.end(text, start, text.length());
      if (from == to) {
        throw unreadable(
            from == 0 ? "it does not start with a number" : "a number is missing at " + (from + 1));
      }
    }

    private void suffix() throws UnreadableVersionException {
      from = to + 1;
      int end = from;
      while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
        end++;
      }
      for (int i = 0; i < SUFFIXES.length; i++) {
        if (i != NO_SUFFIX
            && SUFFIXES[i].length() == end - from
            && text.startsWith(SUFFIXES[i], from)) {
          kind = SUFFIX;
          rank = i;
          to = end;
          return;
        }
      }
      throw unreadable("apk knows no suffix \"_" + text.substring(from, end) + "\"");
    }

    private void hash() throws UnreadableVersionException {
      from = to + 1;
      int end = from;
      while (end < text.length()
          && Character.digit(text.charAt(end), 16) >= 0
          && text.charAt(end) < 0x80) {
        end++;
      }
      if (end == from) {
        throw unreadable("a commit hash is missing after ~");
      }
      kind = HASH;
      to = end;
    }

    private void allow(boolean allowed) throws UnreadableVersionException {
      if (!allowed) {
        throw unreadable("\"" + text.charAt(to) + "\" may not stand at " + (to + 1));
      }
    }

    private UnreadableVersionException unreadable(String reason) {
      return UnreadableVersionException.of("apk", text, reason);
    }
  }
}
