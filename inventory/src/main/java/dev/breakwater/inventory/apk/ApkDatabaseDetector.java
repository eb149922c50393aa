package dev.breakwater.inventory.apk;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.OwnedPath;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import dev.breakwater.inventory.detection.PackageFactsCodec;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packages of Alpine, Wolfi and Chainguard: {@code lib/apk/db/installed}, which newer releases keep
 * in {@code usr/lib}. The source package is the origin; it always has the version of its parts.
 *
 * @see <a href="https://wiki.alpinelinux.org/wiki/Apk_spec#Installed_Database_V2">the installed
 *     database</a>
 */
public final class ApkDatabaseDetector implements PackageDetector {
  private static final String DATABASE = "lib/apk/db/installed";
  private static final String MERGED_DATABASE = "usr/lib/apk/db/installed";
  private static final long MAX_BYTES = 256L << 20;

  /** A database names a directory once for all its files, so a small one could fill the memory. */
  private static final int MAX_PATH_CHARACTERS = 64 << 20;

  @Override
  public String name() {
    return "apk-installed/2";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.path().equals(DATABASE) || file.path().equals(MERGED_DATABASE);
  }

  @Override
  public List<String> fixedPaths() {
    return List.of(DATABASE, MERGED_DATABASE);
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts = new Database(file.path(), in).read();
      return facts.isEmpty() ? null : facts;
    }
  }

  /** One reading of one database. */
  static final class Database {
    private final String path;
    private final TextLines lines;
    private final Complaints complaints;
    private final List<Candidate> packages = new ArrayList<>();
    private final List<Ownership> ownerships = new ArrayList<>();
    private int pathsLeft = PackageFactsCodec.MAX_PATHS;
    private int charactersLeft = MAX_PATH_CHARACTERS;

    private int firstLine;
    private @Nullable String name;
    private @Nullable String version;
    private @Nullable String architecture;
    private @Nullable String origin;
    private String folder = "";
    private List<String> owned = new ArrayList<>();

    Database(String path, InputStream in) {
      this.path = path;
      this.lines = new TextLines(in);
      this.complaints = new Complaints(path);
    }

    PackageFacts read() throws IOException {
      while (packages.size() < PackageFactsCodec.MAX_PACKAGES && lines.next()) {
        if (lines.isBlank()) {
          finishPackage();
        } else {
          readField();
        }
      }
      finishPackage();
      if (packages.size() >= PackageFactsCodec.MAX_PACKAGES && lines.next()) {
        complaints.add(
            lines.number(),
            "more than " + PackageFactsCodec.MAX_PACKAGES + " packages; the rest is left out");
      }
      return new PackageFacts(packages, ownerships, null, complaints.problems());
    }

    private void readField() {
      if (firstLine == 0) {
        firstLine = lines.number();
      }
      if (lines.at(1) != ':') {
        complaints.addLine(lines, "not a field");
        return;
      }
      switch (lines.at(0)) {
        case 'P' -> name = readOnce("P", name);
        case 'V' -> version = readOnce("V", version);
        case 'A' -> architecture = readOnce("A", architecture);
        case 'o' -> origin = readOnce("o", origin);
        case 'F' -> folder = lines.cut() ? "" : lines.text(2);
        case 'R' -> readFile();
        default -> {
          // Sums, sizes, dependencies and the like say nothing of what the package is.
        }
      }
    }

    private @Nullable String readOnce(String field, @Nullable String before) {
      if (before != null) {
        complaints.add(
            lines.number(), "field " + field + " a second time in a package; the first one counts");
        return before;
      }
      return lines.text(2).strip();
    }

    private void readFile() {
      if (lines.cut()) {
        return;
      }
      String file = folder.isEmpty() ? lines.text(2) : folder + "/" + lines.text(2);
      if (!OwnedPath.matters(file)) {
        return;
      }
      if (pathsLeft == 0 || charactersLeft < file.length()) {
        complaints.add(lines.number(), "too many files; whose they are is not known");
        return;
      }
      pathsLeft--;
      charactersLeft -= file.length();
      owned.add(file);
    }

    private void finishPackage() {
      if (firstLine == 0) {
        return;
      }
      if (name == null || version == null) {
        complaints.add(
            firstLine,
            name == null
                ? "a package without a name (P:)"
                : "package " + Complaints.quote(name) + " has no version (V:)");
      } else if (!Candidate.isToken(name) || !Candidate.isToken(version)) {
        complaints.add(
            firstLine,
            "an impossible package: name "
                + Complaints.quote(name)
                + ", version "
                + Complaints.quote(version));
      } else {
        keepPackage(name, version);
      }
      firstLine = 0;
      name = null;
      version = null;
      architecture = null;
      origin = null;
      folder = "";
      owned = new ArrayList<>();
    }

    private void keepPackage(String name, String version) {
      String sourceName = origin == null || !Candidate.isToken(origin) ? name : origin;
      PackageUrl purl = PackageUrl.of("apk", null, name, version);
      if (architecture != null && Candidate.isToken(architecture)) {
        purl = purl.with("arch", architecture);
      }
      SoftwarePackage.Source source = new SoftwarePackage.Source(sourceName, version);
      packages.add(new Candidate(purl, name, version, source, path));
      if (!owned.isEmpty()) {
        ownerships.add(new Ownership(name, owned));
      }
    }
  }
}
