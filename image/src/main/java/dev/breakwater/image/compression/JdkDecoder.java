package dev.breakwater.image.compression;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decodes with the JDK's zlib. */
final class JdkDecoder implements DeflateDecoder {
  private final Inflater inflater = new Inflater(true);

  @Override
  public void reset() {
    inflater.reset();
  }

  @Override
  public void input(byte[] bytes, int offset, int length) {
    inflater.setInput(bytes, offset, length);
  }

  @Override
  public int decode(byte[] target, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(target, offset, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw new IOException("the compressed data is damaged");
      }
      return count;
    } catch (DataFormatException e) {
      throw new IOException("the compressed data is damaged", e);
    }
  }

  @Override
  public boolean finished() {
    return inflater.finished();
  }

  @Override
  public int unused() {
    return inflater.getRemaining();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
