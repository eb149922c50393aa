package dev.breakwater.inventory.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Base;
import dev.breakwater.core.Base.KnownBy;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Subject;
import dev.breakwater.image.ImageSettings;
import dev.breakwater.image.registry.ImageReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories are shaped like those of real images; what follows the base is made up. */
class BaseAttributionTest {
  private static final Digest DIGEST = new Digest("sha256", "d".repeat(64));
  private static final String NAME = "org.opencontainers.image.base.name";
  private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

  private static final String DEBIAN =
      """
      2024-02-13T00:37:29.4Z | /bin/sh -c #(nop) ADD file:9b38b383dd93169a663eed88edf3f2285b837257ead69dc40ab5ed1fb3f52c35 in /
      2024-02-13T00:37:29.9Z | empty /bin/sh -c #(nop)  CMD ["bash"]
      2024-03-01T10:00:00Z | RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit
      2024-03-01T10:00:05Z | COPY app /app # buildkit
      """;

  @TempDir private Path directory;
  private KnownBases known;

  @BeforeEach
  void begin() {
    known = KnownBases.at(directory.resolve("bases"));
  }

  private @Nullable Base of(ImageSettings settings) {
    return of(settings, Fixture.DEBIAN_12);
  }

  private @Nullable Base of(ImageSettings settings, @Nullable Distribution distribution) {
    Subject image = Fixture.image("app", "0", "1", "2", "3").withDistribution(distribution);
    return BaseAttribution.of(image, settings, known);
  }

  private @Nullable Base history(String history, @Nullable Distribution distribution) {
    return of(Fixture.settings(Fixture.built(history)), distribution);
  }

  private @Nullable Base history(String history) {
    return history(history, Fixture.DEBIAN_12);
  }

  private static ImageSettings labels(String labels, String history) {
    String built = Fixture.built(history);
    return Fixture.settings("{\"config\": {\"Labels\": " + labels + "}, " + built.substring(1));
  }

