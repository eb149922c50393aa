package dev.breakwater.inventory.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rpm itself says of a database is what the inventory says. */
class RpmQueryTest {
  private static void assertSame(
      PackageFacts facts, List<String> packages, List<String> files, int count) {
    assertThat(facts.problems()).isEmpty();
    assertThat(RealRpms.packages(facts))
        .hasSize(count)
        .containsExactlyInAnyOrderElementsOf(packages);
    assertThat(RealRpms.files(facts))
        .hasSizeGreaterThan(2)
        .containsExactlyInAnyOrderElementsOf(files);
  }

  private static PackageFacts examine(String path, Path file) throws IOException {
    return Objects.requireNonNull(RealRpms.examine(path, Files.readAllBytes(file)));
  }

  @Test
  void databaseOfSqliteIsReadAsRpmReadsIt(@TempDir Path directory) throws IOException {
    Path database = RealRpms.sqlite(directory);

    assertSame(
        examine("var/lib/rpm/rpmdb.sqlite", database),
        RealRpms.packagesByRpm(database.getParent(), "sqlite"),
        RealRpms.filesByRpm(database.getParent(), "sqlite"),
        7);
  }

  @ParameterizedTest
  @CsvSource({
    "LITTLE_ENDIAN, 4096",
    "BIG_ENDIAN, 4096",
    "LITTLE_ENDIAN, 512",
    "BIG_ENDIAN, 512",
    "LITTLE_ENDIAN, 65536",
    "BIG_ENDIAN, 65536",
    "LITTLE_ENDIAN, 16384"
  })
  void databaseOfBerkeleyDbIsReadAsRpmReadsIt(String order, int pageSize, @TempDir Path directory)
      throws IOException {
    ByteOrder byteOrder =
        order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Path database =
        RealRpms.berkeley(
            directory, RealRpms.headers(RealRpms.sqlite(directory)), byteOrder, pageSize);

    assertSame(
        examine("var/lib/rpm/Packages", database),
        RealRpms.packagesByRpm(directory, "bdb_ro"),
        RealRpms.filesByRpm(directory, "bdb_ro"),
        7);
  }

  @Test
  void databaseOfBerkeleyDbWithManyBucketsIsReadWhole(@TempDir Path directory) throws IOException {
    List<byte[]> headers = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      // Long and short ones, so that values lie on pages of buckets and elsewhere.
      headers.add(
          HeaderBuilder.of("package-" + i, "1." + i, "1")
              .text(1022, "noarch")
              .text(1004, "s".repeat(i % 100 == 0 ? 20_000 : i % 7 * 30))
              .bytes());
    }
    Path database = RealRpms.berkeley(directory, headers, ByteOrder.nativeOrder(), 4096);

    PackageFacts facts = examine("usr/lib/sysimage/rpm/Packages", database);

    assertThat(facts.problems()).isEmpty();
    assertThat(RealRpms.packages(facts))
        .hasSize(3000)
        .containsExactlyInAnyOrderElementsOf(RealRpms.packagesByRpm(directory, "bdb_ro"));
  }

  @Test
  void databaseOfNdbGivesWhatTheSameHeadersGiveInSqlite(@TempDir Path directory)
      throws IOException {
    Path database = RealRpms.sqlite(directory);
    PackageFacts expected = examine("var/lib/rpm/rpmdb.sqlite", database);

    PackageFacts facts =
        Objects.requireNonNull(
            RealRpms.examine(
                "usr/lib/sysimage/rpm/Packages.db", NdbWriter.write(RealRpms.headers(database))));

    assertSame(facts, RealRpms.packages(expected), RealRpms.files(expected), 7);
  }
}
