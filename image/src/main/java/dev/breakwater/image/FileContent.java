package dev.breakwater.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of one file, for as long as the detector that was handed it runs. */
public interface FileContent {
  /** Length in bytes. */
  long size();

  /**
   * The bytes from the start. May be called again only after {@link #file()} was.
   *
   * @throws IOException where the layer is damaged
   */
  InputStream open() throws IOException;

  /**
   * The bytes as a file on disk, for readers that need random access. Bytes that come from a stream
   * are first copied to a private temporary file, which is gone when the detector returns. Must be
   * called before {@link #open()}.
   */
  Path file() throws IOException;

  /**
   * Whether {@link #file()} costs nothing, because the bytes lie on disk by themselves; a detector
   * then reads the few parts that it needs and leaves the rest.
   */
  default boolean onDisk() {
    return false;
  }

  /**
   * The first bytes, so that a detector can tell by them whether it needs more. Consumes nothing:
   * {@link #file()} and {@link #open()} may follow. Must be called before {@link #open()}.
   *
   * @param count at most 65,536
   * @return {@code count} bytes, or all of a shorter file
   */
  default byte[] peek(int count) throws IOException {
    try (InputStream in = Files.newInputStream(file())) {
      return in.readNBytes(count);
    }
  }

  /**
   * All of a file, for detectors that take only short ones. Where several want the same file all of
   * them see the same array, so nobody may change it. May be called instead of {@link #open()},
   * under the same conditions.
   */
  default byte[] bytes() throws IOException {
    try (InputStream in = open()) {
      return read(in, Math.toIntExact(size()));
    }
  }

  /**
   * Reads into one array of the right length, which {@link InputStream#readNBytes(int)} does not.
   */
  static byte[] read(InputStream in, int size) throws IOException {
    byte[] bytes = new byte[size];
    int count = in.readNBytes(bytes, 0, size);
    return count == size ? bytes : Arrays.copyOf(bytes, count);
  }
}
