package dev.breakwater.advisory.version;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * PEP 440, with every spelling it normalises: {@code v1.0}, {@code 1.0-ALPHA_1}, {@code 1.0-1} for
 * {@code 1.0.post1}, {@code 1!2.0}, {@code 1.0+ubuntu-1}.
 *
 * @see <a href="https://packaging.python.org/specifications/version-specifiers/">Version
 *     specifiers</a>
 */
final class PythonOrder implements VersionOrder {
  static final PythonOrder INSTANCE = new PythonOrder();

  /** Spellings of prereleases, longer before shorter where one starts the other. */
  private static final String[] PRE_WORDS = {
    "preview", "alpha", "beta", "pre", "rc", "a", "b", "c"
  };

  private static final String[] POST_WORDS = {"post", "rev", "r"};
  private static final String[] DEV_WORDS = {"dev"};

  private PythonOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    return new Parsed(left).compareTo(new Parsed(right));
  }

  /** A number of any length, by its place in the text; an empty place is zero. */
  private record Place(int from, int to) {
    static final Place ZERO = new Place(0, 0);
  }

  /** The parts of one version, in the order in which they are written and compared. */
  private static final class Parsed {
    private final String text;
    private int at;
    private Place epoch = Place.ZERO;
    private Place release = Place.ZERO;

    /** 0 for alpha, 1 for beta, 2 for a candidate; 3 where there is no prerelease. */
    private int preRank = 3;

    private Place pre = Place.ZERO;
    private @Nullable Place post;
    private @Nullable Place dev;
    private @Nullable Place local;

    Parsed(String version) throws UnreadableVersionException {
      if (version.length() > MAX_LENGTH) {
        throw unreadable(version, "it is longer than 1024 characters");
      }
      text = version.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("v")) {
        at = 1;
      }
      readRelease();
      readPre();
      readPost();
      readDev();
      readLocal();
      if (at != text.length()) {
        throw unreadable(text, "\"" + text.charAt(at) + "\" may not stand at " + (at + 1));
      }
    }

    private void readRelease() throws UnreadableVersionException {
      Place first = number();
      if (first.from == first.to) {
        throw unreadable(text, "it does not start with a number");
      }
      if (at < text.length() && text.charAt(at) == '!') {
        epoch = first;
        at++;
        first = number();
        if (first.from == first.to) {
          throw unreadable(text, "no number follows its epoch");
        }
      }
      while (at + 1 < text.length()
          && text.charAt(at) == '.'
          && Numerals.isDigit(text.charAt(at + 1))) {
        at++;
        number();
      }
      release = new Place(first.from, at);
    }

    private void readPre() {
      String word = word(PRE_WORDS);
      if (word != null) {
        preRank = word.startsWith("a") ? 0 : word.startsWith("b") ? 1 : 2;
        pre = numberAfterSeparator();
      }
    }

    private void readPost() {
      if (at + 1 < text.length()
          && text.charAt(at) == '-'
          && Numerals.isDigit(text.charAt(at + 1))) {
        at++;
        post = number();
      } else if (word(POST_WORDS) != null) {
        post = numberAfterSeparator();
      }
    }

    private void readDev() {
      if (word(DEV_WORDS) != null) {
        dev = numberAfterSeparator();
      }
    }

    private void readLocal() throws UnreadableVersionException {
      if (at == text.length() || text.charAt(at) != '+') {
        return;
      }
      int from = ++at;
      while (at < text.length()
          && (isLocalCharacter(text.charAt(at)) || isSeparator(text.charAt(at)))) {
        boolean separator = isSeparator(text.charAt(at));
        boolean first = at == from || isSeparator(text.charAt(at - 1));
        if (separator && first) {
          throw unreadable(text, "a part of its local version is empty");
        }
        at++;
      }
      if (at == from || isSeparator(text.charAt(at - 1))) {
        throw unreadable(text, "a part of its local version is empty");
      }
      local = new Place(from, at);
    }

    /** Takes one of {@code words}, and the separator that may stand before it. */
    private @Nullable String word(String[] words) {
      int from = at < text.length() && isSeparator(text.charAt(at)) ? at + 1 : at;
      for (String word : words) {
        if (text.startsWith(word, from)) {
          at = from + word.length();
          return word;
        }
      }
      return null;
    }

    private Place numberAfterSeparator() {
      if (at < text.length() && isSeparator(text.charAt(at))) {
        at++;
      }
      return number();
    }

    private Place number() {
      int from = at;
      at = Numerals.end(text, at, text.length());
      return new Place(from, at);
    }

    int compareTo(Parsed other) {
      int result = compare(epoch, other, other.epoch);
      if (result == 0) {
        result =
            SemverOrder.compareNumbers(
                text, release.from, release.to, other.text, other.release.from, other.release.to);
      }
      if (result == 0) {
        result = Integer.compare(preRank(), other.preRank());
      }
      if (result == 0) {
        result = compare(pre, other, other.pre);
      }
      if (result == 0) {
        result = compareOptional(post, other, other.post, -1);
      }
      if (result == 0) {
        result = compareOptional(dev, other, other.dev, 1);
      }
      return result != 0 ? result : compareLocal(other);
    }

    /** A development release of no prerelease and no post-release comes before all of these. */
    private int preRank() {
      return preRank == 3 && post == null && dev != null ? -1 : preRank;
    }

    private int compare(Place mine, Parsed other, Place theirs) {
      return Numerals.compare(text, mine.from, mine.to, other.text, theirs.from, theirs.to);
    }

    private int compareOptional(
        @Nullable Place mine, Parsed other, @Nullable Place theirs, int absent) {
      if (mine == null) {
        return theirs == null ? 0 : absent;
      }
      if (theirs == null) {
        return -absent;
      }
      return compare(mine, other, theirs);
    }

    private int compareLocal(Parsed other) {
      if (local == null || other.local == null) {
        return Boolean.compare(local != null, other.local != null);
      }
      int l = local.from;
      int r = other.local.from;
      while (l < local.to && r < other.local.to) {
        int lEnd = partEnd(text, l, local.to);
        int rEnd = partEnd(other.text, r, other.local.to);
        boolean number = Numerals.isNumber(text, l, lEnd);
        if (number != Numerals.isNumber(other.text, r, rEnd)) {
          return number ? 1 : -1;
        }
        int byPart =
            number
                ? Numerals.compare(text, l, lEnd, other.text, r, rEnd)
                : Numerals.compareText(text, l, lEnd, other.text, r, rEnd);
        if (byPart != 0) {
          return byPart;
        }
        l = lEnd + 1;
        r = rEnd + 1;
      }
      return Boolean.compare(l < local.to, r < other.local.to);
    }

    private static int partEnd(String text, int from, int to) {
      int i = from;
      while (i < to && !isSeparator(text.charAt(i))) {
        i++;
      }
      return i;
    }

    private static boolean isSeparator(char c) {
      return c == '.' || c == '-' || c == '_';
    }

    private static boolean isLocalCharacter(char c) {
      return Numerals.isDigit(c) || Numerals.isLetter(c);
    }
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("Python", text, reason);
  }
}
