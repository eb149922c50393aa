package dev.breakwater.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

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
}
