package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.version.VersionOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads {@code Packages} indexes for the source versions that their packages were built from. */
final class BinaryPackages {
  private static final Set<String> FIELDS = Set.of("package", "version", "source");

  private BinaryPackages() {}

  /**
   * The newest source version for each wanted source package.
   *
   * @param mostBytes bytes of the stream
   * @throws ArchiveException where it is malformed
   */
  static Map<String, String> newestSources(
      InputStream in, String where, long mostBytes, Set<String> wanted, VersionOrder order)
      throws IOException {
    Map<String, String> newest = new HashMap<>();
    ControlStanzas stanzas = new ControlStanzas(in, where, mostBytes, FIELDS, false);
    Map<String, String> fields;
    while ((fields = stanzas.next()) != null) {
      String name = fields.get("package");
      String version = fields.get("version");
      if (name == null || version == null) {
        throw new ArchiveException(
            where + " has a stanza without Package or Version, line " + stanzas.firstLine());
      }
      // "Source: glibc (2.36-9)" where the versions differ, "Source: glibc" where only names do.
      String source = fields.getOrDefault("source", name);
      int open = source.indexOf('(');
      if (open > 0 && source.endsWith(")")) {
        version = source.substring(open + 1, source.length() - 1).strip();
        source = source.substring(0, open).strip();
      }
      if (!wanted.contains(source)) {
        continue;
      }
      String before = newest.get(source);
      if (before == null || SourceRecord.isNewer(version, before, order, where)) {
        newest.put(source, version);
      }
    }
    return newest;
  }
}
