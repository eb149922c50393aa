package dev.breakwater.content.secret;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A private key between {@code -----BEGIN … PRIVATE KEY-----} and the line that ends it.
 *
 * @param end behind the last line, or behind what there is of it
 * @param characters of base64
 * @param encrypted whether a passphrase protects it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1421#section-4.6.1.1">RFC 1421, Proc-Type</a>
 */
record PemBlock(int end, int characters, boolean encrypted) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String KEY = "PRIVATE KEY";
  private static final int MAX_LABEL = 40;

  /** An RSA key of 16,384 bits has 13 kB; one of OpenPGP may have pictures with it. */
  private static final int MAX_BODY = 128 * 1024;

  /** An Ed25519 key has 64 characters. */
  private static final int MIN_CHARACTERS = 60;

  /** Of the body, enough to see how it begins. */
  private static final int HEAD = 96;

  /**
   * Reads a block.
   *
   * @return null where there is no private key
   */
  static @Nullable PemBlock read(Text text, int start) {
    if (!text.has(start, BEGIN)) {
      return null;
    }
    String line = text.window(start, start + BEGIN.length() + MAX_LABEL);
    int close = line.indexOf("-----", BEGIN.length());
    int key = line.indexOf(KEY);
    if (close < 0 || key < 0 || key > close) {
      return null;
    }
    String label = line.substring(BEGIN.length(), close);
    StringBuilder head = new StringBuilder(HEAD);
    int body = start + close + 5;
    int end = body;
    int characters = 0;
    boolean header = false;
    boolean locked = label.startsWith("ENCRYPTED");
    for (; end < body + MAX_BODY; end++) {
      int c = text.at(end);
      if (c == 0 || (c == '-' && text.has(end, "-----"))) {
        break;
      }
      if (c == ':') {
        // A header such as "Proc-Type: 4,ENCRYPTED"; what was read of its line was its name.
        header = true;
        head.setLength(0);
        characters = 0;
        locked |= text.window(end, end + 16).contains("ENCRYPTED");
      } else if (c == '\n' || (c == '\\' && text.at(end + 1) == 'n')) {
        header = false;
        end += c == '\n' ? 0 : 1;
      } else if (!header && Text.isBase64(c)) {
        characters++;
        if (head.length() < HEAD) {
          head.append((char) c);
        }
      } else if (!header && c != '=' && c != '\\' && c > ' ' && "\"'+,*#>|".indexOf(c) < 0) {
        return null;
      }
    }
    if (characters < MIN_CHARACTERS) {
      return null;
    }
    byte[] bytes = decode(head);
    if (bytes == null || !(locked || isKey(label, bytes))) {
      return null;
    }
    int last = text.has(end, "-----END ") ? end + 9 + label.length() + 5 : end;
    return new PemBlock(
        Math.min(last, text.length()), characters, locked || isLockedOpenSsh(label, bytes));
  }

  private static byte @Nullable [] decode(StringBuilder head) {
    try {
      return Base64.getDecoder().decode(head.substring(0, head.length() / 4 * 4));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * DER begins with a SEQUENCE, OpenSSH's form with its name, OpenPGP's packets with a high bit.
   */
  private static boolean isKey(String label, byte[] bytes) {
    if (label.startsWith("OPENSSH")) {
      return new String(
              bytes, 0, Math.min(14, bytes.length), java.nio.charset.StandardCharsets.ISO_8859_1)
          .equals("openssh-key-v1");
    }
    return label.startsWith("PGP") ? bytes[0] < 0 : bytes[0] == 0x30;
  }

  /**
   * The name of the cipher follows the magic.
   *
   * @see <a
   *     href="https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key?annotate=HEAD">PROTOCOL.key</a>
   */
  private static boolean isLockedOpenSsh(String label, byte[] bytes) {
    return label.startsWith("OPENSSH")
        && bytes.length > 23
        && !(bytes[18] == 4 && bytes[19] == 'n' && bytes[20] == 'o' && bytes[21] == 'n');
  }
}
