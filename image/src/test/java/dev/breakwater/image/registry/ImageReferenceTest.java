package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Digest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @ParameterizedTest
  @CsvSource({
    "debian, docker.io, library/debian, latest, debian:latest",
    "debian:12, docker.io, library/debian, 12, debian:12",
    "library/debian, docker.io, library/debian, latest, debian:latest",
    "docker.io/debian, docker.io, library/debian, latest, debian:latest",
    "index.docker.io/debian:12, docker.io, library/debian, 12, debian:12",
    "bitnami/redis, docker.io, bitnami/redis, latest, bitnami/redis:latest",
    "ghcr.io/a/b:c, ghcr.io, a/b, c, ghcr.io/a/b:c",
    "ghcr.io/b, ghcr.io, b, latest, ghcr.io/b:latest",
    "localhost/x, localhost, x, latest, localhost/x:latest",
    "localhost:5000/x, localhost:5000, x, latest, localhost:5000/x:latest",
    "localhost:5000, docker.io, library/localhost, 5000, localhost:5000",
    "Registry/x, Registry, x, latest, Registry/x:latest",
    "127.0.0.1:5000/a/b/c/d:1, 127.0.0.1:5000, a/b/c/d, 1, 127.0.0.1:5000/a/b/c/d:1",
    "[::1]:5000/x:1, [::1]:5000, x, 1, [::1]:5000/x:1",
    "[2001:db8::1]/x, [2001:db8::1], x, latest, [2001:db8::1]/x:latest",
    "a.b/c__d/e--f/g.h_i, a.b, c__d/e--f/g.h_i, latest, a.b/c__d/e--f/g.h_i:latest",
    "docker.io/foo.bar/baz, docker.io, foo.bar/baz, latest, docker.io/foo.bar/baz:latest",
    "docker.io/localhost/baz, docker.io, localhost/baz, latest, docker.io/localhost/baz:latest",
    "docker.io/library/a/b, docker.io, library/a/b, latest, library/a/b:latest",
  })
  void readsShortFormsAsDockerDoes(
      String text, String host, String repository, String tag, String familiar) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(reference).isEqualTo(new ImageReference(host, repository, tag, null));
    assertThat(reference).hasToString(familiar);
    assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
  }

  @Test
  void readsDigests() {
    Digest digest = new Digest("sha256", HEX);
    ImageReference pinned = ImageReference.parse("debian@" + digest);
    assertThat(pinned).isEqualTo(new ImageReference("docker.io", "library/debian", null, digest));
    assertThat(pinned).hasToString("debian@" + digest);
    ImageReference both = ImageReference.parse("ghcr.io/a/b:1@" + digest);
    assertThat(both.tag()).isEqualTo("1");
    assertThat(both.digest()).isEqualTo(digest);
    assertThat(both.manifestName()).isEqualTo(digest.toString());
    assertThat(both.at(digest)).hasToString("ghcr.io/a/b@" + digest);
  }

  @Test
  void namesTheHostThatAnswersForDockerHub() {
    assertThat(ImageReference.parse("debian").apiHost()).isEqualTo("registry-1.docker.io");
    assertThat(ImageReference.parse("ghcr.io/a/b").apiHost()).isEqualTo("ghcr.io");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|it is empty",
        "https://ghcr.io/a/b|leave out 'https://'",
        "docker://debian|leave out 'docker://'",
        "Debian|must be lower case: library/debian",
        "ghcr.io/A/b|must be lower case: a/b",
        "ghcr.io/|the repository is missing",
        "ghcr.io/a/|must be lower-case letters",
        "a//b|must be lower-case letters",
        "a___b|must be lower-case letters",
        "a..b|must be lower-case letters",
        "-a|must be lower-case letters",
        "a b|must be lower-case letters",
        "a:|the tag ''",
        "a:.b|the tag '.b'",
        "a:b:c|the repository 'library/a:b'",
        "a@|after '@' there must be sha256",
        "a@sha256:abc|after '@' there must be sha256",
        "a@md5:" + HEX + "|after '@' there must be sha256",
        HEX + "|the id of a local image",
        "host.:5/a|is no host name",
        "-host.example/a|is no host name",
        "host_name.example/a|is no host name",
        "host.example:/a|the port ''",
        "host.example:70000/a|the port '70000'",
        "host.example:5x/a|the port '5x'",
        "[::1/a|is no IPv6 address",
        "[:::::1]/a|is no IPv6 address",
        "[127.0.0.1]/a|is no IPv6 address",
        "/a|must be lower-case letters",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no image reference")
        .hasMessageContaining(message);
  }

  @Test
  void boundsEveryPart() {
    assertThat(ImageReference.parse("a.b/" + "c".repeat(255)).repository()).hasSize(255);
    assertThatThrownBy(() -> ImageReference.parse("a.b/" + "c".repeat(256)))
        .hasMessageContaining("longer than 255");
    assertThat(ImageReference.parse("a:" + "t".repeat(128)).tag()).hasSize(128);
    assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(129)))
        .hasMessageContaining("the tag");
    assertThatThrownBy(() -> ImageReference.parse("a".repeat(2000)))
        .hasMessageContaining("at most 1024 characters");
    assertThatThrownBy(() -> ImageReference.parse("a.".repeat(128) + "b/c"))
        .hasMessageContaining("longer than 255");
  }

  @Test
  void showsNoControlCharactersInMessages() {
    assertThatThrownBy(() -> ImageReference.parse("a\u001b[31m\u202eb\nc"))
        .hasMessageStartingWith("'a [31m b c' is no image reference");
  }

  /**
   * Skopeo reads the destination, by Docker's own grammar, before it looks for the source. Left out
   * are a first segment with capitals, which only newer versions take for a host, and hosts with an
   * underscore, which it takes and cannot reach.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "debian",
        "debian:12",
        "a/b/c:d",
        "a__b",
        "a___b",
        "a..b",
        "a._b",
        "a-_b",
        "a--b",
        "-a",
        "a-",
        "A",
        "a/B",
        "host.x/b",
        "host..x/b",
        "-host.x/b",
        "host-.x/b",
        "h.x:50/b",
        "h.x:/b",
        "h.x:5a/b",
        "localhost:5000",
        "localhost:5000/b",
        "a:",
        "a:_b",
        "a:.b",
        "a:-b",
        "a:b.c-d_E",
        "a:b:c",
        "a@sha256:" + HEX,
        "a:b@sha256:" + HEX,
        "a@sha256:abc",
        "a@md5:" + HEX,
        "a//b",
        "/a",
        "a/",
        HEX,
        "docker.io/a",
        "docker.io/a/b/c",
        "index.docker.io/a",
        "a b",
        "a:b c",
        "a\u00e9",
        "1.2/a",
        "a.b/c/d@sha256:" + HEX,
        "a@@sha256:" + HEX,
        "localhost/",
        "a.b/c.d/e_f/g",
      })
  void agreesWithSkopeo(String text, @TempDir Path directory) throws Exception {
    boolean ours;
    try {
      ImageReference reference = ImageReference.parse(text);
      ours = reference.tag() == null || reference.digest() == null;
    } catch (IllegalArgumentException e) {
      ours = false;
    }
    Programs.Outcome skopeo =
        Programs.attempt(
            directory,
            "skopeo",
            "--insecure-policy",
            "copy",
            "dir:" + directory,
            "docker://" + text);
    assertThat(skopeo.exit()).isNotZero();
    boolean theirs = !skopeo.output().contains("Invalid destination name");
    // It takes no tag beside a digest, which Docker does; that is why such a reference is left out.
    assertThat(ours).as(skopeo.output()).isEqualTo(theirs);
  }
}
