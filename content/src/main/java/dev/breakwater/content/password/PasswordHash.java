package dev.breakwater.content.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.commons.codec.digest.UnixCrypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * A hashed password as crypt(5) and Apache's htpasswd write it, of a kind that can be checked at a
 * price that is known beforehand.
 *
 * @see <a href="https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html">crypt(5)</a>
 */
final class PasswordHash {
  private static final int MAX_LENGTH = 512;

  /** A rounds of SHA-crypt beyond this are there to keep a reader busy; the default is 5,000. */
  private static final int MAX_ROUNDS = 200_000;

  /** Each step doubles the work; the default is 5 to 12. */
  private static final int MAX_BCRYPT_COST = 12;

  private enum Kind {
    DES,
    MD5,
    APACHE_MD5,
    SHA2,
    BCRYPT,
    YESCRYPT,
    SHA1
  }

  private final Kind kind;
  private final String text;
  private final @Nullable Yescrypt yescrypt;

  /** About how many milliseconds one check takes. */
  private final int price;

  private PasswordHash(Kind kind, String text, @Nullable Yescrypt yescrypt, int price) {
    this.kind = kind;
    this.text = text;
    this.yescrypt = yescrypt;
    this.price = Math.max(1, price);
  }

  /**
   * Reads a hash.
   *
   * @return null where it is none, is of a kind that is not known here, or takes too long to check
   */
  static @Nullable PasswordHash parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    if (text.startsWith("$y$")) {
      Yescrypt yescrypt = Yescrypt.parse(text);
      return yescrypt == null
          ? null
          : new PasswordHash(Kind.YESCRYPT, text, yescrypt, yescrypt.price());
    }
    if (text.startsWith("$6$") || text.startsWith("$5$")) {
      int rounds = rounds(text);
      return rounds > MAX_ROUNDS ? null : new PasswordHash(Kind.SHA2, text, null, rounds / 1000);
    }
    if (text.startsWith("$2")) {
      int cost = bcryptCost(text);
      return cost < 4 || cost > MAX_BCRYPT_COST
          ? null
          : new PasswordHash(Kind.BCRYPT, text, null, (1 << cost) / 14);
    }
    if (text.startsWith("$1$")) {
      return new PasswordHash(Kind.MD5, text, null, 1);
    }
    if (text.startsWith("$apr1$")) {
      return new PasswordHash(Kind.APACHE_MD5, text, null, 1);
    }
    if (text.startsWith("{SHA}")) {
      return new PasswordHash(Kind.SHA1, text, null, 1);
    }
    return isDes(text) ? new PasswordHash(Kind.DES, text, null, 1) : null;
  }

  private static boolean isDes(String text) {
    if (text.length() != 13) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '.' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
        return false;
      }
    }
    return true;
  }

  private static int rounds(String text) {
    if (!text.startsWith("rounds=", 3)) {
      return 5000;
    }
    int end = text.indexOf('$', 10);
    try {
      return end < 0 ? Integer.MAX_VALUE : Math.max(1000, Integer.parseInt(text, 10, end, 10));
    } catch (NumberFormatException notNumber) {
      return Integer.MAX_VALUE;
    }
  }

  /** {@code $2b$12$}, then salt and hash in 53 characters. */
  private static int bcryptCost(String text) {
    int at = text.indexOf('$', 2) + 1;
    boolean shaped = (at == 3 || at == 4) && text.length() == at + 56 && text.charAt(at + 2) == '$';
    if (!shaped || !Character.isDigit(text.charAt(at)) || !Character.isDigit(text.charAt(at + 1))) {
      return -1;
    }
    return Integer.parseInt(text, at, at + 2, 10);
  }

  /** About how many milliseconds {@link #isOf} takes; 1 or more. */
  int price() {
    return price;
  }

  /** Whether it is the hash of this password. */
  boolean isOf(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    try {
      return switch (kind) {
        case DES -> UnixCrypt.crypt(bytes, text).equals(text);
        case MD5 -> Md5Crypt.md5Crypt(bytes, text).equals(text);
        case APACHE_MD5 -> Md5Crypt.apr1Crypt(bytes, text).equals(text);
        case SHA2 ->
            (text.charAt(1) == '6'
                    ? Sha2Crypt.sha512Crypt(bytes, text)
                    : Sha2Crypt.sha256Crypt(bytes, text))
                .equals(text);
        case BCRYPT -> OpenBSDBCrypt.checkPassword(text, password.toCharArray());
        case YESCRYPT -> yescrypt != null && yescrypt.isOf(bytes);
        case SHA1 -> text.substring(5).equals(sha1(bytes));
      };
    } catch (IllegalArgumentException notAHash) {
      return false;
    }
  }

  private static String sha1(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}
