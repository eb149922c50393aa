package dev.breakwater.inventory.rpm;

import dev.breakwater.core.Problem;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packages of Red Hat, SUSE and all others that use rpm: its database, which is a file of SQLite
 * ({@code rpmdb.sqlite}), of rpm's own making ({@code Packages.db}) or of Berkeley DB ({@code
 * Packages}), and the list that images of Azure Linux have instead.
 *
 * <p>SQLite's library is loaded only where such a file is found.
 *
 * @see <a href="https://rpm.org/docs/4.20.x/man/rpm.8.html">rpm(8)</a>
 */
public final class RpmDatabaseDetector implements PackageDetector {
  private static final String SQLITE = "rpmdb.sqlite";
  private static final String WRITE_AHEAD_LOG = SQLITE + "-wal";
  private static final String NDB = "Packages.db";
  private static final String BERKELEY = "Packages";
  private static final String MANIFEST = "var/lib/rpmmanifest/container-manifest-2";

  /** Where rpm keeps its database, where Fedora and SUSE do, and where OSTree does. */
  private static final List<String> DIRECTORIES =
      List.of("var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/");

  private static final List<String> FIXED_PATHS = fixedPaths(SQLITE, NDB, BERKELEY);

  /** The log has a head of as many bytes before the first change. */
  private static final int LOG_HEAD = 32;

  private static final long MAX_MANIFEST_BYTES = 64L << 20;

  /** Makes the detector. */
  public RpmDatabaseDetector() {}

  private static List<String> fixedPaths(String... names) {
    String[] paths = new String[DIRECTORIES.size() * names.length];
    int next = 0;
    for (String directory : DIRECTORIES) {
      for (String name : names) {
        paths[next++] = directory + name;
      }
    }
    return List.of(paths);
  }

  @Override
  public String name() {
    return "rpm-database/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    if (file.size() == 0 || !(path.startsWith("var/lib/rpm") || path.startsWith("usr/"))) {
      return false;
    }
    for (int i = 0; i < DIRECTORIES.size(); i++) {
      String directory = DIRECTORIES.get(i);
      if (path.startsWith(directory)) {
        return isDatabase(path, directory.length());
      }
    }
    return path.equals(MANIFEST);
  }

  private static boolean isDatabase(String path, int from) {
    return isName(path, from, SQLITE)
        || isName(path, from, NDB)
        || isName(path, from, BERKELEY)
        || isName(path, from, WRITE_AHEAD_LOG);
  }

  private static boolean isName(String path, int from, String name) {
    return path.length() == from + name.length() && path.endsWith(name);
  }

  @Override
  public List<String> fixedPaths() {
    return FIXED_PATHS;
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    RpmPackages packages = new RpmPackages(file.path());
    switch (file.fileName()) {
      case SQLITE -> readSqlite(content, packages);
      case NDB -> {
        try (DatabaseFile database = DatabaseFile.open(content.file())) {
          NdbDatabase.read(database, packages);
        }
      }
      case BERKELEY -> {
        try (DatabaseFile database = DatabaseFile.open(content.file())) {
          BerkeleyDatabase.read(database, packages);
        }
      }
      case WRITE_AHEAD_LOG -> {
        return file.size() <= LOG_HEAD || isBesideDatabase(content) ? null : unreadLog(file);
      }
      default -> {
        if (!file.path().equals(MANIFEST)) {
          throw new IOException(
              "a link from where rpm has its database leads here, but the name does not say which"
                  + " form it has; the packages are not in the inventory");
        }
        readManifest(content, packages);
      }
    }
    PackageFacts facts = packages.facts();
    return facts.isEmpty() ? null : facts;
  }

  private static void readSqlite(FileContent content, RpmPackages packages) throws IOException {
    Path file = content.file();
    if (isNamed(file, SQLITE)) {
      Path log = file.resolveSibling(WRITE_AHEAD_LOG);
      if (Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS) && Files.size(log) > LOG_HEAD) {
        SqliteDatabase.read(file, log, packages);
        return;
      }
    }
    SqliteDatabase.read(file, packages);
  }

  /**
   * Whether a file lies on disk under its own name, with its neighbours; what comes from a layer is
   * copied to a file with another name.
   */
  private static boolean isNamed(Path file, String name) {
    return String.valueOf(file.getFileName()).equals(name);
  }

  private static boolean isBesideDatabase(FileContent content) throws IOException {
    Path log = content.file();
    return isNamed(log, WRITE_AHEAD_LOG)
        && Files.isRegularFile(log.resolveSibling(SQLITE), LinkOption.NOFOLLOW_LINKS);
  }

  /** A layer shows each file by itself, and the log means nothing without the pages it changes. */
  private static PackageFacts unreadLog(FileEntry file) {
    return PackageFacts.of(
        List.of(),
        List.of(
            new Problem(
                file.path(),
                "rpm was interrupted before it moved its last changes from this log into the"
                    + " database: packages that it installed or removed last may be wrong in the"
                    + " inventory; run rpm --rebuilddb when the image is built")));
  }

  private static void readManifest(FileContent content, RpmPackages packages) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_MANIFEST_BYTES)) {
      RpmManifest.read(in, packages);
    }
  }
}
