package dev.breakwater.image.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** How a blob is compressed, told by its first bytes because media types are often wrong. */
public enum Compression {
  NONE,
  GZIP,
  ZSTD;

  /**
   * The longest zstd window that is decoded, as a power of two: 128 MiB, what {@code zstd} itself
   * refuses to exceed unless told to.
   */
  private static final int MAX_WINDOW_LOG = 27;

  /** An opened blob. */
  public record Opened(Compression compression, InputStream content) {}

  /**
   * Recognises the compression and opens the content. Closing the content closes the blob.
   *
   * @param large whether the blob is so large that a faster decoder is worth loading
   * @throws IOException where the blob cannot be read, or is compressed in a way that no image may
   *     be
   */
  public static Opened open(InputStream blob, boolean large) throws IOException {
    byte[] magic = blob.readNBytes(6);
    PushbackInputStream whole = new PushbackInputStream(blob, 6);
    whole.unread(magic);
    if (startsWith(magic, 0x1f, 0x8b)) {
      DeflateDecoder fast = large ? IsalDecoder.open() : null;
      return new Opened(GZIP, new GzipStream(whole, fast == null ? new JdkDecoder() : fast));
    }
    boolean skippableFrame =
        magic.length >= 4
            && (magic[0] & 0xf0) == 0x50
            && magic[1] == 0x2a
            && magic[2] == 0x4d
            && magic[3] == 0x18;
    if (skippableFrame || startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(whole);
      zstd.setLongMax(MAX_WINDOW_LOG);
      return new Opened(ZSTD, zstd);
    }
    if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z')) {
      throw new IOException("it is compressed with xz, which no container runtime reads");
    }
    if (startsWith(magic, 'B', 'Z', 'h')) {
      throw new IOException("it is compressed with bzip2, which the OCI specification leaves out");
    }
    return new Opened(NONE, whole);
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
