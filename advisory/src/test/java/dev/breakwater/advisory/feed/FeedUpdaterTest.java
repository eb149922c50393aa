package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.feed.FeedOutcome.State;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.advisory.store.StoreFile;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Vulnerability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates from a directory. */
class FeedUpdaterTest {
  @TempDir Path temporary;
  private Path base = Path.of("");
  private Path store = Path.of("");
  private TestFeeds feeds = new TestFeeds(base);

  @BeforeEach
  void places() throws Exception {
    base = Files.createDirectory(temporary.resolve("feeds"));
    store = temporary.resolve("store");
    feeds = new TestFeeds(base);
  }

  @Test
  void withoutNamesAllThatIsThere() throws Exception {
    feeds.everything();
    assertThat(update())
        .containsExactly(
            "Alpine:v3.2 UPDATED 1",
            "Alpine:v3.20 UPDATED 2",
            "Debian:11 UPDATED 1",
            "Debian:12 UPDATED 1",
            "Wolfi UPDATED 1",
            "epss UPDATED 1",
            "kev UPDATED 1",
            "npm UPDATED 1");
    AdvisoryStore reader = AdvisoryStore.at(store);
    assertThat(reader.status()).allMatch(file -> file.state() == StoreFile.State.OK);
    assertThat(reader.kev("CVE-2024-1"))
        .contains(new Vulnerability.Kev(LocalDate.of(2024, 2, 3), null, false));
    assertThat(reader.epss("CVE-2024-1")).contains(new Vulnerability.Epss(0.5, 0.9));
    assertThat(reader.kevAsOf()).contains(Instant.parse("2025-01-02T03:04:05Z"));
    assertThat(reader.epssAsOf()).contains(Instant.parse("2025-01-01T00:00:00Z"));
    assertThat(reader.feed(Ecosystem.parse("npm")).orElseThrow().asOf())
        .isEqualTo(Instant.parse("2024-05-06T07:08:09Z"));
    assertThat(reader.feed(Ecosystem.parse("Alpine:v3.20")).orElseThrow().naming("go")).hasSize(1);
    assertThat(reader.byId("cve-2024-1")).hasSize(2);
  }

  /** It records fixes only, so what Alpine has not fixed is not found. */
  @Test
  void item35_alpineIsJudgedByItsSecdbAlone() throws Exception {
    feeds.everything();
    feeds.export("Alpine", TestFeeds.record("CVE-2099-1", "Alpine:v3.20", "openssl", "9.0-r0"));
    update();
    assertThat(AdvisoryStore.at(store).byId("CVE-2099-1")).isEmpty();
    assertThat(update("Alpine:v3.20")).containsExactly("Alpine:v3.20 UNCHANGED 0");
    assertThat(
            AdvisoryStore.at(store)
                .feed(Ecosystem.parse("Alpine:v3.20"))
                .orElseThrow()
                .naming("openssl"))
        .extracting(dev.breakwater.advisory.Advisory::id)
        .containsExactly("CVE-2024-1");
  }

  @Test
  void aReleaseMayBeNamedAsTheVendorDoes() throws Exception {
    feeds.export(
        "Ubuntu",
        TestFeeds.record("USN-1", "Ubuntu:22.04:LTS", "a", "1"),
        TestFeeds.record("USN-2", "Ubuntu:Pro:22.04:LTS", "a", "1"));
    assertThat(update("ubuntu:22.04:LTS")).containsExactly("Ubuntu:22.04 UPDATED 2");
  }

