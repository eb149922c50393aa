package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.VersionBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Erlang/OTP, by the one line of {@code releases/NN/OTP_VERSION}: {@code
 * pkg:generic/erlang@25.2.3}. Two asterisks behind the version tell that patches were applied; they
 * are left out.
 *
 * @see <a href="https://www.erlang.org/doc/system/versions.html">Erlang/OTP versions</a>
 */
public final class ErlangReleaseDetector implements PackageDetector {
  private static final int MAX_BYTES = 256;

  /** Makes the detector. */
  public ErlangReleaseDetector() {}

  @Override
  public String name() {
    return "erlang-release/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.path().endsWith("/OTP_VERSION");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = content.open()) {
      Candidate erlang = read(file.path(), in);
      return erlang == null ? null : PackageFacts.of(List.of(erlang));
    }
  }

  /** The runtime; null where the text is no version. */
  static @Nullable Candidate read(String path, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES);
    int end = 0;
    while (end < bytes.length && VersionBytes.isPart(bytes[end])) {
      end++;
    }
    boolean version =
        end > 0
            && Evidence.isDigit(bytes[0])
            && (end == bytes.length || bytes[end] <= ' ' || bytes[end] == '*');
    return version
        ? ProgramDetector.generic("erlang", new String(bytes, 0, end, US_ASCII), path)
        : null;
  }
}
