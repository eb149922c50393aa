package dev.breakwater.inventory.distribution;

import dev.breakwater.core.Distribution;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The distribution as releases from before os-release (2012) name it, and images that lost it: one
 * line in a file of the distribution's own.
 */
public final class ReleaseFileDetector implements PackageDetector {
  /** Rebuilds of another distribution carry its file too, so theirs come first. */
  private static final List<String> PATHS =
      List.of(
          "etc/lsb-release",
          "etc/alpine-release",
          "etc/oracle-release",
          "etc/rocky-release",
          "etc/almalinux-release",
          "etc/centos-release",
          "etc/fedora-release",
          "etc/system-release",
          "etc/redhat-release",
          "etc/debian_version");

  private static final long MAX_BYTES = 1 << 20;

  /** How the one line starts, and the {@code ID} of that distribution's os-release. */
  private static final String[][] NAMES = {
    {"Red Hat Enterprise Linux", "rhel"},
    {"CentOS", "centos"},
    {"Rocky Linux", "rocky"},
    {"AlmaLinux", "almalinux"},
    {"Oracle Linux", "ol"},
    {"Fedora", "fedora"},
    {"Amazon Linux", "amzn"},
  };

  @Override
  public String name() {
    return "release-file/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.path().startsWith("etc/") && PATHS.contains(file.path());
  }

  @Override
  public List<String> fixedPaths() {
    return PATHS;
  }

  /** How far back a file stands among those that are found; -1 where the path is none of them. */
  public static int rank(String path) {
    return PATHS.indexOf(path);
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static @Nullable PackageFacts read(String path, InputStream in) throws IOException {
    String file = path.substring(path.lastIndexOf('/') + 1);
    if (file.equals("lsb-release")) {
      PackageFacts facts = OsRelease.read(path, in);
      return facts.distribution() == null ? null : facts;
    }
    TextLines lines = new TextLines(in);
    String line = lines.next() && !lines.cut() ? lines.text(0).strip() : "";
    if (line.isEmpty() || line.length() > 200 || TextLines.isTreacherous(line)) {
      return null;
    }
    Distribution distribution =
        switch (file) {
          case "alpine-release" -> alpine(line);
          case "debian_version" -> debian(line);
          default -> redHatLike(line);
        };
    return distribution == null ? null : PackageFacts.of(distribution, List.of());
  }

  private static @Nullable Distribution alpine(String version) {
    return Character.isDigit(version.charAt(0))
        ? new Distribution(
            "alpine",
            null,
            OsRelease.release("alpine", version),
            null,
            "Alpine Linux " + version,
            null)
        : null;
  }

  /** {@code 12.5}, or {@code trixie/sid} before a release. */
  private static @Nullable Distribution debian(String version) {
    String name = "Debian GNU/Linux " + version;
    if (Character.isDigit(version.charAt(0))) {
      int dot = version.indexOf('.');
      String release = dot < 0 ? version : version.substring(0, dot);
      return new Distribution("debian", null, release, null, name, null);
    }
    int slash = version.indexOf('/');
    return slash <= 0
        ? null
        : new Distribution("debian", null, null, version.substring(0, slash), name, null);
  }

  /** {@code Rocky Linux release 8.5 (Green Obsidian)}. */
  private static @Nullable Distribution redHatLike(String line) {
    int release = line.indexOf(" release ");
    if (release < 0) {
      return null;
    }
    String rest = line.substring(release + " release ".length()).strip();
    int blank = rest.indexOf(' ');
    String version = blank < 0 ? rest : rest.substring(0, blank);
    if (version.isEmpty() || !Character.isDigit(version.charAt(0))) {
      return null;
    }
    for (String[] known : NAMES) {
      if (line.startsWith(known[0])) {
        // CentOS 7 writes 7.9.2009, while its os-release says 7.
        int dot = version.indexOf('.');
        String versionId =
            known[1].equals("centos") && dot > 0 ? version.substring(0, dot) : version;
        return new Distribution(known[1], null, versionId, null, line, null);
      }
    }
    return null;
  }
}
