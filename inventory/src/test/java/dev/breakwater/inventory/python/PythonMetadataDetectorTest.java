package dev.breakwater.inventory.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonMetadataDetectorTest {
  private static final String PYTHON = "/usr/bin/python3";

  private static Candidate read(String text) throws IOException {
    return PythonMetadataDetector.read(
        "a.dist-info/METADATA", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsTheHeadersAndNeverTheBody() throws IOException {
    Candidate candidate =
        read(
            """
            Metadata-Version: 2.1
            nAmE: Zope.Interface
            Summary: x
             Version: 9
            Version:  6.1\s

            Name: other
            """
                .replace("\n", "\r\n"));

    assertThat(candidate.name()).isEqualTo("Zope.Interface");
    assertThat(candidate.version()).isEqualTo("6.1");
    assertThat(candidate.purl()).hasToString("pkg:pypi/zope-interface@6.1");
  }

  @Test
  void withoutANameOrVersionAmongTheHeadersItIsAnError() {
    assertThatThrownBy(() -> read("Metadata-Version: 2.1\n\nName: a\nVersion: 1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no Name");
    assertThatThrownBy(() -> read("Name: a\nnot a header\nVersion: 1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no Version");
    assertThatThrownBy(() -> read("Name: ../../etc\nVersion: 1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("impossible name");
    assertThatThrownBy(() -> read("Name: a\nVersion: 1 2\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("impossible version");
  }

  @Test
  void item29_namesAreNormalisedAsPythonsPackagingDoes(@TempDir Path directory) {
    List<String> names =
        List.of("requests", "Zope.Interface", "a__b--c..d", "A-_.B", "x1", "PyYAML", "ruamel.yaml");
    for (String name : names) {
      String expected =
          Program.output(
                  "python3-packaging",
                  directory,
                  PYTHON,
                  "-c",
                  "import sys, packaging.utils as u; print(u.canonicalize_name(sys.argv[1]))",
                  name)
              .strip();
      assertThat(PythonMetadataDetector.normalName(name)).isEqualTo(expected);
    }
    for (String name : List.of("", "-a", "a-", ".", "a b", "a/b", "größe")) {
      assertThat(PythonMetadataDetector.normalName(name)).as(name).isNull();
    }
  }

  @Test
  void thisMachinesPackagesAreThoseOfImportlib(@TempDir Path directory) throws IOException {
    Path packages = Path.of("/usr/lib/python3/dist-packages");
    FileFixture files = new FileFixture();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(packages, "*.{egg-info,dist-info}")) {
      for (Path entry : entries) {
        for (Path file : List.of(entry, entry.resolve("PKG-INFO"), entry.resolve("METADATA"))) {
          if (Files.isRegularFile(file)) {
            files.file(file.toString().substring(1), Files.readAllBytes(file));
          }
        }
      }
    }
    List<String> actual = new ArrayList<>();
    for (SoftwarePackage each : files.inventory().packages()) {
      for (int i = 0; i < each.paths().size(); i++) {
        actual.add(each.name() + " " + each.version());
      }
    }

    String expected =
        Program.output(
            "python3-packaging",
            directory,
            PYTHON,
            "-c",
            "import importlib.metadata as m\n"
                + "for d in m.distributions(path=['"
                + packages
                + "']): print(d.metadata['Name'], d.version)");

    assertThat(actual)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(List.of(expected.strip().split("\n")));
  }

  @Test
  void item29_allFormsOfInstalledMetadataAreWanted() {
    PythonMetadataDetector detector = new PythonMetadataDetector();
    for (String path :
        List.of(
            "usr/lib/python3.11/site-packages/a-1.dist-info/METADATA",
            "usr/lib/python3/dist-packages/a-1.egg-info/PKG-INFO",
            "usr/lib/python3/dist-packages/a-1.egg-info",
            "opt/a-1-py3.11.egg/EGG-INFO/PKG-INFO")) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isTrue();
    }
    for (String path :
        List.of("srv/PKG-INFO", "srv/METADATA", "a.dist-info/RECORD", "a.egg-info/SOURCES.txt")) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isFalse();
    }
  }
}
