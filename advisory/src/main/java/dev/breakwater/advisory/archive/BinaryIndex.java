package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.BinaryPackages.DebFile;
import dev.breakwater.advisory.mirror.ArchiveException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary packages of a suite, read when they are first asked for: only a changelog that its
 * source package cannot give makes them needed. Safe to share between threads.
 */
final class BinaryIndex {
  private final Reading reading;
  private @Nullable Map<String, BinaryPackages> bySource;
  private @Nullable ArchiveException failure;

  /** Reads the indexes of a suite. */
  interface Reading {
    Map<String, BinaryPackages> read() throws ArchiveException;
  }

  BinaryIndex(Reading reading) {
    this.reading = reading;
  }

  /** The binary packages that were built from this version of a source package. */
  List<DebFile> builtFrom(String source, String version) throws ArchiveException {
    BinaryPackages built = all().get(source);
    return built == null || !built.version().equals(version) ? List.of() : built.files();
  }

  /** By source name; a failure is remembered, too. */
  synchronized Map<String, BinaryPackages> all() throws ArchiveException {
    if (failure != null) {
      throw failure;
    }
    if (bySource == null) {
      try {
        bySource = Map.copyOf(reading.read());
      } catch (ArchiveException e) {
        failure = e;
        throw e;
      }
    }
    return bySource;
  }
}
