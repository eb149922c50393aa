package dev.breakwater.advisory.mirror;

import dev.breakwater.advisory.mirror.OpenPgpPackets.Packet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Keys that may sign an archive, and the check of a signature against them, with apt's rules: one
 * good signature is enough; it does not count if its key or itself has expired, if its key is
 * revoked, or if its digest is weak. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580">RFC 9580, OpenPGP</a>
 * @see <a href="https://manpages.debian.org/apt-secure">apt-secure(8)</a>
 */
public final class OpenPgpKeyring {
  private static final int MOST_SIGNATURES = 64;
  private static final int FEWEST_BITS = 2048;
  private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

  private final List<PGPPublicKeyRing> certificates;
  private final List<String> fingerprints;

  private OpenPgpKeyring(List<PGPPublicKeyRing> certificates, List<String> fingerprints) {
    this.certificates = List.copyOf(certificates);
    this.fingerprints = List.copyOf(fingerprints);
  }

  /**
   * Reads a keyring, binary or armoured. Keys of unknown kinds are left out.
   *
   * @throws ArchiveException where it is no keyring or has no readable key
   */
  public static OpenPgpKeyring read(byte[] content, String where) throws ArchiveException {
    byte[] binary = content;
    if (content.length > 0 && (content[0] & 0x80) == 0) {
      String start =
          new String(content, 0, Math.min(content.length, 16), StandardCharsets.US_ASCII);
      if (start.contains("KBX")) {
        throw new ArchiveException(
            where + " is a GnuPG key box, which apt does not read either; export its keys");
      }
      binary = Armor.decode(content, Armor.PUBLIC_KEYS, where);
    }
    List<PGPPublicKeyRing> certificates = new ArrayList<>();
    List<Packet> packets = OpenPgpPackets.split(binary, where);
    for (int i = 0; i < packets.size(); ) {
      int end = i + 1;
      while (end < packets.size() && packets.get(end).tag() != OpenPgpPackets.PUBLIC_KEY) {
        end++;
      }
      if (packets.get(i).tag() == OpenPgpPackets.PUBLIC_KEY) {
        PGPPublicKeyRing certificate =
            certificate(binary, packets.get(i).start(), packets.get(end - 1).end());
        if (certificate != null) {
          certificates.add(certificate);
        }
      }
      i = end;
    }
    if (certificates.isEmpty()) {
      throw new ArchiveException(where + " holds no OpenPGP key that can be read");
    }
    return new OpenPgpKeyring(certificates, List.of());
  }

  private static @Nullable PGPPublicKeyRing certificate(byte[] bytes, int start, int end) {
    try {
      return new PGPPublicKeyRing(
          new ByteArrayInputStream(bytes, start, end - start), new BcKeyFingerprintCalculator());
    } catch (IOException | RuntimeException e) {
      // A key of a kind that is not known here cannot have signed anything that counts.
      return null;
    }
  }

  /** All keys of several keyrings. */
  public static OpenPgpKeyring joined(List<OpenPgpKeyring> keyrings) {
    List<PGPPublicKeyRing> all = new ArrayList<>();
    for (OpenPgpKeyring keyring : keyrings) {
      all.addAll(keyring.certificates);
    }
    return new OpenPgpKeyring(all, List.of());
  }

  /**
   * The same keys, but only those named count: by the fingerprint of a key or its primary key, or
   * with {@code !} by the fingerprint of the very key alone.
   */
  public OpenPgpKeyring only(List<String> wanted) {
    return new OpenPgpKeyring(certificates, wanted);
  }

  /** A signature that counts. */
  public record Signed(String keyFingerprint, Instant at) {}

  /**
   * Checks a clearsigned document.
   *
   * @throws ArchiveException where no signature counts, saying for each why
   */
  public Signed verify(ClearSigned document, String where, Instant now) throws ArchiveException {
    return verify(document.signatures(), document.signed(), true, where, now);
  }

