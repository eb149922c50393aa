package dev.breakwater.image.compression;

import java.io.IOException;

/** Decodes raw deflate streams, one after the other. */
sealed interface DeflateDecoder extends AutoCloseable permits JdkDecoder, IsalDecoder {
  /** Gets ready for another stream; the input is forgotten. */
  void reset();

  /** Hands over input; allowed only when all earlier input was taken. */
  void input(byte[] bytes, int offset, int length);

  /**
   * Decodes.
   *
   * @return bytes written; 0 where more input is needed or the stream has ended
   * @throws IOException where the stream is malformed
   */
  int decode(byte[] target, int offset, int length) throws IOException;

  /** Whether the stream has ended and all of it was written. */
  boolean finished();

  /**
   * How many of the bytes handed over last were not used; once the stream has ended it may count up
   * to 8 of the bytes handed over before.
   */
  int unused();

  @Override
  void close();
}
