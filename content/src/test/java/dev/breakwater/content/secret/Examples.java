package dev.breakwater.content.secret;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The texts of {@code examples.txt}, with secrets that are made anew from a seed. */
final class Examples {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

  private final Random random;

  /** The random parts of the texts made so far. */
  private final List<String> secrets = new ArrayList<>();

  Examples(long seed) {
    random = new Random(seed);
  }

  /** Texts that have a secret of one rule, and texts that have not. */
  record Of(List<String> holding, List<String> harmless) {}

  /** The templates of each rule. */
  static Map<String, Of> templates() {
    Map<String, Of> all = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Examples.class.getResourceAsStream("examples.txt")),
                StandardCharsets.UTF_8))) {
      Of current = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("+ ")) {
          Objects.requireNonNull(current).holding().add(line.substring(2));
        } else if (line.startsWith("- ")) {
          Objects.requireNonNull(current).harmless().add(line.substring(2));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          current = new Of(new ArrayList<>(), new ArrayList<>());
          if (all.put(line, current) != null) {
            throw new IllegalStateException(line + " is there twice");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** The random parts of all texts that were made. */
  List<String> secrets() {
    return secrets;
  }

  /** A text of a template. */
  String text(String template) {
    StringBuilder text = new StringBuilder();
    int position = 0;
    for (int open = template.indexOf('«'); open >= 0; open = template.indexOf('«', position)) {
      int close = template.indexOf('»', open);
      text.append(plain(template.substring(position, open)));
      text.append(made(template.substring(open + 1, close)));
      position = close + 1;
    }
    return text.append(plain(template.substring(position))).toString();
  }

  private static String plain(String text) {
    return text.replace("\\\\n", "\0")
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\t", "\t")
        .replace("\0", "\\n");
  }

  private String made(String what) {
    return switch (what) {
      case "uuid" ->
          random("x8")
              + "-"
              + random("x4")
              + "-"
              + random("x4")
              + "-"
              + random("x4")
              + "-"
              + random("x12");
      case "github" -> {
        String start = random("a30");
        yield start + Check.base62(Check.crc32(start));
      }
      case "grafana" -> {
        String start = random("a32");
        long sum = Check.crc32("glsa_" + start);
        yield start + "_" + Check.hex(Integer.reverseBytes((int) sum) & 0xffffffffL);
      }
      case "age" -> age();
      case "jwt" -> jwt("{\"sub\":\"" + random("d10") + "\"}");
      case "k8s" ->
          jwt(
              "{\"iss\":\"kubernetes/serviceaccount\",\"sub\":\"system:serviceaccount:default:"
                  + random("l12")
                  + "\"}");
      case "basic" -> base64("quay:" + random("a12"));
      case "pem64" -> base64(pem("RSA PRIVATE KEY", "", der(600), "\n", ""));
      case "rsa" -> pem("RSA PRIVATE KEY", "", der(600), "\n", "");
      case "rsa-escaped" -> pem("PRIVATE KEY", "", der(600), "\\n", "");
      case "rsa-indented" -> pem("RSA PRIVATE KEY", "", der(600), "\n", "    ");
      case "ed25519" -> pem("PRIVATE KEY", "", der(48), "\n", "");
      case "locked" ->
          pem(
              "RSA PRIVATE KEY",
              "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,5E8C03DD9A5A7D2B\n\n",
              der(600),
              "\n",
              "");
      case "openssh" -> pem("OPENSSH PRIVATE KEY", "", openSsh("none"), "\n", "");
      case "openssh-locked" -> pem("OPENSSH PRIVATE KEY", "", openSsh("aes256-ctr"), "\n", "");
      case "pgp" -> pem("PGP PRIVATE KEY BLOCK", "", pgp(), "\n", "");
      default -> random(what);
    };
  }

  private String random(String what) {
    String alphabet =
        switch (what.charAt(0)) {
          case 'a' -> LOWER + UPPER + DIGITS;
          case 'x' -> DIGITS + "abcdef";
          case 'd' -> DIGITS;
          case 'l' -> LOWER + DIGITS;
          case 'U' -> UPPER + DIGITS;
          case 'A' -> UPPER + "234567";
          case 'B' -> LOWER + UPPER;
          case 'b' -> LOWER + UPPER + DIGITS + "+/";
          case 'u' -> LOWER + UPPER + DIGITS + "-_";
          default -> throw new IllegalArgumentException(what);
        };
    int length = Integer.parseInt(what.substring(1));
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      char next = alphabet.charAt(random.nextInt(alphabet.length()));
      // Tokens begin and end with letters and digits here, so that nobody wonders where they do.
      boolean edge = text.isEmpty() || text.length() == length - 1;
      if (!edge || Text.isLetterOrDigit(next)) {
        text.append(next);
      }
    }
    secrets.add(text.toString());
    return text.toString();
  }

  private String base64(String plain) {
    String coded = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    secrets.add(coded.substring(coded.length() > 100 ? 60 : 8));
    return coded;
  }

  private String jwt(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(
            "{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + random("u86")
        + random("a86");
  }

  private byte[] der(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    bytes[0] = 0x30;
    return bytes;
  }

  private byte[] openSsh(String cipher) {
    byte[] bytes = der(400);
    byte[] magic = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, bytes, 0, magic.length);
    System.arraycopy(new byte[] {0, 0, 0, (byte) cipher.length()}, 0, bytes, 15, 4);
    System.arraycopy(cipher.getBytes(StandardCharsets.US_ASCII), 0, bytes, 19, cipher.length());
    Arrays.fill(bytes, 19 + cipher.length(), 60, (byte) 0);
    return bytes;
  }

  private byte[] pgp() {
    byte[] bytes = der(400);
    bytes[0] = (byte) 0x95;
    return bytes;
  }

  private String pem(String label, String headers, byte[] key, String lineEnd, String indent) {
    String body = Base64.getEncoder().encodeToString(key);
    secrets.add(body.substring(8));
    StringBuilder text = new StringBuilder("-----BEGIN " + label + "-----" + lineEnd + headers);
    for (int i = 0; i < body.length(); i += 64) {
      text.append(indent).append(body, i, Math.min(i + 64, body.length())).append(lineEnd);
    }
    return text.append(indent)
        .append("-----END ")
        .append(label)
        .append("-----")
        .append(lineEnd)
        .toString();
  }

  /** A key of age is Bech32 of 32 bytes, in upper case. */
  private String age() {
    String prefix = "age-secret-key-";
    BigInteger key = new BigInteger(256, random);
    int[] data = new int[52];
    BigInteger padded = key.shiftLeft(4);
    for (int i = 51; i >= 0; i--) {
      data[i] = padded.intValue() & 31;
      padded = padded.shiftRight(5);
    }
    long state = 1;
    for (int i = 0; i < prefix.length(); i++) {
      state = Check.bech32(state, prefix.charAt(i) >> 5);
    }
    state = Check.bech32(state, 0);
    for (int i = 0; i < prefix.length(); i++) {
      state = Check.bech32(state, prefix.charAt(i) & 31);
    }
    StringBuilder text = new StringBuilder();
    for (int value : data) {
      state = Check.bech32(state, value);
      text.append(BECH32.charAt(value));
    }
    for (int i = 0; i < 6; i++) {
      state = Check.bech32(state, 0);
    }
    state ^= 1;
    for (int i = 5; i >= 0; i--) {
      text.append(BECH32.charAt((int) (state >> (5 * i)) & 31));
    }
    String upper = text.toString().toUpperCase(java.util.Locale.ROOT);
    secrets.add(upper);
    return prefix.toUpperCase(java.util.Locale.ROOT) + "1" + upper;
  }
}
