package dev.breakwater.advisory.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.mirror.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages built by the real dpkg-deb. */
class DebPackageTest {
  @TempDir Path work;

  static byte[] build(Path work, String name, String changelog, String compression)
      throws Exception {
    Path tree = Files.createTempDirectory(work, "deb");
    Files.createDirectories(tree.resolve("DEBIAN"));
    Files.writeString(
        tree.resolve("DEBIAN/control"),
        "Package: "
            + name
            + "\nVersion: 1.0\nArchitecture: amd64\nMaintainer: Somebody <s@example.org>\n"
            + "Description: test\n");
    Path documentation = Files.createDirectories(tree.resolve("usr/share/doc/" + name));
    Files.write(
        documentation.resolve("changelog.Debian.gz"),
        SignedArchive.gzip(changelog.getBytes(UTF_8)));
    Files.write(documentation.resolve("changelog.gz"), SignedArchive.gzip("other".getBytes(UTF_8)));
    Path deb = work.resolve(name + "-" + compression + ".deb");
    Programs.run(
        "dpkg",
        work,
        Map.of(),
        "dpkg-deb",
        "--root-owner-group",
        "-Z" + compression,
        "--build",
        tree.toString(),
        deb.toString());
    return Files.readAllBytes(deb);
  }

  private static String read(byte[] deb, String name) throws IOException {
    try (InputStream in =
        DebPackage.changelog(new ByteArrayInputStream(deb), "test.deb", name, 1 << 20)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "gzip", "zstd", "none"})
  void findsTheChangelogHoweverThePackageIsPacked(String compression) throws Exception {
    assertThat(read(build(work, "libtest", "a changelog\n", compression), "libtest"))
        .isEqualTo("a changelog\n");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    byte[] deb = build(work, "libtest", "a changelog\n", "gzip");
    assertThatThrownBy(() -> read(deb, "other")).hasMessage("test.deb has no changelog");
    assertThatThrownBy(() -> read(new byte[100], "libtest"))
        .hasMessage("test.deb is not a Debian package");
    assertThatThrownBy(() -> read(Arrays.copyOf(deb, deb.length / 2), "libtest"))
        .isInstanceOf(IOException.class);
  }
}
