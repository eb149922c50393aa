package dev.breakwater.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Names the findings of one report so that the next scan gives the same finding the same name. Only
 * where that would give two findings one name does {@link Finding#distinction} help to tell them
 * apart. Ask once for each finding, in the order of the report. Not safe to share between threads.
 */
public final class Fingerprints {
  private final Set<String> taken = new HashSet<>();

  /** The name of the report's next finding: 32 hexadecimal digits. */
  public String next(Finding finding) {
    String identity = finding.identity();
    String name = shortHash(identity);
    for (int again = 1; !taken.add(name); again++) {
      name = shortHash(identity + '\n' + finding.distinction() + '\n' + again);
    }
    return name;
  }

  private static String shortHash(String identity) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
