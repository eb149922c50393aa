package dev.breakwater.inventory.rpm;

import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.OwnedPath;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packages that rpmbuild makes, in databases that rpm writes, and what rpm says of them. */
final class RealRpms {
  /** Tabs between name, version with release, epoch, architecture, source, vendor and module. */
  private static final String FORMAT =
      "%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{EPOCH}\\t%{ARCH}\\t%{SOURCERPM}\\t%{VENDOR}"
          + "\\t%{MODULARITYLABEL}\\n";

  private static final String SPEC_END =
      """
      Summary: test
      License: MIT
      %description
      test
      """;

  private static byte @Nullable [] built;

  private RealRpms() {}

  /** The database that rpm makes of all test packages, made once and put into a directory. */
  static synchronized Path sqlite(Path directory) throws IOException {
    if (built == null) {
      built = Files.readAllBytes(build(directory));
    }
    return Files.write(
        Files.createDirectories(directory.resolve("sqlite")).resolve("rpmdb.sqlite"), built);
  }

  private static Path build(Path directory) throws IOException {
    Path top = Files.createDirectories(directory.resolve("build"));
    build(
        top,
        "noarch",
        """
        Name: alpha
        Version: 1.2
        Release: 3.el9
        Epoch: 4
        Vendor: Red Hat, Inc.
        ModularityLabel: postgresql:12:8020020190911:abcdef
        BuildArch: noarch
        """
            + SPEC_END
            + """
            %package -n python3-alpha
            Summary: test
            %description -n python3-alpha
            test
            %install
            mkdir -p %{buildroot}/usr/lib/python3/alpha-1.2.dist-info %{buildroot}/usr/bin
            echo x > %{buildroot}/usr/lib/python3/alpha-1.2.dist-info/METADATA
            echo x > %{buildroot}/usr/bin/alpha
            %files
            /usr/bin/alpha
            %files -n python3-alpha
            /usr/lib/python3/alpha-1.2.dist-info
            """);
    for (String architecture : List.of("x86_64", "i686", "aarch64")) {
      build(top, architecture, "Name: beta\nVersion: 2\nRelease: 1\n" + SPEC_END + "%files\n");
    }
    build(
        top,
        "x86_64",
        "Name: gamma\nVersion: 2.0~rc1^git1\nRelease: 0.1+x\nEpoch: 0\nVendor: Somebody Else\n"
            + SPEC_END
            + "%files\n");
    build(
        top,
        "noarch",
        "Name: gpg-pubkey\nVersion: 5a6340b3\nRelease: 6229229e\nBuildArch: noarch\n"
            + SPEC_END
            + "%files\n");
    // A header of many pages.
    build(
        top,
        "noarch",
        "Name: delta\nVersion: 1\nRelease: 1\nBuildArch: noarch\n"
            + SPEC_END
            + """
            %install
            for d in 0 1 2 3 4 5 6 7 8 9; do
              mkdir -p %{buildroot}/opt/delta/directory-$d
              for f in `seq 200`; do : > %{buildroot}/opt/delta/directory-$d/file-$f; done
            done
            %files
            /opt/delta
            """);
    Path database = Files.createDirectories(directory.resolve("made"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "rpm",
                "--define",
                "_db_backend sqlite",
                "--dbpath",
                database.toString(),
                "-i",
                "--justdb",
                "--nodeps",
                "--noscripts",
                "--ignorearch",
                "--force"));
    try (var files = Files.walk(top.resolve("RPMS"))) {
      files
          .filter(file -> file.toString().endsWith(".rpm"))
          .sorted()
          .map(Path::toString)
          .forEach(command::add);
    }
    Program.output("rpm", directory, command.toArray(String[]::new));
    return database.resolve("rpmdb.sqlite");
  }

  private static void build(Path top, String target, String spec) throws IOException {
    Path file = Files.writeString(top.resolve("test.spec"), spec);
    Program.output(
        "rpm",
        top,
        "rpmbuild",
        "--define",
        "_topdir " + top,
        "--target",
        target,
        "-bb",
        file.toString());
  }

