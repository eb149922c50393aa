package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.MatchResult;
import dev.breakwater.advisory.Matcher;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.advisory.store.StoreFile;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Progress;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.Inventory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real feeds, where they are at hand: in the directory that the system property {@code
 * breakwater.shared} names, or {@code ../shared} beside the repository.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedFeedsTest {
  private Path feeds = Path.of("");
  private List<FeedOutcome> outcomes = List.of();
  private AdvisoryStore store = AdvisoryStore.at(Path.of(""));

  @BeforeAll
  void load(@TempDir Path directory) throws Exception {
    String given = System.getProperty("breakwater.shared");
    // Surefire runs in the module's directory.
    Path shared = given != null ? Path.of(given) : Path.of("..", "..", "shared");
    feeds = shared.resolve("feeds");
    if (!Files.isDirectory(feeds)) {
      System.out.println("not run: SharedFeedsTest, there are no feeds in " + feeds);
      Assumptions.abort("there are no feeds in " + feeds);
    }
    // The store is read by all tests of the class, so its directory outlives this method.
    Path place = Files.createDirectory(directory.resolve("store"));
    outcomes = new FeedUpdater(place, feeds.toString(), Progress.SILENT).update(List.of());
    store = AdvisoryStore.at(place);
    store.status();
  }

  @Test
  void nothingIsBroken() {
    assertThat(outcomes).isNotEmpty();
    assertThat(outcomes)
        .allSatisfy(outcome -> {
          assertThat(outcome.state()).isEqualTo(FeedOutcome.State.UPDATED);
          assertThat(outcome.broken()).isZero();
        });
  }

  /** Counted with another JSON reader and another way through the zip. */
  @Test
  void countsAreThoseOfTheFeeds() throws Exception {
    Map<String, Integer> counts = new HashMap<>();
    try (var families = Files.list(feeds.resolve("osv"))) {
      for (Path family : families.toList()) {
        count(family.resolve("all.zip"), counts);
      }
    }
    Map<String, Integer> stored = new HashMap<>();
    for (FeedOutcome outcome : outcomes) {
      boolean osv =
          !outcome.name().startsWith("Alpine")
              && !outcome.name().equals("kev")
              && !outcome.name().equals("epss");
      if (osv) {
        stored.put(outcome.name(), outcome.records());
      }
    }
    assertThat(stored).isEqualTo(counts);
  }

  private static void count(Path zip, Map<String, Integer> counts) throws Exception {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().map(ZipEntry.class::cast).toList()) {
        Json record = Json.parse(file.getInputStream(entry), 1 << 24);
        Set<String> ecosystems = new HashSet<>();
        for (Json affected : record.get("affected").items()) {
          ecosystems.add(affected.get("package").text("ecosystem", ""));
        }
        for (String ecosystem : ecosystems) {
          counts.merge(ecosystem, 1, Integer::sum);
        }
      }
    }
  }

  @Test
  void theStoreIsWhole() throws Exception {
    assertThat(store.status())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file.state()).isEqualTo(StoreFile.State.OK));
  }

  /** At every bound of every range, the third build of a release is judged as the release. */
  @Test
  void buildsOfBitnamiAreJudgedAsTheirReleases() throws Exception {
    Set<String> releases = new TreeSet<>();
    try (ZipFile file = new ZipFile(feeds.resolve("osv/Bitnami/all.zip").toFile())) {
      for (ZipEntry entry : file.stream().map(ZipEntry.class::cast).toList()) {
        Json record = Json.parse(file.getInputStream(entry), 1 << 24);
        for (Json affected : record.get("affected").items()) {
          for (Json range : affected.get("ranges").items()) {
            for (Json event : range.get("events").items()) {
              for (Json bound : event.members().values()) {
                releases.add(affected.get("package").text("name") + "@" + bound.text());
              }
            }
          }
        }
      }
    }
    releases.removeIf(release -> !release.matches("[^@]+@[0-9.]+"));
    assertThat(releases).hasSizeGreaterThan(1000);
    Set<String> ofReleases = judged(releases, "");
    assertThat(ofReleases).hasSizeGreaterThan(1000).isEqualTo(judged(releases, "-3"));
  }

  /** Each release with each finding in it. */
  private Set<String> judged(Set<String> releases, String build) throws Exception {
    List<SoftwarePackage> packages = new ArrayList<>();
    for (String release : releases) {
      PackageUrl purl = PackageUrl.parse("pkg:bitnami/" + release + build);
      String version = release.substring(release.indexOf('@') + 1) + build;
      packages.add(new SoftwarePackage(purl, purl.name(), version, null, List.of("a"), null, null));
    }
    Set<String> judged = new TreeSet<>();
    MatchResult result =
        new Matcher(store, Instant.now()).match(new Inventory(null, packages, List.of()));
    for (Vulnerability finding : result.findings()) {
      String installed = finding.installed();
      judged.add(
          finding.purl().name()
              + "@"
              + installed.substring(0, installed.length() - build.length())
              + " "
              + finding.id());
    }
    return judged;
  }

  /** Every package of every record is found by its name, with the record's id. */
  @Test
  void everyPackageIsFound() throws Exception {
    Path zip = feeds.resolve("osv").resolve("Debian").resolve("all.zip");
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().map(ZipEntry.class::cast).toList()) {
        Json record = Json.parse(file.getInputStream(entry), 1 << 24);
        for (Json affected : record.get("affected").items()) {
          Json described = affected.get("package");
          Ecosystem ecosystem = Ecosystem.parse(described.text("ecosystem", ""));
          assertThat(store.feed(ecosystem).orElseThrow().naming(described.text("name", "")))
              .extracting(Advisory::id)
              .contains(record.text("id", ""));
        }
      }
    }
  }
}
