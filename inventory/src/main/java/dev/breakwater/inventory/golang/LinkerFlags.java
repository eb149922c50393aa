package dev.breakwater.inventory.golang;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flags handed to Go's linker, as the build information keeps them: quoted as a Go string where
 * they hold blanks; within, arguments are separated by blanks and may each be enclosed in quotes.
 */
final class LinkerFlags {
  private LinkerFlags() {}

  /**
   * The version given to the main package's {@code version} variable, in any case, with the {@code
   * v} that Go's versions have. Other variables ({@code goVersion}, {@code apiVersion}) need not
   * mean the program, and a value that is no release number says nothing.
   */
  static @Nullable String mainVersion(String setting) {
    String version = null;
    List<String> arguments = split(unquote(setting));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String definition = null;
      if (argument.equals("-X") || argument.equals("--X")) {
        definition = ++i < arguments.size() ? arguments.get(i) : null;
      } else if (argument.startsWith("-X=") || argument.startsWith("--X=")) {
        definition = argument.substring(argument.indexOf('=') + 1);
      }
      if (definition != null && definition.regionMatches(true, 0, "main.version=", 0, 13)) {
        version = release(definition.substring(13)); // the linker, too, heeds the last
      }
    }
    return version;
  }

  /** {@code v1.2.3}, {@code 1.2.3-rc.1} and the like; null for anything else. */
  private static @Nullable String release(String value) {
    if (value.length() > 128) {
      return null;
    }
    int at = value.startsWith("v") ? 1 : 0;
    for (int number = 0; number < 3; number++) {
      int start = at;
      while (at < value.length() && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
        at++;
      }
      if (at == start) {
        return null;
      }
      if (number < 2) {
        if (at >= value.length() || value.charAt(at) != '.') {
          return null;
        }
        at++;
      }
    }
    if (at < value.length() && !isSuffix(value, at)) {
      return null;
    }
    String version = value.startsWith("v") ? value : "v" + value;
    return version.startsWith("v0.0.0") ? null : version;
  }

  private static boolean isSuffix(String value, int at) {
    if (value.charAt(at) != '-' && value.charAt(at) != '+') {
      return false;
    }
    for (int i = at + 1; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean allowed =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '-'
              || c == '.'
              || c == '+';
      if (!allowed) {
        return false;
      }
    }
    return at + 1 < value.length();
  }

  /** Undoes Go's quoting; what has no quotes stands for itself. */
  private static String unquote(String text) {
    if (text.length() < 2 || text.charAt(0) != '"') {
      boolean raw = text.length() >= 2 && text.charAt(0) == '`' && text.endsWith("`");
      return raw ? text.substring(1, text.length() - 1) : text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        c = text.charAt(++i);
        // Blanks are all that matters here; other escapes cannot be part of a version.
        c = c == 'n' || c == 't' || c == 'r' ? ' ' : c;
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static List<String> split(String text) {
    List<String> arguments = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      if (isBlank(first)) {
        at++;
      } else if (first == '\'' || first == '"') {
        int end = text.indexOf(first, at + 1);
        if (end < 0) {
          return arguments;
        }
        arguments.add(text.substring(at + 1, end));
        at = end + 1;
      } else {
        int end = at;
        while (end < text.length() && !isBlank(text.charAt(end))) {
          end++;
        }
        arguments.add(text.substring(at, end));
        at = end;
      }
    }
    return arguments;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }
}
