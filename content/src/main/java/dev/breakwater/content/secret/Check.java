package dev.breakwater.content.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What a provider built into its secrets so that they can be told from random text. */
enum Check {
  /** Nothing. */
  NONE,

  /**
   * The last six characters are the CRC-32 of the thirty before them, in base 62; the longer tokens
   * of GitHub, which hold a JSON Web Token, have no such thing.
   *
   * @see <a
   *     href="https://github.blog/engineering/behind-githubs-new-authentication-token-formats/">GitHub's
   *     token formats</a>
   */
  CRC32_BASE62,

  /**
   * The last eight characters are the CRC-32 of all before the underscore in hexadecimal, its
   * lowest byte first.
   *
   * @see <a
   *     href="https://github.com/grafana/grafana/blob/v11.0.0/pkg/components/satokengen/satokengen.go">Grafana's
   *     generator</a>
   */
  CRC32_HEX,

  /** Bech32 with the checksum of BIP 173. */
  BECH32,

  /** A signed JSON Web Token: its header is JSON and names an algorithm that is not "none". */
  JWT,

  /** A JSON Web Token that Kubernetes made for a service account. */
  SERVICE_ACCOUNT,

  /**
   * A password with what most services demand of one, which names in code seldom have: a capital, a
   * small letter and a digit.
   *
   * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/create-password-policy">the
   *     policy of Snowflake</a>
   */
  MIXED,

  /** Base64 of a user's name, a colon and a password. */
  BASIC,

  /** Base64 of the text form of a private key. */
  BASE64_KEY;

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String BECH32_ALPHABET = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

  /** Whether a secret is one that the provider may have made. */
  boolean holds(String secret) {
    return switch (this) {
      case NONE -> true;
      case CRC32_BASE62 -> {
        yield secret.length() != 40 || secret.endsWith(base62(crc32(secret.substring(4, 34))));
      }
      case CRC32_HEX -> {
        int underscore = secret.lastIndexOf('_');
        yield underscore > 0
            && secret.endsWith(
                hex(
                    Integer.reverseBytes((int) crc32(secret.substring(0, underscore)))
                        & 0xffffffffL));
      }
      case BECH32 -> isBech32(secret);
      case JWT -> {
        String header = json(secret, 0);
        yield header != null
            && header.contains("\"alg\"")
            && !header.toLowerCase(Locale.ROOT).contains("\"none\"");
      }
      case SERVICE_ACCOUNT -> {
        String claims = json(secret, secret.indexOf('.') + 1);
        yield claims != null
            && (claims.contains("system:serviceaccount:") || claims.contains("\"kubernetes.io"));
      }
      case MIXED ->
          secret.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
              && secret.chars().anyMatch(c -> c >= 'a' && c <= 'z')
              && secret.chars().anyMatch(Text::isDigit);
      case BASIC -> {
        byte[] plain = decode(secret);
        yield plain != null && isUserAndPassword(plain);
      }
      case BASE64_KEY -> {
        byte[] plain = decode(secret.substring(0, Math.min(secret.length(), 64) / 4 * 4));
        yield plain != null
            && new String(plain, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----");
      }
    };
  }

  static long crc32(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return crc.getValue();
  }

  static String base62(long number) {
    char[] digits = new char[6];
    long rest = number;
    for (int i = 5; i >= 0; i--) {
      digits[i] = BASE62.charAt((int) (rest % 62));
      rest /= 62;
    }
    return new String(digits);
  }

  static String hex(long number) {
    String digits = Long.toHexString(number);
    return "0".repeat(8 - digits.length()) + digits;
  }

  /** The JSON object that one part of a token holds; null where there is none. */
  private static @Nullable String json(String token, int from) {
    int dot = token.indexOf('.', from);
    byte[] plain = decode(token.substring(from, dot < 0 ? token.length() : dot));
    if (plain == null) {
      return null;
    }
    String text = new String(plain, StandardCharsets.UTF_8);
    return text.startsWith("{") && text.endsWith("}") ? text : null;
  }

  private static byte @Nullable [] decode(String base64) {
    try {
      return base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0
          ? Base64.getUrlDecoder().decode(base64)
          : Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isUserAndPassword(byte[] plain) {
    int colon = -1;
    for (int i = 0; i < plain.length; i++) {
      if (plain[i] < ' ' || plain[i] == 0x7f) {
        return false;
      }
      if (plain[i] == ':' && colon < 0) {
        colon = i;
      }
    }
    return colon > 0
        && colon < plain.length - 1
        && !Placeholder.is(new String(plain, StandardCharsets.US_ASCII));
  }

  /**
   * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki">BIP 173</a>
   */
  private static boolean isBech32(String text) {
    int separator = text.lastIndexOf('1');
    long state = 1;
    for (int i = 0; i < separator; i++) {
      state = bech32(state, (text.charAt(i) | 0x20) >> 5);
    }
    state = bech32(state, 0);
    for (int i = 0; i < separator; i++) {
      state = bech32(state, text.charAt(i) & 31);
    }
    for (int i = separator + 1; i < text.length(); i++) {
      int value = BECH32_ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        return false;
      }
      state = bech32(state, value);
    }
    return separator > 0 && state == 1;
  }

  static long bech32(long state, int value) {
    long top = state >> 25;
    long next = (state & 0x1ffffff) << 5 ^ value;
    next ^= (top & 1) != 0 ? 0x3b6a57b2L : 0;
    next ^= (top & 2) != 0 ? 0x26508e6dL : 0;
    next ^= (top & 4) != 0 ? 0x1ea119faL : 0;
    next ^= (top & 8) != 0 ? 0x3d4233ddL : 0;
    return next ^ ((top & 16) != 0 ? 0x2a1462b3L : 0);
  }
}
