package dev.breakwater.advisory.version;

import java.util.ArrayList;
import java.util.List;

/**
 * RubyGems' {@code Gem::Version}: numbers and words, where a word makes a prerelease and a hyphen
 * stands for {@code .pre.}. Zeros at the end of the numbers, and of the whole, do not count.
 *
 * @see <a href="https://docs.ruby-lang.org/en/master/Gem/Version.html">Gem::Version</a>
 */
final class RubyOrder implements VersionOrder {
  static final RubyOrder INSTANCE = new RubyOrder();

  private static final String ZERO = "0";

  private RubyOrder() {}

  @Override
  public int compare(String left, String right) throws UnreadableVersionException {
    List<String> l = segments(left);
    List<String> r = segments(right);
    for (int i = 0; i < Math.max(l.size(), r.size()); i++) {
      String mine = i < l.size() ? l.get(i) : ZERO;
      String theirs = i < r.size() ? r.get(i) : ZERO;
      boolean number = Numerals.isDigit(mine.charAt(0));
      if (number != Numerals.isDigit(theirs.charAt(0))) {
        return number ? 1 : -1;
      }
      int bySegment =
          number
              ? Numerals.compare(mine, 0, mine.length(), theirs, 0, theirs.length())
              : mine.compareTo(theirs);
      if (bySegment != 0) {
        return bySegment;
      }
    }
    return 0;
  }

  private static List<String> segments(String version) throws UnreadableVersionException {
    String text = checked(version);
    List<String> segments = new ArrayList<>();
    boolean onlyNumbers = true;
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      int end = at + 1;
      if (Numerals.isDigit(c)) {
        end = Numerals.end(text, at, text.length());
        segments.add(text.substring(at, end));
      } else if (c == '-' || Numerals.isLetter(c)) {
        while (c != '-' && end < text.length() && Numerals.isLetter(text.charAt(end))) {
          end++;
        }
        if (onlyNumbers) {
          dropZeros(segments);
          onlyNumbers = false;
        }
        segments.add(c == '-' ? "pre" : text.substring(at, end));
      }
      at = end;
    }
    dropZeros(segments);
    return segments;
  }

  private static void dropZeros(List<String> segments) {
    while (!segments.isEmpty() && isZero(segments.getLast())) {
      segments.removeLast();
    }
  }

  private static boolean isZero(String segment) {
    return Numerals.isDigit(segment.charAt(0))
        && Numerals.compare(segment, 0, segment.length(), ZERO, 0, 1) == 0;
  }

  /** The grammar of {@code Gem::Version.correct?}; an empty text is version 0, as for RubyGems. */
  private static String checked(String version) throws UnreadableVersionException {
    if (version.length() > MAX_LENGTH) {
      throw unreadable(version, "it is longer than 1024 characters");
    }
    String text = version.strip();
    boolean hyphen = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (i == 0 || text.charAt(i - 1) == '.' || i + 1 == text.length()) {
          throw unreadable(version, "a part of it is empty");
        }
      } else if (c == '-') {
        boolean afterDot = i > 0 && text.charAt(i - 1) == '.';
        if (i == 0 || (!hyphen && (afterDot || i + 1 == text.length()))) {
          throw unreadable(version, "a hyphen may not stand at " + (i + 1));
        }
        if (!hyphen && i + 1 < text.length() && text.charAt(i + 1) == '.') {
          throw unreadable(version, "a part of it is empty");
        }
        hyphen = true;
      } else if (!Numerals.isDigit(c) && !Numerals.isLetter(c)) {
        throw unreadable(version, "\"" + c + "\" may not stand at " + (i + 1));
      }
    }
    // Before the first dot or hyphen there are only digits.
    int first = Numerals.end(text, 0, text.length());
    if (first < text.length() && text.charAt(first) != '.' && text.charAt(first) != '-') {
      throw unreadable(version, "its first part is not a number");
    }
    return text;
  }

  private static UnreadableVersionException unreadable(String text, String reason) {
    return UnreadableVersionException.of("RubyGems", text, reason);
  }
}
