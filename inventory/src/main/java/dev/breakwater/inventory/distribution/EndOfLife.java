package dev.breakwater.inventory.distribution;

import dev.breakwater.core.Distribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * When security support of a release ends, from the table {@code end-of-life.csv} that is shipped
 * with the program. The table says of each date where it is from; a release that it does not have
 * has no known end.
 */
public final class EndOfLife {
  private static final String TABLE = "end-of-life.csv";

  private EndOfLife() {}

  /** The distribution with its end of security support, where that is known. */
  public static Distribution added(Distribution distribution) {
    LocalDate end = lookUp(distribution);
    return end == null
        ? distribution
        : new Distribution(
            distribution.id(),
            distribution.idLike(),
            distribution.versionId(),
            distribution.codename(),
            distribution.name(),
            end);
  }

  private static @Nullable LocalDate lookUp(Distribution distribution) {
    String release = release(distribution);
    if (release == null) {
      return null;
    }
    String row = key(distribution) + "," + release + ",";
    try (InputStream in = EndOfLife.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + TABLE + " is missing");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(row)) {
          return LocalDate.parse(
              line.substring(row.length(), row.length() + "2000-01-01".length()));
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(Distribution distribution) {
    // Both write ID=centos; only one of them is still alive.
    return distribution.id().equals("centos") && distribution.name().startsWith("CentOS Stream")
        ? "centos-stream"
        : distribution.id();
  }

  /**
   * The release as the table has it. A minor release of Red Hat's family ends with its major one,
   * as far as everybody's support goes; a service pack of SUSE ends by itself, so {@code 15.7} must
   * never be taken for {@code 15}, which is the one before the first pack.
   */
  private static @Nullable String release(Distribution distribution) {
    String version = distribution.versionId();
    if (version == null) {
      return null;
    }
    return switch (distribution.id()) {
      case "debian", "rhel", "centos", "almalinux", "rocky", "ol", "fedora" -> segments(version, 1);
      case "alpine" -> segments(version, 2);
      default -> version;
    };
  }

  private static String segments(String version, int count) {
    int end = -1;
    for (int i = 0; i < count; i++) {
      end = version.indexOf('.', end + 1);
      if (end < 0) {
        return version;
      }
    }
    return version.substring(0, end);
  }
}
