package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a suite says of itself. Only SHA-256 is read; older digests are not believed.
 *
 * @param suite for example {@code oldstable-security}; null where it does not say
 * @param codename for example {@code bookworm-security}; null where it does not say
 * @param date when it was made
 * @param validUntil when it stops being current; null where it does not say
 * @param byHash whether indexes can be had under the name of their digest
 * @param separateAll whether packages for all architectures have an index of their own that apt
 *     would read, beside that of each architecture
 * @param files by path relative to the suite
 * @see <a href="https://wiki.debian.org/DebianRepository/Format#A.22Release.22_files">Debian
 *     repository format, Release files</a>
 */
record ReleaseFile(
    @Nullable String suite,
    @Nullable String codename,
    Instant date,
    @Nullable Instant validUntil,
    boolean byHash,
    boolean separateAll,
    Map<String, Entry> files) {
  static final int LARGEST = 16 << 20;
  private static final int MOST_FILES = 200_000;
  private static final Set<String> FIELDS =
      Set.of(
          "suite",
          "codename",
          "date",
          "valid-until",
          "acquire-by-hash",
          "architectures",
          "no-support-for-architecture-all",
          "sha256");

  ReleaseFile {
    files = Map.copyOf(files);
  }

  /**
   * A file of the suite.
   *
   * @param sha256 lower-case hexadecimal
   * @param size in bytes
   */
  record Entry(String sha256, long size) {}

  /**
   * Reads the text of a Release file, which must have been verified.
   *
   * @throws ArchiveException where it is malformed or says too little
   */
  static ReleaseFile parse(byte[] text, String where) throws ArchiveException {
    Map<String, String> fields;
    try {
      ControlStanzas stanzas =
          new ControlStanzas(new ByteArrayInputStream(text), where, LARGEST, FIELDS, false);
      fields = stanzas.next();
      if (fields == null) {
        throw new ArchiveException(where + " is empty");
      }
      if (stanzas.next() != null) {
        throw new ArchiveException(where + " has more than one stanza");
      }
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException(where + " cannot be read: " + e.getMessage(), e);
    }
    String date = fields.get("date");
    String hashes = fields.get("sha256");
    if (date == null || hashes == null) {
      throw new ArchiveException(where + " has no Date or no SHA256 field");
    }
    String validUntil = fields.get("valid-until");
    return new ReleaseFile(
        fields.get("suite"),
        fields.get("codename"),
        instant(date, "Date", where),
        validUntil == null ? null : instant(validUntil, "Valid-Until", where),
        fields.getOrDefault("acquire-by-hash", "no").equalsIgnoreCase("yes"),
        hasWord(fields.get("architectures"), "all")
            && !hasWord(fields.get("no-support-for-architecture-all"), "Packages"),
        entries(hashes, where));
  }

  /** The entry of a path. */
  Optional<Entry> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static boolean hasWord(@Nullable String list, String word) {
    return list != null && (" " + list + " ").contains(" " + word + " ");
  }

  private static Instant instant(String text, String field, String where) throws ArchiveException {
    // "UTC" is what archives write; the formatter knows the zone as "GMT" only.
    String known =
        text.endsWith(" UTC") ? text.substring(0, text.length() - 3).concat("GMT") : text;
    try {
      return ZonedDateTime.parse(known, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw new ArchiveException(where + " has a " + field + " that is no date: " + text, e);
    }
  }

  private static Map<String, Entry> entries(String hashes, String where) throws ArchiveException {
    Map<String, Entry> files = new HashMap<>();
    int start = 0;
    while (start < hashes.length()) {
      int newline = hashes.indexOf('\n', start);
      int end = newline < 0 ? hashes.length() : newline;
      if (end > start) {
        FileLine line = FileLine.parse(hashes.substring(start, end), where);
        Entry entry = new Entry(line.sha256(), line.size());
        Entry before = files.put(line.name(), entry);
        if (before != null && !before.equals(entry)) {
          throw new ArchiveException(where + " gives two digests for " + line.name());
        }
        if (files.size() > MOST_FILES) {
          throw new ArchiveException(where + " lists more than " + MOST_FILES + " files");
        }
      }
      start = end + 1;
    }
    return files;
  }
}
