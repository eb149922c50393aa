package dev.breakwater.advisory.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** How an index or tarball is packed, by the end of its name. */
enum Compression {
  XZ(".xz"),
  GZIP(".gz"),
  NONE("");

  /** What {@code xz -9} needs to unpack is 65 MB; a file that asks for more is refused. */
  private static final int MOST_KIBIBYTES = 128 << 10;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  String suffix() {
    return suffix;
  }

  /** The compression of a name that ends in {@code .xz} or {@code .gz}, and none for all others. */
  static Compression of(String name) {
    return name.endsWith(XZ.suffix) ? XZ : name.endsWith(GZIP.suffix) ? GZIP : NONE;
  }

  /** Unpacks, with bounded memory; what comes out is not bounded. */
  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case XZ -> new XZInputStream(packed, MOST_KIBIBYTES);
      case GZIP -> new GZIPInputStream(packed, 64 << 10);
      case NONE -> packed;
    };
  }
}
