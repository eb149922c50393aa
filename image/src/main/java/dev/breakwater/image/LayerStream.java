package dev.breakwater.image;

import dev.breakwater.core.Digest;
import dev.breakwater.core.io.BulkFilterStream;
import dev.breakwater.image.compression.Compression;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A layer's uncompressed bytes. Both digests are computed on the way; {@link #finish} reads what is
 * left and compares them.
 */
final class LayerStream extends FilterInputStream {
  /** From this compressed length on, a faster decoder is worth the time it takes to load. */
  private static final long LARGE = 24L << 20;

  /** From this compressed length on, a second thread is worth starting. */
  private static final long AHEAD = 2L << 20;

  private final LayerSource layer;
  private final boolean named;
  private final InputStream stored;
  private final @Nullable HashingStream storedHash;
  private final @Nullable HashingStream contentHash;

  private LayerStream(
      LayerSource layer,
      boolean named,
      InputStream content,
      InputStream stored,
      @Nullable HashingStream storedHash,
      @Nullable HashingStream contentHash) {
    super(content);
    this.layer = layer;
    this.named = named;
    this.stored = stored;
    this.storedHash = storedHash;
    this.contentHash = contentHash;
  }

  /**
   * Opens a layer.
   *
   * @param progress told how many stored bytes were read since it was last told
   */
  static LayerStream open(LayerSource layer, Limits limits, LongConsumer progress)
      throws IOException {
    return open(layer, true, limits, progress);
  }

  /**
   * Opens a layer of which it is not known which it is.
   *
   * @param layer its diff-id only says by what algorithm to compute the real one
   */
  static LayerStream openUnnamed(LayerSource layer, Limits limits, LongConsumer progress)
      throws IOException {
    return open(layer, false, limits, progress);
  }

  private static LayerStream open(
      LayerSource layer, boolean named, Limits limits, LongConsumer progress) throws IOException {
    Blob blob = layer.blob();
    InputStream counted = new Counting(blob.open(), progress);
    try {
      Digest digest = layer.digest();
      HashingStream storedHash =
          blob.verifiesItself() || digest == null ? null : new HashingStream(counted, digest);
      InputStream stored = storedHash == null ? counted : storedHash;
      Compression.Opened opened = Compression.open(stored, blob.size() >= LARGE);
      InputStream content = new Bounded(opened.content(), blob.size(), limits);
      // What is not compressed has one digest, which need not be computed twice.
      boolean same =
          opened.compression() == Compression.NONE
              && storedHash != null
              && layer.diffId().equals(digest);
      if (blob.size() >= AHEAD) {
        content = new ReadAhead(content);
      }
      HashingStream contentHash = same ? null : new HashingStream(content, layer.diffId());
      return new LayerStream(
          layer,
          named,
          contentHash == null ? content : contentHash,
          stored,
          storedHash,
          contentHash);
    } catch (IOException | RuntimeException | Error e) {
      counted.close();
      throw e;
    }
  }

  @Override
  public long skip(long n) {
    return 0; // what is skipped would not be hashed
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /**
   * Reads the rest and compares length and digests.
   *
   * @return the digest of the uncompressed content
   * @throws IOException where they are not what manifest and configuration say
   */
  Digest finish() throws IOException {
    byte[] buffer = new byte[64 * 1024];
    while (in.read(buffer, 0, buffer.length) >= 0) {}
    while (stored.read(buffer, 0, buffer.length) >= 0) {}
    if (storedHash != null) {
      if (storedHash.count() != layer.blob().size()) {
        throw new IOException(
            "it has "
                + storedHash.count()
                + " bytes where the manifest says "
                + layer.blob().size());
      }
      compare(storedHash, layer.digest(), "its digest");
    }
    if (contentHash == null) {
      return layer.diffId();
    }
    if (!named) {
      return contentHash.digest();
    }
    return compare(contentHash, layer.diffId(), "the digest of its uncompressed content");
  }

  private static Digest compare(HashingStream hash, @Nullable Digest wanted, String what)
      throws IOException {
    Digest found = hash.digest();
    if (found.equals(wanted)) {
      return found;
    } else {
      throw new IOException(what + " is " + found + " and should be " + wanted);
    }
  }

  /** Tells how much was read, once for each megabyte. */
  private static final class Counting extends BulkFilterStream {
    private static final long STEP = 1 << 20;
    private final LongConsumer progress;
    private long untold;

    Counting(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      untold += Math.max(count, 0);
      if (untold >= STEP || (count < 0 && untold > 0)) {
        progress.accept(untold);
        untold = 0;
      }
      return count;
    }
  }

  /** Stops what grows beyond all measure. */
  private static final class Bounded extends BulkFilterStream {
    private final Limits limits;
    private final long most;
    private final long stored;
    private long count;

    Bounded(InputStream in, long stored, Limits limits) {
      super(in);
      this.limits = limits;
      this.stored = stored;
      // Neither more than the bound nor, after what is free, more than the ratio allows.
      long byRatio =
          stored > Long.MAX_VALUE / limits.ratio() ? Long.MAX_VALUE : stored * limits.ratio();
      this.most = Math.min(limits.layerBytes(), Math.max(limits.freeBytes(), byRatio));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      count += Math.max(read, 0);
      if (count > most) {
        throw new IOException(
            count > limits.layerBytes()
                ? "it is longer than " + limits.layerBytes() + " bytes, the most that is read"
                : "its "
                    + stored
                    + " bytes unpack to more than "
                    + most
                    + ", as only a decompression bomb does");
      }
      return read;
    }
  }
}
