package dev.breakwater.inventory.golang;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a program, read either anywhere in a file on disk or forward only from a stream, so
 * that one search serves both: it never looks back, except where {@link #anywhere()} or {@link
 * #canRead} allows it. Used by one thread.
 */
public sealed interface ProgramBytes extends Closeable {
  /** Length in bytes. */
  long size();

  /** Whether any position may be read at any time. */
  boolean anywhere();

  /** Whether the bytes from a position on can be read, now or again. */
  boolean canRead(long position);

  /**
   * Reads bytes.
   *
   * @param position of the first byte, one that {@link #canRead}
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

  /**
   * A stream, which is closed with this.
   *
   * @param keptFrom bytes from this position on are kept, and can be read any number of times
   */
  static ProgramBytes of(InputStream stream, long size, long keptFrom) {
    return new Streaming(stream, size, keptFrom);
  }

  /** A file on disk. */
  record OnDisk(FileChannel channel, long size) implements ProgramBytes {
    @Override
    public boolean anywhere() {
      return true;
    }

    @Override
    public boolean canRead(long position) {
      return position >= 0;
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
    private final long keptFrom;
    private byte @Nullable [] kept;
    private long position;

    private Streaming(InputStream stream, long size, long keptFrom) {
      this.stream = stream;
      this.size = size;
      this.keptFrom = keptFrom;
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
    public boolean canRead(long from) {
      return from >= position || from >= keptFrom;
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
      if (!canRead(from)) {
        throw new IllegalArgumentException("a stream was asked to go back");
      }
      if (from >= keptFrom) {
        return readKept(from, into, offset, length);
      }
      skipTo(from);
      int passing = (int) Math.min(length, keptFrom - from);
      int count = stream.readNBytes(into, offset, passing);
      position += count;
      return count < passing || count == length
          ? count
          : count + readKept(keptFrom, into, offset + count, length - count);
    }

    private int readKept(long from, byte[] into, int offset, int length) throws IOException {
      byte[] all = kept;
      if (all == null) {
        skipTo(keptFrom);
        all = stream.readNBytes((int) Math.max(0, size - keptFrom));
        position += all.length;
        kept = all;
      }
      int at = (int) Math.min(from - keptFrom, all.length);
      int count = Math.min(length, all.length - at);
      System.arraycopy(all, at, into, offset, count);
      return count;
    }

    private void skipTo(long wanted) throws IOException {
      while (position < wanted) {
        long skipped = stream.skip(wanted - position);
        if (skipped <= 0) {
          if (stream.read() < 0) {
            return;
          }
          skipped = 1;
        }
        position += skipped;
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
