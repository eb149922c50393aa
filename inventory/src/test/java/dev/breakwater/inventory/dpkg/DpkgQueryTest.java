package dev.breakwater.inventory.dpkg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.Program;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dpkg itself says of a database is what the inventory says. */
class DpkgQueryTest {
  private static final String FORMAT =
      "${db:Status-Status} ${Package} ${Version} ${source:Package} ${source:Version}"
          + " ${Architecture}\\n";

  /** Lines of dpkg-query for packages whose files are there. */
  private static List<String> ofDpkg(Path admin) {
    List<String> lines = new ArrayList<>();
    for (String line :
        Program.output("dpkg", admin, "dpkg-query", "--admindir=" + admin, "-W", "-f=" + FORMAT)
            .split("\n")) {
      if (!line.startsWith("config-files ") && !line.startsWith("not-installed ")) {
        lines.add(line.substring(line.indexOf(' ') + 1));
      }
    }
    return lines;
  }

  private static List<String> ofInventory(Inventory inventory) {
    List<String> lines = new ArrayList<>();
    for (SoftwarePackage each : inventory.packages()) {
      SoftwarePackage.Source source = Objects.requireNonNull(each.source());
      lines.add(
          each.name()
              + " "
              + each.version()
              + " "
              + source.name()
              + " "
              + source.version()
              + " "
              + each.purl().qualifier("arch").orElse("none"));
    }
    return lines;
  }

  @Test
  void thisMachinesPackagesAreThoseOfDpkgQuerySourcesIncluded() throws IOException {
    Path admin = Path.of("/var/lib/dpkg");
    Inventory inventory =
        new FileFixture()
            .file("var/lib/dpkg/status", Files.readAllBytes(admin.resolve("status")))
            .inventory();

    assertThat(inventory.problems()).isEmpty();
    assertThat(ofInventory(inventory))
        .hasSizeGreaterThan(50)
        .containsExactlyInAnyOrderElementsOf(ofDpkg(admin));
  }

  @Test
  void statesAndSourcesOfAHandWrittenDatabaseAreReadAsDpkgReadsThem(@TempDir Path admin)
      throws IOException {
    String common = "Architecture: amd64\nMaintainer: a\nDescription: b\n c\n .\n d\n";
    StringBuilder status = new StringBuilder();
    for (String state :
        List.of(
            "unpacked",
            "half-installed",
            "half-configured",
            "triggers-awaited",
            "triggers-pending",
            "installed",
            "config-files",
            "not-installed")) {
      status
          .append("Package: in-")
          .append(state)
          .append("\nStatus: install ok ")
          .append(state)
          .append("\nVersion: 1:2.0~rc1-3+b1\nSource: origin (1:2.0~rc1-3)\n")
          .append(state.equals("triggers-awaited") ? "Triggers-Awaited: in-installed\n" : "")
          .append(state.equals("triggers-pending") ? "Triggers-Pending: /x\n" : "")
          .append(common)
          .append("\n");
    }
    status.append("pACKAGE: cased\nSTATUS: hold ok installed\nvErSiOn: 1\n").append(common);
    status.append("\n\n\nPackage: stateless\nVersion: 1\n").append(common);
    status.append(
        "\nPackage: source-only\nStatus: install ok installed\nSource: other\nVersion: 3\n");
    status.append(common);
    Files.createDirectories(admin.resolve("updates"));
    Files.createDirectories(admin.resolve("info"));
    Files.writeString(admin.resolve("status"), status);

    Inventory inventory =
        new FileFixture().file("var/lib/dpkg/status", status.toString()).inventory();

    assertThat(ofInventory(inventory)).containsExactlyInAnyOrderElementsOf(ofDpkg(admin));
    assertThat(ofInventory(inventory)).hasSize(8);
  }

  @Test
  void ownersOfThisMachinesPythonPackagesAreThoseOfDpkg() throws IOException {
    Path admin = Path.of("/var/lib/dpkg");
    FileFixture files = new FileFixture();
    files.file("var/lib/dpkg/status", Files.readAllBytes(admin.resolve("status")));
    try (DirectoryStream<Path> lists = Files.newDirectoryStream(admin.resolve("info"), "*.list")) {
      for (Path list : lists) {
        files.file(list.toString().substring(1), Files.readAllBytes(list));
      }
    }
    Path packages = Path.of("/usr/lib/python3/dist-packages");
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(packages, "*.{egg-info,dist-info}")) {
      for (Path entry : directories) {
        for (Path file : List.of(entry, entry.resolve("PKG-INFO"), entry.resolve("METADATA"))) {
          if (Files.isRegularFile(file)) {
            files.file(file.toString().substring(1), Files.readAllBytes(file));
          }
        }
      }
    }

    List<SoftwarePackage> python =
        files.inventory().packages().stream().filter(each -> each.type().equals("pypi")).toList();

    assertThat(python).as("install python3-packaging").isNotEmpty();
    for (SoftwarePackage each : python) {
      for (String path : each.paths()) {
        String answer = Program.output("dpkg", admin, "dpkg", "-S", "/" + path);
        String owner = answer.substring(0, answer.indexOf(": ")).split(":")[0];
        assertThat(each.ownedBy()).as(path).isNotNull();
        assertThat(Objects.requireNonNull(each.ownedBy()).name()).as(path).isEqualTo(owner);
      }
    }
  }
}
