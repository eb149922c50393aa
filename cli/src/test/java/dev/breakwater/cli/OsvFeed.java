package dev.breakwater.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A feed of a test's own, laid out as OSV exports an ecosystem. */
final class OsvFeed implements AutoCloseable {
  static final String CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
  static final String LOW = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";

  private final String ecosystem;
  private final ZipOutputStream zip;

  private OsvFeed(String ecosystem, ZipOutputStream zip) {
    this.ecosystem = ecosystem;
    this.zip = zip;
  }

  /**
   * Begins a feed.
   *
   * @param feeds the directory that {@code db update --feeds} gets
   * @param release what follows the ecosystem's name after a colon; empty for nothing
   */
  static OsvFeed in(Path feeds, String name, String release) throws IOException {
    Path directory = Files.createDirectories(feeds.resolve("osv").resolve(name));
    return new OsvFeed(
        release.isEmpty() ? name : name + ":" + release,
        new ZipOutputStream(Files.newOutputStream(directory.resolve("all.zip"))));
  }

  /**
   * Adds an advisory about all versions before a fixed one.
   *
   * @param fixed null where there is no fix
   */
  void add(
      String id, String packageName, @Nullable String fixed, String vector, @Nullable String cve)
      throws IOException {
    add(id, "example", packageName, fixed, vector, cve);
  }

  /** Adds an advisory with a title. */
  void add(
      String id,
      String title,
      String packageName,
      @Nullable String fixed,
      String vector,
      @Nullable String cve)
      throws IOException {
    String record =
        """
        {"id": "%s", "modified": "2026-01-01T00:00:00Z", "summary": "%s", "aliases": [%s],
         "severity": [{"type": "%s", "score": "%s"}],
         "affected": [{"package": {"ecosystem": "%s", "name": "%s"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}%s]}]}]}
        """
            .formatted(
                id,
                title,
                cve == null ? "" : "\"" + cve + "\"",
                vector.startsWith("CVSS:4") ? "CVSS_V4" : "CVSS_V3",
                vector,
                ecosystem,
                packageName,
                fixed == null ? "" : ",{\"fixed\": \"" + fixed + "\"}");
    zip.putNextEntry(new ZipEntry(id + ".json"));
    zip.write(record.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