  /**
   * Checks a detached signature.
   *
   * @param signatures armoured or binary
   * @throws ArchiveException where no signature counts, saying for each why
   */
  public Signed verifyDetached(byte[] signatures, byte[] signed, String where, Instant now)
      throws ArchiveException {
    boolean armored = signatures.length > 0 && (signatures[0] & 0x80) == 0;
    byte[] binary = armored ? Armor.decode(signatures, Armor.SIGNATURE, where) : signatures;
    return verify(binary, signed, false, where, now);
  }

  private Signed verify(
      byte[] packets, byte[] signed, boolean clearsigned, String where, Instant now)
      throws ArchiveException {
    StringBuilder refused = new StringBuilder();
    int count = 0;
    for (Packet packet : OpenPgpPackets.split(packets, where)) {
      if (packet.tag() != OpenPgpPackets.SIGNATURE) {
        throw new ArchiveException(where + " holds something else beside signatures");
      }
      if (++count > MOST_SIGNATURES) {
        break;
      }
      try {
        return check(
            Arrays.copyOfRange(packets, packet.start(), packet.end()), signed, clearsigned, now);
      } catch (Refused e) {
        refused.append(refused.isEmpty() ? "" : "; ").append(e.getMessage());
      }
    }
    throw new ArchiveException(
        where
            + " has no signature that counts: "
            + (refused.isEmpty() ? "it is not signed" : refused));
  }

  /** Why one signature does not count. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private Signed check(byte[] packet, byte[] content, boolean clearsigned, Instant now)
      throws Refused {
    String key = "an unreadable signature";
    try {
      PGPSignature signature =
          new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
      key = "the signature by " + keyId(signature.getKeyID());
      refuseUnfit(signature, clearsigned, key, now);
      PGPPublicKeyRing certificate = certificateOf(signature, key);
      PGPPublicKey signer = certificate.getPublicKey(signature.getKeyID());
      signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
      signature.update(content);
      if (!signature.verify()) {
        throw new Refused(key + " does not match: the content was altered");
      }
      Instant at = signature.getCreationTime().toInstant();
      new Standing(certificate, now).refuseUnfit(signer, at, key);
      return new Signed(fingerprint(signer), at);
    } catch (IOException | PGPException | RuntimeException e) {
      // The library reports broken packets by many exceptions; for a signature all mean the same.
      throw new Refused(key + " cannot be read (" + e.getMessage() + ")");
    }
  }

  private static void refuseUnfit(
      PGPSignature signature, boolean clearsigned, String key, Instant now) throws Refused {
    if (signature.getVersion() < 4) {
      throw new Refused(key + " is of version " + signature.getVersion() + ", which is too old");
    }
    int type = signature.getSignatureType();
    boolean fits =
        type == PGPSignature.CANONICAL_TEXT_DOCUMENT
            || (type == PGPSignature.BINARY_DOCUMENT && !clearsigned);
    if (!fits) {
      throw new Refused(key + " is not one over a document");
    }
    switch (signature.getHashAlgorithm()) {
      case HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512 -> {}
      case HashAlgorithmTags.MD5 -> throw new Refused(key + " uses the weak digest MD5");
      case HashAlgorithmTags.SHA1 -> throw new Refused(key + " uses the weak digest SHA-1");
      default -> throw new Refused(key + " uses a weak or unknown digest");
    }
    Instant made = signature.getCreationTime().toInstant();
    if (made.isAfter(now.plus(CLOCK_DIFFERENCE))) {
      throw new Refused(key + " was made in the future, at " + made + ": check this clock");
    }
    long seconds =
        signature.hasSubpackets()
            ? signature.getHashedSubPackets().getSignatureExpirationTime()
            : 0;
    if (seconds > 0 && made.plusSeconds(seconds).isBefore(now)) {
      throw new Refused(key + " expired at " + made.plusSeconds(seconds));
    }
  }

  private PGPPublicKeyRing certificateOf(PGPSignature signature, String key) throws Refused {
    for (PGPPublicKeyRing certificate : certificates) {
      PGPPublicKey signer = certificate.getPublicKey(signature.getKeyID());
      if (signer != null && counts(certificate, signer)) {
        return certificate;
      }
    }
    throw new Refused(key + " is by none of the keys that this source trusts");
  }

  private boolean counts(PGPPublicKeyRing certificate, PGPPublicKey signer) {
    if (fingerprints.isEmpty()) {
      return true;
    }
    String own = fingerprint(signer);
    String primary = fingerprint(certificate.getPublicKey());
    for (String wanted : fingerprints) {
      boolean exact = wanted.endsWith("!");
      String name = exact ? wanted.substring(0, wanted.length() - 1) : wanted;
      if (own.endsWith(name) || (!exact && primary.endsWith(name))) {
        return true;
      }
    }
    return false;
  }

  private static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }

  private static String keyId(long id) {
    return HexFormat.of().withUpperCase().toHexDigits(id);
  }

  /**
   * How a key stands by what its own certificate says. Statements count only if the primary key
   * signed them, so that nobody else can lengthen, shorten or take away a key's life.
   */
  private record Standing(PGPPublicKeyRing certificate, Instant now) {

