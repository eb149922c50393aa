package dev.breakwater.content.password;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A hash of yescrypt, by which Debian, Ubuntu, Fedora and Kali hash passwords unless told
 * otherwise. There is no Java library for it.
 *
 * <p>yescrypt is scrypt with the Salsa20/8 of its large loops exchanged for {@code pwxform},
 * multiplications and additions steered by S-boxes that are rewritten all the time. Only the flavor
 * {@code j} without parallelism and extra time is known here, which is all that distributions make.
 * Words lie in memory in the order of the reference's SIMD shuffle, in which S-boxes are addressed.
 *
 * @see <a href="https://www.openwall.com/yescrypt/">yescrypt</a>
 */
final class Yescrypt {
  private static final String ALPHABET =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String PREFIX = "$y$j";

  /** Longest salt in bytes. */
  private static final int MAX_SALT = 64;

  /** Words of memory: 64 MiB, four times what distributions use. */
  private static final long MAX_WORDS = 16L << 20;

  private static final int BLOCK = 16;
  private static final int BOX_PAIRS = 512;
  private static final int BOX_MASK = 255 * 16;
  private static final int ROUNDS = 6;

  private final int blocks;
  private final int size;
  private final byte[] salt;
  private final String hash;

  /**
   * @param blocks the parameter N, a power of two
   * @param size the parameter r
   */
  private Yescrypt(int blocks, int size, byte[] salt, String hash) {
    this.blocks = blocks;
    this.size = size;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads {@code $y$jNr$salt$hash}.
   *
   * @return null where it has other parameters, or needs more memory than any distribution asks for
   */
  static @Nullable Yescrypt parse(String text) {
    int saltFrom = text.indexOf('$', PREFIX.length()) + 1;
    int hashFrom = text.lastIndexOf('$') + 1;
    if (!text.startsWith(PREFIX) || saltFrom == 0 || hashFrom <= saltFrom) {
      return null;
    }
    int[] numbers = numbers(text.substring(PREFIX.length(), saltFrom - 1));
    byte[] salt = bytes(text.substring(saltFrom, hashFrom - 1));
    if (numbers.length != 2 || salt == null || salt.length > MAX_SALT) {
      return null;
    }
    int exponent = numbers[0];
    int size = numbers[1];
    boolean affordable =
        exponent >= 1 && exponent <= 24 && size <= 1024 && ((32L * size) << exponent) <= MAX_WORDS;
    return affordable ? new Yescrypt(1 << exponent, size, salt, text.substring(hashFrom)) : null;
  }

  /** About how many milliseconds {@link #isOf} takes. */
  int price() {
    return (int) ((long) blocks * size / 1200);
  }

  /** Numbers of one digit or more, each at least 1; the first digit says how many follow. */
  private static int[] numbers(String text) {
    int[] numbers = new int[text.length()];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int start = 0;
      int end = 47;
      int digits = 1;
      int bits = 0;
      long number = 1;
      int digit = ALPHABET.indexOf(text.charAt(at++));
      if (digit < 0) {
        return new int[0];
      }
      while (digit > end) {
        number += (long) (end + 1 - start) << bits;
        start = end + 1;
        end = start + (62 - end) / 2;
        digits++;
        bits += 6;
      }
      number += (long) (digit - start) << bits;
      while (--digits > 0) {
        digit = at < text.length() ? ALPHABET.indexOf(text.charAt(at++)) : -1;
        if (digit < 0) {
          return new int[0];
        }
        bits -= 6;
        number += (long) digit << bits;
      }
      numbers[count++] = (int) Math.min(number, Integer.MAX_VALUE);
    }
    return Arrays.copyOf(numbers, count);
  }

