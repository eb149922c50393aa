package dev.breakwater.image;

import dev.breakwater.core.io.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Part of a file that stays open, such as a layer inside an archive. Several may be read at once.
 */
record FileSlice(FileChannel file, long offset, long size, String identity) implements Blob {
  @Override
  public InputStream open() {
    return new SliceStream(file, offset, size, false);
  }

  @Override
  public boolean verifiesItself() {
    return false;
  }

  /** A whole file, opened when it is read. */
  record Whole(Path path, long size, String identity) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return new SliceStream(
          FileChannel.open(path, StandardOpenOption.READ), 0, Long.MAX_VALUE, true);
    }

    @Override
    public boolean verifiesItself() {
      return false;
    }
  }

  /** Changes when the file does, as far as its directory entry tells. */
  static String identity(Path path) throws IOException {
    var attributes = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,dev");
    return path.toRealPath()
        + "|"
        + attributes.get("size")
        + "|"
        + attributes.get("lastModifiedTime")
        + "|"
        + attributes.get("ctime")
        + "|"
        + attributes.get("ino")
        + "|"
        + attributes.get("dev");
  }

  /** Refuses FIFOs and devices, which could be read for ever. */
  static boolean isRegular(Path path) {
    return Files.isRegularFile(path);
  }

  /** Reads part of a file by position; skipping costs nothing and never goes past the end. */
  private static final class SliceStream extends BulkInputStream {
    private final FileChannel file;
    private final boolean owner;
    private final long end;
    private long position;

    SliceStream(FileChannel file, long offset, long size, boolean owner) {
      this.file = file;
      this.position = offset;
      this.end = size > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + size;
      this.owner = owner;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int wanted = (int) Math.min(length, end - position);
      if (wanted <= 0) {
        return -1;
      }
      int count = file.read(ByteBuffer.wrap(target, offset, wanted), position);
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = Math.max(0, Math.min(n, Math.min(end, file.size()) - position));
      position += skipped;
      return skipped;
    }

    @Override
    public void close() throws IOException {
      if (owner) {
        file.close();
      }
    }
  }
}
