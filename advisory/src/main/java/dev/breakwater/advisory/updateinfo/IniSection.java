package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.BoundedLines;
import dev.breakwater.advisory.mirror.CapturingDetector;
import dev.breakwater.core.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A section of yum's configuration files: {@code [name]}, then {@code key=value}; a line that
 * starts with a blank goes on with the value before it.
 *
 * @param place of its first line, for messages
 * @param values by key in lower case; lines of one value joined by {@code \n}
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
record IniSection(String name, String place, Map<String, String> values) {
  private static final int LONGEST_LINE = 64 << 10;
  private static final int MOST_SECTIONS = 1_000;

  /** Whether a switch is on. */
  boolean is(String key, boolean byDefault) {
    String value = values.get(key);
    return value == null
        ? byDefault
        : switch (value.toLowerCase(Locale.ROOT)) {
          case "1", "yes", "true", "on", "enabled" -> true;
          default -> false;
        };
  }

  /** The words of a value, which blanks or commas separate. */
  List<String> words(String key) {
    List<String> words = new ArrayList<>();
    String value = values.getOrDefault(key, "");
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || value.charAt(i) <= ' ' || value.charAt(i) == ',') {
        if (i > start) {
          words.add(value.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /**
   * Reads a file.
   *
   * @param problems gets what cannot be read; the rest is read nevertheless
   */
  static List<IniSection> read(byte[] content, String path, List<Problem> problems) {
    BoundedLines lines =
        new BoundedLines(
            new ByteArrayInputStream(content), path, LONGEST_LINE, CapturingDetector.LARGEST_FILE);
    List<IniSection> sections = new ArrayList<>();
    String key = null;
    try {
      String line;
      while ((line = lines.next()) != null) {
        String text = line.strip();
        if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == ';') {
          key = text.isEmpty() ? null : key;
          continue;
        }
        if (text.charAt(0) == '[' && line.charAt(0) == '[') {
          if (sections.size() == MOST_SECTIONS) {
            throw new IOException("it has more than " + MOST_SECTIONS + " sections");
          }
          sections.add(section(text, path + " line " + lines.lineNumber()));
          key = null;
        } else if (sections.isEmpty()) {
          throw new IOException("line " + lines.lineNumber() + " stands before any section");
        } else if (line.charAt(0) <= ' ' && key != null) {
          sections.getLast().values.merge(key, text, IniSection::joined);
        } else {
          key = keep(text, sections.getLast().values);
          if (key == null) {
            problems.add(new Problem(path + " line " + lines.lineNumber(), "is not an assignment"));
          }
        }
      }
    } catch (IOException e) {
      problems.add(new Problem(path, "not read further: " + e.getMessage()));
    }
    return sections;
  }

  private static String joined(String before, String more) {
    return before + '\n' + more;
  }

  private static IniSection section(String text, String place) throws IOException {
    int end = text.indexOf(']');
    if (end < 0) {
      throw new IOException(place + " has a section name that does not end");
    }
    return new IniSection(text.substring(1, end).strip(), place, new HashMap<>());
  }

  /**
   * Keeps an assignment; the last one of several counts. Returns its key; null where it is none.
   */
  private static @Nullable String keep(String text, Map<String, String> values) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      return null;
    }
    String key = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    values.put(key, text.substring(equals + 1).strip());
    return key;
  }
}
