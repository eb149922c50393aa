package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.FaultyTextException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of variables: {@code NAME=value} a line, {@code export} before it or not; values
 * plain, in single quotes or in double quotes, the quoted ones over several lines if they like.
 * Plain and double-quoted values may name variables. A name alone takes its value from the
 * environment.
 *
 * @see <a
 *     href="https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file-format">
 *     Format of env_file</a>
 */
final class DotEnv {
  static final int MOST_VARIABLES = 10_000;

  /**
   * A variable of the file.
   *
   * @param line where its name stands; the first is 1
   */
  record Variable(String value, int line) {}

  private final String text;
  private final Template.Variables environment;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private int at;
  private int line = 1;

  private DotEnv(String text, Template.Variables environment) {
    this.text = text;
    this.environment = environment;
  }

  /**
   * Reads the variables of a file.
   *
   * @param environment what values may name; it goes before the variables of the file itself
   * @throws FaultyTextException where Compose would refuse the file; names the line
   */
  static Map<String, Variable> parse(String text, Template.Variables environment)
      throws FaultyTextException {
    DotEnv reader = new DotEnv(text.startsWith("\uFEFF") ? text.substring(1) : text, environment);
    try {
      reader.read();
    } catch (FaultyTextException e) {
      throw new FaultyTextException("line " + reader.line + " " + e.getMessage());
    }
    return reader.variables;
  }

  private void read() throws FaultyTextException {
    while (skipToStatement()) {
      if (variables.size() == MOST_VARIABLES) {
        throw new FaultyTextException("goes beyond " + MOST_VARIABLES + " variables");
      }
      statement();
    }
  }

  /** Passes over what is empty and what is a comment. */
  private boolean skipToStatement() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c)) {
        step(c);
      } else {
        return true;
      }
    }
    return false;
  }

  private void step(char c) {
    at++;
    if (c == '\n') {
      line++;
    }
  }

  private void statement() throws FaultyTextException {
    if (text.startsWith("export", at) && at + 6 < text.length() && isBlank(text.charAt(at + 6))) {
      at += 6;
      skipBlanks();
    }
    int start = at;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    int begun = line;
    skipBlanks();
    char end = at < text.length() ? text.charAt(at) : '\n';
    if (name.isEmpty() || (end != '=' && end != ':' && end != '\n')) {
      throw new FaultyTextException("is no assignment to a variable");
    }
    if (end == '\n') {
      String inherited = environment.get(name);
      if (inherited != null) {
        variables.put(name, new Variable(inherited, begun));
      }
      return;
    }
    at++;
    skipBlanks();
    String value = value();
    if (Character.isDigit(name.charAt(0))) {
      return;
    }
    variables.put(name, new Variable(value, begun));
  }

  private String value() throws FaultyTextException {
    char quote = at < text.length() ? text.charAt(at) : '\n';
    if (quote == '\'') {
      return quoted(quote);
    }
    if (quote == '"') {
      return filled(unescaped(quoted(quote)));
    }
    int end = text.indexOf('\n', at);
    String plain = text.substring(at, end < 0 ? text.length() : end);
    at += plain.length();
    int comment = plain.startsWith("#") ? 0 : plain.indexOf(" #");
    return filled((comment < 0 ? plain : plain.substring(0, comment)).stripTrailing());
  }

  /** What is between two quotation marks; a backslash takes the meaning of the mark after it. */
  private String quoted(char quote) throws FaultyTextException {
    StringBuilder inside = new StringBuilder();
    int begun = line;
    for (step(quote); at < text.length(); step(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return inside.toString();
      }
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at++;
        inside.append(quote);
      } else {
        inside.append(c);
      }
    }
    line = begun;
    throw new FaultyTextException("has a quotation mark that is not closed");
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!escaped && c == '\\' && i + 1 < text.length()) {
        escaped = true;
        continue;
      }
      plain.append(escaped ? unescaped(c) : String.valueOf(c));
      escaped = false;
    }
    return plain.toString();
  }

  /** What a character means after a backslash. */
  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '$' -> "$$";
      case '\\' -> "\\";
      default -> "\\" + c;
    };
  }

  private String filled(String value) throws FaultyTextException {
    return Template.fill(value, this::lookup, _ -> {});
  }

  private @Nullable String lookup(String name) {
    String outside = environment.get(name);
    if (outside != null) {
      return outside;
    }
    Variable before = variables.get(name);
    return before == null ? null : before.value;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000B' || c == '\u00A0';
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '[' || c == ']';
  }
}
