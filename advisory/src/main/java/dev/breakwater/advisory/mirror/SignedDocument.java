package dev.breakwater.advisory.mirror;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A document with its detached signature, as one blob to keep. Nothing is verified here.
 *
 * @param document as it was fetched
 * @param signature empty where it has none, or where the document holds its own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SignedDocument(byte[] document, byte[] signature) {

  /** The length of the document, the document, the signature. */
  public byte[] encoded() {
    byte[] length = (document.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[length.length + document.length + signature.length];
    System.arraycopy(length, 0, all, 0, length.length);
    System.arraycopy(document, 0, all, length.length, document.length);
    System.arraycopy(signature, 0, all, length.length + document.length, signature.length);
    return all;
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @throws ArchiveException where it is damaged
   */
  public static SignedDocument decode(byte[] kept, String where) throws ArchiveException {
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
    return new SignedDocument(
        Arrays.copyOfRange(kept, start, start + length),
        Arrays.copyOfRange(kept, start + length, kept.length));
  }
}
