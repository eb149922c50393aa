package dev.breakwater.advisory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.AdvisoryLookup.Feed;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoryStoreTest {
  private static final Ecosystem DEBIAN = Ecosystem.parse("Debian:12");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 50, 3000})
  void whatGoesInComesOutByEveryKey(int count) throws Exception {
    List<Advisory> advisories = new RandomAdvisories(count).list(count);
    write(DEBIAN, advisories);

    AdvisoryStore store = AdvisoryStore.at(directory);
    Feed feed = store.feed(DEBIAN).orElseThrow();
    assertThat(feed.asOf()).isEqualTo(provenance().asOf());
    Map<String, List<Advisory>> byName = expectedByName(advisories);
    for (Map.Entry<String, List<Advisory>> entry : byName.entrySet()) {
      assertThat(feed.naming(entry.getKey())).isEqualTo(entry.getValue());
      assertThat(feed.naming(entry.getKey(), affected -> affected.severity() != null))
          .isEqualTo(
              entry.getValue().stream()
                  .filter(a -> a.affected().stream().anyMatch(e -> e.severity() != null))
                  .toList());
    }
    for (Map.Entry<String, List<Advisory>> entry : expectedById(advisories).entrySet()) {
      assertThat(store.byId(entry.getKey().toLowerCase(Locale.ROOT)))
          .extracting(AdvisoryStore.Filed::advisory)
          .usingRecursiveFieldByFieldElementComparator()
          .hasSize(entry.getValue().size());
      assertThat(store.byId(entry.getKey()).stream().map(f -> f.advisory().id()).toList())
          .isEqualTo(entry.getValue().stream().map(Advisory::id).toList());
    }
    for (String absent : List.of("", "package-", "package-00", "zzz", "\u0000", "ID-1x", "😀")) {
      if (!byName.containsKey(absent)) {
        assertThat(feed.naming(absent)).isEmpty();
      }
    }
    assertThat(store.status())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.name()).isEqualTo("Debian:12");
          assertThat(file.state()).isEqualTo(StoreFile.State.OK);
          assertThat(file.problem()).isNull();
          assertThat(file.records()).isEqualTo(count);
          assertThat(file.provenance()).isEqualTo(provenance());
          assertThat(file.bytes()).isEqualTo(Files.size(file.path()));
        });
  }

  @Test
  void anAdvisoryComesBackWhole() throws Exception {
    List<Advisory> advisories = new RandomAdvisories(7).list(200);
    write(DEBIAN, advisories);

    AdvisoryStore store = AdvisoryStore.at(directory);
    for (Advisory advisory : advisories) {
      assertThat(store.byId(advisory.id()))
          .extracting(AdvisoryStore.Filed::advisory)
          .anySatisfy(found -> {
            assertThat(withoutAffected(found)).isEqualTo(withoutAffected(advisory));
            assertThat(found.affected()).containsExactlyInAnyOrderElementsOf(advisory.affected());
          });
    }
  }

  @Test
  void theSameAdvisoriesMakeTheSameBytes() throws Exception {
    List<Advisory> advisories = new RandomAdvisories(3).list(500);
    write(DEBIAN, advisories);
    byte[] first = Files.readAllBytes(file("Debian%3A12.advisories"));
    write(DEBIAN, advisories);
    assertThat(Files.readAllBytes(file("Debian%3A12.advisories"))).isEqualTo(first);
  }

  @Test
  void aStoreThatIsNotThereIsEmpty() throws Exception {
    AdvisoryStore store = AdvisoryStore.at(directory.resolve("none"));
    assertThat(store.feed(DEBIAN)).isEmpty();
    assertThat(store.kev("CVE-2024-1")).isEmpty();
    assertThat(store.epss("CVE-2024-1")).isEmpty();
    assertThat(store.byId("CVE-2024-1")).isEmpty();
    assertThat(store.status()).isEmpty();
  }

  @Test
  void keepsScores() throws Exception {
    Map<String, Vulnerability.Epss> epss = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      epss.put("CVE-2020-" + i, new Vulnerability.Epss(i / 20_000.0, 1 - i / 20_000.0));
    }
    Vulnerability.Kev due =
        new Vulnerability.Kev(LocalDate.of(2021, 11, 3), LocalDate.of(2021, 11, 17), true);
    Vulnerability.Kev open = new Vulnerability.Kev(LocalDate.of(1969, 7, 20), null, false);
    StoreDirectory store = new StoreDirectory(directory);
    EpssWriter.write(store, epss, provenance());
    KevWriter.write(store, Map.of("CVE-2021-1", due, "CVE-2021-2", open), provenance());

    AdvisoryStore reader = AdvisoryStore.at(directory);
    for (Map.Entry<String, Vulnerability.Epss> entry : epss.entrySet()) {
      assertThat(reader.epss(entry.getKey())).contains(entry.getValue());
    }
    assertThat(reader.epss("CVE-2020-20000")).isEmpty();
    assertThat(reader.kev("CVE-2021-1")).contains(due);
    assertThat(reader.kev("CVE-2021-2")).contains(open);
    assertThat(reader.kev("CVE-2021-3")).isEmpty();
    assertThat(reader.kevAsOf()).contains(provenance().asOf());
    assertThat(reader.epssAsOf()).contains(provenance().asOf());
    assertThat(reader.status()).extracting(StoreFile::name).containsExactly("kev", "epss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Debian:12",
        "PyPI",
        "crates.io",
        "Rocky Linux:9",
        "Red Hat:rhel_aus:8.2::appstream",
        "../../etc/passwd",
        ".",
        "..",
        "a%3Ab",
        "Ubuntu:Pro:22.04:LTS",
        "漢字",
        "a/b\\c\0d",
        "kev"
      })
  void fileNamesAreSafeAndCanBeReadBack(String name) throws Exception {
    Ecosystem ecosystem = Ecosystem.parse(name);
    write(ecosystem, new RandomAdvisories(1).list(3));
    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".advisories"))).hasSize(1);
    }
    AdvisoryStore store = AdvisoryStore.at(directory);
    assertThat(store.ecosystems()).containsExactly(ecosystem);
    assertThat(store.feed(ecosystem)).isPresent();
    assertThat(store.kev("CVE-1")).isEmpty();
  }

  @Test
  void aFileUnderAnotherNameIsNotBelieved() throws Exception {
    write(DEBIAN, new RandomAdvisories(1).list(3));
    Files.move(file("Debian%3A12.advisories"), file("Debian%3A13.advisories"));
    assertThatThrownBy(() -> AdvisoryStore.at(directory).feed(Ecosystem.parse("Debian:13")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("Debian:12");
  }

  @Test
  void anotherFormatSaysWhatToDo() throws Exception {
    write(DEBIAN, new RandomAdvisories(1).list(3));
    byte[] bytes = Files.readAllBytes(file("Debian%3A12.advisories"));
    ByteBuffer.wrap(bytes).putInt(8, StoreFormat.VERSION + 1);
    Files.write(file("Debian%3A12.advisories"), bytes);
    AdvisoryStore store = AdvisoryStore.at(directory);
    assertThatThrownBy(() -> store.feed(DEBIAN))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("store format " + (StoreFormat.VERSION + 1))
        .hasMessageContaining("breakwater db update");
    assertThat(store.status().getFirst().state()).isEqualTo(StoreFile.State.OTHER_FORMAT);
  }

  @Test
  void closingWithoutCommitLeavesTheOldFile() throws Exception {
    write(DEBIAN, new RandomAdvisories(1).list(3));
    byte[] before = Files.readAllBytes(file("Debian%3A12.advisories"));
    try (StoreWriter writer = new StoreWriter(new StoreDirectory(directory), DEBIAN)) {
      writer.add(new RandomAdvisories(2).next());
    }
    assertThat(Files.readAllBytes(file("Debian%3A12.advisories"))).isEqualTo(before);
    assertNothingIsLeft();
  }

  @Test
  void whatAKilledUpdateLeftIsRemovedAndWhatIsInUseIsNot() throws Exception {
    Files.createDirectories(directory);
    Path orphan = Files.writeString(directory.resolve(".00ff.tmp"), "left behind");
    StoreDirectory store = new StoreDirectory(directory);
    try (TemporaryFile mine = store.temporary()) {
      assertThat(orphan).doesNotExist();
      try (TemporaryFile other = store.temporary()) {
        assertThat(mine.path()).exists();
        assertThat(other.path()).exists();
      }
    }
    assertNothingIsLeft();
  }

  @Test
  void anIdThatIsTooLongIsRefused() throws Exception {
    Advisory sample = new RandomAdvisories(2).next();
    Advisory tooLong =
        new Advisory(
            "x".repeat(StoreWriter.MAX_KEY + 1),
            List.of(),
            List.of(),
            "",
            sample.severity(),
            null,
            null,
            null,
            null,
            null,
            List.of());
    try (StoreWriter writer = new StoreWriter(new StoreDirectory(directory), DEBIAN)) {
      assertThatThrownBy(() -> writer.add(tooLong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Each generation holds advisories of one name only, so a mixture would be seen. */
  @Test
  void readersSeeOneStateWhileOthersReplaceIt() throws Exception {
    writeGeneration(0);
    AdvisoryStore old = AdvisoryStore.at(directory);
    String before = generation(old);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!done.get()) {
                    generation(AdvisoryStore.at(directory));
                    assertThat(generation(old)).isEqualTo(before);
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              }));
    }
    for (int writer = 0; writer < 2; writer++) {
      int first = 1 + writer * 100;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < 40; i++) {
                    writeGeneration(first + i);
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              }));
    }
    threads.get(3).join();
    threads.get(4).join();
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertNothingIsLeft();
  }

  private void writeGeneration(int generation) throws Exception {
    List<Advisory> advisories = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Advisory sample = new RandomAdvisories(i).next();
      advisories.add(
          new Advisory(
              "ID-" + i,
              List.of(),
              List.of(),
              "generation " + generation,
              sample.severity(),
              null,
              null,
              null,
              null,
              null,
              List.of(
                  new Affected(
                      "p" + i, List.of(), List.of("1"), Vulnerability.Status.UNKNOWN, null))));
    }
    write(DEBIAN, advisories);
  }

  private static String generation(AdvisoryStore store) throws Exception {
    Feed feed = store.feed(DEBIAN).orElseThrow();
    Set<String> titles = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      titles.add(feed.naming("p" + i).getFirst().title());
    }
    assertThat(titles).hasSize(1);
    return titles.iterator().next();
  }

  private void assertNothingIsLeft() throws Exception {
    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private void write(Ecosystem ecosystem, List<Advisory> advisories) throws Exception {
    try (StoreWriter writer = new StoreWriter(new StoreDirectory(directory), ecosystem)) {
      for (Advisory advisory : advisories) {
        writer.add(advisory);
      }
      writer.commit(provenance());
    }
  }

  static Provenance provenance() {
    return new Provenance(
        Instant.parse("2026-11-01T02:03:04.5Z"),
        Instant.parse("2026-10-31T00:00:00Z"),
        true,
        List.of(new Provenance.Origin("https://example.org/all.zip", "\"abc\"", null)));
  }

  private static Map<String, List<Advisory>> expectedByName(List<Advisory> advisories) {
    Map<String, List<Advisory>> byName = new TreeMap<>();
    for (Advisory advisory : advisories) {
      if (advisory.withdrawn() != null) {
        continue;
      }
      Set<String> names = new LinkedHashSet<>();
      advisory.affected().forEach(affected -> names.add(affected.name()));
      for (String name : names) {
        List<Affected> own =
            advisory.affected().stream().filter(affected -> affected.name().equals(name)).toList();
        byName.computeIfAbsent(name, n -> new ArrayList<>()).add(with(advisory, own));
      }
    }
    Comparator<Advisory> byId = Comparator.comparing(Advisory::id);
    byName.values().forEach(list -> list.sort(byId));
    return byName;
  }

  private static Map<String, List<Advisory>> expectedById(List<Advisory> advisories) {
    Map<String, List<Advisory>> byId = new TreeMap<>();
    for (Advisory advisory : advisories) {
      Set<String> ids = new LinkedHashSet<>(Set.of(advisory.id()));
      ids.addAll(advisory.aliases());
      ids.addAll(advisory.upstream());
      for (String id : ids) {
        byId.computeIfAbsent(id, n -> new ArrayList<>()).add(advisory);
      }
    }
    return byId;
  }

  private static Advisory withoutAffected(Advisory advisory) {
    return with(advisory, List.of());
  }

  private static Advisory with(Advisory advisory, List<Affected> affected) {
    return new Advisory(
        advisory.id(),
        advisory.aliases(),
        advisory.upstream(),
        advisory.title(),
        advisory.malicious(),
        advisory.severity(),
        advisory.score(),
        advisory.vector(),
        advisory.weaknesses(),
        advisory.effects(),
        advisory.url(),
        advisory.published(),
        advisory.withdrawn(),
        affected);
  }

  @Test
  void keysAreComparedAsUnsignedBytes() throws Exception {
    List<Advisory> advisories = new ArrayList<>();
    Advisory sample = new RandomAdvisories(5).next();
    List<String> names = List.of("\u007f", "\u0080", "ÿ", "￿", "😀", "a", "aa", "ab", "b", "");
    for (String name : names) {
      advisories.add(
          new Advisory(
              "ID" + name.length(),
              List.of(),
              List.of(),
              name,
              sample.severity(),
              null,
              null,
              null,
              null,
              null,
              List.of(
                  new Affected(name, List.of(), List.of(), Vulnerability.Status.UNKNOWN, null))));
    }
    write(DEBIAN, advisories);
    Feed feed = AdvisoryStore.at(directory).feed(DEBIAN).orElseThrow();
    for (String name : names) {
      assertThat(feed.naming(name))
          .as(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .extracting(Advisory::title)
          .containsExactly(name);
    }
  }
}
