package dev.breakwater.image;

import dev.breakwater.core.Digest;
import dev.breakwater.image.overlay.Listing;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was learnt of layers, by the digest of the uncompressed layer and the detectors that
 * looked, so a layer that many images share is read once.
 *
 * <p>An image's configuration is not believed when it says which layer a blob unpacks to: beside
 * the facts stand marks of the blobs that were seen to unpack to that layer, and facts are used
 * only for a blob with its mark. Entries are written aside and renamed, so any number of processes
 * may share the directory. An entry that is damaged or foreign counts as missing and is replaced.
 * When the directory grows beyond its bound the entries used longest ago go. Nothing that goes
 * wrong here stops a scan.
 */
final class LayerCache {
  private static final int MAGIC = 0x42574c46;

  /** Changes whenever the reader of layers learns to see something else in the same bytes. */
  private static final int VERSION = 2;

  private static final long MAX_BYTES = 512L << 20;
  private static final int MAX_ENTRY_BYTES = 256 << 20;
  private static final String FACTS = ".facts";
  private static final String SEEN = ".seen";

  private final @Nullable Path directory;
  private final List<? extends Detector<?>> detectors;
  private final String detectorIds;
  private final long maxBytes;
  private boolean stored;

  /**
   * Opens the directory, which is made where it is missing.
   *
   * @param directory null to keep nothing
   */
  LayerCache(@Nullable Path directory, List<? extends Detector<?>> detectors) {
    this(directory, detectors, MAX_BYTES);
  }

  LayerCache(@Nullable Path directory, List<? extends Detector<?>> detectors, long maxBytes) {
    this.detectors = List.copyOf(detectors);
    this.maxBytes = maxBytes;
    StringBuilder ids = new StringBuilder();
    for (Detector<?> detector : detectors) {
      ids.append(detector.id()).append('\n');
    }
    this.detectorIds = ids.toString();
    this.directory = directory != null && isPrivate(directory) ? directory : null;
  }

