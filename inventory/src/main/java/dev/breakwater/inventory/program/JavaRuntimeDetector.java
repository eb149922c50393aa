package dev.breakwater.inventory.program;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Java runtimes, whole or made by jlink, by the {@code release} file in their directory: {@code
 * pkg:generic/java@VERSION}, who built it in the qualifier {@code vendor}. The version is that of
 * {@code JAVA_VERSION}: {@code 25.0.3}, {@code 1.8.0_352}.
 *
 * @see <a href="https://openjdk.org/jeps/223">JEP 223, which defines versions</a>
 */
public final class JavaRuntimeDetector implements PackageDetector {
  private static final long MAX_BYTES = 1 << 20;

  /** Makes the detector. */
  public JavaRuntimeDetector() {}

  @Override
  public String name() {
    return "java-runtime/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.path().endsWith("/release");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    if (file.size() > MAX_BYTES) {
      return null; // something else has this name
    }
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      Candidate runtime = read(file.path(), in);
      return runtime == null ? null : PackageFacts.of(List.of(runtime));
    }
  }

  /** The runtime; null where the file speaks of none. */
  static @Nullable Candidate read(String path, InputStream in) throws IOException {
    String version = null;
    String vendor = null;
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      int equals = lines.indexOf('=', 0);
      if (lines.startsIgnoringCase("java_version", equals)) {
        version = unquoted(lines.text(equals + 1));
      } else if (lines.startsIgnoringCase("implementor", equals)) {
        vendor = unquoted(lines.text(equals + 1));
      }
    }
    if (version == null || !Candidate.isToken(version) || !isDigit(version.charAt(0))) {
      return null;
    }
    Candidate runtime = ProgramDetector.generic("java", version, path);
    boolean named = vendor != null && vendor.length() <= 100 && !TextLines.isTreacherous(vendor);
    return named
        ? new Candidate(runtime.purl().with("vendor", vendor), runtime.name(), version, null, path)
        : runtime;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String unquoted(String value) {
    String text = value.strip();
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
