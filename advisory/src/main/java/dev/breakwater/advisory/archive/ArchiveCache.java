package dev.breakwater.advisory.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Files fetched before: indexes and tarballs by their SHA-256, Release files by their address. Any
 * number of processes may use one; files come into place by rename. Nothing in it is believed: what
 * has a digest is hashed again, what is signed is verified again.
 */
final class ArchiveCache {
  private static final Duration KEPT = Duration.ofDays(30);

  private final Path directory;

  private ArchiveCache(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens a cache, and makes its directory if need be, for this user alone.
   *
   * @throws ArchiveException where it cannot be made
   */
  static ArchiveCache open(Path directory) throws ArchiveException {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new ArchiveCache(directory);
    } catch (IOException | UnsupportedOperationException e) {
      throw new ArchiveException(
          "the cache directory " + directory + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** Brings bytes to a file. */
  interface Download {
    void to(Path target) throws ArchiveException;
  }

  /** The file with this digest, if it is here and whole. */
  Optional<Path> find(String sha256, long size) throws ArchiveException {
    Path file = directory.resolve("sha256-" + sha256);
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (Files.size(file) == size && sha256(file).equals(sha256)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(file);
      }
      Files.deleteIfExists(file);
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * The file with this digest, from here or fetched.
   *
   * @throws ArchiveException where what is fetched has another digest or size
   */
  Path obtain(String sha256, long size, String place, Download download) throws ArchiveException {
    Optional<Path> held = find(sha256, size);
    if (held.isPresent()) {
      return held.get();
    }
    Path partial = newPartial();
    try {
      download.to(partial);
      long length = Files.size(partial);
      if (length != size || !sha256(partial).equals(sha256)) {
        throw new ArchiveException(
            place
                + " is not what the signed index says it is ("
                + length
                + " bytes instead of "
                + size
                + ", or another digest)");
      }
      Path file = directory.resolve("sha256-" + sha256);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      delete(partial);
    }
  }

  /** Fetches a file whose digest nobody vouches for; at most {@code most} bytes. */
  byte[] fetch(int most, Download download) throws ArchiveException {
    Path partial = newPartial();
    try {
      download.to(partial);
      try (InputStream in = Files.newInputStream(partial)) {
        return in.readNBytes(most);
      }
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      delete(partial);
    }
  }

  /** Keeps the bytes that were at an address. */
  void keep(String address, byte[] content) throws ArchiveException {
    Path partial = newPartial();
    try {
      Files.write(partial, content);
      Files.move(
          partial,
          directory.resolve(named(address)),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      delete(partial);
    }
  }

  /** The bytes last kept for an address. */
  Optional<byte[]> kept(String address, int most) throws ArchiveException {
    Path file = directory.resolve(named(address));
    try (InputStream in =
        Channels.newInputStream(
            Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return Optional.of(in.readNBytes(most));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Deletes what nobody has used for a month, and what was never finished. */
  void prune(Instant now) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{sha256,at,part}-*")) {
      for (Path file : files) {
        Instant used = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (used.plus(KEPT).isBefore(now)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // An old file more is no reason to fail; the next scan tries again.
      return;
    }
  }

  private Path newPartial() throws ArchiveException {
    try {
      return Files.createTempFile(
          directory,
          "part-",
          "",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void delete(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      // Pruned later.
      return;
    }
  }

  private ArchiveException unusable(IOException e) {
    return new ArchiveException(
        "the cache in " + directory + " cannot be used: " + e.getMessage(), e);
  }

  private static String named(String address) {
    return "at-"
        + HexFormat.of().formatHex(newSha256().digest(address.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = newSha256();
      byte[] buffer = new byte[64 << 10];
      int read;
      while ((read = in.read(buffer)) > 0) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
