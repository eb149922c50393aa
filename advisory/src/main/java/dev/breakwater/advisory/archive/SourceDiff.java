package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The changelog in the {@code diff.gz} of a source package in the old format 1.0. */
final class SourceDiff {
  private static final int LONGEST_LINE = 1 << 20;
  private static final int LARGEST_CHANGELOG = 8 << 20;
  private static final long MOST_BYTES = 512L << 20;

  private SourceDiff() {}

  /**
   * The changelog, where the diff makes the whole file.
   *
   * @throws ArchiveException where it does not, or a bound is passed
   */
  static InputStream changelog(InputStream diff, String where) throws IOException {
    BoundedLines lines = new BoundedLines(diff, where, LONGEST_LINE, MOST_BYTES);
    String line;
    while ((line = lines.next()) != null) {
      if (line.startsWith("+++ ") && nameOf(line).endsWith("/debian/changelog")) {
        return new ByteArrayInputStream(
            added(lines, lines.next(), where).getBytes(StandardCharsets.UTF_8));
      }
    }
    throw new ArchiveException(where + " has no debian/changelog");
  }

  private static String nameOf(String line) {
    int tab = line.indexOf('\t');
    return line.substring(4, tab < 0 ? line.length() : tab).strip();
  }

  private static String added(BoundedLines lines, @Nullable String hunk, String where)
      throws IOException {
    if (hunk == null || !hunk.startsWith("@@ -0,0 +1")) {
      throw new ArchiveException(where + " changes a debian/changelog that is in another file");
    }
    StringBuilder text = new StringBuilder();
    String line;
    while ((line = lines.next()) != null && line.startsWith("+") && !line.startsWith("+++ ")) {
      if (text.length() + line.length() > LARGEST_CHANGELOG) {
        throw new ArchiveException(
            where + " has a changelog of more than " + LARGEST_CHANGELOG + " bytes");
      }
      text.append(line, 1, line.length()).append('\n');
    }
    return text.toString();
  }
}
