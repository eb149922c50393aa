package dev.breakwater.image;

import dev.breakwater.core.Digest;
import dev.breakwater.core.io.BulkFilterStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes what is read; skipping is left to the caller, who has to read. */
final class HashingStream extends BulkFilterStream {
  private final String algorithm;
  private final MessageDigest hash;
  private long count;

  HashingStream(InputStream in, Digest wanted) {
    super(in);
    algorithm = wanted.algorithm();
    try {
      hash = MessageDigest.getInstance(wanted.javaAlgorithm());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      hash.update(target, offset, read);
      count += read;
    }
    return read;
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  /** The digest of all that was read; nothing may be read after. */
  Digest digest() {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }
}
