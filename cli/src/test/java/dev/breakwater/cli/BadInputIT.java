package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of bad input: what, where, why, and never a stack trace. */
class BadInputIT {
  @TempDir private Path work;
  private Distribution distribution;

  @BeforeEach
  void unpack() throws IOException {
    distribution = Distribution.unpackInto(work.resolve("program"));
  }

  private Distribution.Result scan(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--offline";
    all[words.length + 1] = "--archive-feed=never";
    Distribution.Result result = distribution.breakwater(all);
    assertThat(result.err()).doesNotContain("Exception").doesNotContain("\tat ");
    return result;
  }

  @Test
  void whatDoesNotExist() {
    Distribution.Result result = scan("scan", "docker-archive:gone.tar");
    assertThat(result.err()).isEqualTo("breakwater: There is no file gone.tar\n");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void anArchiveCutShort() throws IOException {
    Path whole = work.resolve("whole.tar");
    makeLayout();
    Distribution.must(work, "skopeo", "copy", "oci:layout:test", "docker-archive:whole.tar:test:1");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(work.resolve("cut.tar"), Arrays.copyOf(bytes, bytes.length / 3));
    Distribution.Result result = scan("scan", "docker-archive:" + cut);
    assertThat(result.err()).contains("cut.tar");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void aLayerOfTheWrongContentLeavesTheOthersReadAndTheGateShut() throws IOException {
    Path layout = makeLayout();
    Path blob;
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      blob = files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length - 1] ^= 1;
    Files.write(blob, bytes);
    Distribution.Result result = scan("scan", "oci:" + layout, "--format", "json");
    assertThat(result.out()).contains("could not be read").contains("pkg:npm/first@1.0.0");
    assertThat(scan("scan", "oci:" + layout, "--fail-on", "critical").exitCode()).isEqualTo(3);
  }

  @Test
  void anSbomThatBreaksOff() throws IOException {
    Path bom =
        Files.writeString(
            work.resolve("bom.json"), "{\"bomFormat\":\"CycloneDX\",\"components\":[{");
    Distribution.Result result = scan("scan", bom.toString());
    assertThat(result.err()).contains("bom.json");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void badLinesInAListOfPackageUrlsAreNamedAndTheRestGoesOn() throws IOException {
    Path list = Files.writeString(work.resolve("list"), "pkg:npm/good@1.0.0\nnonsense\n");
    Distribution.Result result = scan("scan", "purls:" + list, "--format", "json");
    assertThat(result.out()).contains("pkg:npm/good@1.0.0").contains("nonsense").contains("2");
  }

  @Test
  void aFullDiskUnderTheReport() throws IOException {
    Path list = Files.writeString(work.resolve("list"), "pkg:npm/good@1.0.0\n");
    Distribution.Result result =
        Distribution.run(
            work,
            Map.of("XDG_CACHE_HOME", distribution.cache().toString()),
            "",
            "sh",
            "-c",
            "exec \"$0\" scan purls:" + list + " --offline --format json > /dev/full",
            distribution.home().resolve("breakwater").toString());
    assertThat(result.err()).contains("No space left on device");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void wrongUsageHasItsOwnExitCode() {
    assertThat(scan("scan").exitCode()).isEqualTo(2);
    assertThat(scan("scan", "dir:/", "--format", "poem").exitCode()).isEqualTo(2);
    assertThat(scan("scam", "dir:/").exitCode()).isEqualTo(2);
    assertThat(scan("scan", "dir:/", "--platform", "amd64").exitCode()).isEqualTo(2);
    assertThat(distribution.breakwater("versions", "--ecosystem", "Klingon").exitCode())
        .isEqualTo(2);
    assertThat(distribution.breakwater("db", "lookup", "not-a-purl").exitCode()).isEqualTo(2);
  }

  @Test
  void versionsThatCannotBeReadAreMarked() {
    Distribution.Result result =
        distribution.breakwaterWithInput(
            "1.0~rc1\t1.0\n1.0\t1.0\n2:1\t1:9\nno tab\n1 0\t1.0\n",
            "versions",
            "--ecosystem",
            "Debian:12");
    assertThat(result.out().lines().map(line -> line.substring(0, 1)))
        .containsExactly("<", "=", ">", "!", "!");
    assertThat(result.exitCode()).isZero();
  }

  /** Two layers: one with a package, and a larger one. */
  private Path makeLayout() throws IOException {
    Path first = work.resolve("first/usr/lib/node_modules/first");
    Files.createDirectories(first);
    Files.writeString(first.resolve("package.json"), "{\"name\":\"first\",\"version\":\"1.0.0\"}");
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    Files.write(Files.createDirectories(work.resolve("second")).resolve("noise"), noise);
    Distribution.must(work, "umoci", "init", "--layout", "layout");
    Distribution.must(work, "umoci", "new", "--image", "layout:test");
    for (String layer : List.of("first", "second")) {
      Distribution.must(work, "tar", "-C", layer, "-cf", layer + ".tar", ".");
      Distribution.must(
          work, "umoci", "raw", "add-layer", "--image", "layout:test", layer + ".tar");
    }
    return work.resolve("layout");
  }
}
