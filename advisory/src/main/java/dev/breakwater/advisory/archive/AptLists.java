package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.SuiteIndex.Candidate;
import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.Compression;
import dev.breakwater.advisory.mirror.DirectoryTransport;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Distribution;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lists that apt itself has fetched, in {@code var/lib/apt/lists}. They are verified like what
 * comes from the network, signature and digests, and tell versions but not why.
 */
record AptLists(
    Path root,
    InstalledSources installed,
    VersionOrder order,
    @Nullable Distribution distribution,
    Instant now) {
  private static final String DIRECTORY = "var/lib/apt/lists/";
  private static final Duration FRESH = Duration.ofHours(24);
  private static final long LARGEST_INDEX = 512L << 20;
  private static final String[] SUFFIXES = {"", ".lz4", ".gz", ".xz"};

  /** Which characters apt writes as {@code %xx} in the names of its lists. */
  private static final String QUOTED = "\\|{}[]<>\"^~_=!@#$%^&*";

  /**
   * What the lists say of a suite.
   *
   * @param fresh whether they are of the last 24 hours and not expired
   */
  record Listed(SuiteIndex index, boolean fresh) {}

  /**
   * Reads the lists of a source.
   *
   * @return empty where apt has not fetched them all
   * @throws ArchiveException where they are there and cannot be believed
   */
  Optional<Listed> read(AptSource source, OpenPgpKeyring keyring) throws ArchiveException {
    String prefix = fileName(source.uri() + "dists/" + source.suite() + "/");
    String name = DIRECTORY + prefix + "InRelease";
    try {
      Path inRelease = DirectoryTransport.inside(root, name);
      if (inRelease == null) {
        return Optional.empty();
      }
      byte[] document = readBounded(inRelease, name);
      ReleaseFile release = SignedRelease.inline(document, keyring, name, now).release();
      SecuritySuite.refuseOther(release, source.suite(), distribution, name);
      Map<String, Candidate> candidates = new HashMap<>();
      for (String component : source.components()) {
        for (String architecture : installed.indexesIn(release)) {
          String index = component + "/binary-" + architecture + "/Packages";
          Optional<ReleaseFile.Entry> entry = release.file(index);
          if (entry.isEmpty() || !readPackages(prefix, index, entry.get(), candidates)) {
            return Optional.empty();
          }
        }
      }
      boolean fresh = isFresh(release, Files.getLastModifiedTime(inRelease).toInstant());
      return Optional.of(new Listed(new SuiteIndex(release, candidates, List.of()), fresh));
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] readBounded(Path file, String name) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] document = in.readNBytes(ReleaseFile.LARGEST + 1);
      if (document.length > ReleaseFile.LARGEST) {
        throw new ArchiveException(name + " is larger than " + ReleaseFile.LARGEST + " bytes");
      }
      return document;
    }
  }

  /** Apt gives a list the time at which the archive changed it, so a later one is never newer. */
  private boolean isFresh(ReleaseFile release, Instant changed) {
    boolean recent =
        isRecent(release.date()) || (isRecent(changed) && changed.isAfter(release.date()));
    return recent && (release.validUntil() == null || release.validUntil().isAfter(now));
  }

  private boolean isRecent(Instant time) {
    return time.plus(FRESH).isAfter(now);
  }

  private boolean readPackages(
      String prefix, String index, ReleaseFile.Entry entry, Map<String, Candidate> candidates)
      throws IOException {
    String base = DIRECTORY + prefix + quoted(index);
    for (String suffix : SUFFIXES) {
      Path file = DirectoryTransport.inside(root, base + suffix);
      if (file != null) {
        addPackages(file, base + suffix, entry, candidates);
        return true;
      }
    }
    // Apt makes no list of an index that is empty.
    return entry.size() == 0;
  }

  private void addPackages(
      Path file, String name, ReleaseFile.Entry entry, Map<String, Candidate> candidates)
      throws IOException {
    if (entry.size() > LARGEST_INDEX) {
      throw new ArchiveException(name + " is larger than " + LARGEST_INDEX + " bytes");
    }
    MessageDigest digest = ArchiveCache.newSha256();
    Map<String, BinaryPackages> newest;
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 64 << 10);
        InputStream unpacked = new DigestInputStream(unpack(packed, name), digest)) {
      newest = BinaryPackages.newest(unpacked, name, entry.size(), installed.names(), order);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
      throw new ArchiveException(name + " is not what its signed InRelease says it is");
    }
    for (Map.Entry<String, BinaryPackages> built : newest.entrySet()) {
      String version = built.getValue().version();
      Candidate before = candidates.get(built.getKey());
      if (before == null || SourceRecord.isNewer(version, before.version(), order, name)) {
        candidates.put(built.getKey(), new Candidate(version, null));
      }
    }
  }

  private static InputStream unpack(InputStream packed, String name) throws IOException {
    return name.endsWith(".lz4")
        ? new Lz4FrameInputStream(packed)
        : Compression.of(name).unpack(packed);
  }

  /** The name that apt gives to a list, from the address that it was fetched from. */
  static String fileName(String uri) {
    String rest = uri.substring(uri.indexOf(':') + 1);
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
      rest = rest.substring(Math.max(2, at + 1));
    }
    return quoted(rest);
  }

  private static String quoted(String path) {
    StringBuilder name = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '/') {
        name.append('_');
      } else if (c <= ' ' || c >= 0x7f || QUOTED.indexOf(c) >= 0) {
        HexFormat.of().toHexDigits(name.append('%'), b);
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }
}
