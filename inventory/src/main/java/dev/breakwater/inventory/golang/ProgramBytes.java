package dev.breakwater.inventory.golang;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a program, read either anywhere in a file on disk or forward only from a stream, so
 * that one search serves both: it never looks back, except where {@link #anywhere()} allows it.
 * Used by one thread.
 */
sealed interface ProgramBytes extends Closeable {
  /** Length in bytes. */
  long size();

  /** Whether any position may be read at any time. */
  boolean anywhere();

  /**
   * Reads bytes.
   *
   * @param position of the first byte; for a stream not before the end of what was read last
   * @return how many were read, fewer than {@code length} only at the end
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** A file on disk. */
  static ProgramBytes of(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new OnDisk(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** A stream, which is closed with this. */
  static ProgramBytes of(InputStream stream, long size) {
    return new Streaming(stream, size);
  }

  /** A file on disk. */
  record OnDisk(FileChannel channel, long size) implements ProgramBytes {
    @Override
    public boolean anywhere() {
      return true;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, position + length - buffer.remaining());
        if (count < 0) {
          break;
        }
      }
      return length - buffer.remaining();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A stream. */
  final class Streaming implements ProgramBytes {
    private final InputStream stream;
    private final long size;
    private long position;

    private Streaming(InputStream stream, long size) {
      this.stream = stream;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean anywhere() {
      return false;
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
      if (from < position) {
        throw new IllegalArgumentException("a stream was asked to go back");
      }
      while (position < from) {
        long skipped = stream.skip(from - position);
        if (skipped <= 0) {
          if (stream.read() < 0) {
            return 0;
          }
          skipped = 1;
        }
        position += skipped;
      }
      int count = stream.readNBytes(into, offset, length);
      position += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
