package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Packages} indexes say was built from a source package, in its newest version.
 *
 * @param version of the source
 * @param files some of the binary packages
 */
record BinaryPackages(String version, List<DebFile> files) {
  private static final Set<String> FIELDS =
      Set.of("package", "version", "source", "filename", "size", "sha256");

  /** What the kernel is built into is more; a few small packages are all that is needed. */
  private static final int MOST_FILES = 500;

  BinaryPackages {
    files = List.copyOf(files);
  }

  /**
   * A binary package.
   *
   * @param name of the package
   * @param path relative to the archive's base
   * @param file its digest and size
   */
  record DebFile(String name, String path, FileLine file) {}

  /**
   * Reads an index.
   *
   * @param mostBytes bytes of the stream
   * @param wanted names of source packages to keep
   * @throws ArchiveException where it is malformed
   */
  static Map<String, BinaryPackages> newest(
      InputStream in, String where, long mostBytes, Set<String> wanted, VersionOrder order)
      throws IOException {
    Map<String, BinaryPackages> newest = new HashMap<>();
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
      if (wanted.contains(source)) {
        DebFile file = file(name, fields, where);
        BinaryPackages found =
            new BinaryPackages(version, file == null ? List.of() : List.of(file));
        BinaryPackages before = newest.get(source);
        newest.put(source, before == null ? found : before.with(found, order, where));
      }
    }
    return newest;
  }

  private static @Nullable DebFile file(String name, Map<String, String> fields, String where)
      throws ArchiveException {
    String path = fields.get("filename");
    String size = fields.get("size");
    String sha256 = fields.get("sha256");
    if (path == null || size == null || sha256 == null) {
      return null;
    }
    String relative = path.startsWith("./") ? path.substring(2) : path;
    for (String segment : relative.split("/", -1)) {
      if (segment.isEmpty() || segment.equals("..")) {
        throw new ArchiveException(where + " names a file outside the archive: " + path);
      }
    }
    return new DebFile(name, relative, FileLine.parse(sha256 + " " + size + " deb", where));
  }

  /** The newer of two; where they are of one version, the files of both. */
  BinaryPackages with(BinaryPackages other, VersionOrder order, String where)
      throws ArchiveException {
    if (SourceRecord.isNewer(other.version, version, order, where)) {
      return other;
    }
    if (files.size() >= MOST_FILES || SourceRecord.isNewer(version, other.version, order, where)) {
      return this;
    }
    List<DebFile> all = new ArrayList<>(files);
    all.addAll(other.files);
    return new BinaryPackages(version, all);
  }
}
