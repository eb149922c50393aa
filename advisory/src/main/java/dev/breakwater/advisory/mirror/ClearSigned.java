package dev.breakwater.advisory.mirror;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A document signed with the cleartext signature framework, taken apart.
 *
 * <p>Only what was signed may be believed, so {@link #text} is made of exactly the bytes that go
 * into the signature, and anything before, between or after the parts makes the document unusable:
 * a reader that looks for fields in the raw file could be shown others than the signer signed
 * (CVE-2016-1252 and its kin).
 *
 * @param text what was signed, with {@code \n} at the end of each line and no blanks before it
 * @param signed the same as the signature counts it: {@code \r\n} between lines, none at the end
 * @param signatures binary OpenPGP packets
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-7">RFC 9580 section 7</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this package
public record ClearSigned(byte[] text, byte[] signed, byte[] signatures) {
  private static final byte[] BEGIN = ascii("-----BEGIN PGP SIGNED MESSAGE-----");
  private static final byte[] SIGNATURE = ascii("-----BEGIN PGP SIGNATURE-----");
  private static final byte[] END = ascii("-----END PGP SIGNATURE-----");

  /**
   * Takes a document apart; no signature is checked yet.
   *
   * @throws ArchiveException where it is not exactly one clearsigned document
   */
  public static ClearSigned parse(byte[] document, String where) throws ArchiveException {
    return new Parser(document, where).parse();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static final class Parser {
    private final byte[] document;
    private final String where;
    private int next;
    private int lineStart;
    private int lineEnd;

    Parser(byte[] document, String where) {
      this.document = document;
      this.where = where;
    }

    ClearSigned parse() throws ArchiveException {
      if (!advance() || !lineIs(BEGIN)) {
        throw new ArchiveException(where + " does not start as a clearsigned document");
      }
      readHeaders();
      ByteArrayOutputStream text = new ByteArrayOutputStream(document.length);
      ByteArrayOutputStream signed = new ByteArrayOutputStream(document.length + 1024);
      readText(text, signed);
      return new ClearSigned(text.toByteArray(), signed.toByteArray(), readSignatures());
    }

    /** Only {@code Hash} may stand there (RFC 9580); other names have been used for attacks. */
    private void readHeaders() throws ArchiveException {
      while (true) {
        if (!advance()) {
          throw cutShort();
        }
        if (lineStart == lineEnd) {
          return;
        }
        String header =
            new String(document, lineStart, lineEnd - lineStart, StandardCharsets.ISO_8859_1);
        if (!header.startsWith("Hash:")) {
          throw new ArchiveException(where + " has a header that is not Hash before its text");
        }
      }
    }

    private void readText(ByteArrayOutputStream text, ByteArrayOutputStream signed)
        throws ArchiveException {
      boolean first = true;
      while (true) {
        if (!advance()) {
          throw cutShort();
        }
        if (lineIs(SIGNATURE)) {
          return;
        }
        int start = lineStart;
        if (start < lineEnd && document[start] == '-') {
          if (start + 1 >= lineEnd || document[start + 1] != ' ') {
            throw new ArchiveException(where + " has an unescaped dash at the start of a line");
          }
          start += 2;
        }
        if (!first) {
          signed.write('\r');
          signed.write('\n');
        }
        first = false;
        int end = withoutBlanks(start, lineEnd);
        signed.write(document, start, end - start);
        text.write(document, start, end - start);
        text.write('\n');
      }
    }

    private byte[] readSignatures() throws ArchiveException {
      int start = lineStart;
      int end = -1;
      while (end < 0) {
        if (!advance()) {
          throw cutShort();
        }
        if (lineIs(END)) {
          end = lineEnd;
        }
      }
      while (advance()) {
        if (lineStart != lineEnd) {
          throw new ArchiveException(where + " has something after its signature");
        }
      }
      return Armor.decode(Arrays.copyOfRange(document, start, end), Armor.SIGNATURE, where);
    }

    /** Moves to the next line, trailing blanks cut off; false at the end. */
    private boolean advance() {
      if (next >= document.length) {
        return false;
      }
      lineStart = next;
      int end = next;
      while (end < document.length && document[end] != '\n') {
        end++;
      }
      next = end + 1;
      lineEnd = withoutBlanks(lineStart, end);
      return true;
    }

    private int withoutBlanks(int start, int end) {
      int last = end;
      while (last > start
          && (document[last - 1] == ' '
              || document[last - 1] == '\t'
              || document[last - 1] == '\r')) {
        last--;
      }
      return last;
    }

    private boolean lineIs(byte[] expected) {
      return Arrays.equals(document, lineStart, lineEnd, expected, 0, expected.length);
    }

    private ArchiveException cutShort() {
      return new ArchiveException(where + " is cut short: its signature is not complete");
    }
  }
}
