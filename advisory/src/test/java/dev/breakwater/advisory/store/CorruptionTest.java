package dev.breakwater.advisory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.AdvisoryLookup.Feed;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any damage is found, by whoever touches it, or does no harm; answers are never wrong. */
class CorruptionTest {
  private static final Ecosystem GO = Ecosystem.parse("Go");

  @TempDir Path directory;

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> ids = new LinkedHashSet<>();
  private List<Object> answers = List.of();
  private Path file = Path.of("");
  private byte[] whole = {};

  @BeforeEach
  void write() throws Exception {
    List<Advisory> advisories = new RandomAdvisories(11).list(5);
    try (StoreWriter writer = new StoreWriter(new StoreDirectory(directory), GO)) {
      for (Advisory advisory : advisories) {
        advisory.affected().forEach(affected -> names.add(affected.name()));
        ids.add(advisory.id());
        ids.addAll(advisory.aliases());
        writer.add(advisory);
      }
      writer.commit(AdvisoryStoreTest.provenance());
    }
    file = directory.resolve("Go.advisories");
    whole = Files.readAllBytes(file);
    answers = ask();
  }

  @Test
  void everyByteChanged() throws Exception {
    for (int i = 0; i < whole.length; i++) {
      for (int change : new int[] {1 << (i % 8), 0xff, whole[i] & 0xff}) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) change;
        if (damaged[i] != whole[i]) {
          assertHarmless(damaged, "byte " + i + " changed by " + change);
        }
      }
    }
  }

  @Test
  void stretchesOfZeros() throws Exception {
    for (int start = 0; start < whole.length; start += 32) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, start, Math.min(start + 512, whole.length), (byte) 0);
      assertHarmless(damaged, "zeros from " + start);
    }
  }

  @Test
  void cutOffAnywhereOrGrown() {
    for (int length = 0; length <= whole.length + 1; length++) {
      if (length != whole.length) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> open(cut)).isInstanceOf(DamagedException.class);
      }
    }
  }

  @Test
  void theStoreSaysWhichFileAndWhatToDo() throws Exception {
    for (int i = 0; i < whole.length; i += 101) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x04;
      Files.write(file, damaged);
      isNoticed();
      assertStatusSeesDamage("byte " + i);
    }
    for (int length = 0; length < whole.length; length += 211) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(isNoticed()).as("cut to " + length).isTrue();
      assertStatusSeesDamage("cut to " + length);
    }
  }

  /** Lookups are right or complain, and reading the whole file complains in any case. */
  private void assertHarmless(byte[] damaged, String what) throws DamagedException {
    List<Object> right = ask(open(whole));
    try {
      OpenFile opened = open(damaged);
      List<Object> found = ask(opened);
      if (!found.equals(right)) {
        throw new AssertionError("wrong answers after " + what);
      }
      opened.verify();
    } catch (DamagedException noticed) {
      return;
    }
    throw new AssertionError("nobody noticed " + what);
  }

  private static OpenFile open(byte[] bytes) throws DamagedException {
    return new OpenFile(ByteBuffer.wrap(bytes), StoreFormat.Kind.ADVISORIES);
  }

  private List<Object> ask(OpenFile opened) throws DamagedException {
    List<Object> found = new ArrayList<>();
    found.add(opened.provenance());
    for (String name : names) {
      found.add(opened.naming(name));
    }
    for (String id : ids) {
      found.add(opened.byId(id));
    }
    found.add(opened.naming("no such package"));
    return found;
  }

  @Test
  void tablesOfScores() throws Exception {
    Vulnerability.Kev kev = new Vulnerability.Kev(LocalDate.of(2021, 11, 3), null, true);
    KevWriter.write(
        new StoreDirectory(directory), Map.of("CVE-2021-1", kev), AdvisoryStoreTest.provenance());
    Path table = directory.resolve("kev.table");
    byte[] good = Files.readAllBytes(table);
    for (int i = 0; i < good.length; i++) {
      byte[] damaged = good.clone();
      damaged[i] ^= 0x10;
      Files.write(table, damaged);
      try {
        Optional<Vulnerability.Kev> found = AdvisoryStore.at(directory).kev("CVE-2021-1");
        assertThat(found).contains(kev);
      } catch (BreakwaterException noticed) {
        assertThat(noticed).hasMessageContaining("kev.table");
      }
    }
  }

  /** Whether a lookup complains; where none does, all answers must be right. */
  private boolean isNoticed() throws Exception {
    try {
      assertThat(ask()).isEqualTo(answers);
      return false;
    } catch (BreakwaterException noticed) {
      assertThat(noticed)
          .hasMessageContaining("Go.advisories")
          .hasMessageContaining("breakwater db update");
      return true;
    }
  }

  private List<Object> ask() throws BreakwaterException {
    AdvisoryStore store = AdvisoryStore.at(directory);
    Feed feed = store.feed(GO).orElseThrow();
    List<Object> found = new ArrayList<>();
    found.add(feed.asOf());
    for (String name : names) {
      found.add(feed.naming(name));
    }
    for (String id : ids) {
      found.add(store.byId(id));
    }
    found.add(feed.naming("no such package"));
    return found;
  }

  private void assertStatusSeesDamage(String what) throws Exception {
    assertThat(AdvisoryStore.at(directory).status())
        .as(what)
        .singleElement()
        .satisfies(status -> assertThat(status.state()).isNotEqualTo(StoreFile.State.OK));
  }
}
