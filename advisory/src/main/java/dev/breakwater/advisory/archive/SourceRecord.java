package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source package of an archive.
 *
 * @param directory its files' directory, relative to the archive's base
 * @param files its parts
 */
record SourceRecord(String name, String version, String directory, List<FileLine> files) {
  private static final Set<String> FIELDS =
      Set.of("package", "version", "directory", "checksums-sha256", "extra-source-only");

  SourceRecord {
    files = List.copyOf(files);
  }

  /**
   * Reads a {@code Sources} index.
   *
   * @param mostBytes bytes of the stream
   * @param wanted names to keep; of each the newest version
   * @throws ArchiveException where it is malformed
   */
  static Map<String, SourceRecord> newest(
      InputStream in, String where, long mostBytes, Set<String> wanted, VersionOrder order)
      throws IOException {
    Map<String, SourceRecord> newest = new HashMap<>();
    ControlStanzas stanzas = new ControlStanzas(in, where, mostBytes, FIELDS, false);
    Map<String, String> fields;
    while ((fields = stanzas.next()) != null) {
      String name = fields.get("package");
      String version = fields.get("version");
      if (name == null || version == null) {
        throw new ArchiveException(
            where + " has a stanza without Package or Version, line " + stanzas.firstLine());
      }
      // Kept only because something was built with it; no longer the suite's own version.
      if (!wanted.contains(name)
          || fields.getOrDefault("extra-source-only", "no").equalsIgnoreCase("yes")) {
        continue;
      }
      SourceRecord before = newest.get(name);
      if (before == null || isNewer(version, before.version, order, where)) {
        newest.put(
            name,
            new SourceRecord(
                name,
                version,
                directory(fields.getOrDefault("directory", "."), where),
                files(fields.getOrDefault("checksums-sha256", ""), where)));
      }
    }
    return newest;
  }

  static boolean isNewer(String version, String than, VersionOrder order, String where)
      throws ArchiveException {
    try {
      return order.compare(version, than) > 0;
    } catch (UnreadableVersionException e) {
      throw new ArchiveException(where + ": " + e.getMessage(), e);
    }
  }

  /** A directory from an index becomes part of a URL or path, and must stay below the archive. */
  private static String directory(String directory, String where) throws ArchiveException {
    for (String segment : directory.split("/", -1)) {
      if (segment.isEmpty() || segment.equals("..")) {
        throw new ArchiveException(where + " names a directory outside the archive: " + directory);
      }
    }
    return directory;
  }

  private static List<FileLine> files(String lines, String where) throws ArchiveException {
    List<FileLine> files = new ArrayList<>();
    for (String line : lines.split("\n")) {
      if (line.isEmpty()) {
        continue;
      }
      FileLine file = FileLine.parse(line, where);
      if (file.name().indexOf('/') >= 0 || file.name().startsWith(".")) {
        throw new ArchiveException(where + " names a file outside its directory: " + file.name());
      }
      files.add(file);
    }
    return files;
  }
}
