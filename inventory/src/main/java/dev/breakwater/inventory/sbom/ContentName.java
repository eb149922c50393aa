package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Report;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Names made from content, so that the same content has the same name and the same document comes
 * out of the same scan.
 */
final class ContentName {
  private ContentName() {}

  /** A name-based UUID of all that a report says but the time. */
  static UUID of(Report report) {
    MessageDigest digest = sha256();
    update(digest, report.subject());
    report.assessed().forEach(each -> update(digest, each));
    report.problems().forEach(each -> update(digest, each));
    report.packages().forEach(each -> update(digest, each));
    report.findings().forEach(each -> update(digest, each));
    report.excused().forEach(each -> update(digest, each));
    report.notices().forEach(each -> update(digest, each));
    update(digest, report.verdict());
    return UUID.nameUUIDFromBytes(digest.digest());
  }

  /** The first eight bytes of the text's SHA-256 in hexadecimal. */
  static String shortHash(String text) {
    byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return java.util.HexFormat.of().formatHex(hash, 0, 8);
  }

  /** Records write all their components, so their text stands for them. */
  private static void update(MessageDigest digest, Object part) {
    digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
