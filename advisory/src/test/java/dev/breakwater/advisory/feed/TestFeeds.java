package dev.breakwater.advisory.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes small feeds in a directory. */
final class TestFeeds {
  private final Path directory;

  TestFeeds(Path directory) {
    this.directory = directory;
  }

  Path export(String ecosystem, String... records) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String record : records) {
      files.put("record-" + files.size() + ".json", record);
    }
    Path zip = directory.resolve("osv").resolve(ecosystem).resolve("all.zip");
    Files.createDirectories(zip.getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return zip;
  }

  Path file(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  static String record(String id, String ecosystem, String name, String fixed) {
    return """
    {"id": "%s", "modified": "2024-05-06T07:08:09Z", "affected": [
      {"package": {"ecosystem": "%s", "name": "%s"}, "ranges": [
        {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]}]}
    """
        .formatted(id, ecosystem, name, fixed);
  }

  /** All kinds of feed, with two advisories each. */
  void everything() throws IOException {
    export("npm", record("GHSA-1", "npm", "left-pad", "1.0.0"));
    export(
        "Debian",
        record("DSA-1-1", "Debian:11", "openssl", "1-1"),
        record("DSA-2-1", "Debian:12", "openssl", "2-1"));
    file("alpine-secdb/v3.20/main.json", secdb("openssl", "3.0-r1", "CVE-2024-1"));
    file("alpine-secdb/v3.20/community.json", secdb("go", "1.22-r1", "CVE-2024-2"));
    file("alpine-secdb/v3.2/main.json", secdb("openssl", "1.0-r1", "CVE-2014-1"));
    file("wolfi/security.json", secdb("openssl", "3.3-r1", "CVE-2024-1"));
    file(
        "kev/known_exploited_vulnerabilities.json",
        """
        {"dateReleased": "2025-01-02T03:04:05Z", "vulnerabilities": [
          {"cveID": "CVE-2024-1", "dateAdded": "2024-02-03"}]}
        """);
    file(
        "epss/epss_scores-current.csv",
        "#model_version:v1,score_date:2025-01-01\ncve,epss,percentile\nCVE-2024-1,0.5,0.9\n");
  }

  static String secdb(String name, String version, String id) {
    return """
    {"packages": [{"pkg": {"name": "%s", "secfixes": {"%s": ["%s"]}}}]}
    """
        .formatted(name, version, id);
  }
}
