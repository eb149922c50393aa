package dev.breakwater.advisory.mirror;

import dev.breakwater.core.Digest;
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
 * Files fetched before: indexes and tarballs by their digest, the files that vouch for them by
 * their address. Any number of processes may use one; files come into place by rename. Little in it
 * is believed: what has a digest is hashed again, what is signed is verified again; for what came
 * unsigned over TLS, that its directory is the user's own has to be enough.
 */
public final class ArchiveCache {
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
  public static ArchiveCache open(Path directory) throws ArchiveException {
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
  public interface Download {
    void to(Path target) throws ArchiveException;
  }

  /**
   * The file with this digest, if it is here and whole.
   *
   * @param size in bytes; negative where it is not known
   */
  public Optional<Path> find(Digest digest, long size) throws ArchiveException {
    Path file = directory.resolve(named(digest));
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (isOf(file, size) && hash(file, digest).equals(digest.hex())) {
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
   * @param size in bytes; negative where it is not known
   * @throws ArchiveException where what is fetched has another digest or size
   */
  public Path obtain(Digest digest, long size, String place, Download download)
      throws ArchiveException {
    Optional<Path> held = find(digest, size);
    if (held.isPresent()) {
      return held.get();
    }
    Path partial = newPartial();
    try {
      download.to(partial);
      long length = Files.size(partial);
      if (!isOf(partial, size) || !hash(partial, digest).equals(digest.hex())) {
        throw new ArchiveException(
            place
                + " is not what its index says it is ("
                + length
                + " bytes instead of "
                + (size < 0 ? "an unnamed number" : size)
                + ", or another digest)");
      }
      Path file = directory.resolve(named(digest));
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
  public byte[] fetch(int most, Download download) throws ArchiveException {
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
  public void keep(String address, byte[] content) throws ArchiveException {
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
  public Optional<byte[]> kept(String address, int most) throws ArchiveException {
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
  public void prune(Instant now) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "{sha256,sha512,at,part}-*")) {
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

  private static String named(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }

  private static boolean isOf(Path file, long size) throws IOException {
    return size < 0 || Files.size(file) == size;
  }

  private static String hash(Path file, Digest like) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = newDigest(like.javaAlgorithm());
      byte[] buffer = new byte[64 << 10];
      int read;
      while ((read = in.read(buffer)) > 0) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** Whether some bytes have a digest. */
  public static boolean isOf(byte[] content, Digest digest) {
    byte[] found = newDigest(digest.javaAlgorithm()).digest(content);
    return HexFormat.of().formatHex(found).equals(digest.hex());
  }

  /** A new SHA-256. */
  public static MessageDigest newSha256() {
    return newDigest("SHA-256");
  }

  private static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
