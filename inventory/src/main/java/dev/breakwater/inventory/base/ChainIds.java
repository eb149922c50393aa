package dev.breakwater.inventory.base;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Names for what layers make together: two images whose lowest three layers are the same have the
 * same third chain ID.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid">OCI
 *     chain IDs</a>
 */
final class ChainIds {
  private ChainIds() {}

  /** The chain ID of each layer with all below it, lowest first. */
  static List<Digest> of(List<Digest> diffIds) {
    List<Digest> chain = new ArrayList<>(diffIds.size());
    for (Digest diffId : diffIds) {
      // No "+" on the way of every scan: its first use in a process costs 20 ms.
      chain.add(
          chain.isEmpty()
              ? diffId
              : hash(chain.getLast().toString().concat(" ").concat(diffId.toString())));
    }
    return chain;
  }

  /** The same of a subject's layers. */
  static List<Digest> of(Subject subject) {
    List<Digest> diffIds = new ArrayList<>(subject.layers().size());
    for (Subject.Layer layer : subject.layers()) {
      diffIds.add(layer.diffId());
    }
    return of(diffIds);
  }

  /** The SHA-256 of a text. */
  static Digest hash(String text) {
    try {
      return Digest.sha256(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
