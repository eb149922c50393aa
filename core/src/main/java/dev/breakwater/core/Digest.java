package dev.breakwater.core;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A content digest as OCI writes it, {@code sha256:…} or {@code sha512:…}.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex lower-case hexadecimal, 64 or 128 digits
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">OCI
 *     digests</a>
 */
public record Digest(String algorithm, String hex) {
  private static final Pattern FORM =
      Pattern.compile("(?:(sha256):([0-9a-f]{64}))|(?:(sha512):([0-9a-f]{128}))");

  public Digest {
    if (!FORM.matcher(algorithm + ":" + hex).matches()) {
      throw new IllegalArgumentException("not a sha256 or sha512 digest: " + algorithm + ":" + hex);
    }
  }

  /** Reads {@code algorithm:hex}; empty where the text is not a digest of a known algorithm. */
  public static Optional<Digest> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        matcher.group(1) != null
            ? new Digest("sha256", matcher.group(2))
            : new Digest("sha512", matcher.group(4)));
  }

  /** A sha256 digest from its 32 bytes. */
  public static Digest sha256(byte[] hash) {
    return new Digest("sha256", HexFormat.of().formatHex(hash));
  }

  /** The name that {@link java.security.MessageDigest} knows the algorithm by. */
  public String javaAlgorithm() {
    return algorithm.equals("sha256") ? "SHA-256" : "SHA-512";
  }

  /** The first twelve digits, enough for a person to recognise it by. */
  public String abbreviated() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
