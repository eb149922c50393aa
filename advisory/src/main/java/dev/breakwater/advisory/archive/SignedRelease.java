package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ClearSigned;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.mirror.SignedDocument;
import java.time.Instant;

/**
 * A Release file whose signature was checked.
 *
 * @param document as it was fetched: {@code InRelease}, or {@code Release}
 * @param detached {@code Release.gpg}; empty for {@code InRelease}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this package
record SignedRelease(ReleaseFile release, byte[] document, byte[] detached) {

  static SignedRelease inline(byte[] document, OpenPgpKeyring keyring, String where, Instant now)
      throws ArchiveException {
    ClearSigned parts = ClearSigned.parse(document, where);
    keyring.verify(parts, where, now);
    return new SignedRelease(ReleaseFile.parse(parts.text(), where), document, new byte[0]);
  }

  static SignedRelease detached(
      byte[] document, byte[] signature, OpenPgpKeyring keyring, String where, Instant now)
      throws ArchiveException {
    keyring.verifyDetached(signature, document, where + ".gpg", now);
    return new SignedRelease(ReleaseFile.parse(document, where), document, signature);
  }

  /** One blob to keep. */
  byte[] encoded() {
    return new SignedDocument(document, detached).encoded();
  }

  /** Reads what {@link #encoded} wrote, and checks the signature again. */
  static SignedRelease decode(byte[] kept, OpenPgpKeyring keyring, String where, Instant now)
      throws ArchiveException {
    SignedDocument parts = SignedDocument.decode(kept, where);
    return parts.signature().length == 0
        ? inline(parts.document(), keyring, where, now)
        : detached(parts.document(), parts.signature(), keyring, where, now);
  }
}