    void refuseUnfit(PGPPublicKey signer, Instant at, String key) throws Refused, PGPException {
      PGPPublicKey primary = certificate.getPublicKey();
      refuseWeak(signer, key);
      if (hasRevocation(primary, primary, PGPSignature.KEY_REVOCATION)) {
        throw new Refused(key + " is by a key that was revoked");
      }
      PGPSignature self = latestSelfSignature(primary);
      if (self == null) {
        throw new Refused(key + " is by a key without a signature of its own");
      }
      refuseExpired(primary, self, at, key);
      if (signer.getKeyID() == primary.getKeyID()) {
        refuseFlags(self, key);
        return;
      }
      if (hasRevocation(signer, primary, PGPSignature.SUBKEY_REVOCATION)) {
        throw new Refused(key + " is by a subkey that was revoked");
      }
      PGPSignature binding = latestBinding(signer, primary);
      if (binding == null) {
        throw new Refused(key + " is by a subkey that its primary key does not vouch for");
      }
      refuseExpired(signer, binding, at, key);
      refuseFlags(binding, key);
      if (!signerOwnsBinding(binding, primary, signer)) {
        throw new Refused(key + " is by a subkey that does not vouch for its primary key");
      }
    }

    private static void refuseWeak(PGPPublicKey signer, String key) throws Refused {
      switch (signer.getAlgorithm()) {
        case PublicKeyAlgorithmTags.RSA_GENERAL,
            PublicKeyAlgorithmTags.RSA_SIGN,
            PublicKeyAlgorithmTags.DSA -> {
          if (signer.getBitStrength() < FEWEST_BITS) {
            throw new Refused(key + " is by a weak key of " + signer.getBitStrength() + " bits");
          }
        }
        default -> {}
      }
    }

    private void refuseExpired(PGPPublicKey key, PGPSignature statement, Instant at, String name)
        throws Refused {
      Instant created = key.getCreationTime().toInstant();
      if (at.isBefore(created)) {
        throw new Refused(name + " is older than its key");
      }
      long seconds = statement.getHashedSubPackets().getKeyExpirationTime();
      if (seconds > 0) {
        Instant end = created.plusSeconds(seconds);
        // apt refuses the signatures of expired keys, however old: a signing time can be invented.
        if (end.isBefore(now) || end.isBefore(at)) {
          throw new Refused(name + " is by a key that expired at " + end);
        }
      }
    }

    private static void refuseFlags(PGPSignature statement, String key) throws Refused {
      int flags = statement.getHashedSubPackets().getKeyFlags();
      if (flags != 0 && (flags & KeyFlags.SIGN_DATA) == 0) {
        throw new Refused(key + " is by a key that is not for signing");
      }
    }

