package dev.breakwater.image;

import java.io.IOException;
import java.io.InputStream;

/** Where a layer's bytes come from. */
interface Blob {
  /**
   * Opens the bytes.
   *
   * @throws IOException saying why they cannot be had; the message is for people
   */
  InputStream open() throws IOException;

  /** Length in bytes as stored. */
  long size();

  /** Whether {@link #open}'s stream itself checks the digest of the stored bytes. */
  boolean verifiesItself();

  /**
   * Something that changes when the bytes do, without reading them: a digest that vouches for them,
   * or for local files their place, length and time of change.
   */
  String identity();
}
