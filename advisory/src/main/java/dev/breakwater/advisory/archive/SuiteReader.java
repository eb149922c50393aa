package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.SuiteIndex.Candidate;
import dev.breakwater.advisory.archive.SuiteIndex.Origin;
import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveTransport;
import dev.breakwater.advisory.mirror.Compression;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a suite from an archive: its Release file, verified; then the indexes that it vouches for.
 *
 * @param offline whether only what is in the cache may be used
 */
record SuiteReader(
    AptSource source,
    ArchiveTransport transport,
    OpenPgpKeyring keyring,
    ArchiveCache cache,
    InstalledSources installed,
    VersionOrder order,
    @Nullable Distribution distribution,
    Instant now,
    boolean offline) {
  private static final long LARGEST_INDEX = 256L << 20;
  private static final long LARGEST_UNPACKED = 2L << 30;

  /**
   * Fetches and reads the suite.
   *
   * @throws ArchiveException.Unreachable where the archive does not answer and the cache cannot
   *     stand in
   */
  SuiteIndex read() throws ArchiveException {
    List<String> notes = new ArrayList<>();
    return readIndexes(release(notes), notes);
  }

  private SignedRelease release(List<String> notes) throws ArchiveException {
    Optional<SignedRelease> kept = kept();
    if (offline) {
      return kept.orElseThrow(() ->
          new ArchiveException.Unreachable(
              "the network may not be used and nothing of "
                  + transport.place(suitePath(""))
                  + " is in the cache"));
    }
    SignedRelease fetched;
    try {
      fetched = fetchRelease();
    } catch (ArchiveException.Unreachable e) {
      if (kept.isEmpty()) {
        throw e;
      }
      notes.add("the archive could not be reached (" + e.getMessage() + "), so a copy was used");
      return kept.get();
    }
    if (kept.isPresent() && kept.get().release().date().isAfter(fetched.release().date())) {
      notes.add(
          "the archive shows an older index than it did before (of "
              + fetched.release().date()
              + "), so the newer one was used");
      return kept.get();
    }
    cache.keep(address(), fetched.encoded());
    return fetched;
  }

  private Optional<SignedRelease> kept() throws ArchiveException {
    Optional<byte[]> kept = cache.kept(address(), 3 * ReleaseFile.LARGEST);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          fitting(SignedRelease.decode(kept.get(), keyring, "the cached Release file", now)));
    } catch (ArchiveException e) {
      // The key may have expired since, or another keyring is trusted now: fetch it anew.
      return Optional.empty();
    }
  }

  private SignedRelease fetchRelease() throws ArchiveException {
    String path = suitePath("InRelease");
    byte[] document;
    try {
      document = fetch(path);
    } catch (ArchiveException.Missing e) {
      return fetchDetached();
    }
    return fitting(SignedRelease.inline(document, keyring, transport.place(path), now));
  }

  private SignedRelease fetchDetached() throws ArchiveException {
    String path = suitePath("Release");
    byte[] document = fetch(path);
    byte[] signature = fetch(suitePath("Release.gpg"));
    return fitting(
        SignedRelease.detached(document, signature, keyring, transport.place(path), now));
  }

  private byte[] fetch(String path) throws ArchiveException {
    return cache.fetch(
        ReleaseFile.LARGEST, target -> transport.fetch(path, ReleaseFile.LARGEST, target));
  }

  private SignedRelease fitting(SignedRelease signed) throws ArchiveException {
    SecuritySuite.refuseOther(
        signed.release(), source.suite(), distribution, transport.place(suitePath("InRelease")));
    return signed;
  }

  private String address() {
    return source.uri() + " " + source.suite();
  }

  private String suitePath(String file) {
    return "dists/" + source.suite() + "/" + file;
  }

  private SuiteIndex readIndexes(SignedRelease signed, List<String> notes) throws ArchiveException {
    ReleaseFile release = signed.release();
    Map<String, Candidate> candidates = new HashMap<>();
    BinaryIndex binaries = new BinaryIndex(() -> readPackages(release, source.components()));
    List<String> withoutSources = new ArrayList<>();
    for (String component : source.components()) {
      String index = component + "/source/Sources";
      Optional<Path> sources = obtain(release, index);
      if (sources.isPresent()) {
        addSources(sources.get(), release, index, binaries, candidates);
      } else {
        withoutSources.add(component);
      }
    }
    addBinaries(release, withoutSources, candidates, notes);
    return new SuiteIndex(release, candidates, notes);
  }

  private void addSources(
      Path file,
      ReleaseFile release,
      String index,
      BinaryIndex binaries,
      Map<String, Candidate> candidates)
      throws ArchiveException {
    Set<String> wanted = installed.names();
    String place = transport.place(suitePath(index));
    Map<String, SourceRecord> newest =
        parse(
            file,
            release,
            index,
            (in, most) -> SourceRecord.newest(in, place, most, wanted, order));
    for (SourceRecord record : newest.values()) {
      addNewest(
          candidates,
          record.name(),
          new Candidate(record.version(), new Origin(transport, record, binaries)));
    }
  }

  /** Mirrors without source packages are common; binary packages tell the same, less directly. */
  private void addBinaries(
      ReleaseFile release,
      List<String> components,
      Map<String, Candidate> candidates,
      List<String> notes)
      throws ArchiveException {
    for (String component : components) {
      BinaryIndex binaries = new BinaryIndex(() -> readPackages(release, List.of(component)));
      if (!hasPackages(release, component)) {
        notes.add("the archive has no index of component " + component + " for what is installed");
        continue;
      }
      for (Map.Entry<String, BinaryPackages> built : binaries.all().entrySet()) {
        addNewest(
            candidates,
            built.getKey(),
            new Candidate(built.getValue().version(), new Origin(transport, null, binaries)));
      }
    }
  }

  private boolean hasPackages(ReleaseFile release, String component) {
    for (String architecture : installed.indexesIn(release)) {
      for (Compression compression : Compression.values()) {
        String index = packagesIndex(component, architecture) + compression.suffix();
        if (release.file(index).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private static String packagesIndex(String component, String architecture) {
    return component + "/binary-" + architecture + "/Packages";
  }

  private Map<String, BinaryPackages> readPackages(ReleaseFile release, List<String> components)
      throws ArchiveException {
    Set<String> wanted = installed.names();
    Map<String, BinaryPackages> all = new HashMap<>();
    for (String component : components) {
      for (String architecture : installed.indexesIn(release)) {
        String index = packagesIndex(component, architecture);
        Optional<Path> packages = obtain(release, index);
        if (packages.isEmpty()) {
          continue;
        }
        String place = transport.place(suitePath(index));
        Map<String, BinaryPackages> found =
            parse(
                packages.get(),
                release,
                index,
                (in, most) -> BinaryPackages.newest(in, place, most, wanted, order));
        for (Map.Entry<String, BinaryPackages> one : found.entrySet()) {
          BinaryPackages before = all.get(one.getKey());
          all.put(
              one.getKey(),
              before == null ? one.getValue() : before.with(one.getValue(), order, place));
        }
      }
    }
    return all;
  }

  private void addNewest(Map<String, Candidate> candidates, String name, Candidate candidate)
      throws ArchiveException {
    Candidate before = candidates.get(name);
    if (before == null
        || SourceRecord.isNewer(candidate.version(), before.version(), order, "the archive")) {
      candidates.put(name, candidate);
    }
  }

  /** The index in the best form that the archive has; empty where it has none. */
  private Optional<Path> obtain(ReleaseFile release, String index) throws ArchiveException {
    for (Compression compression : Compression.values()) {
      String path = index + compression.suffix();
      Optional<ReleaseFile.Entry> entry = release.file(path);
      if (entry.isEmpty()) {
        continue;
      }
      try {
        return Optional.of(obtain(release, path, entry.get()));
      } catch (ArchiveException.Missing e) {
        // A mirror need not have every form that the Release file lists.
      }
    }
    return Optional.empty();
  }

  private Path obtain(ReleaseFile release, String path, ReleaseFile.Entry entry)
      throws ArchiveException {
    String named = suitePath(path);
    if (entry.size() > LARGEST_INDEX) {
      throw new ArchiveException(
          transport.place(named) + " is larger than " + LARGEST_INDEX + " bytes");
    }
    Optional<Path> held = cache.find(new Digest("sha256", entry.sha256()), entry.size());
    if (held.isPresent()) {
      return held.get();
    }
    if (offline) {
      throw new ArchiveException.Unreachable(
          "the network may not be used and " + transport.place(named) + " is not in the cache");
    }
    if (release.byHash()) {
      String byHash =
          suitePath(path.substring(0, path.lastIndexOf('/') + 1))
              + "by-hash/SHA256/"
              + entry.sha256();
      try {
        return obtain(byHash, entry);
      } catch (ArchiveException.Missing e) {
        // Mirrors may drop these names; the plain one is checked as well.
        return obtain(named, entry);
      }
    }
    return obtain(named, entry);
  }

  private Path obtain(String path, ReleaseFile.Entry entry) throws ArchiveException {
    return cache.obtain(
        new Digest("sha256", entry.sha256()),
        entry.size(),
        transport.place(path),
        target -> transport.fetch(path, entry.size(), target));
  }

  private interface Parser<T> {
    T parse(InputStream in, long mostBytes) throws IOException;
  }

  private <T> T parse(Path file, ReleaseFile release, String index, Parser<T> parser)
      throws ArchiveException {
    long most = release.file(index).map(ReleaseFile.Entry::size).orElse(LARGEST_UNPACKED);
    String place = transport.place(suitePath(index));
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 64 << 10);
        InputStream in = compressionOf(file, release, index).unpack(packed)) {
      return parser.parse(in, Math.min(most, LARGEST_UNPACKED));
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException(place + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Compression compressionOf(Path file, ReleaseFile release, String index) {
    for (Compression compression : Compression.values()) {
      Optional<ReleaseFile.Entry> entry = release.file(index + compression.suffix());
      if (entry.isPresent() && file.endsWith("sha256-" + entry.get().sha256())) {
        return compression;
      }
    }
    return Compression.NONE;
  }
}