  /** Whoever else could write here could make a vulnerable package vanish from a report. */
  private static boolean isPrivate(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      return !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException notThere) {
      return false;
    }
  }

  /** What is known of a layer; null where it must be read. */
  @Nullable LayerFacts find(LayerSource layer) {
    Path home = directory;
    if (home == null || !isSeen(home, layer)) {
      return null;
    }
    return load(home, layer.diffId(), "");
  }

  /** What was learnt when the layer was read again for these files; null where nothing is known. */
  @Nullable List<LayerFacts.Fact> findAgain(LayerSource layer, List<LayerReader.Again> again) {
    Path home = directory;
    if (home == null || !isSeen(home, layer)) {
      return null;
    }
    LayerFacts facts = load(home, layer.diffId(), describe(again));
    return facts == null ? null : facts.facts();
  }

  /** Keeps what was learnt of a layer whose digests were verified. */
  void store(LayerSource layer, LayerFacts facts) {
    Path home = directory;
    if (home != null && facts.complete() && save(home, layer.diffId(), "", facts)) {
      mark(home, layer);
    }
  }

  /** Keeps what was learnt from reading a layer again. */
  void storeAgain(LayerSource layer, List<LayerReader.Again> again, List<LayerFacts.Fact> learnt) {
    Path home = directory;
    LayerFacts facts = new LayerFacts(new Listing(), learnt, List.of());
    if (home != null && facts.complete()) {
      save(home, layer.diffId(), describe(again), facts);
    }
  }

  private static String describe(List<LayerReader.Again> again) {
    StringBuilder text = new StringBuilder();
    for (LayerReader.Again one : again) {
      text.append(one.ordinal())
          .append(' ')
          .append(one.detectors())
          .append(' ')
          .append(one.file().path())
          .append('\n');
    }
    return text.toString();
  }

  private @Nullable LayerFacts load(Path home, Digest diffId, String again) {
    Path entry = home.resolve(name(diffId, again) + FACTS);
    try {
      if (Files.size(entry) > MAX_ENTRY_BYTES) {
        return null;
      }
      byte[] bytes = Files.readAllBytes(entry);
      LayerFacts facts = decode(bytes, diffId);
      if (facts != null) {
        Files.setLastModifiedTime(entry, FileTime.fromMillis(System.currentTimeMillis()));
      }
      return facts;
    } catch (IOException | RuntimeException missingOrDamaged) {
      return null;
    }
  }

  private @Nullable LayerFacts decode(byte[] bytes, Digest diffId) throws IOException {
    int length = bytes.length - Integer.BYTES;
    if (length < 0) {
      return null;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    DataInputStream end =
        new DataInputStream(new ByteArrayInputStream(bytes, length, Integer.BYTES));
    if (end.readInt() != (int) checksum.getValue()) {
      return null;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    if (in.readInt() != MAGIC
        || in.readInt() != VERSION
        || !in.readUTF().equals(diffId.toString())
        || !readText(in).equals(detectorIds)) {
      return null;
    }
    Listing listing = Listing.read(in);
    int count = in.readInt();
    List<LayerFacts.Fact> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int file = in.readInt();
      int detector = in.readInt();
      byte[] fact = new byte[in.readInt()];
      in.readFully(fact);
      Object value =
          detectors.get(detector).decode(new DataInputStream(new ByteArrayInputStream(fact)));
      facts.add(new LayerFacts.Fact(file, detector, value));
    }
    return new LayerFacts(listing, facts, List.of());
  }

  private boolean save(Path home, Digest diffId, String again, LayerFacts facts) {
    Path target = home.resolve(name(diffId, again) + FACTS);
    Path aside = null;
    try {
      aside = Files.createTempFile(home, "new-", ".tmp");
      write(aside, diffId, facts);
      Files.move(
          aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      stored = true;
      return true;
    } catch (IOException | RuntimeException full) {
      delete(aside);
      return false;
    }
  }

  private void write(Path file, Digest diffId, LayerFacts facts) throws IOException {
    CRC32C checksum = new CRC32C();
    try (OutputStream disk = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024)) {
      DataOutputStream out = new DataOutputStream(new CheckedOutputStream(disk, checksum));
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(diffId.toString());
      byte[] ids = detectorIds.getBytes(StandardCharsets.UTF_8);
      out.writeInt(ids.length);
      out.write(ids);
      facts.listing().write(out);
      out.writeInt(facts.facts().size());
      for (LayerFacts.Fact fact : facts.facts()) {
        byte[] encoded = encode(detectors.get(fact.detector()), fact.value());
        out.writeInt(fact.file());
        out.writeInt(fact.detector());
        out.writeInt(encoded.length);
        out.write(encoded);
      }
      out.flush();
      new DataOutputStream(disk).writeInt((int) checksum.getValue());
    }
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // the fact came from this very detector
  private static <F> byte[] encode(Detector<F> detector, Object fact) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    detector.encode((F) fact, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private void mark(Path home, LayerSource layer) {
    Path mark = seen(home, layer);
    try {
      if (!Files.exists(mark, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(mark);
      }
    } catch (IOException unmarked) {
      // The layer will be read again, no more.
    }
  }

  /** A blob that is known by the digest of the uncompressed layer can be no other layer. */
  private static boolean isSeen(Path home, LayerSource layer) {
    return layer.blob().identity().equals(layer.diffId().toString())
        || Files.exists(seen(home, layer));
  }

  private static Path seen(Path home, LayerSource layer) {
    return home.resolve(hash(layer.blob().identity() + "\n" + layer.diffId()) + SEEN);
  }

  private String name(Digest diffId, String again) {
    return diffId.hex().substring(0, 32) + "-" + hash(diffId + "\n" + detectorIds + "\n" + again);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** An entry and what decides whether it stays. */
  private record Entry(Path path, long bytes, long used) {}

  /** Deletes what was used longest ago, where the directory has grown too large. */
  void trim() {
    Path home = directory;
    if (home == null || !stored) {
      return;
    }
    List<Entry> entries = new ArrayList<>();
    long total = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
      for (Path file : files) {
        // A mark is empty but takes a block; a file left by a process that was killed goes too.
        long bytes = Math.max(Files.size(file), 512);
        entries.add(new Entry(file, bytes, Files.getLastModifiedTime(file).toMillis()));
        total += bytes;
      }
    } catch (IOException changing) {
      return;
    }
    if (total <= maxBytes) {
      return;
    }
    entries.sort(Comparator.comparingLong(Entry::used).thenComparing(Entry::path));
    for (Entry entry : entries) {
      if (total <= maxBytes / 4 * 3) {
        return;
      }
      delete(entry.path());
      total -= entry.bytes();
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException another) {
      // Another process was quicker.
    }
  }
}