  /** The headers in a database, as rpm wrote them. */
  static List<byte[]> headers(Path database) {
    List<byte[]> found = new ArrayList<>();
    String lines =
        Program.output(
            "sqlite3",
            database.getParent(),
            "sqlite3",
            "-readonly",
            database.toString(),
            "SELECT hex(blob) FROM Packages ORDER BY hnum");
    for (String line : lines.split("\n")) {
      found.add(HexFormat.of().parseHex(line));
    }
    return found;
  }

  /**
   * A hash database of Berkeley DB.
   *
   * @param order of bytes, for its own numbers and the keys
   */
  static Path berkeley(Path directory, List<byte[]> headers, ByteOrder order, int pageSize)
      throws IOException {
    StringBuilder dump =
        new StringBuilder("VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=")
            .append(pageSize)
            .append("\ndb_lorder=")
            .append(order == ByteOrder.BIG_ENDIAN ? 4321 : 1234)
            .append("\nHEADER=END\n");
    HexFormat hex = HexFormat.of();
    // Under key 0 rpm keeps the number that it gave last.
    put(dump, 0, hex.formatHex(number(headers.size(), order)), order);
    for (int i = 0; i < headers.size(); i++) {
      put(dump, i + 1, hex.formatHex(headers.get(i)), order);
    }
    dump.append("DATA=END\n");
    Path text = Files.writeString(directory.resolve("dump"), dump);
    Path file = directory.resolve("Packages");
    Program.output("db5.3-util", directory, "db5.3_load", "-f", text.toString(), file.toString());
    return file;
  }

  private static void put(StringBuilder dump, int key, String value, ByteOrder order) {
    dump.append(' ').append(HexFormat.of().formatHex(number(key, order))).append('\n');
    dump.append(' ').append(value).append('\n');
  }

  private static byte[] number(int value, ByteOrder order) {
    return ByteBuffer.allocate(4).order(order).putInt(value).array();
  }

  /** What rpm says of a database; keys are left out. */
  static List<String> packagesByRpm(Path directory, String backend) {
    List<String> lines = new ArrayList<>();
    for (String line : query(directory, backend, FORMAT).split("\n")) {
      if (!line.startsWith("gpg-pubkey\t")) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Owners and files by rpm, those that matter. */
  static List<String> filesByRpm(Path directory, String backend) {
    List<String> lines = new ArrayList<>();
    for (String line :
        query(directory, backend, "[%{=NAME}:%{=ARCH} %{FILENAMES}\\n]").split("\n")) {
      int path = line.indexOf('/') + 1;
      if (path > 0 && OwnedPath.matters(line.substring(path))) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String query(Path directory, String backend, String format) {
    return Program.output(
        "rpm",
        directory,
        "rpm",
        "--define",
        "_db_backend " + backend,
        "--dbpath",
        directory.toString(),
        "-qa",
        "--qf",
        format);
  }

  /** The same lines from the inventory. */
  static List<String> packages(PackageFacts facts) {
    List<String> lines = new ArrayList<>();
    for (Candidate each : facts.packages()) {
      lines.add(
          each.name()
              + "\t"
              + each.version()
              + "\t"
              + qualifier(each, "epoch")
              + "\t"
              + qualifier(each, "arch")
              + "\t"
              + qualifier(each, "upstream")
              + "\t"
              + qualifier(each, "vendor")
              + "\t"
              + qualifier(each, "rpmmod"));
    }
    return lines;
  }

  private static String qualifier(Candidate each, String key) {
    return each.purl().qualifier(key).orElse("(none)");
  }

  static List<String> files(PackageFacts facts) {
    List<String> lines = new ArrayList<>();
    for (Ownership ownership : facts.ownerships()) {
      for (String path : ownership.paths()) {
        lines.add(ownership.owner() + " /" + path);
      }
    }
    return lines;
  }

  /** What the detector learns of a database that has this path in an image. */
  static @Nullable PackageFacts examine(String path, byte[] content) throws IOException {
    RpmDatabaseDetector detector = new RpmDatabaseDetector();
    var entry = FileFixture.entry(path, content.length);
    return detector.wants(entry) ? detector.examine(entry, FileFixture.content(content)) : null;
  }
}