  /** Three bytes in four characters, the lowest bits first; null where it is not that. */
  private static byte @Nullable [] bytes(String text) {
    byte[] bytes = new byte[text.length() * 6 / 8];
    int value = 0;
    int bits = 0;
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return null;
      }
      value |= digit << bits;
      bits += 6;
      if (bits >= 24 || i == text.length() - 1) {
        for (; bits >= 8; bits -= 8, value >>>= 8) {
          bytes[count++] = (byte) value;
        }
        value = 0;
        bits = 0;
      }
    }
    return Arrays.copyOf(bytes, count);
  }

  private static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 3) {
      int value = 0;
      int bits = 0;
      for (int j = i; j < Math.min(i + 3, bytes.length); j++, bits += 8) {
        value |= (bytes[j] & 0xff) << bits;
      }
      for (; bits > 0; bits -= 6, value >>>= 6) {
        text.append(ALPHABET.charAt(value & 63));
      }
    }
    return text.toString();
  }

  /** Whether it is the hash of this password. */
  boolean isOf(byte[] password) {
    try {
      byte[] secret = password;
      // A tenth of the work beforehand, so that a refusal of memory cannot be told by its time.
      if (blocks >= 256 && (long) blocks * size >= 1 << 17) {
        secret = derive("yescrypt-prehash", secret, blocks >> 6);
      }
      byte[] derived = derive("yescrypt", secret, blocks);
      byte[] client = hmac(derived, "Client Key".getBytes(StandardCharsets.US_ASCII));
      return text(MessageDigest.getInstance("SHA-256").digest(client)).equals(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC and SHA-256", e);
    }
  }

  private byte[] derive(String purpose, byte[] password, int count)
      throws GeneralSecurityException {
    byte[] secret = hmac(purpose.getBytes(StandardCharsets.US_ASCII), password);
    byte[] state = stretch(secret, salt, 128 * size);
    byte[] first = Arrays.copyOf(state, 32);
    int[] words = new int[32 * size];
    ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    Mixer mixer = new Mixer(words, size, count);
    mixer.fillBoxes();
    ByteBuffer mixed = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
    mixed.asIntBuffer().put(words);
    byte[] last = Arrays.copyOfRange(state, state.length - 64, state.length);
    secret = hmac(last, first);
    mixer.mix();
    mixed.asIntBuffer().put(words);
    return stretch(secret, state, 32);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    // HMAC fills a key up with zeros, so none is one zero; Java refuses to have none.
    mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  /** PBKDF2 of one iteration. */
  private static byte[] stretch(byte[] key, byte[] salt, int length)
      throws GeneralSecurityException {
    byte[] numbered = Arrays.copyOf(salt, salt.length + 4);
    byte[] out = new byte[length];
    for (int at = 0, block = 1; at < length; at += 32, block++) {
      ByteBuffer.wrap(numbered).putInt(salt.length, block);
      System.arraycopy(hmac(key, numbered), 0, out, at, Math.min(32, length - at));
    }
    return out;
  }

  /** The memory-hard part over one state. */
  private static final class Mixer {
    private final int[] state;
    private final int size;
    private final int count;
    private final int[] boxes = new int[3 * 2 * BOX_PAIRS];
    private final int[] x;
    private final int[] y;

    /** Where the three S-boxes begin, in words. They change places after each transformation. */
    private int box0 = 2 * 2 * BOX_PAIRS;

    private int box1 = 2 * BOX_PAIRS;
    private int box2;

    /** The pair of the third that is written next. */
    private int next;

    Mixer(int[] state, int size, int count) {
      this.state = state;
      this.size = size;
      this.count = count;
      this.x = new int[32 * size];
      this.y = new int[32 * size];
    }

    /** Scrypt's first loop over the first two blocks; what it remembers are the S-boxes. */
    void fillBoxes() {
      load(2);
      for (int i = 0; i < boxes.length; i += 32) {
        System.arraycopy(x, 0, boxes, i, 32);
        mixSalsa();
      }
      store(2);
    }

    void mix() {
      int words = 32 * size;
      int[] memory = new int[words * count];
      load(2 * size);
      for (int i = 0; i < count; i++) {
        System.arraycopy(x, 0, memory, i * words, words);
        if (i > 1) {
          int power = Integer.highestOneBit(i);
          xor(memory, words * ((chosen() & (power - 1)) + i - power));
        }
        mixBoxes();
      }
      int loops = (count + 2) / 3;
      loops += loops & 1;
      for (int i = 0; i < loops; i++) {
        int at = words * (chosen() & (count - 1));
        xor(memory, at);
        System.arraycopy(x, 0, memory, at, words);
        mixBoxes();
      }
      store(2 * size);
    }

    private void load(int blocks) {
      for (int block = 0; block < blocks * BLOCK; block += BLOCK) {
        for (int i = 0; i < BLOCK; i++) {
          x[block + i] = state[block + i * 5 % BLOCK];
        }
      }
    }

    private void store(int blocks) {
      for (int block = 0; block < blocks * BLOCK; block += BLOCK) {
        for (int i = 0; i < BLOCK; i++) {
          state[block + i * 5 % BLOCK] = x[block + i];
        }
      }
    }

    /** The lower half is enough: there are fewer blocks. */
    private int chosen() {
      return x[(2 * size - 1) * BLOCK];
    }

    private void xor(int[] memory, int from) {
      for (int i = 0; i < x.length; i++) {
        x[i] ^= memory[from + i];
      }
    }

    /** Scrypt's BlockMix of two blocks with Salsa20/8. */
    private void mixSalsa() {
      for (int i = 0; i < BLOCK; i++) {
        y[i] = x[BLOCK + i] ^ x[i];
      }
      salsa(y, 0, 8);
      System.arraycopy(y, 0, x, 0, BLOCK);
      for (int i = 0; i < BLOCK; i++) {
        x[BLOCK + i] ^= y[i];
      }
      salsa(x, BLOCK, 8);
    }

    /** BlockMix with pwxform, and Salsa20/2 at the end. */
    private void mixBoxes() {
      int last = (2 * size - 1) * BLOCK;
      int before = last;
      for (int block = 0; block <= last; block += BLOCK) {
        for (int i = 0; i < BLOCK; i++) {
          x[block + i] ^= x[before + i];
        }
        transform(block);
        before = block;
      }
      salsa(x, last, 2);
    }

    private void transform(int block) {
      int write = box2 + 2 * next;
      for (int round = 0; round < ROUNDS; round++) {
        boolean writes = round != 0 && round != ROUNDS - 1;
        for (int lane = block; lane < block + BLOCK; lane += 4) {
          int from0 = box0 + ((x[lane] & BOX_MASK) >>> 2);
          int from1 = box1 + ((x[lane + 1] & BOX_MASK) >>> 2);
          for (int i = 0; i < 4; i += 2) {
            long product = (x[lane + i] & 0xffffffffL) * (x[lane + i + 1] & 0xffffffffL);
            product += pair(from0 + i);
            product ^= pair(from1 + i);
            x[lane + i] = (int) product;
            x[lane + i + 1] = (int) (product >>> 32);
            if (writes) {
              boxes[write] = (int) product;
              boxes[write + 1] = (int) (product >>> 32);
              write += 2;
            }
          }
        }
      }
      next = (write - box2) / 2 & (BOX_PAIRS - 1);
      int third = box2;
      box2 = box1;
      box1 = box0;
      box0 = third;
    }

    private long pair(int at) {
      return (boxes[at] & 0xffffffffL) | ((long) boxes[at + 1] << 32);
    }

    /**
     * The Salsa20 core over sixteen words.
     *
     * @see <a href="https://cr.yp.to/snuffle/spec.pdf">Salsa20 specification</a>
     */
    private static void salsa(int[] words, int from, int rounds) {
      int[] z = new int[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        z[i * 5 % BLOCK] = words[from + i];
      }
      for (int round = 0; round < rounds; round += 2) {
        for (int i = 0; i < 4; i++) {
          quarter(z, 5 * i, 5 * i + 4 & 15, 5 * i + 8 & 15, 5 * i + 12 & 15);
        }
        for (int i = 0; i < 4; i++) {
          int row = 4 * i;
          quarter(z, 5 * i, row + (i + 1 & 3), row + (i + 2 & 3), row + (i + 3 & 3));
        }
      }
      for (int i = 0; i < BLOCK; i++) {
        words[from + i] += z[i * 5 % BLOCK];
      }
    }

    private static void quarter(int[] z, int a, int b, int c, int d) {
      z[b] ^= Integer.rotateLeft(z[a] + z[d], 7);
      z[c] ^= Integer.rotateLeft(z[b] + z[a], 9);
      z[d] ^= Integer.rotateLeft(z[c] + z[b], 13);
      z[a] ^= Integer.rotateLeft(z[d] + z[c], 18);
    }
  }
}
