package dev.breakwater.advisory.mirror;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** How an index or tarball is packed, by the end of its name. */
public enum Compression {
  XZ(".xz"),
  GZIP(".gz"),
  NONE(""),
  /** Ubuntu's packages; no index uses it. */
  ZSTANDARD(".zst");

  /** What {@code xz -9} needs to unpack is 65 MB; a file that asks for more is refused. */
  private static final int MOST_KIBIBYTES = 128 << 10;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  public String suffix() {
    return suffix;
  }

  /** The compression that the end of a name tells; none for all others. */
  public static Compression of(String name) {
    for (Compression compression : values()) {
      if (compression != NONE && name.endsWith(compression.suffix)) {
        return compression;
      }
    }
    return NONE;
  }

  /** Unpacks, with bounded memory; what comes out is not bounded. */
  public InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case XZ -> new XZInputStream(packed, MOST_KIBIBYTES);
      case GZIP -> new GZIPInputStream(packed, 64 << 10);
      case NONE -> packed;
      case ZSTANDARD -> new ZstdInputStream(packed);
    };
  }
}
