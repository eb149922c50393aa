package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stanzas of a Debian control file, streamed; only wanted fields are kept. Not safe to share
 * between threads.
 *
 * <p>Stricter than apt where reading differently than others would be dangerous: a wanted field
 * that is there twice is an error.
 *
 * @see <a href="https://manpages.debian.org/deb822">deb822(5)</a>
 */
final class ControlStanzas {
  private static final int LONGEST_LINE = 1 << 20;
  private static final int LONGEST_FIELD = 32 << 20;

  private final BoundedLines lines;
  private final String where;
  private final Set<String> wanted;
  private final boolean comments;
  private long firstLine;

  /**
   * @param where names the stream in messages
   * @param mostBytes bytes of the stream
   * @param wanted fields to keep, in lower case
   * @param comments whether lines that start with {@code #} are comments, as in files people write
   */
  ControlStanzas(
      InputStream in, String where, long mostBytes, Set<String> wanted, boolean comments) {
    this.lines = new BoundedLines(in, where, LONGEST_LINE, mostBytes);
    this.where = where;
    this.wanted = wanted;
    this.comments = comments;
  }

  /**
   * The wanted fields of the next stanza, names in lower case, continuation lines stripped and
   * joined by {@code \n}.
   *
   * @return null at the end
   * @throws ArchiveException where a line is neither field nor continuation, or a bound is passed
   */
  @Nullable Map<String, String> next() throws IOException {
    Map<String, String> fields = new HashMap<>();
    String name = null;
    StringBuilder value = new StringBuilder();
    boolean any = false;
    String line;
    while ((line = lines.next()) != null) {
      if (comments && line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        if (any) {
          break;
        }
        continue;
      }
      if (isContinuation(line)) {
        if (!any) {
          throw malformed("continues a field that is not there");
        }
        if (name != null) {
          append(value.append('\n'), line.strip());
        }
        continue;
      }
      keep(fields, name, value);
      if (!any) {
        firstLine = lines.lineNumber();
        any = true;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw malformed("is neither a field nor the continuation of one");
      }
      String found = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      name = wanted.contains(found) ? found : null;
      value.setLength(0);
      if (name != null) {
        append(value, line.substring(colon + 1).strip());
      }
    }
    keep(fields, name, value);
    return any ? fields : null;
  }

  /** The line that the last stanza starts at, from 1. */
  long firstLine() {
    return firstLine;
  }

  private static boolean isContinuation(String line) {
    return line.charAt(0) == ' ' || line.charAt(0) == '\t';
  }

  private void append(StringBuilder value, String text) throws ArchiveException {
    if (value.length() + text.length() > LONGEST_FIELD) {
      throw malformed("makes its field longer than " + LONGEST_FIELD + " characters");
    }
    value.append(text);
  }

  private void keep(Map<String, String> fields, @Nullable String name, StringBuilder value)
      throws ArchiveException {
    if (name != null && fields.put(name, value.toString()) != null) {
      throw new ArchiveException(
          where + " has the field " + name + " twice in the stanza at line " + firstLine);
    }
  }

  private ArchiveException malformed(String what) {
    return new ArchiveException(where + ": line " + lines.lineNumber() + " " + what);
  }
}
