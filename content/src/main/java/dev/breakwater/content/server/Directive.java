package dev.breakwater.content.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line {@code key value} or {@code key = value} of a configuration file in which {@code #} and
 * {@code ;} begin comments.
 *
 * @param line the first is 1
 * @param section the name in brackets above it, in lower case; empty before the first
 * @param key in lower case
 * @param value without quotes around it; empty where there is none
 */
record Directive(int line, String section, String key, String value) {
  /** Reads all of them. */
  static List<Directive> read(String text) {
    List<Directive> directives = new ArrayList<>();
    String section = "";
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == ';') {
        continue;
      }
      if (line.charAt(0) == '[' && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1).strip().toLowerCase(Locale.ROOT);
      } else {
        directives.add(read(number, section, line));
      }
    }
    return directives;
  }

  private static Directive read(int number, String section, String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) > ' ' && line.charAt(end) != '=') {
      end++;
    }
    String value = line.substring(end).strip();
    if (value.startsWith("=")) {
      value = value.substring(1).strip();
    }
    return new Directive(
        number, section, line.substring(0, end).toLowerCase(Locale.ROOT), unquoted(value));
  }

  /** A value without the quotes around it. */
  static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The last with this key, which is the one that holds for most programs. */
  static @Nullable Directive last(List<Directive> directives, String key) {
    Directive last = null;
    for (Directive directive : directives) {
      if (directive.key.equals(key)) {
        last = directive;
      }
    }
    return last;
  }

  /** The last with this key in a section. */
  static @Nullable Directive last(List<Directive> directives, String section, String key) {
    Directive last = null;
    for (Directive directive : directives) {
      if (directive.key.equals(key) && directive.section.equals(section)) {
        last = directive;
      }
    }
    return last;
  }

  /** Whether this is there and has the value, in any case. */
  static boolean says(@Nullable Directive directive, String value) {
    return directive != null && directive.value.equalsIgnoreCase(value);
  }
}
