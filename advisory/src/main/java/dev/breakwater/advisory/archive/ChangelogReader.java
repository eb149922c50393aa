package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.BinaryPackages.DebFile;
import dev.breakwater.advisory.archive.SuiteIndex.Candidate;
import dev.breakwater.advisory.archive.SuiteIndex.Origin;
import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveTransport;
import dev.breakwater.advisory.mirror.BoundedInputStream;
import dev.breakwater.advisory.mirror.Compression;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the changelog of a source package: from the smallest of its own parts that holds it, or,
 * where a mirror lacks that or it is too large, from a small binary package that was built from it.
 * Safe to share between threads.
 */
record ChangelogReader(ArchiveCache cache, VersionOrder order, boolean offline) {
  private static final long LARGEST_PART = 64L << 20;
  private static final long LARGEST_UNPACKED = 1L << 30;
  private static final int MOST_BINARIES = 8;
  private static final long SMALL = 4L << 20;

  /**
   * The entries that are newer than {@code after}.
   *
   * @param installed names of the binary packages that are there
   * @throws ArchiveException saying why they cannot be had
   */
  Changelog read(String source, Candidate candidate, String after, Set<String> installed)
      throws ArchiveException {
    Origin origin = candidate.origin();
    if (origin == null) {
      throw new ArchiveException("the lists that apt has fetched do not say where it is");
    }
    ArchiveException failure;
    if (origin.source() == null) {
      failure = new ArchiveException("no package of it has a changelog of its own");
    } else {
      try {
        return fromSource(origin.source(), origin.transport(), after);
      } catch (ArchiveException e) {
        failure = e;
      }
    }
    try {
      List<DebFile> built = origin.binaries().builtFrom(source, candidate.version());
      Changelog changelog = fromBinaries(likeliest(built, installed), origin.transport(), after);
      if (changelog != null) {
        return changelog;
      }
    } catch (ArchiveException e) {
      failure =
          origin.source() == null
              ? e
              : new ArchiveException(
                  failure.getMessage() + "; nor from a binary package, " + e.getMessage(), e);
    }
    throw failure;
  }

  private @Nullable Changelog fromBinaries(
      List<DebFile> files, ArchiveTransport transport, String after) throws ArchiveException {
    for (DebFile deb : files) {
      Changelog changelog = fromBinary(deb, transport, after);
      if (changelog != null) {
        return changelog;
      }
    }
    return null;
  }

  private Changelog fromSource(SourceRecord source, ArchiveTransport transport, String after)
      throws ArchiveException {
    Part part = Part.of(source);
    if (part == null) {
      throw new ArchiveException("none of its files holds a changelog that can be read");
    }
    FileLine file = part.file();
    String directory = source.directory();
    String path = directory.equals(".") ? file.name() : directory + "/" + file.name();
    Path held = obtain(transport, path, file);
    try (InputStream unpacked = unpack(held, file.name());
        InputStream changelog = part.changelog(unpacked)) {
      // A source package has the whole history, so nothing can be missing at its end.
      return Changelog.read(changelog, "the changelog in " + file.name(), after, order).whole();
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Small packages first. The smallest of all often have only a link to the documentation of
   * another, so those that are installed come before them unless they are large.
   */
  private static List<DebFile> likeliest(List<DebFile> files, Set<String> installed) {
    List<DebFile> sorted = new ArrayList<>(files);
    sorted.sort(
        Comparator.comparing(
                (DebFile deb) -> !installed.contains(deb.name()) || deb.file().size() > SMALL)
            .thenComparingLong(deb -> deb.file().size())
            .thenComparing(DebFile::path));
    return sorted.subList(0, Math.min(MOST_BINARIES, sorted.size()));
  }

  /** Null where the package has none of its own, as those that link to another's. */
  private @Nullable Changelog fromBinary(DebFile deb, ArchiveTransport transport, String after)
      throws ArchiveException {
    String name = deb.path().substring(deb.path().lastIndexOf('/') + 1);
    Path held = obtain(transport, deb.path(), deb.file());
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(held), 64 << 10);
        InputStream changelog = DebPackage.changelog(packed, name, deb.name(), LARGEST_UNPACKED)) {
      return Changelog.read(changelog, "the changelog in " + name, after, order);
    } catch (ArchiveException e) {
      return null;
    } catch (IOException e) {
      throw new ArchiveException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream unpack(Path file, String name) throws IOException {
    InputStream packed = new BufferedInputStream(Files.newInputStream(file), 64 << 10);
    try {
      return new BoundedInputStream(Compression.of(name).unpack(packed), name, LARGEST_UNPACKED);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  private Path obtain(ArchiveTransport transport, String path, FileLine file)
      throws ArchiveException {
    if (file.size() > LARGEST_PART) {
      throw new ArchiveException(
          transport.place(path)
              + " holds it and has "
              + file.size()
              + " bytes; at most "
              + LARGEST_PART
              + " are fetched for a changelog");
    }
    Optional<Path> held = cache.find(new Digest("sha256", file.sha256()), file.size());
    if (held.isPresent()) {
      return held.get();
    }
    if (offline) {
      throw new ArchiveException.Unreachable(
          "the network may not be used and " + transport.place(path) + " is not in the cache");
    }
    return cache.obtain(
        new Digest("sha256", file.sha256()),
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
      String name = "debian/changelog";
      return switch (kind) {
        case DEBIAN -> Tarball.find(unpacked, file.name(), name::equals, name);
        case NATIVE -> Tarball.find(unpacked, file.name(), Part::isNested, name);
        case DIFF -> SourceDiff.changelog(unpacked, file.name());
      };
    }

    /** A native package's tree has a directory of its own around it. */
    private static boolean isNested(String path) {
      int slash = path.indexOf('/');
      return slash > 0 && path.substring(slash + 1).equals("debian/changelog");
    }
  }
}
