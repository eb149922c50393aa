package dev.breakwater.inventory.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.LockFiles;
import dev.breakwater.inventory.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsFileTest {
  private static SortedSet<String> lock(String text) throws IOException {
    return LockFiles.packages(new PythonLockDetector(), "requirements.txt", text);
  }

  @Test
  void onlyPinsCount() throws IOException {
    assertThat(
            lock(
                """
                # a comment \\
                -r more.txt
                --index-url https://example.org/simple
                -e ./directory
                ./archive-1.0.tar.gz
                https://example.org/archive-1.0.tar.gz
                address @ https://example.org/address-1.0.tar.gz
                pinned==1.2.3
                hashed==1.0.0 \\
                    --hash=sha256:00 \\
                    --hash=sha256:01
                folded \\
                  == 2.0
                commented==3.0 # why
                fragment==4.0#not-a-comment
                open>=1.0
                wild==1.*
                variable==${VERSION}
                options==5.0 --global-option="x"
                marked==6.0; python_version < "3"
                last==7.0\
                """))
        .containsExactly(
            "commented@3.0",
            "folded@2.0",
            "hashed@1.0.0",
            "last@7.0",
            "marked@6.0",
            "options@5.0",
            "pinned@1.2.3");
  }

  @Test
  void windowsWritesOtherEncodingsAndLineEnds() throws IOException {
    String text = "\uFEFFone==1.0\r\ntwo==2.0\r\n";
    for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      byte[] bytes = text.getBytes(charset);
      assertThat(
              LockFiles.names(
                  new PythonLockDetector()
                      .examine(
                          FileFixture.entry("requirements.txt", bytes.length),
                          FileFixture.content(bytes))))
          .as(charset.name())
          .containsExactly("one@1.0", "two@2.0");
    }
  }

  @Test
  void pinsAreWhatPythonsOwnLibrarySaysTheyAre(@TempDir Path directory) throws IOException {
    List<String> requirements =
        List.of(
            "plain==1.0",
            "Spelt_Other.Wise == 1.0.post1",
            "extra[one,two]==1!2.0+local.1",
            "extra [one] == 1.0",
            "parentheses (==1.0)",
            "several>=1.0,==1.5,<2",
            "arbitrary===1.0-odd",
            "less<=1.0",
            "compatible~=1.0",
            "not!=1.0",
            "wild==1.0.*",
            "bare",
            "marker==1.0; extra == 'x'",
            "address @ https://example.org/a.zip",
            "address@https://example.org/a-1==1.zip");
    Path list = Files.write(directory.resolve("requirements"), requirements);
    String pins =
        Program.output(
            "python3-packaging",
            directory,
            "/usr/bin/python3",
            "-c",
            """
            import sys
            from packaging.requirements import Requirement
            from packaging.utils import canonicalize_name
            for line in open(sys.argv[1]):
                requirement = Requirement(line.strip())
                for each in requirement.specifier:
                    if each.operator in ("==", "===") and not each.version.endswith(".*"):
                        print(canonicalize_name(requirement.name) + "@" + each.version)
            """,
            list.toString());

    SortedSet<String> ours = new TreeSet<>();
    for (String each : requirements) {
      Requirement pin = Requirement.parse(each);
      if (pin != null) {
        ours.add(PythonMetadataDetector.normalName(pin.name()) + "@" + pin.version());
      }
    }
    assertThat(ours).isEqualTo(new TreeSet<>(pins.lines().toList())).hasSize(8);
  }
}
