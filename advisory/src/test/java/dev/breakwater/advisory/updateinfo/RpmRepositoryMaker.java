package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Makes a repository with the real createrepo_c and modifyrepo_c, anew for each set of updates. */
final class RpmRepositoryMaker {
  /** What closes {@link #advisory}. */
  static final String END = "</collection></pkglist></update>\n";

  private final Path directory;
  private long revision = Instant.now().getEpochSecond() - 7_200;

  RpmRepositoryMaker(Path directory) {
    this.directory = directory;
  }

  /** The start of a security advisory, up to its packages. */
  static String advisory(String id, String severity, String cves) {
    StringBuilder out = new StringBuilder("<update from='security@example.org' status='final'");
    out.append(" type='security' version='1'><id>").append(id).append("</id><title>");
    out.append(id).append(": security update</title><severity>").append(severity);
    out.append("</severity><issued date='2026-01-05 00:00:00'/><references>");
    out.append("<reference href='https://example.org/errata/").append(id);
    out.append(".html' id='").append(id).append("' type='self'/>");
    for (String cve : cves.split(" ")) {
      if (!cve.isEmpty()) {
        out.append("<reference href='https://example.org/cve/").append(cve);
        out.append("' id='").append(cve).append("' type='cve'/>");
      }
    }
    return out.append("</references><pkglist><collection short='t'><name>t</name>").toString();
  }

  /** One advisory for bash with CVE-2026-5555. */
  static String bash(String version) {
    return advisory("ELSA-2026-0005", "Low", "CVE-2026-5555")
        + "<package name='bash' version='"
        + version
        + "' release='9.el9' arch='x86_64'/>"
        + END;
  }

  Path path(String file) {
    return directory.resolve(file);
  }

  void write(String file, byte[] content) throws IOException {
    Files.createDirectories(path(file).getParent());
    Files.write(path(file), content);
  }

  void revision(long seconds) {
    revision = seconds;
  }

  Instant revision() {
    return Instant.ofEpochSecond(revision);
  }

  /** Indexes the packages in the directory, and announces no updates. */
  void withoutUpdates() throws Exception {
    Files.deleteIfExists(path("repodata/repomd.xml.asc"));
    Programs.run(
        "createrepo-c",
        directory,
        Map.of(),
        "createrepo_c",
        "--quiet",
        "--revision",
        Long.toString(revision),
        ".");
  }

  /**
   * Indexes the packages in the directory and announces updates.
   *
   * @param advisories elements
   * @param compression option of modifyrepo_c
   */
  void updates(String advisories, String compression) throws Exception {
    withoutUpdates();
    Path document = Files.createTempDirectory("updates").resolve("updateinfo.xml");
    try {
      Files.writeString(
          document,
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<updates>\n" + advisories + "</updates>\n");
      Programs.run(
          "createrepo-c",
          directory,
          Map.of(),
          "modifyrepo_c",
          "--mdtype=updateinfo",
          compression,
          document.toString(),
          "repodata");
    } finally {
      Files.deleteIfExists(document);
      Files.deleteIfExists(document.getParent());
    }
  }

  /** The packed updates. */
  Path updatesFile() throws IOException {
    try (var files = Files.list(path("repodata"))) {
      return files.filter(file -> file.toString().contains("updateinfo")).findFirst().orElseThrow();
    }
  }
}
