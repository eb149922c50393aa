package dev.breakwater.image.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a {@code WWW-Authenticate} header.
 *
 * @param scheme in lower case, for example {@code bearer}
 * @param parameters names in lower case; the first of equal names counts
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate">RFC 9110, 11.6.1</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_HEADER = 16 * 1024;
  private static final int MAX_CHALLENGES = 16;
  private static final int MAX_PARAMETERS = 32;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads the challenges of all header lines. What is malformed ends its line: challenges before it
   * still count. Of long headers only the first {@value #MAX_HEADER} characters are read.
   */
  static List<Challenge> parse(List<String> lines) {
    List<Challenge> challenges = new ArrayList<>();
    int read = 0;
    for (String line : lines) {
      if (read + line.length() > MAX_HEADER) {
        break;
      }
      read += line.length();
      new Reader(line).readInto(challenges);
    }
    return challenges;
  }

  /** The first challenge of a scheme. */
  static @Nullable Challenge first(List<Challenge> challenges, String scheme) {
    for (Challenge challenge : challenges) {
      if (challenge.scheme.equals(scheme)) {
        return challenge;
      }
    }
    return null;
  }

  /** The value of a parameter; null where there is none. */
  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /**
   * A cursor over one line. A comma separates parameters as well as challenges; what follows one is
   * a parameter where a name and "=" follow, and else the next challenge.
   */
  private static final class Reader {
    private final String line;
    private int position;

    Reader(String line) {
      this.line = line;
    }

    void readInto(List<Challenge> challenges) {
      skipSeparators();
      while (position < line.length() && challenges.size() < MAX_CHALLENGES) {
        String scheme = token();
        if (scheme.isEmpty() || (position < line.length() && !isBlankOrComma(peek()))) {
          return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        boolean whole = readParameters(parameters);
        challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
        if (!whole) {
          return;
        }
        skipSeparators();
      }
    }

    /** Whether the line may be read on. */
    private boolean readParameters(Map<String, String> parameters) {
      skipBlanks();
      if (skipToken68()) {
        return true;
      }
      while (parameters.size() < MAX_PARAMETERS) {
        int start = position;
        skipSeparators();
        String name = token();
        skipBlanks();
        if (name.isEmpty() || position == line.length() || peek() != '=') {
          position = start;
          return true;
        }
        position++;
        skipBlanks();
        String value = position < line.length() && peek() == '"' ? quoted() : token();
        if (value == null) {
          return false;
        }
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        skipBlanks();
        if (position < line.length() && peek() != ',') {
          return false;
        }
      }
      return false;
    }

    /** Skips a lone {@code token68} after the scheme, as Negotiate has. */
    private boolean skipToken68() {
      int end = position;
      while (end < line.length() && isToken68(line.charAt(end))) {
        end++;
      }
      if (end == position) {
        return false;
      }
      while (end < line.length() && line.charAt(end) == '=') {
        end++;
      }
      int afterBlanks = end;
      while (afterBlanks < line.length() && isBlank(line.charAt(afterBlanks))) {
        afterBlanks++;
      }
      if (afterBlanks < line.length() && line.charAt(afterBlanks) != ',') {
        return false;
      }
      position = afterBlanks;
      return true;
    }

    private @Nullable String quoted() {
      StringBuilder value = new StringBuilder();
      for (int i = position + 1; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '"') {
          position = i + 1;
          return value.toString();
        }
        if (c == '\\' && i + 1 < line.length()) {
          i++;
          c = line.charAt(i);
        }
        value.append(c);
      }
      return null;
    }

    private String token() {
      int start = position;
      while (position < line.length() && isTokenCharacter(peek())) {
        position++;
      }
      return line.substring(start, position);
    }

    private void skipBlanks() {
      while (position < line.length() && isBlank(peek())) {
        position++;
      }
    }

    private void skipSeparators() {
      while (position < line.length() && isBlankOrComma(peek())) {
        position++;
      }
    }

    private char peek() {
      return line.charAt(position);
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    private static boolean isBlankOrComma(char c) {
      return isBlank(c) || c == ',';
    }

    private static boolean isToken68(char c) {
      return isLetterOrDigit(c) || "-._~+/".indexOf(c) >= 0;
    }

    private static boolean isTokenCharacter(char c) {
      return isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
  }
}
