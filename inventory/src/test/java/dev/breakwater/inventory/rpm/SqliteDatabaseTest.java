package dev.breakwater.inventory.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.breakwater.image.FileContent;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
  private static final String TABLE =
      "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);";

  private static Path database(Path directory, String... statements) {
    Path file = directory.resolve("rpmdb.sqlite");
    for (String statement : statements) {
      Program.output("sqlite3", directory, "sqlite3", file.toString(), statement);
    }
    return file;
  }

  private static String insert(String name) {
    return "INSERT INTO Packages (blob) VALUES (x'"
        + HexFormat.of().formatHex(HeaderBuilder.of(name, "1", "1").bytes())
        + "');";
  }

  /** A file that lies on disk, as in a directory that is scanned. */
  private static FileContent onDisk(Path file) throws IOException {
    long size = Files.size(file);
    return new FileContent() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public Path file() {
        return file;
      }
    };
  }

  private static @Nullable PackageFacts examine(Path file) throws IOException {
    return new RpmDatabaseDetector()
        .examine(
            FileFixture.entry("var/lib/rpm/" + file.getFileName(), Files.size(file)), onDisk(file));
  }

  private static List<String> names(@Nullable PackageFacts facts) {
    return Objects.requireNonNull(facts).packages().stream().map(each -> each.name()).toList();
  }

  private static List<Path> contents(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** A database whose last changes are in the log, as an interrupted rpm leaves them. */
  private static Path interrupted(Path directory) throws IOException {
    Path running = Files.createDirectories(directory.resolve("running"));
    Path left = Files.createDirectories(directory.resolve("left"));
    // The copies are made while SQLite has the database open, before it moves the changes.
    Program.output(
        "sqlite3",
        running,
        "sqlite3",
        running.resolve("rpmdb.sqlite").toString(),
        "PRAGMA journal_mode = WAL;"
            + TABLE
            + insert("first")
            + "PRAGMA wal_checkpoint(TRUNCATE);"
            + insert("second")
            + "DELETE FROM Packages WHERE hnum = 1;",
        ".shell cp rpmdb.sqlite rpmdb.sqlite-wal ../left");
    return left.resolve("rpmdb.sqlite");
  }

  @Test
  void logBesideADatabaseOnDiskIsReadWithItAndNothingIsWrittenThere(@TempDir Path directory)
      throws IOException {
    Path database = interrupted(directory);
    Path log = database.resolveSibling("rpmdb.sqlite-wal");
    byte[] before = Files.readAllBytes(database);
    byte[] logBefore = Files.readAllBytes(log);
    assertThat(logBefore).hasSizeGreaterThan(32);

    PackageFacts facts = examine(database);

    assertThat(names(facts)).containsExactly("second");
    assertThat(Objects.requireNonNull(facts).problems()).isEmpty();
    assertThat(examine(log)).isNull();
    assertThat(contents(database.getParent())).containsExactly(database, log);
    assertThat(database).hasBinaryContent(before);
    assertThat(log).hasBinaryContent(logBefore);
  }

  @Test
  void logInALayerIsAProblemBesideTheDatabaseAsItIs(@TempDir Path directory) throws IOException {
    Path database = interrupted(directory);
    byte[] log = Files.readAllBytes(database.resolveSibling("rpmdb.sqlite-wal"));

    assertThat(names(RealRpms.examine("var/lib/rpm/rpmdb.sqlite", Files.readAllBytes(database))))
        .containsExactly("first");
    assertThat(
            Objects.requireNonNull(RealRpms.examine("var/lib/rpm/rpmdb.sqlite-wal", log))
                .problems())
        .singleElement()
        .matches(problem -> problem.what().startsWith("rpm was interrupted"));
    // The log that rpm leaves behind when all went well is empty.
    assertThat(RealRpms.examine("var/lib/rpm/rpmdb.sqlite-wal", new byte[0])).isNull();
    assertThat(RealRpms.examine("var/lib/rpm/rpmdb.sqlite-wal", new byte[32])).isNull();
  }

  @Test
  void logThatIsALinkElsewhereIsNotFollowed(@TempDir Path directory) throws IOException {
    Path database = interrupted(directory);
    Path log = database.resolveSibling("rpmdb.sqlite-wal");
    Path elsewhere = Files.move(log, directory.resolve("elsewhere"));
    Files.createSymbolicLink(log, elsewhere);

    assertThat(names(examine(database))).containsExactly("first");
  }

  @Test
  void damagedLogIsSurvived(@TempDir Path directory) throws IOException {
    Path database = interrupted(directory);
    Files.write(database.resolveSibling("rpmdb.sqlite-wal"), new byte[5000]);

    assertThat(names(examine(database))).containsExactly("first");
  }

  @Test
  void databaseInADirectoryThatNobodyMayWriteIsReadUnchanged(@TempDir Path directory)
      throws IOException {
    Path database = database(directory, "PRAGMA journal_mode = WAL;" + TABLE + insert("bash"));
    byte[] before = Files.readAllBytes(database);
    List<Path> neighbours = contents(directory);

    assertThat(names(examine(database))).containsExactly("bash");
    assertThat(database).hasBinaryContent(before);
    assertThat(contents(directory)).isEqualTo(neighbours);
  }

  @Test
  void pathWithCharactersThatMeanSomethingInAUriIsRead(@TempDir Path directory) throws IOException {
    Path odd = Files.createDirectories(directory.resolve("a?mode=rwc&b#c%41 d"));
    Path database = database(odd, TABLE + insert("bash"));

    assertThat(names(examine(database))).containsExactly("bash");
    assertThat(contents(odd)).containsExactly(database);
  }

  @Test
  void emptyTableIsNoProblem(@TempDir Path directory) throws IOException {
    assertThat(examine(database(directory, TABLE))).isNull();
  }

  @Test
  void viewsVirtualTablesAndOtherDatabasesAreNotRead(@TempDir Path directory) throws IOException {
    for (String schema :
        List.of(
            "CREATE VIEW Packages AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n)"
                + " SELECT i AS hnum, zeroblob(1000000) AS blob FROM n;",
            "CREATE VIRTUAL TABLE Packages USING fts5(hnum, blob);",
            "CREATE TABLE Other (hnum INTEGER, blob BLOB);")) {
      Path database = database(directory, schema);
      assertThat(onlyProblem(database)).startsWith("it has no table of packages");
      Files.delete(database);
    }
  }

  @Test
  void columnsThatAreNotThereSaySo(@TempDir Path directory) throws IOException {
    Path database = database(directory, "CREATE TABLE Packages (hnum INTEGER);");

    assertThat(onlyProblem(database)).contains("packages are not in the inventory");
  }

  private static String onlyProblem(Path database) throws IOException {
    PackageFacts facts = Objects.requireNonNull(examine(database));
    assertThat(facts.packages()).isEmpty();
    assertThat(facts.problems()).hasSize(1);
    return facts.problems().getFirst().what();
  }

  @Test
  void valuesLongerThanTheFileAreNotReadForEver(@TempDir Path directory) throws IOException {
    // A generated column makes a long value of a short one.
    Path database =
        database(
            directory,
            "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, n INTEGER,"
                + " blob BLOB GENERATED ALWAYS AS (zeroblob(n)) VIRTUAL);"
                + "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 1000)"
                + " INSERT INTO Packages (n) SELECT 60000000 FROM c;");

    assertThat(onlyProblem(database))
        .isEqualTo("its headers are longer than the whole file; the rest is left out");
  }

  /** Sixty gigabytes, had they to be put in order first. */
  @Test
  void calculatedValuesAreNotSortedOnDisk(@TempDir Path directory) throws IOException {
    Path database =
        database(
            directory,
            "CREATE TABLE Packages (hnum INTEGER, blob BLOB GENERATED ALWAYS AS (zeroblob(60000000))"
                + " VIRTUAL);"
                + "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 1000)"
                + " INSERT INTO Packages (hnum) SELECT -i FROM c;");

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> onlyProblem(database)))
        .isEqualTo("its headers are longer than the whole file; the rest is left out");
  }

  @Test
  void rowsOfOtherTypesAreProblems(@TempDir Path directory) throws IOException {
    Path database =
        database(
            directory,
            TABLE + "INSERT INTO Packages (blob) VALUES (''), (5), ('text');" + insert("bash"));

    PackageFacts facts = examine(database);
    assertThat(names(facts)).containsExactly("bash");
    assertThat(Objects.requireNonNull(facts).problems()).hasSize(3);
  }
}
