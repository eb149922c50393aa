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
import org.jspecify.annotations.Nullable;

/**
 * Installed gems: the {@code NAME-VERSION.gemspec} that RubyGems writes into a directory {@code
 * specifications} for each, and into {@code specifications/default} for those that come with Ruby.
 * A gem for several platforms is one package, whichever of them is installed.
 *
 * <p>Such a file is a program, which is not run. RubyGems puts name and version into a remark on
 * the second line, {@code # stub: NAME VERSION PLATFORM …}; where that is missing, they are read
 * where they are assigned as plain texts.
 *
 * @see <a href="https://guides.rubygems.org/specification-reference/">gem specification</a>
 */
public final class GemSpecificationDetector implements PackageDetector {
  private static final long MAX_BYTES = 4L << 20;
  private static final int MAX_LINES = 2000;

  private static final String SUFFIX = ".gemspec";
  private static final String STUB = "# stub: ";

  @Override
  public String name() {
    return "gem-specification/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    if (!path.endsWith(SUFFIX)) {
      return false;
    }
    int slash = path.lastIndexOf('/');
    return endsWithDirectory(path, slash, "specifications")
        || endsWithDirectory(path, slash, "specifications/default");
  }

  private static boolean endsWithDirectory(String path, int end, String directory) {
    int start = end - directory.length();
    return start >= 0
        && path.startsWith(directory, start)
        && (start == 0 || path.charAt(start - 1) == '/');
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  /**
   * Reads the name and version.
   *
   * @throws IOException where they are not there, or only Ruby could tell them
   */
  static @Nullable PackageFacts read(String path, InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    String name = null;
    String version = null;
    while ((name == null || version == null) && lines.number() < MAX_LINES && lines.next()) {
      String line = lines.text(0);
      if (lines.number() <= 2 && line.startsWith(STUB)) {
        int nameEnd = line.indexOf(' ', STUB.length());
        int versionEnd = nameEnd < 0 ? -1 : line.indexOf(' ', nameEnd + 1);
        if (versionEnd > 0) {
          name = line.substring(STUB.length(), nameEnd);
          version = line.substring(nameEnd + 1, versionEnd);
        }
      } else if (name == null && assigns(line, ".name")) {
        name = literal(line);
      } else if (version == null && assigns(line, ".version")) {
        version = literal(line);
      }
    }
    if (name == null || version == null) {
      throw new IOException(
          "the gem's "
              + (name == null ? "name" : "version")
              + " is not there as plain text; only Ruby could tell it");
    }
    PackageList packages = new PackageList(path);
    if (GemName.isValid(name) && GemName.isVersion(version)) {
      packages.add("gem", null, name, version);
    } else {
      packages.addImpossible();
    }
    return packages.facts();
  }

  /** Whether a line is {@code spec.MEMBER = …}. */
  private static boolean assigns(String line, String member) {
    int at = line.indexOf(member);
    int equals = line.indexOf('=', at + 1);
    return at > 0
        && equals > at
        && line.substring(at + member.length(), equals).isBlank()
        && line.substring(0, at).strip().indexOf(' ') < 0;
  }

  /** The text that is assigned: one literal, perhaps frozen, and nothing computed. */
  private static @Nullable String literal(String line) {
    String value = line.substring(line.indexOf('=') + 1).strip();
    if (value.endsWith(".freeze")) {
      value = value.substring(0, value.length() - ".freeze".length());
    }
    int last = value.length() - 1;
    char quote = last > 0 ? value.charAt(0) : 0;
    boolean quoted = (quote == '"' || quote == '\'') && value.charAt(last) == quote;
    return quoted && value.indexOf(quote, 1) == last ? value.substring(1, last) : null;
  }
}
