package dev.breakwater.inventory.elixir;

import dev.breakwater.inventory.detection.Complaints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the one term of which a {@code mix.lock} consists: a map of tuples, lists, strings, atoms
 * and numbers, all literal. For one thread.
 *
 * @see <a href="https://hexdocs.pm/elixir/syntax-reference.html">Elixir's syntax</a>
 */
final class TermReader {
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  TermReader(String text) {
    this.text = text;
  }

  /**
   * Reads the term.
   *
   * @throws IOException where the text is not one map and nothing else
   */
  Term document() throws IOException {
    skipBlanks();
    if (!text.startsWith("%{", at)) {
      throw new IOException("not a mix.lock: it holds no map");
    }
    Term map = term(0);
    skipBlanks();
    if (at < text.length()) {
      throw unexpected();
    }
    return map;
  }

  private Term term(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("terms nested more than " + MAX_DEPTH + " deep");
    }
    if (at == text.length()) {
      throw unexpected();
    }
    char c = text.charAt(at);
    return switch (c) {
      case '%' -> {
        at++;
        if (at == text.length() || text.charAt(at) != '{') {
          throw unexpected();
        }
        yield sequence('}', depth);
      }
      case '{' -> sequence('}', depth);
      case '[' -> sequence(']', depth);
      case '"' -> new Term.Word(string());
      case ':' -> {
        at++;
        yield new Term.Word(at < text.length() && text.charAt(at) == '"' ? string() : word());
      }
      default -> new Term.Word(word());
    };
  }

  /** What stands between brackets; commas, arrows and the colon after a key only separate. */
  private Term sequence(char end, int depth) throws IOException {
    at++;
    List<Term> terms = new ArrayList<>();
    while (true) {
      skipSeparators();
      if (at < text.length() && text.charAt(at) == end) {
        at++;
        return new Term.Sequence(terms);
      }
      terms.add(term(depth + 1));
      // A key and its colon, as in "plug": or only:, are one word.
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
      }
    }
  }

  private String string() throws IOException {
    StringBuilder value = new StringBuilder();
    int start = at;
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    at = start;
    throw new IOException("line " + line() + ": a string without an end");
  }

  private String word() throws IOException {
    int start = at;
    while (at < text.length() && isWordCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw unexpected();
    }
    return text.substring(start, at);
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_@.?!-+".indexOf(c) >= 0;
  }

  private void skipSeparators() {
    skipBlanks();
    while (at < text.length() && (text.charAt(at) == ',' || text.startsWith("=>", at))) {
      at += text.charAt(at) == ',' ? 1 : 2;
      skipBlanks();
    }
  }

  /** Blanks, ends of lines, and remarks. */
  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else {
        return;
      }
    }
  }

  private IOException unexpected() {
    String what =
        at < text.length()
            ? Complaints.quote(text.substring(at, Math.min(text.length(), at + 20)))
            : "the end";
    return new IOException("line " + line() + ": did not expect " + what + " there");
  }

  private int line() {
    int line = 1;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }
}
