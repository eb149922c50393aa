package dev.breakwater.inventory.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.breakwater.core.Problem;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that somebody damaged, or made to harm who reads them. */
class DamagedDatabaseTest {
  private static final int PAGE = 4096;

  private static List<byte[]> headers(int count) {
    List<byte[]> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(
          HeaderBuilder.of("package-" + i, "1", "1").text(1004, "s".repeat(i * 3000)).bytes());
    }
    return headers;
  }

  private static PackageFacts ndb(byte[] content) throws IOException {
    return Objects.requireNonNull(RealRpms.examine("var/lib/rpm/Packages.db", content));
  }

  private static PackageFacts berkeley(byte[] content) throws IOException {
    return Objects.requireNonNull(RealRpms.examine("var/lib/rpm/Packages", content));
  }

  private static byte[] berkeley(Path directory, int count) throws IOException {
    return Files.readAllBytes(
        RealRpms.berkeley(directory, headers(count), ByteOrder.LITTLE_ENDIAN, PAGE));
  }

  private static ByteBuffer little(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void filesOfSomethingElseSaySo() {
    byte[] rubbish = new byte[3 * PAGE];
    new Random(1).nextBytes(rubbish);
    for (String path : List.of("var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages.db")) {
      for (byte[] content : List.of(rubbish, new byte[700], new byte[PAGE])) {
        assertThatThrownBy(() -> RealRpms.examine(path, content))
            .as(path)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("not in the inventory");
      }
      assertThatThrownBy(() -> RealRpms.examine(path, new byte[] {1}))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void fileOfSomethingElseThatSqliteRefusesSaysSo() throws IOException {
    byte[] rubbish = new byte[3 * PAGE];
    new Random(1).nextBytes(rubbish);

    assertThat(Objects.requireNonNull(RealRpms.examine("usr/share/rpm/rpmdb.sqlite", rubbish)))
        .extracting(PackageFacts::problems)
        .asString()
        .contains("not in the inventory", "SQLITE_NOTADB");
  }

  @Test
  void emptyFileHoldsNothing() throws IOException {
    assertThat(RealRpms.examine("var/lib/rpm/Packages", new byte[0])).isNull();
  }

  @Test
  void ndbSlotsThatPointNowhereAreProblemsAndTheOthersAreRead() throws IOException {
    byte[] file = NdbWriter.write(headers(9));
    ByteBuffer bytes = little(file);
    bytes.putInt(32, 0); // no slot
    bytes.putInt(48 + 8, 1); // into the index
    bytes.putInt(64 + 12, -1); // no end
    bytes.putInt(80 + 8, Integer.MAX_VALUE); // beyond the file
    bytes.putInt(96 + 4, 77); // another package
    bytes.putInt(112 + 12, 0); // no blocks
    int seventh = bytes.getInt(128 + 8) * 16;
    bytes.putInt(seventh + 12, -5); // no length

    PackageFacts facts = ndb(file);

    assertThat(facts.packages())
        .extracting(each -> each.name())
        .containsExactly("package-7", "package-8");
    assertThat(facts.problems()).hasSize(7);
    assertThat(facts.problems().get(3))
        .isEqualTo(
            new Problem(
                "var/lib/rpm/Packages.db",
                "the slot at byte 80 of the database is damaged: its header lies beyond the end of"
                    + " the file"));
  }

  @Test
  void ndbWhoseSlotsAllPointToOneHeaderIsReadNoLongerThanItIs() throws IOException {
    byte[] file = NdbWriter.write(headers(200));
    ByteBuffer bytes = little(file);
    for (int slot = 2; slot < 202; slot++) {
      bytes.position(slot * 16 + 4).put(file, 201 * 16 + 4, 12);
    }
    PackageFacts facts = ndb(file);

    assertThat(facts.packages()).hasSizeBetween(90, 110);
    assertThat(facts.problems()).anyMatch(each -> each.what().endsWith("headers overlap"));
  }

  @Test
  void ndbThatIsCutOffIsReadAsFarAsItGoes() throws IOException {
    byte[] file = NdbWriter.write(headers(20));

    PackageFacts facts = ndb(Arrays.copyOf(file, file.length / 2));
    assertThat(facts.packages()).hasSize(14);
    assertThat(facts.problems()).hasSize(6);

    facts = ndb(Arrays.copyOf(file, 100));
    assertThat(facts.packages()).isEmpty();
    assertThat(facts.problems())
        .singleElement()
        .matches(problem -> problem.what().startsWith("the file is cut off"));
  }

  @Test
  void fileFullOfDamagedSlotsIsNotReadForEver() throws IOException {
    byte[] file = new byte[1 << 24];
    ByteBuffer bytes = little(file);
    bytes.put("RpmP".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(12, file.length / PAGE);

    assertThat(ndb(file).problems())
        .hasSize(101)
        .anyMatch(each -> each.what().startsWith("199901 more problems"));
  }

  @Test
  void berkeleyChainThatRunsInACircleEnds(@TempDir Path directory) throws IOException {
    byte[] file = berkeley(directory, 20);
    ByteBuffer bytes = little(file);
    for (int page = 1; page < file.length / PAGE; page++) {
      if (file[page * PAGE + 25] == 7) {
        bytes.putInt(page * PAGE + 16, page);
      }
    }
    PackageFacts facts = berkeley(file);

    assertThat(facts.packages()).isNotEmpty();
    assertThat(facts.problems())
        .anyMatch(each -> each.what().contains("header that starts on page"));
  }

  /** Each item asks for as much memory as the file is long, and has no more than one page. */
  @Test
  void berkeleyItemsThatAllSayTheyAreHugeAreNotAllReserved() throws IOException {
    int pageSize = 512;
    byte[] file = new byte[48 << 20];
    ByteBuffer bytes = little(file);
    int pages = file.length / pageSize;
    bytes.putInt(12, 0x061561).putInt(16, 9).putInt(20, pageSize).put(25, (byte) 8);
    bytes.putInt(32, pages - 1).putInt(72, pages / 2 - 1);
    for (int spare = 0; spare < 32; spare++) {
      bytes.putInt(96 + 4 * spare, 1);
    }
    for (int page = 1; page < pages; page++) {
      int at = page * pageSize;
      bytes.putInt(at + 8, page).put(at + 25, (byte) 13).putChar(at + 20, (char) 2);
      bytes.putChar(at + 26, (char) 500).putChar(at + 28, (char) 488);
      bytes.put(at + 500, (byte) 1).putInt(at + 501, page);
      bytes.put(at + 488, (byte) 3).putInt(at + 492, page).putInt(at + 496, 47 << 20);
    }
    PackageFacts facts = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> berkeley(file));
    assertThat(facts.packages()).isEmpty();
    assertThat(facts.problems())
        .anyMatch(each -> each.what().endsWith("headers are longer than the file has room for"));
  }

  @Test
  void berkeleyBucketsThatRunInACircleEnd(@TempDir Path directory) throws IOException {
    byte[] file = berkeley(directory, 20);
    ByteBuffer bytes = little(file);
    for (int page = 1; page < file.length / PAGE; page++) {
      if (file[page * PAGE + 25] == 13) {
        bytes.putInt(page * PAGE + 16, page);
      }
    }
    assertThat(berkeley(file).problems())
        .anyMatch(each -> each.what().endsWith("pages are used twice"));
  }

  @Test
  void berkeleyHeadOutOfBoundsIsRefusedOrCutDown(@TempDir Path directory) throws IOException {
    byte[] sound = berkeley(directory, 5);
    assertThat(berkeley(sound).packages()).hasSize(5);

    byte[] file = sound.clone();
    little(file).putInt(72, -1).putInt(32, Integer.MAX_VALUE);
    assertThat(new HashSet<>(berkeley(file).packages()))
        .containsExactlyInAnyOrderElementsOf(berkeley(sound).packages());
    assertThat(berkeley(file).problems()).hasSizeGreaterThan(2);

    for (int pageSize : new int[] {0, 1, 256, 1 << 17, -1, 4095}) {
      byte[] pages = sound.clone();
      little(pages).putInt(20, pageSize);
      assertThatThrownBy(() -> berkeley(pages)).hasMessageContaining("do not exist in Berkeley DB");
    }
    byte[] encrypted = sound.clone();
    encrypted[24] = 1;
    assertThatThrownBy(() -> berkeley(encrypted)).hasMessageContaining("no plain hash database");
  }

  @Test
  void anyByteThatChangesIsSurvived(@TempDir Path directory) throws IOException {
    Random random = new Random(20_261_122);
    byte[] ndb = NdbWriter.write(headers(6));
    byte[] berkeley = berkeley(directory, 6);
    for (int i = 0; i < 2000; i++) {
      survive("var/lib/rpm/Packages.db", changed(ndb, random));
      survive("var/lib/rpm/Packages", changed(berkeley, random));
    }
  }

  @Test
  void anyByteOfSqliteThatChangesIsSurvived(@TempDir Path directory) throws IOException {
    byte[] sqlite = Files.readAllBytes(RealRpms.sqlite(directory));
    Random random = new Random(20_261_122);
    for (int i = 0; i < 200; i++) {
      survive("var/lib/rpm/rpmdb.sqlite", changed(sqlite, random));
    }
  }

  private static byte[] changed(byte[] sound, Random random) {
    byte[] changed = sound.clone();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      // The head and the indexes are where changes do most.
      int place = random.nextBoolean() ? random.nextInt(256) : random.nextInt(changed.length);
      changed[place] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length))
        : changed;
  }

  private static void survive(String path, byte[] content) {
    try {
      PackageFacts facts = RealRpms.examine(path, content);
      if (facts != null) {
        assertThat(facts.problems()).allMatch(problem -> !TextLines.isTreacherous(problem.what()));
      }
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("[^\\p{Cntrl}]+");
    }
  }
}
