package dev.breakwater.inventory.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Base;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Subject;
import dev.breakwater.image.ImageSettings;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.sbom.SbomReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownBasesTest {
  @TempDir private Path work;
  private Path directory;
  private KnownBases bases;

  @BeforeEach
  void begin() {
    directory = work.resolve("data").resolve("bases");
    bases = KnownBases.at(directory);
  }

  private KnownBase learn(String reference, String created, String... layers)
      throws BreakwaterException {
    return learn(reference, created, Fixture.DEBIAN_12, layers);
  }

  private KnownBase learn(
      String reference, String created, Distribution distribution, String... layers)
      throws BreakwaterException {
    return bases.add(
        ImageReference.parse(reference),
        Fixture.image(reference, layers),
        Fixture.created(created),
        Fixture.inventory(distribution, "libc6", "openssl"));
  }

  private @Nullable Base baseOf(String... layers) {
    return BaseAttribution.of(Fixture.image("app", layers), ImageSettings.NONE, bases);
  }

  private List<String> newer(String... layers) {
    return newer(Fixture.image("app", layers));
  }

  private List<String> newer(Subject app) {
    Base base = BaseAttribution.of(app, ImageSettings.NONE, bases);
    return bases.newer(app.on(base)).stream().map(KnownBases.Candidate::reference).toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void nothingIsKnownWhereThereIsNoDirectory() throws BreakwaterException {
    assertThat(bases.list()).isEmpty();
    assertThat(baseOf("a", "b")).isNull();
    assertThat(bases.remove("debian:12")).isEmpty();
    assertThat(bases.problems()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void theLongestKnownChainIsTheBase() throws BreakwaterException {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "debian");
    learn("python:3.12", "2024-02-20T00:00:00Z", "debian", "packages", "python");
    learn("example.org/other:1", "2024-02-20T00:00:00Z", "debian", "other");

    assertThat(baseOf("debian", "packages", "python", "app"))
        .isEqualTo(
            new Base("python:3.12", Fixture.manifest("python:3.12"), 3, Base.KnownBy.LAYERS));
    assertThat(baseOf("debian", "packages", "app"))
        .isEqualTo(
            new Base("debian:12.5", Fixture.manifest("debian:12.5"), 1, Base.KnownBy.LAYERS));
    assertThat(baseOf("packages", "debian")).isNull();
    // The same layers in another order are another chain.
    assertThat(baseOf("debian", "python", "packages", "app")).extracting("layers").isEqualTo(1);
  }

  @Test
  void anImageIsNotItsOwnBase() throws BreakwaterException {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "debian");
    learn("python:3.12", "2024-02-20T00:00:00Z", "debian", "python");

    Subject python = Fixture.image("python:3.12", "debian", "python");
    assertThat(BaseAttribution.of(python, ImageSettings.NONE, bases))
        .extracting("reference")
        .isEqualTo("debian:12.5");
    Subject debian = Fixture.image("debian:12.5", "debian");
    assertThat(BaseAttribution.of(debian, ImageSettings.NONE, bases)).isNull();
    // Only settings were changed: the layers are all the base's.
    assertThat(baseOf("debian")).extracting("reference").isEqualTo("debian:12.5");
  }

  @Test
  void ofSeveralNamesTheMostPreciseIsTold() throws BreakwaterException {
    for (String name :
        List.of(
            "debian:latest",
            "debian:bookworm",
            "debian:12",
            "debian:12.5",
            "mirror.example.org/library/debian:12.5",
            "debian:bookworm-20240211")) {
      learn(name, "2024-02-13T00:00:00Z", "debian");
    }
    assertThat(baseOf("debian", "app")).extracting("reference").isEqualTo("debian:12.5");
    assertThat(bases.list()).hasSize(6);
  }

  @Test
  void whatWasLearnedIsReadByAnotherProcess() throws Exception {
    KnownBase learned = learn("docker.io/library/debian:12.5", "2024-02-13T01:02:03Z", "a", "b");
    learn("example.org/own:1", "not a date", "c");

    KnownBases again = KnownBases.at(directory);
    assertThat(again.list())
        .contains(learned)
        .extracting(KnownBase::reference)
        .containsExactly("debian:12.5", "example.org/own:1");
    assertThat(learned.layers()).isEqualTo(2);
    assertThat(learned.packages()).isEqualTo(2);
    assertThat(learned.created()).hasToString("2024-02-13T01:02:03Z");
    assertThat(learned.release()).isEqualTo(new KnownBase.Release("debian", "12", "bookworm"));
    assertThat(again.list().getLast().created()).isNull();
    assertThat(again.problems()).isEmpty();
  }

  @Test
  void packagesComeBackAsTheyWere() throws BreakwaterException {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "old");
    learn("debian:12.12", "2025-09-08T00:00:00Z", "new");

    Subject app = Fixture.image("app", "old", "app");
    Base base = BaseAttribution.of(app, ImageSettings.NONE, bases);
    Inventory inventory = bases.newer(app.on(base)).getFirst().inventory();
    Inventory expected = Fixture.inventory(Fixture.DEBIAN_12, "libc6", "openssl");
    assertThat(inventory.packages()).isEqualTo(expected.packages());
    assertThat(inventory.distribution())
        .extracting("id", "versionId")
        .containsExactly("debian", "12");
    assertThat(inventory.problems()).isEmpty();
  }

  @Test
  void theSameImageLearnedAgainTakesItsPlaceAndAnotherOfThatNameIsKeptBesideIt() throws Exception {
    learn("debian:12", "2024-02-13T00:00:00Z", "old");
    learn("debian:12", "2024-02-13T00:00:00Z", "old");
    assertThat(bases.list()).hasSize(1);

    learn("debian:12", "2025-09-08T00:00:00Z", "new");
    assertThat(bases.list()).hasSize(2);
    assertThat(newer("old", "app")).containsExactly("debian:12");
    assertThat(newer("new", "app")).isEmpty();
    // Index, lock, and two files for each.
    assertThat(files()).hasSize(6);
  }

  @Test
  void alternativesAreOfTheSameReleaseAndVariantAndNewer() throws BreakwaterException {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "12.5");
    learn("debian:12.4", "2024-06-13T00:00:00Z", "12.4");
    learn("debian:12.12", "2025-09-08T00:00:00Z", "12.12");
    learn("debian:12.6", "2024-07-01T00:00:00Z", "12.6");
    learn("debian:bookworm", "2025-09-08T00:00:00Z", "12.12");
    learn("debian:12.12-slim", "2025-09-08T00:00:00Z", "slim");
    Distribution trixie = Fixture.distribution("debian", "13", "trixie");
    learn("debian:13.1", "2025-09-08T00:00:00Z", trixie, "13.1");
    learn("debian:trixie", "2025-09-08T00:00:00Z", trixie, "13.1");
    learn("example.org/debian:12.12", "2025-09-08T00:00:00Z", "elsewhere");

    assertThat(newer("12.5", "app")).containsExactly("debian:12.12", "debian:12.6");
    assertThat(newer("12.12", "app")).isEmpty();
    assertThat(newer("slim", "app")).isEmpty();
    learn("debian:bookworm-20251001-slim", "2025-10-01T00:00:00Z", "slimmer");
    assertThat(newer("slim", "app")).containsExactly("debian:bookworm-20251001-slim");
  }

  @Test
  void alternativesStayOnTheLineOfTheirVersions() throws BreakwaterException {
    Distribution alpine319 = Fixture.distribution("alpine", "3.19.1", null);
    Distribution alpine320 = Fixture.distribution("alpine", "3.20.0", null);
    learn("node:20.11.1-alpine3.19", "2024-02-14T00:00:00Z", alpine319, "node");
    learn("node:20.12.0-alpine3.19", "2024-03-27T00:00:00Z", alpine319, "node12");
    learn("node:20.13.0-alpine3.20", "2024-05-27T00:00:00Z", alpine320, "node20");
    learn("node:22.1.0-alpine3.19", "2024-05-02T00:00:00Z", alpine319, "node22");
    learn("alpine:3.19.1", "2024-01-27T00:00:00Z", alpine319, "alpine");
    learn("alpine:3.19.4", "2024-09-06T00:00:00Z", alpine319, "alpine4");
    learn("alpine:3.20.0", "2024-05-22T00:00:00Z", alpine320, "alpine20");
    learn("python:3.11.8-slim", "2024-02-13T00:00:00Z", "python");
    learn("python:3.11.10-slim", "2024-09-08T00:00:00Z", "python11");
    learn("python:3.12.6-slim", "2024-09-08T00:00:00Z", "python12");

    assertThat(newer("node", "app")).containsExactly("node:20.12.0-alpine3.19");
    assertThat(newer("alpine", "app")).containsExactly("alpine:3.19.4");
    assertThat(newer("python", "app")).containsExactly("python:3.11.10-slim");
  }

  @Test
  void alternativesAreAtMostThreeAndTheNewestFirst() throws BreakwaterException {
    for (int i = 1; i < 8; i++) {
      learn("debian:12." + i, "2024-0" + i + "-01T00:00:00Z", "12." + i);
    }
    assertThat(newer("12.2", "app")).containsExactly("debian:12.7", "debian:12.6", "debian:12.5");
  }

  @Test
  void alternativesOfABaseThatIsOnlyNamedAreKnownByTheirTags() throws BreakwaterException {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "12.5");
    learn("debian:12.12", "2025-09-08T00:00:00Z", "12.12");
    Subject app = Fixture.image("app", "other", "app");

    Base named = new Base("docker.io/library/debian:12.6", null, 0, Base.KnownBy.ANNOTATION);
    assertThat(bases.newer(app.on(named)))
        .extracting(KnownBases.Candidate::reference)
        .containsExactly("debian:12.12");
    for (String none : List.of("debian 12", "sha256:" + "0".repeat(64), "debian:latest")) {
      Base base = new Base(none, null, 1, Base.KnownBy.HISTORY);
      assertThat(bases.newer(app.on(base))).as(none).isEmpty();
    }
    assertThat(bases.newer(app)).isEmpty();
  }

  @Test
  void anotherPlatformIsNoAlternative() throws BreakwaterException {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "12.5");
    Subject arm = Fixture.image("arm", "arm");
    bases.add(
        ImageReference.parse("debian:12.12"),
        new Subject("registry", "arm", null, "linux/arm64", null, arm.layers()),
        Fixture.created("2025-09-08T00:00:00Z"),
        Fixture.inventory(Fixture.DEBIAN_12));
    assertThat(newer("12.5", "app")).isEmpty();
  }

  @Test
  void aBaseIsForgottenByNameOrDigest() throws Exception {
    learn("debian:12", "2024-02-13T00:00:00Z", "old");
    learn("debian:12", "2025-09-08T00:00:00Z", "new");
    learn("debian:11", "2025-09-08T00:00:00Z", "eleven");

    assertThat(bases.remove("debian:10")).isEmpty();
    assertThat(bases.remove("debian:12")).hasSize(2);
    assertThat(bases.list()).extracting(KnownBase::reference).containsExactly("debian:11");
    assertThat(bases.remove(Fixture.manifest("debian:11").toString())).hasSize(1);
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(".lock", "index.tsv");
  }

  @Test
  void whatHasNoLayersCannotBeLearned() {
    assertThatThrownBy(() -> learn("example.org/empty:1", "2024-02-13T00:00:00Z"))
        .isInstanceOf(BreakwaterException.class)
        .hasMessage("example.org/empty:1 has no layers, so no image can have been built on it");
  }

  @Test
  void filesArePrivate() throws Exception {
    learn("debian:12", "2024-02-13T00:00:00Z", "debian");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    for (Path file : files()) {
      if (!file.endsWith(".lock")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aDirectoryThatOthersMayWriteToIsNotBelieved() throws Exception {
    learn("debian:12", "2024-02-13T00:00:00Z", "debian");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    bases = KnownBases.at(directory);
    assertThat(baseOf("debian", "app")).isNull();
    assertThat(bases.problems())
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("others than you may write there");
    assertThatThrownBy(() -> learn("debian:13", "2024-02-13T00:00:00Z", "other"))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("others than you may write there");
  }

  @Test
  void aLostIndexIsMadeAnewOfTheDocuments() throws Exception {
    KnownBase learned = learn("debian:12", "2024-02-13T00:00:00Z", "debian");
    Files.delete(directory.resolve("index.tsv"));
    bases = KnownBases.at(directory);
    assertThat(bases.list()).containsExactly(learned);
    assertThat(bases.problems()).isEmpty();

    learn("debian:11", "2024-02-13T00:00:00Z", "eleven");
    assertThat(directory.resolve("index.tsv")).content().contains("debian:12", "debian:11");
  }

  @Test
  void aDamagedIndexIsToldAndMadeAnew() throws Exception {
    KnownBase learned = learn("debian:12", "2024-02-13T00:00:00Z", "debian");
    Files.writeString(directory.resolve("index.tsv"), "\u0000garbage");
    bases = KnownBases.at(directory);
    assertThat(baseOf("debian", "app")).extracting("reference").isEqualTo(learned.reference());
    assertThat(bases.problems())
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("damaged");

    learn("debian:11", "2024-02-13T00:00:00Z", "eleven");
    KnownBases again = KnownBases.at(directory);
    assertThat(again.list()).hasSize(2);
    assertThat(again.problems()).isEmpty();
  }

  @Test
  void damagedLinesAreLeftOutAndTold() throws Exception {
    learn("debian:12", "2024-02-13T00:00:00Z", "debian");
    Path index = directory.resolve("index.tsv");
    String good = Files.readString(index);
    String line = good.split("\n", -1)[1];
    for (String damaged :
        List.of(
            "x",
            "",
            line.replace("\t1\t", "\t-1\t"),
            line.replace("\t1\t", "\tmany\t"),
            line.replace("sha256:", "sha257:"),
            line.replace("\t1707782400\t", "\tyesterday\t"),
            line.replace("\t1707782400\t", "\t" + Long.MAX_VALUE + "\t"),
            line + "\tmore",
            line.replace("debian:12", "-"))) {
      Files.writeString(index, good + damaged + "\n");
      KnownBases again = KnownBases.at(directory);
      assertThat(again.list()).as(damaged).hasSize(1);
      assertThat(again.problems()).as(damaged).hasSize(1);
    }
  }

  @Test
  void damagedDocumentsAreLeftOutAndTold() throws Exception {
    learn("debian:12", "2024-02-13T00:00:00Z", "debian");
    Files.delete(directory.resolve("index.tsv"));
    Files.writeString(directory.resolve("broken.json"), "{\"schema\"");
    Files.writeString(directory.resolve("other.json"), "[]");
    Files.writeString(
        directory.resolve("moved.json"),
        Files.readString(
            files().stream()
                .filter(file -> file.toString().endsWith(".json"))
                .filter(file -> file.getFileName().toString().length() > 20)
                .findFirst()
                .orElseThrow()));
    Files.createDirectory(directory.resolve("folder.json"));

    KnownBases again = KnownBases.at(directory);
    assertThat(again.list()).hasSize(1);
    assertThat(again.problems()).hasSize(4);
  }

  @Test
  void aDamagedListOfPackagesLeavesOutItsAlternative() throws Exception {
    learn("debian:12.5", "2024-02-13T00:00:00Z", "12.5");
    KnownBase broken = learn("debian:12.12", "2025-09-08T00:00:00Z", "12.12");
    learn("debian:12.6", "2024-07-01T00:00:00Z", "12.6");
    Path sbom = directory.resolve(broken.fileName() + ".cdx");
    assertThat(SbomReader.read(sbom).inventory().packages()).hasSize(2);
    Files.writeString(sbom, "{");

    assertThat(newer("12.5", "app")).containsExactly("debian:12.6");
    assertThat(bases.problems())
        .singleElement()
        .extracting(Problem::where)
        .isEqualTo("the learned base debian:12.12");
  }

  @Test
  void hostileNamesDoNotReachTheIndex() throws Exception {
    Distribution hostile = Fixture.distribution("debian\tx\n", "1 2", "\u0000");
    Subject image = Fixture.image("x", "hostile");
    bases.add(
        ImageReference.parse("example.org/hostile:1"),
        new Subject("registry", "x\n", null, "linux/\tamd64\n", hostile, image.layers()),
        Fixture.created("+999999999-01-01T00:00:00Z"),
        Fixture.inventory(hostile));
    KnownBases again = KnownBases.at(directory);
    assertThat(again.list()).hasSize(1);
    assertThat(again.problems()).isEmpty();
    assertThat(again.list().getFirst().platform()).isNull();
    assertThat(again.list().getFirst().release()).isNull();
  }

  @Test
  void manyMayLearnAtOnce() throws Exception {
    int writers = 8;
    try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> learned = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = "debian:12." + i;
        learned.add(
            pool.submit(() -> {
              KnownBases own = KnownBases.at(directory);
              own.add(
                  ImageReference.parse(name),
                  Fixture.image(name, name),
                  ImageSettings.NONE,
                  Fixture.inventory(Fixture.DEBIAN_12, "libc6"));
              return own.list();
            }));
      }
      for (Future<?> each : learned) {
        each.get();
      }
    }
    assertThat(bases.list()).hasSize(writers);
    assertThat(bases.problems()).isEmpty();
    assertThat(files()).noneMatch(file -> file.toString().endsWith(".tmp"));
  }
}
