package dev.breakwater.advisory.archive;

import java.nio.charset.StandardCharsets;
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

  /** One blob to keep: the length of the document, the document, the signature. */
  byte[] encoded() {
    byte[] length = (document.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[length.length + document.length + detached.length];
    System.arraycopy(length, 0, all, 0, length.length);
    System.arraycopy(document, 0, all, length.length, document.length);
    System.arraycopy(detached, 0, all, length.length + document.length, detached.length);
    return all;
  }

  /** Reads what {@link #encoded} wrote, and checks the signature again. */
  static SignedRelease decode(byte[] kept, OpenPgpKeyring keyring, String where, Instant now)
      throws ArchiveException {
    int newline = 0;
    while (newline < kept.length && kept[newline] != '\n') {
      newline++;
    }
    int start = newline + 1;
    int length;
    try {
      length = Integer.parseInt(new String(kept, 0, newline, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      throw new ArchiveException(where + " is damaged", e);
    }
    if (length < 0 || length > kept.length - start) {
      throw new ArchiveException(where + " is damaged");
    }
    byte[] document = java.util.Arrays.copyOfRange(kept, start, start + length);
    byte[] signature = java.util.Arrays.copyOfRange(kept, start + length, kept.length);
    return signature.length == 0
        ? inline(document, keyring, where, now)
        : detached(document, signature, keyring, where, now);
  }
}
