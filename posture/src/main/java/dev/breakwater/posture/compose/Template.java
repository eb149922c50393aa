package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.FaultyTextException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A text with variables in it: {@code $NAME}, {@code ${NAME}}, with a default ({@code :-}, {@code
 * -}), a demand ({@code :?}, {@code ?}) or a replacement ({@code :+}, {@code +}), each of which may
 * hold variables itself; {@code $$} is a dollar sign. Names are letters, digits and underscores of
 * ASCII.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md">
 *     Interpolation</a>
 */
final class Template {
  /** In characters. A default within a default doubles nothing, but variables may be long. */
  static final int LONGEST = 100_000;

  static final int DEEPEST = 50;

  /** A variable is not set that has to be. */
  static final class MissingException extends FaultyTextException {
    private static final long serialVersionUID = 1L;

    private MissingException(String name, String complaint) {
      super("needs the variable " + name + (complaint.isEmpty() ? "" : ": " + complaint));
    }
  }

  /** The values of variables. */
  interface Variables {
    /** The value; null where the variable is not set. */
    @Nullable String get(String name);
  }

  private final Variables variables;
  private final Consumer<String> unset;
  private int written;

  private Template(Variables variables, Consumer<String> unset) {
    this.variables = variables;
    this.unset = unset;
  }

  /**
   * Puts the values of variables in the place of their names.
   *
   * @param unset hears of every variable that is not set and has no default
   * @throws FaultyTextException where Compose would refuse the text, or its result is longer than
   *     {@value #LONGEST} characters
   */
  static String fill(String text, Variables variables, Consumer<String> unset)
      throws FaultyTextException {
    if (text.indexOf('$') < 0) {
      return text;
    }
    if (text.length() > LONGEST) {
      throw new FaultyTextException("is too long for variables, " + text.length() + " characters");
    }
    return new Template(variables, unset).fill(text, 0, true);
  }

  private String fill(String text, int depth, boolean counts) throws FaultyTextException {
    if (depth > DEEPEST) {
      throw new FaultyTextException("nests variables deeper than " + DEEPEST);
    }
    StringBuilder filled = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0) {
        dollar = text.length();
      }
      append(filled, text.substring(at, dollar));
      at = dollar;
      if (at < text.length()) {
        at = variable(text, at, filled, depth, counts);
      }
    }
    return filled.toString();
  }

  /** Reads what begins with the dollar sign at a place, and gives the place after it. */
  private int variable(String text, int dollar, StringBuilder filled, int depth, boolean counts)
      throws FaultyTextException {
    int next = dollar + 1;
    if (text.startsWith("$", next)) {
      append(filled, "$");
      return next + 1;
    }
    if (text.startsWith("{", next)) {
      int end = closingBrace(text, dollar);
      append(filled, braced(text.substring(next + 1, end), depth, counts));
      return end + 1;
    }
    int end = endOfName(text, next);
    if (end == next) {
      throw new FaultyTextException("has a \"$\" with no variable after it; \"$$\" is a plain one");
    }
    append(filled, value(text.substring(next, end), counts));
    return end;
  }

  /** As Compose counts: only a brace after a dollar sign opens another level. */
  private static int closingBrace(String text, int dollar) throws FaultyTextException {
    int open = 0;
    for (int i = dollar; i < text.length(); i++) {
      if (text.charAt(i) == '}') {
        open--;
        if (open == 0) {
          return i;
        }
      } else if (text.startsWith("${", i)) {
        open++;
        i++;
      }
    }
    throw new FaultyTextException("has a \"${\" that is not closed");
  }

  private String braced(String inside, int depth, boolean counts) throws FaultyTextException {
    int end = endOfName(inside, 0);
    String name = inside.substring(0, end);
    if (name.isEmpty()) {
      throw new FaultyTextException("has \"${\" with no name after it");
    }
    if (end == inside.length()) {
      return value(name, counts);
    }
    boolean orEmpty = inside.charAt(end) == ':';
    int operator = orEmpty ? end + 1 : end;
    String word = operator < inside.length() ? inside.substring(operator + 1) : "";
    String value = variables.get(name);
    boolean there = value != null && !(orEmpty && value.isEmpty());
    return switch (operator < inside.length() ? inside.charAt(operator) : ' ') {
      case '-' -> {
        String otherwise = fill(word, depth + 1, counts && !there);
        yield there && value != null ? value : otherwise;
      }
      case '+' -> {
        String replacement = fill(word, depth + 1, counts && there);
        yield there ? replacement : "";
      }
      case '?' -> {
        String complaint = fill(word, depth + 1, false);
        if (!there || value == null) {
          throw new MissingException(name, complaint);
        }
        yield value;
      }
      default ->
          throw new FaultyTextException("has \"${" + inside + "}\", which Compose does not know");
    };
  }

  private String value(String name, boolean counts) {
    String value = variables.get(name);
    if (value == null && counts) {
      unset.accept(name);
    }
    return value == null ? "" : value;
  }

  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.charAt(end), end == from)) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (!first && c >= '0' && c <= '9');
  }

  private void append(StringBuilder filled, String part) throws FaultyTextException {
    written += part.length();
    if (written > LONGEST) {
      throw new FaultyTextException(
          "grows beyond " + LONGEST + " characters when its variables are filled in");
    }
    filled.append(part);
  }
}
