package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedLines;
import dev.breakwater.advisory.mirror.VulnerabilityNames;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a Debian changelog, and the vulnerabilities that they name.
 *
 * <p>A name counts only in full, {@code CVE-2024-1234}, in any case: the shorthands that people
 * write ({@code CVE-2024-1234/1235}, {@code CVE-2024-{1,2}}) have no agreed meaning.
 *
 * @param entries newest first, each newer than the version that was asked for
 * @param complete whether an entry that is not newer follows them; packages may carry a changelog
 *     that was cut short
 * @see <a href="https://manpages.debian.org/deb-changelog">deb-changelog(5)</a>
 */
record Changelog(List<Entry> entries, boolean complete) {
  private static final int LONGEST_LINE = 64 << 10;
  private static final long MOST_BYTES = 32L << 20;
  private static final int MOST_ENTRIES = 5_000;
  private static final int MOST_NAMES = 20_000;
  private static final int LONGEST_TITLE = 200;

  Changelog {
    entries = List.copyOf(entries);
  }

  /** The same, known to lack nothing. */
  Changelog whole() {
    return new Changelog(entries, true);
  }

  /**
   * One version.
   *
   * @param date when it was made; null where that cannot be read
   * @param vulnerabilities CVE id to the text of the first item that names it, in order
   * @param advisories DSA and DLA ids, in order
   */
  record Entry(
      String version,
      @Nullable Instant date,
      Map<String, String> vulnerabilities,
      List<String> advisories) {
    Entry {
      vulnerabilities = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(vulnerabilities));
      advisories = List.copyOf(advisories);
    }
  }

  /**
   * Reads down to the first entry that is not newer than {@code after}; what lies below is not
   * looked at.
   *
   * @throws ArchiveException where this is no changelog or a bound is passed
   */
  static Changelog read(InputStream in, String where, String after, VersionOrder order)
      throws IOException {
    return new Reader(in, where, after, order).read();
  }

  private static final class Reader {
    private final BoundedLines lines;
    private final String where;
    private final String after;
    private final VersionOrder order;
    private final List<Entry> entries = new ArrayList<>();
    private final StringBuilder item = new StringBuilder();
    private final Map<String, String> vulnerabilities = new LinkedHashMap<>();
    private final Set<String> advisories = new LinkedHashSet<>();
    private @Nullable String version;
    private @Nullable Instant date;
    private int names;

    Reader(InputStream in, String where, String after, VersionOrder order) {
      this.lines = new BoundedLines(in, where, LONGEST_LINE, MOST_BYTES);
      this.where = where;
      this.after = after;
      this.order = order;
    }

    Changelog read() throws IOException {
      String line;
      while ((line = lines.next()) != null) {
        if (line.isBlank()) {
          endItem();
        } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
          readDetail(line);
        } else {
          String next = versionOfHeader(line);
          if (next == null) {
            if (version == null) {
              throw new ArchiveException(
                  where + " is no Debian changelog: line " + lines.lineNumber());
            }
            // Old changelogs end in other formats and editors' settings.
            break;
          }
          endEntry();
          if (!isNewer(next)) {
            return new Changelog(entries, true);
          }
          version = next;
        }
      }
      endEntry();
      if (entries.isEmpty() && version == null) {
        throw new ArchiveException(where + " is empty");
      }
      return new Changelog(entries, false);
    }

    private void readDetail(String line) throws ArchiveException {
      if (version == null) {
        throw new ArchiveException(where + " starts without the name of a version");
      }
      String text = line.strip();
      if (text.startsWith("-- ") || text.equals("--")) {
        endItem();
        date = dateOfTrailer(text);
        return;
      }
      if (text.startsWith("* ") || text.startsWith("- ") || text.startsWith("+ ")) {
        endItem();
        text = text.substring(2).strip();
      }
      if (item.length() < LONGEST_LINE) {
        item.append(item.isEmpty() ? "" : " ").append(text);
      } else {
        endItem();
        item.append(text);
      }
    }

    private void endItem() throws ArchiveException {
      if (item.isEmpty()) {
        return;
      }
      String text = item.toString();
      item.setLength(0);
      for (String id : VulnerabilityNames.cves(text)) {
        vulnerabilities.putIfAbsent(id, title(text));
        if (++names > MOST_NAMES) {
          throw new ArchiveException(where + " names more than " + MOST_NAMES + " vulnerabilities");
        }
      }
      advisories.addAll(VulnerabilityNames.advisories(text));
    }

    private void endEntry() throws ArchiveException {
      endItem();
      if (version != null) {
        entries.add(new Entry(version, date, vulnerabilities, List.copyOf(advisories)));
        if (entries.size() > MOST_ENTRIES) {
          throw new ArchiveException(where + " has more than " + MOST_ENTRIES + " new entries");
        }
      }
      date = null;
      vulnerabilities.clear();
      advisories.clear();
    }

    /** {@code -- name <address> day, date time zone}. */
    private static @Nullable Instant dateOfTrailer(String trailer) {
      String date = trailer.substring(trailer.lastIndexOf('>') + 1).strip();
      try {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      } catch (DateTimeException unreadable) {
        return null;
      }
    }

    private boolean isNewer(String candidate) throws ArchiveException {
      try {
        return order.compare(candidate, after) > 0;
      } catch (UnreadableVersionException e) {
        throw new ArchiveException(
            where + " line " + lines.lineNumber() + ": " + e.getMessage(), e);
      }
    }

    /** {@code name (version) distribution …; key=value}. */
    private static @Nullable String versionOfHeader(String line) {
      int open = line.indexOf(" (");
      int close = open < 0 ? -1 : line.indexOf(')', open);
      if (open <= 0 || close < 0 || line.indexOf(';', close) < 0) {
        return null;
      }
      for (int i = 0; i < open; i++) {
        char c = line.charAt(i);
        boolean usual = Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
        if (!usual) {
          return null;
        }
      }
      String version = line.substring(open + 2, close).strip();
      return version.isEmpty() || version.indexOf(' ') >= 0 ? null : version;
    }

    /** One line for people: control characters gone, blanks single, not too long. */
    private static String title(String text) {
      StringBuilder out = new StringBuilder();
      boolean blank = false;
      for (int i = 0; i < text.length() && out.length() < LONGEST_TITLE; ) {
        int c = text.codePointAt(i);
        i += Character.charCount(c);
        if (c <= ' ' || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
          blank = true;
          continue;
        }
        if (blank && !out.isEmpty()) {
          out.append(' ');
        }
        blank = false;
        out.appendCodePoint(c);
      }
      return out.length() < LONGEST_TITLE ? out.toString() : out.append('…').toString();
    }
  }
}
