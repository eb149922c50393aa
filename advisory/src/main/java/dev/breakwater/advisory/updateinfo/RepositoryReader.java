package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.ArchiveTransport;
import dev.breakwater.advisory.mirror.ArchiveTransports;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.mirror.SignedDocument;
import dev.breakwater.advisory.updateinfo.Repomd.UpdateFile;
import dev.breakwater.core.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one repository: its index from the first mirror that answers and can be believed, then the
 * file that announces updates.
 *
 * <p>An index is believed if a key of the subject's signed it; where it is not signed, if a
 * metalink that came over TLS names its checksum, or if it came over TLS all the way. A signature
 * that is there and does not hold is never passed over.
 *
 * @param repository with all variables put in
 * @param keyring null where the subject has no key for it
 */
record RepositoryReader(
    RpmRepository repository,
    Variables variables,
    @Nullable OpenPgpKeyring keyring,
    ArchiveTransports transports,
    ArchiveCache cache,
    ArchiveOptions options) {
  private static final long LARGEST_UPDATES = 256L << 20;
  private static final int LARGEST_SIGNATURE = 256 << 10;
  private static final int MOST_TRIES = 4;
  private static final String UNSIGNED =
      "its index is not signed, so TLS and its checksums have to be trusted";

  /**
   * What a repository announces.
   *
   * @param file packed as the end of {@code name} tells; null where it announces no updates
   * @param notes why this is less than it could be, clauses for people
   */
  record Announced(Repomd index, @Nullable Path file, String name, List<String> notes) {
    Announced {
      notes = List.copyOf(notes);
    }
  }

  /** An index that can be believed. */
  private record Believed(Repomd index, SignedDocument document) {}

  /**
   * Where a repository may be.
   *
   * @param secure whether nobody on the way can have chosen or altered what comes from there
   * @param indexes checksums of its index that can be believed; empty where none are known
   */
  private record Mirror(String base, boolean secure, Set<Digest> indexes) {}

  /**
   * Fetches the repository's announcements.
   *
   * @throws ArchiveException.Unreachable where nobody answers and the cache cannot stand in
   * @throws ArchiveException.Missing where all that answer do not have it
   */
  Announced read() throws ArchiveException {
    Believed kept = kept();
    if (options.offline()) {
      return offline(kept);
    }
    List<ArchiveException> failures = new ArrayList<>();
    for (Mirror mirror : mirrors(failures)) {
      if (failures.size() == MOST_TRIES) {
        break;
      }
      try {
        return from(mirror, kept);
      } catch (ArchiveException e) {
        failures.add(e);
      }
    }
    ArchiveException failure = worst(failures);
    if (kept != null && failure instanceof ArchiveException.Unreachable) {
      List<String> notes = notes(kept);
      notes.add("it could not be reached (" + failure.getMessage() + "), so a copy was used");
      return announced(kept, null, notes);
    }
    throw failure;
  }

  private Announced offline(@Nullable Believed kept) throws ArchiveException {
    if (kept == null) {
      throw new ArchiveException.Unreachable(
          "the network may not be used and nothing of " + repository.id() + " is in the cache");
    }
    return announced(kept, null, notes(kept));
  }

  /** What was refused counts more than what could not be reached; all reasons are told. */
  private ArchiveException worst(List<ArchiveException> failures) {
    if (failures.size() == 1) {
      return failures.getFirst();
    }
    if (failures.isEmpty()) {
      return new ArchiveException("it has no address: no baseurl, metalink or mirrorlist");
    }
    List<String> reasons = new ArrayList<>();
    boolean unreachable = true;
    boolean missing = true;
    for (ArchiveException failure : failures) {
      reasons.add(failure.getMessage());
      unreachable &= !isRefusal(failure);
      missing &= failure instanceof ArchiveException.Missing;
    }
    String all = ArchiveResult.joined(reasons);
    if (missing) {
      return new ArchiveException.Missing(all);
    }
    return unreachable ? new ArchiveException.Unreachable(all) : new ArchiveException(all);
  }

  private static boolean isRefusal(ArchiveException failure) {
    return !(failure instanceof ArchiveException.Unreachable
        || failure instanceof ArchiveException.Missing);
  }

  private List<Mirror> mirrors(List<ArchiveException> failures) {
    List<Mirror> mirrors = new ArrayList<>();
    for (String base : repository.baseUrls()) {
      mirrors.add(new Mirror(base, isSafeWay(base), Set.of()));
    }
    for (String list : repository.mirrorLists()) {
      if (mirrors.size() >= MOST_TRIES) {
        break;
      }
      try {
        boolean secure = isSafeWay(list);
        ArchiveTransport transport = transports.to(list);
        byte[] content = fetch(transport, "", MirrorList.LARGEST);
        MirrorList read = MirrorList.parse(content, transport.place(""), variables);
        for (String base : read.bases()) {
          mirrors.add(
              new Mirror(
                  base, secure && MirrorList.isSecure(base), secure ? read.indexes() : Set.of()));
        }
      } catch (ArchiveException e) {
        failures.add(e);
      }
    }
    return mirrors;
  }

  /** What is part of the subject's own file system is as good as the subject. */
  private static boolean isSafeWay(String url) {
    return switch (ArchiveTransports.scheme(url)) {
      case "https", "file", "copy" -> true;
      default -> false;
    };
  }

  private Announced from(Mirror mirror, @Nullable Believed kept) throws ArchiveException {
    ArchiveTransport transport = transports.to(mirror.base);
    Believed fetched = index(mirror, transport);
    if (kept != null && isOlder(fetched.index, kept.index)) {
      List<String> notes = notes(kept);
      notes.add(
          "it shows an older index than before (of "
              + fetched.index.changed()
              + "), so the newer one was used");
      return announced(kept, transport, notes);
    }
    Announced announced = announced(fetched, transport, notes(fetched));
    cache.keep(address(), fetched.document.encoded());
    return announced;
  }

  private static boolean isOlder(Repomd index, Repomd than) {
    return index.changed() != null
        && than.changed() != null
        && index.changed().isBefore(than.changed());
  }

  private Believed index(Mirror mirror, ArchiveTransport transport) throws ArchiveException {
    String place = transport.place(Repomd.PATH);
    byte[] document = fetch(transport, Repomd.PATH, Repomd.LARGEST);
    byte[] signature = signature(transport);
    verify(document, signature, place);
    if (signature.length == 0) {
      boolean vouchedFor =
          mirror.indexes.isEmpty() ? mirror.secure : isAmong(document, mirror.indexes);
      if (!vouchedFor) {
        throw new ArchiveException(
            mirror.indexes.isEmpty()
                ? place
                    + " came unsigned and not over TLS, so anybody on the way may have altered it;"
                    + " use an https mirror, or one that signs its index with a key that the"
                    + " subject has"
                : place + " is not what the metalink says it is");
      }
    }
    return new Believed(Repomd.parse(document, place), new SignedDocument(document, signature));
  }

  private static boolean isAmong(byte[] document, Set<Digest> digests) {
    for (Digest digest : digests) {
      if (ArchiveCache.isOf(document, digest)) {
        return true;
      }
    }
    return false;
  }

  /** The signature of the index; empty where there is none, or no key to check one with. */
  private byte[] signature(ArchiveTransport transport) throws ArchiveException {
    if (keyring == null) {
      return new byte[0];
    }
    try {
      return fetch(transport, Repomd.PATH + ".asc", LARGEST_SIGNATURE);
    } catch (ArchiveException.Unreachable e) {
      throw e;
    } catch (ArchiveException e) {
      // Stores of objects refuse what they do not have, if nobody may list them.
      return new byte[0];
    }
  }

  private void verify(byte[] document, byte[] signature, String place) throws ArchiveException {
    if (signature.length > 0) {
      Objects.requireNonNull(keyring)
          .verifyDetached(signature, document, place + ".asc", options.now());
    } else if (repository.signatureNeeded()) {
      throw new ArchiveException(
          keyring == null
              ? "there is no key to check "
                  + place
                  + " with, and "
                  + repository.place()
                  + " asks for a signature (repo_gpgcheck)"
              : place
                  + " is not signed, but "
                  + repository.place()
                  + " asks for a signature (repo_gpgcheck)");
    }
  }

  private @Nullable Believed kept() throws ArchiveException {
    Optional<byte[]> kept = cache.kept(address(), Repomd.LARGEST + LARGEST_SIGNATURE + 32);
    if (kept.isEmpty()) {
      return null;
    }
    String place = "the cached index of " + repository.id();
    try {
      SignedDocument document = SignedDocument.decode(kept.get(), place);
      if (document.signature().length > 0 && keyring == null) {
        return null;
      }
      verify(document.document(), document.signature(), place);
      return new Believed(Repomd.parse(document.document(), place), document);
    } catch (ArchiveException e) {
      // The key may have expired since, or another is trusted now: it is fetched anew.
      return null;
    }
  }

  private List<String> notes(Believed believed) {
    List<String> notes = new ArrayList<>();
    if (believed.document.signature().length == 0) {
      notes.add(UNSIGNED);
    }
    return notes;
  }

  private Announced announced(
      Believed believed, @Nullable ArchiveTransport transport, List<String> notes)
      throws ArchiveException {
    UpdateFile updates = believed.index.updates();
    if (updates == null) {
      return new Announced(believed.index, null, "", notes);
    }
    return new Announced(believed.index, obtain(updates, transport), updates.path(), notes);
  }

  private Path obtain(UpdateFile updates, @Nullable ArchiveTransport transport)
      throws ArchiveException {
    if (updates.size() > LARGEST_UPDATES) {
      throw new ArchiveException(updates.path() + " is larger than " + LARGEST_UPDATES + " bytes");
    }
    if (transport == null) {
      return cache
          .find(updates.digest(), updates.size())
          .orElseThrow(() ->
              new ArchiveException.Unreachable(
                  "the network is of no use and "
                      + updates.path()
                      + " of "
                      + repository.id()
                      + " is not in the cache"));
    }
    long most = updates.size() < 0 ? LARGEST_UPDATES : updates.size();
    return cache.obtain(
        updates.digest(),
        updates.size(),
        transport.place(updates.path()),
        target -> transport.fetch(updates.path(), most, target));
  }

  private byte[] fetch(ArchiveTransport transport, String path, int most) throws ArchiveException {
    return cache.fetch(most, target -> transport.fetch(path, most, target));
  }

  /** Names the repository in the cache, whichever mirror answers for it. */
  private String address() {
    return "repomd "
        + repository.id()
        + " "
        + repository.baseUrls()
        + " "
        + repository.mirrorLists();
  }
}
