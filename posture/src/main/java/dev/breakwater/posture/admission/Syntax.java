package dev.breakwater.posture.admission;

import org.jspecify.annotations.Nullable;

/**
 * The forms that an API server asks of names and labels. Each method gives what is wrong, null
 * where nothing is.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object
 *     names</a>
 */
final class Syntax {
  private static final int LONGEST_SUBDOMAIN = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_SHOWN = 100;

  private Syntax() {}

  /** Of the names of most objects: lower case, digits, {@code -} and {@code .} between. */
  static @Nullable String subdomain(String name) {
    boolean valid = name.length() <= LONGEST_SUBDOMAIN;
    for (int from = 0; valid && from <= name.length(); ) {
      int dot = name.indexOf('.', from);
      int end = dot < 0 ? name.length() : dot;
      valid = isLabel(name, from, end);
      from = end + 1;
    }
    return valid
        ? null
        : quote(name)
            + " is no name: it has lower case letters, digits, '-' and '.', begins and ends with a"
            + " letter or digit, and has at most "
            + LONGEST_SUBDOMAIN
            + " characters";
  }

  private static boolean isLabel(String name, int from, int end) {
    for (int i = from; i < end; i++) {
      char c = name.charAt(i);
      boolean inner = c == '-' && i > from && i < end - 1;
      if (!inner && !isLower(c) && !isDigit(c)) {
        return false;
      }
    }
    return end > from;
  }

  /** Of kinds and versions, once in lower case: begins with a letter, no dots. */
  static @Nullable String label(String name) {
    return !name.isEmpty()
            && name.length() <= LONGEST_LABEL
            && isLower(name.charAt(0))
            && isLabel(name, 0, name.length())
        ? null
        : quote(name)
            + " has other than letters, digits and '-', does not begin with a letter, or has more"
            + " than "
            + LONGEST_LABEL
            + " characters";
  }

  /** Of keys of labels and annotations: a name, or a domain, {@code /} and a name. */
  static @Nullable String qualifiedName(String name) {
    int slash = name.indexOf('/');
    String prefix = slash < 0 ? null : name.substring(0, slash);
    String rest = name.substring(slash + 1);
    boolean valid =
        !rest.isEmpty() && isWord(rest) && (prefix == null || subdomain(prefix) == null);
    return valid
        ? null
        : quote(name)
            + " is no qualified name: letters, digits, '-', '_' and '.', which begin and end with a"
            + " letter or digit, at most "
            + LONGEST_LABEL
            + " of them, with an optional domain and '/' before";
  }

  static @Nullable String labelValue(String value) {
    return value.isEmpty() || isWord(value)
        ? null
        : quote(value)
            + " is no value of a label: letters, digits, '-', '_' and '.', which begin and end with"
            + " a letter or digit, at most "
            + LONGEST_LABEL
            + " of them";
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inner = (c == '-' || c == '_' || c == '.') && i > 0 && i < text.length() - 1;
      if (!inner && !isLetter(c) && !isDigit(c)) {
        return false;
      }
    }
    return text.length() <= LONGEST_LABEL;
  }

  /** Of what becomes part of an address. */
  static @Nullable String pathSegment(String name) {
    return name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('%') >= 0
        ? quote(name) + " must not be '.' or '..', nor contain '/' or '%'"
        : null;
  }

  /** Of the names of variables, which have to be identifiers of CEL. */
  static @Nullable String identifier(String name) {
    boolean valid = !name.isEmpty() && !isDigit(name.charAt(0));
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      valid = c == '_' || isLetter(c) || isDigit(c);
    }
    return valid && !isReserved(name) ? null : quote(name) + " is not a valid CEL identifier";
  }

  private static boolean isReserved(String word) {
    return switch (word) {
      case "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while" ->
          true;
      default -> false;
    };
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A text in quotes for a message: what could move a cursor is left out, and it is not long. */
  static String quote(String text) {
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      quoted.append(Character.isISOControl(c) ? '?' : c);
    }
    return quoted.append('"').toString();
  }
}