  private static ImageSettings annotations(String... pairs) {
    Map<String, String> annotations = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      annotations.put(pairs[i], pairs[i + 1]);
    }
    return Fixture.settings(Fixture.built(DEBIAN), annotations);
  }

  @Test
  void whatHasNoLayersHasNoBase() {
    assertThat(BaseAttribution.of(Fixture.image("dir"), annotations(NAME, "debian:12"), known))
        .isNull();
  }

  @Test
  void annotationsNameTheBase() {
    assertThat(
            of(annotations(NAME, "docker.io/library/debian:12.5", BASE_DIGEST, DIGEST.toString())))
        .isEqualTo(new Base("debian:12.5", DIGEST, 1, KnownBy.ANNOTATION));
    assertThat(of(annotations(NAME, "debian:12.5@" + DIGEST)))
        .isEqualTo(new Base("debian:12.5", DIGEST, 1, KnownBy.ANNOTATION));
    assertThat(of(annotations(BASE_DIGEST, DIGEST.toString())))
        .isEqualTo(new Base(DIGEST.toString(), DIGEST, 0, KnownBy.ANNOTATION));
  }

  @Test
  void anotherImageThanTheDistributionHasAsManyLayersAsNobodySays() {
    assertThat(of(annotations(NAME, "python:3.12")))
        .isEqualTo(new Base("python:3.12", null, 0, KnownBy.ANNOTATION));
  }

  @Test
  void aDigestThatWasLearnedHasAName() throws Exception {
    known.add(
        ImageReference.parse("example.org/base:7"),
        Fixture.image("elsewhere", "x"),
        ImageSettings.NONE,
        Fixture.inventory(Fixture.DEBIAN_12));
    Digest learned = Fixture.manifest("elsewhere");
    assertThat(of(annotations(BASE_DIGEST, learned.toString())))
        .isEqualTo(new Base("example.org/base:7", learned, 0, KnownBy.ANNOTATION));
  }

  @Test
  void layersThatWereLearnedSayMoreThanAnnotations() throws Exception {
    known.add(
        ImageReference.parse("debian:12.5"),
        Fixture.image("debian", "0", "1"),
        ImageSettings.NONE,
        Fixture.inventory(Fixture.DEBIAN_12));
    assertThat(of(annotations(NAME, "debian:11")))
        .isEqualTo(new Base("debian:12.5", Fixture.manifest("debian"), 2, KnownBy.LAYERS));
  }

  @Test
  void annotationsThatSayNothingAreNotBelieved() {
    Base byHistory = new Base("debian 12", null, 1, KnownBy.HISTORY);
    for (String name : new String[] {"", " ", "scratch", "No Such//Name", "x".repeat(5000)}) {
      assertThat(of(annotations(NAME, name, BASE_DIGEST, ""))).as(name).isEqualTo(byHistory);
    }
    assertThat(of(annotations(NAME, "", BASE_DIGEST, "sha256:short"))).isEqualTo(byHistory);
  }

  @Test
  void labelsNameTheBaseToo() {
    assertThat(of(labels("{\"" + NAME + "\": \"debian:12.5\"}", DEBIAN)))
        .isEqualTo(new Base("debian:12.5", null, 1, KnownBy.ANNOTATION));
  }

  @Test
  void buildpacksNameTheRunImageAndItsHighestLayer() {
    String run =
        "{\\\"image\\\": \\\"example.org/run:jammy\\\", \\\"reference\\\": \\\"example.org/run@"
            + DIGEST
            + "\\\", \\\"topLayer\\\": \\\""
            + Fixture.layer("2")
            + "\\\"}";
    assertThat(
            of(
                labels(
                    "{\"io.buildpacks.lifecycle.metadata\": \"{\\\"runImage\\\": " + run + "}\"}",
                    DEBIAN)))
        .isEqualTo(new Base("example.org/run:jammy", DIGEST, 3, KnownBy.ANNOTATION));
    String stack = "{\\\"runImage\\\": {\\\"image\\\": \\\"example.org/run:bionic\\\"}}";
    assertThat(
            of(
                labels(
                    "{\"io.buildpacks.lifecycle.metadata\": \"{\\\"stack\\\": " + stack + "}\"}",
                    DEBIAN)))
        .isEqualTo(new Base("example.org/run:bionic", null, 0, KnownBy.ANNOTATION));
    assertThat(of(labels("{\"io.buildpacks.lifecycle.metadata\": \"{broken\"}", DEBIAN)))
        .extracting("knownBy")
        .isEqualTo(KnownBy.HISTORY);
  }

  private static ImageSettings buildInfo(String sources) {
    String encoded =
        Base64.getEncoder()
            .encodeToString(("{\"sources\": [" + sources + "]}").getBytes(StandardCharsets.UTF_8));
    return Fixture.settings(
        "{\"moby.buildkit.buildinfo.v1\": \""
            + encoded
            + "\", "
            + Fixture.built(DEBIAN).substring(1));
  }

  @Test
  void buildKitNamesTheBaseWhereThereWasOneImageOnly() {
    String debian =
        "{\"type\": \"docker-image\", \"ref\": \"docker.io/library/debian:12\", \"pin\": \""
            + DIGEST
            + "\"}";
    String git = "{\"type\": \"git\", \"ref\": \"https://example.org/app.git\"}";
    assertThat(of(buildInfo(git + "," + debian)))
        .isEqualTo(new Base("debian:12", DIGEST, 1, KnownBy.ANNOTATION));
    String go = "{\"type\": \"docker-image\", \"ref\": \"docker.io/library/golang:1.22\"}";
    assertThat(of(buildInfo(debian + "," + go))).extracting("knownBy").isEqualTo(KnownBy.HISTORY);
    assertThat(
            of(
                Fixture.settings(
                    "{\"moby.buildkit.buildinfo.v1\": \"%%%\", "
                        + Fixture.built(DEBIAN).substring(1))))
        .extracting("knownBy")
        .isEqualTo(KnownBy.HISTORY);
  }

  private static final String RED_HAT =
      """
      {"name": "ubi9", "version": "9.4", "release": "1181", "vendor": "Red Hat, Inc.",
       "build-date": "2024-07-18T17:21:22"}
      """;
  private static final String ON_RED_HAT =
      """
      2024-07-18T17:22:00Z | /bin/sh -c rm -rf /var/log/*
      2024-07-18T17:22:01Z | empty /bin/sh -c #(nop) CMD ["/bin/bash"]
      2024-08-01T00:00:00Z | RUN dnf install -y java-21-openjdk # buildkit
      """;

  @Test
  void labelsOfRedHatAreTheBasesWhereTheImageWasBuiltLater() {
    Distribution rhel = Fixture.distribution("rhel", "9.4", null);
    assertThat(of(labels(RED_HAT, ON_RED_HAT), rhel))
        .isEqualTo(new Base("ubi9:9.4-1181", null, 1, KnownBy.ANNOTATION));
    // Its own labels: the image is Red Hat's.
    String own = ON_RED_HAT.lines().limit(2).reduce("", (a, b) -> a + b + "\n");
    assertThat(of(labels(RED_HAT, own), rhel)).isNull();
    assertThat(of(labels(RED_HAT.replace("Red Hat", "Others"), ON_RED_HAT), rhel))
        .isEqualTo(new Base("rhel 9.4", null, 1, KnownBy.HISTORY));
  }

  @Test
  void officialImagesBeginWithAWholeRootAndAShell() {
    assertThat(history(DEBIAN)).isEqualTo(new Base("debian 12", null, 1, KnownBy.HISTORY));
  }

  @Test
  void newerDebianImagesSayHowTheyWereMade() {
    String history =
        """
        2025-09-08T00:00:00Z | # debian.sh --arch 'amd64' out/ 'bookworm' '@1757289600' | debuerreotype 0.16
        2025-09-08T00:00:00Z | ENV JAVA_HOME=/opt/java # buildkit
        """;
    Base debian = new Base("debian 12", null, 1, KnownBy.HISTORY);
    assertThat(history(history)).isEqualTo(debian);
    assertThat(history(history, null))
        .isEqualTo(new Base("debian bookworm", null, 1, KnownBy.HISTORY));
    // The builder may give every step of its own the same date.
    assertThat(history(history.replace("2025-09-08", "2024-01-01"))).isEqualTo(debian);
  }

  @Test
  void alpineNamesItsArchive() {
    String history =
        """
        2025-10-08T11:04:56Z | ADD alpine-minirootfs-3.22.2-x86_64.tar.gz / # buildkit
        2025-10-08T11:04:56Z | empty CMD ["/bin/sh"]
        2025-10-08T11:04:57Z | RUN apk --no-cache add ca-certificates tzdata # buildkit
        """;
    assertThat(history(history, null))
        .isEqualTo(new Base("alpine 3.22.2", null, 1, KnownBy.HISTORY));
    assertThat(history(history, Fixture.distribution("alpine", "3.22.2", null)))
        .isEqualTo(new Base("alpine 3.22.2", null, 1, KnownBy.HISTORY));
  }

  @Test
  void ubuntuSaysThingsBeforeItsRoot() {
    String history =
        """
        2024-04-27T13:15:00Z | empty /bin/sh -c #(nop)  ARG RELEASE
        2024-04-27T13:15:00Z | empty /bin/sh -c #(nop)  LABEL org.opencontainers.image.version=22.04
        2024-04-27T13:15:02Z | /bin/sh -c #(nop) ADD file:ebe009f86035c175ba244badd298a2582914415cf62783d510eab3a311a5d4e1 in /
        2024-04-27T13:15:02Z | empty /bin/sh -c #(nop)  CMD ["/bin/bash"]
        2024-04-27T18:00:00Z | RUN apt-get install -y curl # buildkit
        """;
    assertThat(history(history, Fixture.distribution("ubuntu", "22.04", "jammy")))
        .isEqualTo(new Base("ubuntu 22.04", null, 1, KnownBy.HISTORY));
  }

  @Test
  void builtRootsMayHaveSeveralLayers() {
    String history =
        """
        0001-01-01T00:00:00Z | bazel build @base_files//:layer
        0001-01-01T00:00:00Z | bazel build @debian12//tzdata/amd64:data
        2024-05-01T00:00:00Z | COPY app /app # buildkit
        """;
    assertThat(history(history)).isEqualTo(new Base("debian 12", null, 2, KnownBy.HISTORY));
    assertThat(history(history.lines().limit(2).reduce("", (a, b) -> a + b + "\n"))).isNull();
    assertThat(history("2024-05-01T00:00:00Z | apko\n2024-05-01T00:00:00Z | ko build ko://x"))
        .extracting("layers")
        .isEqualTo(1);
  }

  @Test
  void copiedRootsAreBasesToo() {
    assertThat(
            history(
                """
                2024-05-01T00:00:00Z | COPY rootfs / # buildkit
                2024-05-01T00:00:01Z | RUN install # buildkit
                """))
        .isEqualTo(new Base("debian 12", null, 1, KnownBy.HISTORY));
  }

  @Test
  void buildahSaysWhereTheNextImageBegins() {
    String history =
        """
        2024-02-13T00:37:29.4Z | /bin/sh -c #(nop) ADD file:9b38b383dd93 in /
        2024-02-13T00:37:29.9Z | empty /bin/sh -c #(nop) CMD ["bash"] | FROM 9d27602d29e9
        2024-02-14T00:00:00Z | /bin/sh -c apt-get install -y python3 | FROM docker.io/library/debian:12.5
        2024-02-15T00:00:00Z | empty /bin/sh -c #(nop) LABEL a=b | FROM registry.example.org/python:3
        2024-02-15T00:00:01Z | /bin/sh -c #(nop) COPY file:e218cbb1b800 in /x | FROM 9499c64459a4
        2024-02-15T00:00:02Z | /bin/sh -c #(nop) COPY file:e218cbb1b800 in /y | FROM f848e135f87c
        """;
    assertThat(history(history))
        .isEqualTo(new Base("registry.example.org/python:3", null, 2, KnownBy.HISTORY));
    // The annotation names the same, and the history counts its layers.
    assertThat(
            of(
                Fixture.settings(
                    Fixture.built(history),
                    Map.of(NAME, "registry.example.org/python:3", BASE_DIGEST, DIGEST.toString()))))
        .isEqualTo(new Base("registry.example.org/python:3", DIGEST, 2, KnownBy.ANNOTATION));
  }

  @Test
  void timeTellsWhereNothingElseDoes() {
    String history =
        """
        2024-07-18T17:22:00Z | something odd
        2024-07-18T17:25:00Z | something more
        2024-08-01T00:00:00Z | RUN dnf install -y curl # buildkit
        """;
    assertThat(history(history)).isEqualTo(new Base("debian 12", null, 2, KnownBy.HISTORY));
    assertThat(history(history, null)).isNull();
    assertThat(history(history.replace("08-01", "07-18"))).isNull();
    // What was begun one day and ended another is no base of one time.
    assertThat(
            history(
                history
                    .replace("07-18T17:22", "07-17T18:00")
                    .replace("07-18T17:25", "07-18T18:01")))
        .extracting("layers")
        .isEqualTo(1);
  }

  @Test
  void anImageThatNothingWasPutOnIsABaseAndHasNone() {
    assertThat(history(DEBIAN.lines().limit(1).findFirst().orElseThrow())).isNull();
    assertThat(history(DEBIAN.lines().limit(2).reduce("", (a, b) -> a + b + "\n"))).isNull();
  }

  @Test
  void anApplicationFromScratchHasNoBase() {
    assertThat(
            history(
                """
                2024-05-01T00:00:00Z | COPY app /app # buildkit
                2024-05-01T00:00:00Z | COPY files / # buildkit
                2024-05-01T00:00:01Z | empty CMD ["/app"]
                """,
                null))
        .isNull();
  }

  @Test
  void aHistoryOfOtherLayersIsNotBelieved() {
    String built = Fixture.built(DEBIAN);
    assertThat(of(Fixture.settings(built.replace("\"diff_ids\": [", "\"diff_ids\": [\"x\", "))))
        .isNull();
    assertThat(of(Fixture.settings("{\"history\": 7, \"config\": []}"))).isNull();
    assertThat(of(ImageSettings.NONE)).isNull();
    // More layers than the subject has.
    assertThat(
            BaseAttribution.of(
                Fixture.image("app", "0"),
                Fixture.settings(
                    Fixture.built(
                        """
                        2024-05-01T00:00:00Z | apko
                        2024-05-01T00:00:00Z | apko
                        2024-05-01T00:00:00Z | COPY app /app
                        """)),
                known))
        .isNull();
  }
}
