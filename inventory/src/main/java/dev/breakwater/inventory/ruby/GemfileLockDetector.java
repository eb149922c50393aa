package dev.breakwater.inventory.ruby;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gems that Bundler's {@code Gemfile.lock} or {@code gems.locked} fixes. A gem that is locked for
 * several platforms is one package. Gems from Git keep their name and say where they come from;
 * those below {@code PATH} are the application's own, and are left out. The file does not tell gems
 * for development from others, so all are in. Lock files inside installed gems say nothing: Bundler
 * ignores them.
 *
 * @see <a href="https://bundler.io/guides/rationale.html">Bundler's rationale</a>
 */
public final class GemfileLockDetector implements PackageDetector {
  private static final long MAX_BYTES = 16L << 20;
  private static final String CONFLICT = "<<<<<<<";

  /** What a section's entries are. */
  private enum Section {
    GEM,
    GIT,
    OTHER
  }

  @Override
  public String name() {
    return "gemfile-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return (file.isNamed("Gemfile.lock") || file.isNamed("gems.locked"))
        && !file.path().contains("/gems/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static @Nullable PackageFacts read(String path, InputStream in) throws IOException {
    PackageList packages = new PackageList(path);
    Section section = Section.OTHER;
    String remote = "";
    String revision = "";
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      String line = lines.text(0);
      if (line.startsWith(CONFLICT)) {
        throw new IOException(
            "line " + lines.number() + " is the mark of a merge that nobody finished");
      }
      if (!line.startsWith(" ")) {
        section = section(line);
        remote = "";
        revision = "";
      } else if (line.startsWith("  remote: ")) {
        remote = line.substring("  remote: ".length());
      } else if (line.startsWith("  revision: ")) {
        revision = line.substring("  revision: ".length());
      } else if (section != Section.OTHER && isSpecification(line)) {
        addSpecification(line, section == Section.GIT ? address(remote, revision) : null, packages);
      }
    }
    return packages.facts();
  }

  private static Section section(String line) {
    return switch (line.stripTrailing()) {
      case "GEM" -> Section.GEM;
      case "GIT" -> Section.GIT;
      default -> Section.OTHER;
    };
  }

  /** Four blanks begin a gem of the source; six what that gem asks for. */
  private static boolean isSpecification(String line) {
    return line.startsWith("    ") && line.length() > 4 && line.charAt(4) != ' ';
  }

  private static String address(String remote, String revision) {
    return "git+" + remote + "@" + revision;
  }

  /** {@code name (version)} or {@code name (version-platform)}. */
  private static void addSpecification(String line, @Nullable String git, PackageList packages) {
    String entry = line.strip();
    int open = entry.indexOf(" (");
    if (open <= 0 || !entry.endsWith(")")) {
      packages.addImpossible();
      return;
    }
    String name = entry.substring(0, open);
    String version = entry.substring(open + 2, entry.length() - 1);
    int platform = version.indexOf('-');
    if (platform >= 0) {
      version = version.substring(0, platform);
    }
    if (!GemName.isValid(name) || !GemName.isVersion(version)) {
      packages.addImpossible();
      return;
    }
    packages.add("gem", null, name, version, git == null ? Map.of() : Map.of("vcs_url", git));
  }
}