  @Test
  void namesInAnyCaseWithAndWithoutRelease() throws Exception {
    feeds.everything();
    assertThat(update("debian:12", "NPM", "alpine:v3.20", "debian:13", "Rust", "KEV"))
        .containsExactly(
            "Alpine:v3.20 UPDATED 2",
            "Debian:12 UPDATED 1",
            "Debian:13 NOT_OFFERED 0",
            "Rust NOT_OFFERED 0",
            "kev UPDATED 1",
            "npm UPDATED 1");
    assertThat(AdvisoryStore.at(store).ecosystems()).doesNotContain(Ecosystem.parse("Debian:11"));
    assertThat(update("Debian", "Alpine"))
        .containsExactly(
            "Alpine:v3.2 UPDATED 1",
            "Alpine:v3.20 UNCHANGED 0",
            "Debian:11 UPDATED 1",
            "Debian:12 UPDATED 1");
    assertThat(update("Debian")).containsExactly("Debian:11 UNCHANGED 0", "Debian:12 UNCHANGED 0");
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() throws Exception {
    feeds.everything();
    update();
    Path file = store.resolve("npm.advisories");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(update()).allMatch(outcome -> outcome.contains("UNCHANGED"));
    assertThat(Files.getLastModifiedTime(file).toInstant())
        .isAfter(Instant.parse("2020-01-02T00:00:00Z"));

    feeds.export(
        "npm",
        TestFeeds.record("GHSA-1", "npm", "left-pad", "1.0.0"),
        TestFeeds.record("GHSA-2", "npm", "left-pad", "2.0.0"));
    assertThat(update("npm")).containsExactly("npm UPDATED 2");
  }

  @Test
  void aDamagedStoreFileIsFetchedAgain() throws Exception {
    feeds.everything();
    update();
    Files.writeString(store.resolve("npm.advisories"), "damaged");
    assertThat(update("npm")).containsExactly("npm UPDATED 1");
    Files.writeString(store.resolve("npm.advisories"), "damaged");
    assertThat(fetchMissing("npm")).containsExactly("npm UPDATED 1");
  }

  /** The first store format had a file for each of OSV's names. */
  @Test
  void filesUnderNamesOfEarlierGoWhenTheirSuccessorsAreThere() throws Exception {
    feeds.export("Ubuntu", TestFeeds.record("USN-1", "Ubuntu:22.04:LTS", "curl", "7.81.0"));
    Files.createDirectories(store);
    Path replaced = Files.writeString(store.resolve("Ubuntu%3A22.04%3ALTS.advisories"), "old");
    Path kept = Files.writeString(store.resolve("Ubuntu%3A20.04%3ALTS.advisories"), "old");
    assertThat(AdvisoryStore.at(store).ecosystems())
        .containsExactly(Ecosystem.parse("Ubuntu:20.04:LTS"), Ecosystem.parse("Ubuntu:22.04:LTS"));
    assertThat(fetchMissing("Ubuntu:22.04")).contains("Ubuntu:22.04 UPDATED 1");
    assertThat(update("Ubuntu:22.04")).containsExactly("Ubuntu:22.04 UNCHANGED 0");
    assertThat(replaced).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void fetchesWhatIsMissingOnly() throws Exception {
    feeds.everything();
    assertThat(fetchMissing("npm", "Debian:12", "Debian:99", "Debian", "PyPI", "../x"))
        .containsExactly(
            "../x NOT_OFFERED 0",
            "Debian NOT_OFFERED 0",
            "Debian:12 UPDATED 1",
            "Debian:99 NOT_OFFERED 0",
            "PyPI NOT_OFFERED 0",
            "epss UPDATED 1",
            "kev UPDATED 1",
            "npm UPDATED 1");
    assertThat(fetchMissing("npm", "Debian:12")).isEmpty();
  }

  @Test
  void brokenRecordsAreToldAndTheRestIsUsed() throws Exception {
    feeds.export(
        "npm",
        TestFeeds.record("GHSA-1", "npm", "a", "1.0.0"),
        "{broken",
        TestFeeds.record("GHSA-2", "npm", "b", "1.0.0"));
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes)
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.records()).isEqualTo(2);
          assertThat(outcome.broken()).isEqualTo(1);
          assertThat(outcome.problems().getFirst().where()).isEqualTo("record-1.json");
          assertThat(outcome.problems().getFirst().what()).contains("not valid JSON");
        });
  }

  @Test
  void aFeedThatIsMostlyBrokenIsRefused() throws Exception {
    feeds.everything();
    update();
    byte[] before = Files.readAllBytes(store.resolve("npm.advisories"));
    feeds.export("npm", "{", "{}", TestFeeds.record("GHSA-9", "npm", "a", "1.0.0"));
    feeds.file("kev/known_exploited_vulnerabilities.json", "<html>");
    feeds.file("epss/epss_scores-current.csv", "cve,epss,percentile\nx\ny\n");
    feeds.file("alpine-secdb/v3.20/main.json", "{\"packages\": [{}, {}]}");
    List<FeedOutcome> outcomes =
        updater().update(List.of("npm", "kev", "epss", "Alpine:v3.20", "Debian:12"));
    assertThat(text(outcomes))
        .containsExactly(
            "Alpine:v3.20 FAILED 0",
            "Debian:12 UNCHANGED 0",
            "epss FAILED 0",
            "kev FAILED 0",
            "npm FAILED 0");
    assertThat(outcomes.getLast().reason())
        .contains("2 of the 3 records")
        .contains("record-0.json");
    assertThat(outcomes.get(3).reason()).contains("not valid JSON").contains("keeps what it had");
    assertThat(Files.readAllBytes(store.resolve("npm.advisories"))).isEqualTo(before);
    assertThat(AdvisoryStore.at(store).kev("CVE-2024-1")).isPresent();
  }

  @Test
  void archivesThatAreNone() throws Exception {
    Path zip = feeds.export("npm", TestFeeds.record("GHSA-1", "npm", "a", "1.0.0"));
    byte[] whole = Files.readAllBytes(zip);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(zip, java.util.Arrays.copyOf(whole, length));
      assertThat(update("npm")).containsExactly("npm FAILED 0");
    }
    feeds.export("npm");
    assertThat(update("npm")).containsExactly("npm FAILED 0");
    feeds.export("npm", TestFeeds.record("X", "PyPI", "a", "1"));
    assertThat(update("npm")).containsExactly("npm FAILED 0");
    assertThat(store.resolve("npm.advisories")).doesNotExist();
  }

  @Test
  void zipBombs() throws Exception {
    String bomb =
        "{\"id\": \"X\", \"details\": \"" + "a".repeat(17 << 20) + "\", \"affected\": []}";
    feeds.export(
        "npm",
        bomb,
        TestFeeds.record("GHSA-1", "npm", "a", "1.0.0"),
        TestFeeds.record("GHSA-2", "npm", "b", "1.0.0"));
    assertThat(update("npm")).containsExactly("npm UPDATED 2");
    String[] many = new String[10];
    java.util.Arrays.fill(many, bomb);
    feeds.export("npm", many);
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().state()).isEqualTo(State.FAILED);
    assertThat(outcomes.getFirst().reason()).contains("believable");
  }

  @Test
  void basesThatAreNone() {
    for (String bad : List.of("/no/such/place", "https://", "http://u:p@example.org/", "file:x")) {
      assertThatThrownBy(() -> new FeedUpdater(store, bad, Progress.SILENT))
          .as(bad)
          .isInstanceOf(BreakwaterException.class);
    }
    assertThatThrownBy(() -> updater().update(List.of()))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("no feeds");
  }

  @Test
  void aFileUrlIsADirectory() throws Exception {
    feeds.everything();
    assertThat(
            text(
                new FeedUpdater(store, base.toUri().toString(), Progress.SILENT)
                    .update(Set.of("kev"))))
        .containsExactly("kev UPDATED 1");
  }

  @Test
  void anIndexOfJavaArchives() throws Exception {
    assertThat(update("jars")).containsExactly("jars NOT_OFFERED 0");
    String index = "# comment\n" + "0".repeat(39) + "1\torg.acme:thing:1.2\nnonsense\n";
    Path file = Files.createDirectories(base.resolve("jars")).resolve("index.tsv");
    Files.writeString(file, index + "a".repeat(40) + "\torg.acme:other:3\n");
    assertThat(update("jars")).containsExactly("jars UPDATED 2");
    AdvisoryStore stored = AdvisoryStore.at(store);
    byte[] sha1 = new byte[20];
    assertThat(stored.artifact(sha1)).isEmpty();
    sha1[19] = 1;
    assertThat(stored.artifact(sha1)).contains("org.acme:thing:1.2");
    assertThat(fetchMissing("jars")).noneMatch(outcome -> outcome.startsWith("jars"));

    Files.writeString(file, "b".repeat(40) + "\ta:b:1\n" + "a".repeat(40) + "\ta:b:2\n");
    assertThat(update("jars")).containsExactly("jars FAILED 0");
    assertThat(AdvisoryStore.at(store).artifact(sha1))
        .as("an index that is not sorted leaves the old one as it was")
        .contains("org.acme:thing:1.2");
  }

  @Test
  void aListOfKnownBadFiles() throws Exception {
    assertThat(update("malware")).containsExactly("malware NOT_OFFERED 0");
    String md5 = "0".repeat(31) + "1";
    String sha256 = "f".repeat(64);
    Path file = Files.createDirectories(base.resolve("malware")).resolve("hashes.hsb");
    Files.writeString(
        file, "# comment\n" + md5 + ":68:Eicar\n" + sha256 + "  *miner:v2\nnonsense:1:x\n");
    assertThat(update()).contains("malware UPDATED 2");
    assertThat(store.resolve("malware.hsb"))
        .hasContent(md5 + ":68:Eicar\n" + sha256 + ":*:miner_v2\n");

    Files.writeString(file, "<html>\nnothing here\n</html>\n");
    assertThat(update("malware")).containsExactly("malware FAILED 0");
    assertThat(store.resolve("malware.hsb")).content().contains("Eicar");
  }

  private FeedUpdater updater() throws Exception {
    return new FeedUpdater(store, base.toString(), Progress.SILENT);
  }

  private List<String> update(String... names) throws Exception {
    return text(updater().update(List.of(names)));
  }

  private List<String> fetchMissing(String... names) throws Exception {
    Set<Ecosystem> needed = new java.util.TreeSet<>();
    for (String name : names) {
      needed.add(Ecosystem.parse(name));
    }
    return text(updater().fetchMissing(needed));
  }

  /** In the order of their names. */
  static List<String> text(List<FeedOutcome> outcomes) {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (FeedOutcome outcome : outcomes) {
      sorted.put(outcome.name(), outcome.name() + " " + outcome.state() + " " + outcome.records());
    }
    return new ArrayList<>(sorted.values());
  }
}
