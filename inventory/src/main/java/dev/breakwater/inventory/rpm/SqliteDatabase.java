package dev.breakwater.inventory.rpm;

import dev.breakwater.inventory.detection.Complaints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteJDBCLoader;

/**
 * A database of SQLite, {@code rpmdb.sqlite}, which rpm has used since version 4.16, read by
 * SQLite's own library.
 *
 * <p>The file is hostile: it is opened as one that nobody may change, so that nothing is written
 * beside it and no lock is taken; functions that its schema names are not called; what is read must
 * be a plain table; and the length of a value, of all values together and the time are bounded.
 *
 * @see <a href="https://www.sqlite.org/security.html">Defense against the dark arts</a>
 */
final class SqliteDatabase {
  private static final int SECONDS = 60;

  /** How many steps of SQLite's machine lie between two looks at the clock. */
  private static final int STEPS = 10_000;

  private SqliteDatabase() {}

  /**
   * Reads a database by itself. What SQLite cannot read is a problem.
   *
   * @throws IOException where the file is too long or SQLite cannot be loaded
   */
  static void read(Path file, RpmPackages into) throws IOException {
    long size = DatabaseFile.checked(Files.size(file));
    query(address(file) + "?mode=ro&immutable=1", size, into);
  }

  /**
   * Reads a database with the changes that are still in the log beside it. SQLite would take locks
   * and write an index beside them, so both are copied to a private directory.
   *
   * @throws IOException as the other one, and where they cannot be copied
   */
  static void read(Path file, Path log, RpmPackages into) throws IOException {
    long size = DatabaseFile.checked(Files.size(file)) + DatabaseFile.checked(Files.size(log));
    Path directory = Files.createTempDirectory("breakwater-rpm-");
    Path database = directory.resolve("database");
    Path index = directory.resolve("database-shm");
    Path changes = directory.resolve("database-wal");
    try {
      // The log first: should rpm move changes meanwhile, they are in both and not in neither.
      copy(log, changes);
      copy(file, database);
      query(address(database) + "?mode=ro", size, into);
    } finally {
      Files.deleteIfExists(changes);
      Files.deleteIfExists(index);
      Files.deleteIfExists(database);
      Files.delete(directory);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(in, to);
    } catch (IOException e) {
      throw new IOException(
          "tried to copy " + from.getFileName() + " to " + to.getParent() + ": " + e.getMessage(),
          e);
    }
  }

  /** As a URI, whose path is escaped. */
  private static String address(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  private static void query(String address, long size, RpmPackages into) throws IOException {
    Library.load();
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setPragma(Pragma.LIMIT_LENGTH, Integer.toString(RpmHeader.MAX_BYTES));
    config.setPragma(Pragma.LIMIT_ATTACHED, "0");
    try (Connection connection = config.createConnection(address);
        Statement statement = connection.createStatement()) {
      stopAfterDeadline(connection);
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
      statement.execute("PRAGMA query_only = ON");
      if (hasPlainTable(statement)) {
        readHeaders(statement, size, into);
      } else {
        into.complain("it has no table of packages; what is installed is not in the inventory");
      }
    } catch (SQLException e) {
      into.complain(
          "tried to read the database of rpm, and packages are not in the inventory, because SQLite"
              + " says "
              + Complaints.quote(String.valueOf(e.getMessage())));
    }
  }

  private static void stopAfterDeadline(Connection connection) throws SQLException {
    long start = System.nanoTime();
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - start > SECONDS * 1_000_000_000L ? 1 : 0;
          }
        });
  }

  /** A view could calculate for ever. */
  private static boolean hasPlainTable(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT 1 FROM sqlite_schema"
                + " WHERE type = 'table' AND name = 'Packages' AND rootpage > 0")) {
      return found.next();
    }
  }

  private static void readHeaders(Statement statement, long size, RpmPackages into)
      throws SQLException {
    long left = size;
    // In no asked-for order: to sort calculated values, SQLite would fill the disk with them.
    try (ResultSet rows = statement.executeQuery("SELECT blob FROM Packages")) {
      while (rows.next()) {
        byte[] header = rows.getBytes(1);
        left -= header == null ? 0 : header.length;
        if (left < 0) {
          into.complain("its headers are longer than the whole file; the rest is left out");
          return;
        }
        if (!into.addHeader(header == null ? new byte[0] : header)) {
          return;
        }
      }
    }
  }

  /** Loads SQLite's native library, once. */
  private static final class Library {
    private static final String DIRECTORY = "org.sqlite.tmpdir";
    private static boolean loaded;

    private Library() {}

    static synchronized void load() throws IOException {
      if (loaded) {
        return;
      }
      if (System.getProperty(DIRECTORY) != null) {
        initialize();
        return;
      }
      // Else it is put where others on this machine may write.
      Path directory = Files.createTempDirectory("breakwater-sqlite-");
      System.setProperty(DIRECTORY, directory.toString());
      try {
        initialize();
      } finally {
        // What is mapped needs no name, and exit hooks do not run where the command ends.
        System.clearProperty(DIRECTORY);
        delete(directory);
      }
    }

    private static void initialize() throws IOException {
      try {
        SQLiteJDBCLoader.initialize();
        loaded = true;
      } catch (Exception | LinkageError e) {
        throw new IOException(
            "tried to load SQLite's library, which reads the database of rpm, from "
                + System.getProperty(DIRECTORY)
                + ": "
                + e.getMessage()
                + "; set -D"
                + DIRECTORY
                + " to a directory from which programs may be run",
            e);
      }
    }

    private static void delete(Path directory) throws IOException {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
