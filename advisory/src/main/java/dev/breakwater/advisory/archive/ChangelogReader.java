package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.SuiteIndex.SourceFiles;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the changelog of a source package, from the smallest of its parts that holds it. Safe to
 * share between threads.
 */
record ChangelogReader(ArchiveCache cache, VersionOrder order, boolean offline) {
  private static final long LARGEST_PART = 64L << 20;
  private static final long LARGEST_UNPACKED = 1L << 30;

  /**
   * The entries that are newer than {@code after}.
   *
   * @throws ArchiveException saying why they cannot be had
   */
  Changelog read(SourceFiles files, String after) throws ArchiveException {
    SourceRecord source = files.source();
    Part part = Part.of(source);
    if (part == null) {
      throw new ArchiveException("none of its files holds a changelog that can be read");
    }
    FileLine file = part.file();
    if (file.size() > LARGEST_PART) {
      throw new ArchiveException(
          file.name()
              + " holds the changelog and has "
              + file.size()
              + " bytes; at most "
              + LARGEST_PART
              + " are fetched for it");
    }
    String path =
        source.directory().equals(".") ? file.name() : source.directory() + "/" + file.name();
    Path held = obtain(files.transport(), path, file);
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(held), 64 << 10);
        InputStream unpacked =
            new BoundedInputStream(
                Compression.of(file.name()).unpack(packed), file.name(), LARGEST_UNPACKED);
        InputStream changelog = part.changelog(unpacked)) {
      return Changelog.read(changelog, "the changelog in " + file.name(), after, order);
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path obtain(ArchiveTransport transport, String path, FileLine file)
      throws ArchiveException {
    Optional<Path> held = cache.find(file.sha256(), file.size());
    if (held.isPresent()) {
      return held.get();
    }
    if (offline) {
      throw new ArchiveException.Unreachable(
          "the network may not be used and " + file.name() + " is not in the cache");
    }
    return cache.obtain(
        file.sha256(),
        file.size(),
        transport.place(path),
        target -> transport.fetch(path, file.size(), target));
  }

  /** The part of a source package that holds its changelog. */
  private record Part(FileLine file, Kind kind) {
    private enum Kind {
      /** {@code debian.tar} of format 3.0 (quilt). */
      DEBIAN,
      /** The only tarball, of a native package. */
      NATIVE,
      /** {@code diff.gz} of format 1.0. */
      DIFF
    }

    static @Nullable Part of(SourceRecord source) {
      FileLine whole = null;
      for (FileLine file : source.files()) {
        String name = file.name();
        if (name.endsWith(".debian.tar.xz") || name.endsWith(".debian.tar.gz")) {
          return new Part(file, Kind.DEBIAN);
        }
        if (name.endsWith(".diff.gz")) {
          return new Part(file, Kind.DIFF);
        }
        boolean isOriginal = name.contains(".orig.") || name.contains(".orig-");
        if (!isOriginal && (name.endsWith(".tar.xz") || name.endsWith(".tar.gz"))) {
          whole = file;
        }
      }
      return whole == null ? null : new Part(whole, Kind.NATIVE);
    }

    InputStream changelog(InputStream unpacked) throws IOException {
      return switch (kind) {
        case DEBIAN -> SourceTarball.changelog(unpacked, file.name(), false);
        case NATIVE -> SourceTarball.changelog(unpacked, file.name(), true);
        case DIFF -> SourceDiff.changelog(unpacked, file.name());
      };
    }
  }
}
