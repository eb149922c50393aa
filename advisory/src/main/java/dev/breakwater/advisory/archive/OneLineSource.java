package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code sources.list}: {@code deb [option=value …] URI SUITE [COMPONENT …]}, cut into
 * words as apt does, with quotes, brackets and {@code %xx}. Not safe to share between threads.
 *
 * @see <a href="https://manpages.debian.org/sources.list">sources.list(5), one-line-style
 *     format</a>
 */
final class OneLineSource {
  private final String line;
  private int position;

  private OneLineSource(String line) {
    this.line = line;
  }

  /**
   * Reads a line.
   *
   * @return null for blank lines, comments and {@code deb-src}
   * @throws ArchiveException where apt would refuse it
   */
  static @Nullable AptSource parse(String line, String place, String architecture)
      throws ArchiveException {
    String text = withoutComment(line).replace('\t', ' ').strip();
    if (text.isEmpty()) {
      return null;
    }
    OneLineSource words = new OneLineSource(text);
    String type = words.word("a type");
    if (type.equals("deb-src")) {
      return null;
    }
    if (!type.equals("deb")) {
      throw new ArchiveException("its type is not known: " + type);
    }
    AptSource.SignedBy signedBy = words.options();
    String uri = words.word("a URI");
    String suite = words.word("a suite");
    List<String> components = new ArrayList<>();
    while (words.position < text.length()) {
      components.add(words.word("a component"));
    }
    return AptSources.source(place, uri, suite, components, signedBy, architecture);
  }

  /** A hash starts a comment unless it is between brackets. */
  private static String withoutComment(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '[') {
        int end = line.indexOf(']', i + 1);
        i = end < 0 ? i : end;
      } else if (c == '#') {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private AptSource.SignedBy options() throws ArchiveException {
    AptSource.SignedBy signedBy = AptSource.SignedBy.TRUSTED;
    if (position >= line.length() || line.charAt(position) != '[') {
      return signedBy;
    }
    int end = line.indexOf(']', position);
    if (end < 0) {
      throw new ArchiveException("its options have no closing bracket");
    }
    for (String option : line.substring(position + 1, end).split(" ")) {
      if (option.isEmpty()) {
        continue;
      }
      int equals = option.indexOf('=');
      if (equals <= 0) {
        throw new ArchiveException("its option has no value: " + option);
      }
      if (option.substring(0, equals).equals("signed-by")) {
        signedBy = new AptSources.SignedBy(option.substring(equals + 1)).meaning();
      }
    }
    position = end + 1;
    skipBlanks();
    return signedBy;
  }

  private String word(String what) throws ArchiveException {
    skipBlanks();
    if (position >= line.length()) {
      throw new ArchiveException("it lacks " + what);
    }
    StringBuilder word = new StringBuilder();
    char closing = 0;
    for (; position < line.length(); position++) {
      char c = line.charAt(position);
      if (closing == 0 && c == ' ') {
        break;
      }
      if (c == '"' && closing != ']') {
        closing = closing == 0 ? '"' : 0;
        continue;
      }
      if (closing == 0 && c == '[') {
        closing = ']';
      } else if (closing == ']' && c == ']') {
        closing = 0;
      }
      int code = c == '%' ? hexadecimal(position + 1) : -1;
      if (code >= 0) {
        word.append((char) code);
        position += 2;
      } else {
        word.append(c);
      }
    }
    if (closing != 0) {
      throw new ArchiveException("a " + closing + " is missing");
    }
    skipBlanks();
    return word.toString();
  }

  private int hexadecimal(int at) {
    if (at + 2 > line.length()) {
      return -1;
    }
    int high = Character.digit(line.charAt(at), 16);
    int low = Character.digit(line.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private void skipBlanks() {
    while (position < line.length() && line.charAt(position) == ' ') {
      position++;
    }
  }
}
