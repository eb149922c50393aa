package dev.breakwater.inventory.python;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Installed distributions of Python: {@code *.dist-info/METADATA} of wheels, {@code
 * *.egg-info/PKG-INFO} and single {@code *.egg-info} files of setuptools and distutils, {@code
 * *.egg/EGG-INFO/PKG-INFO} of unpacked eggs. The package's name and version are what the file says,
 * never what the directory is called.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/core-metadata/">core
 *     metadata</a>
 */
public final class PythonMetadataDetector implements PackageDetector {
  private static final long MAX_BYTES = 64L << 20;

  @Override
  public String name() {
    return "python-metadata/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.endsWith(".dist-info/METADATA")
        || path.endsWith(".egg-info/PKG-INFO")
        || path.endsWith(".egg-info")
        || path.endsWith(".egg/EGG-INFO/PKG-INFO");
  }

  @Override
  public PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return PackageFacts.of(List.of(read(file.path(), in)));
    }
  }

  /**
   * Reads the headers up to the first of each {@code Name} and {@code Version}; the body, a
   * description that may be long, is not read.
   *
   * @throws IOException where they are not there, or cannot be a name and a version
   */
  static Candidate read(String path, InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    String name = null;
    String version = null;
    while ((name == null || version == null) && lines.next() && lines.length() > 0) {
      byte first = lines.at(0);
      if (first == ' ' || first == '\t') {
        continue;
      }
      int colon = lines.indexOf(':', 0);
      if (colon <= 0) {
        break; // as Python's own reader has it, the headers end here
      }
      if (name == null && lines.startsIgnoringCase("name", colon)) {
        name = value(lines, colon);
      } else if (version == null && lines.startsIgnoringCase("version", colon)) {
        version = value(lines, colon);
      }
    }
    if (name == null || version == null) {
      throw new IOException(
          "not the metadata of a Python package: it has no "
              + (name == null ? "Name" : "Version")
              + " among its headers");
    }
    String normalName = normalName(name);
    if (normalName == null) {
      throw new IOException("an impossible name for a Python package: " + Complaints.quote(name));
    }
    if (!Candidate.isToken(version)) {
      throw new IOException(
          "an impossible version for a Python package: " + Complaints.quote(version));
    }
    return new Candidate(
        PackageUrl.of("pypi", null, normalName, version), name, version, null, path);
  }

  private static @Nullable String value(TextLines lines, int colon) {
    return lines.cut() ? null : lines.text(colon + 1).strip();
  }

  /**
   * Lower case, with each run of {@code -}, {@code _} and {@code .} as one hyphen.
   *
   * @return null where it is not a name: letters, digits and those three, and none of the three at
   *     either end
   * @see <a href="https://packaging.python.org/en/latest/specifications/name-normalization/">name
   *     normalization (PEP 503)</a>
   */
  static @Nullable String normalName(String name) {
    if (!Candidate.isToken(name)) {
      return null;
    }
    StringBuilder normal = new StringBuilder(name.length());
    boolean separated = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        c = (char) (c + ('a' - 'A'));
      }
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        normal.append(c);
        separated = false;
      } else if (c == '-' || c == '_' || c == '.') {
        if (normal.isEmpty()) {
          return null;
        }
        if (!separated) {
          normal.append('-');
        }
        separated = true;
      } else {
        return null;
      }
    }
    return separated ? null : normal.toString();
  }
}