    private static boolean hasRevocation(PGPPublicKey key, PGPPublicKey primary, int type)
        throws PGPException {
      Iterator<PGPSignature> revocations = key.getSignaturesOfType(type);
      while (revocations.hasNext()) {
        PGPSignature revocation = revocations.next();
        if (revocation.getKeyID() != primary.getKeyID()) {
          continue;
        }
        revocation.init(new BcPGPContentVerifierBuilderProvider(), primary);
        boolean genuine =
            type == PGPSignature.KEY_REVOCATION
                ? revocation.verifyCertification(primary)
                : revocation.verifyCertification(primary, key);
        if (genuine) {
          return true;
        }
      }
      return false;
    }

    private static @Nullable PGPSignature latestSelfSignature(PGPPublicKey primary)
        throws PGPException {
      PGPSignature latest = null;
      Iterator<PGPSignature> direct = primary.getSignaturesOfType(PGPSignature.DIRECT_KEY);
      while (direct.hasNext()) {
        PGPSignature signature = direct.next();
        if (isNewer(signature, latest, primary) && isGenuine(signature, primary, null)) {
          latest = signature;
        }
      }
      Iterator<byte[]> names = primary.getRawUserIDs();
      while (names.hasNext()) {
        byte[] name = names.next();
        Iterator<PGPSignature> certifications = primary.getSignaturesForID(name);
        while (certifications != null && certifications.hasNext()) {
          PGPSignature signature = certifications.next();
          if (signature.isCertification()
              && isNewer(signature, latest, primary)
              && isGenuine(signature, primary, name)) {
            latest = signature;
          }
        }
      }
      return latest;
    }

    private static boolean isNewer(
        PGPSignature signature, @Nullable PGPSignature than, PGPPublicKey by) {
      return signature.getVersion() >= 4
          && signature.getKeyID() == by.getKeyID()
          && (than == null
              || !signature
                  .getCreationTime()
                  .toInstant()
                  .isBefore(than.getCreationTime().toInstant()));
    }

    private static boolean isGenuine(
        PGPSignature signature, PGPPublicKey primary, byte @Nullable [] name) throws PGPException {
      signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
      return name == null
          ? signature.verifyCertification(primary)
          : signature.verifyCertification(name, primary);
    }

    private static @Nullable PGPSignature latestBinding(PGPPublicKey subkey, PGPPublicKey primary)
        throws PGPException {
      PGPSignature latest = null;
      Iterator<PGPSignature> bindings = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
      while (bindings.hasNext()) {
        PGPSignature binding = bindings.next();
        if (isNewer(binding, latest, primary)) {
          binding.init(new BcPGPContentVerifierBuilderProvider(), primary);
          if (binding.verifyCertification(primary, subkey)) {
            latest = binding;
          }
        }
      }
      return latest;
    }

    /** Without this a stranger's signing key could be bound to one's own primary key. */
    private static boolean signerOwnsBinding(
        PGPSignature binding, PGPPublicKey primary, PGPPublicKey signer) throws PGPException {
      PGPSignatureList hashed = binding.getHashedSubPackets().getEmbeddedSignatures();
      PGPSignatureList unhashed = binding.getUnhashedSubPackets().getEmbeddedSignatures();
      return anyOwns(hashed, primary, signer) || anyOwns(unhashed, primary, signer);
    }

    private static boolean anyOwns(
        PGPSignatureList embedded, PGPPublicKey primary, PGPPublicKey signer) throws PGPException {
      for (PGPSignature signature : embedded) {
        if (signature.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING) {
          signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
          if (signature.verifyCertification(primary, signer)) {
            return true;
          }
        }
      }
      return false;
    }
  }

  @Override
  public String toString() {
    return String.join(
        ", ",
        certificates.stream()
            .map(certificate -> fingerprint(certificate.getPublicKey()).toLowerCase(Locale.ROOT))
            .toList());
  }
}
