package dev.breakwater.inventory.rpm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a database, read anywhere in slices. For one thread. */
final class DatabaseFile implements Closeable {
  /** More than any database has; one of 5,000 packages has a quarter of this. */
  static final long MAX_BYTES = 1L << 30;

  private final FileChannel channel;
  private final long size;

  private DatabaseFile(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @throws IOException also where it is longer than {@link #MAX_BYTES}
   */
  static DatabaseFile open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      return new DatabaseFile(channel, checked(channel.size()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** A length, where it is one that a database can have. */
  static long checked(long size) throws IOException {
    if (size > MAX_BYTES) {
      throw new IOException(
          "the database of rpm is "
              + size
              + " bytes long, more than any real one; its packages are not in the inventory");
    }
    return size;
  }

  /** Length in bytes. */
  long size() {
    return size;
  }

  /**
   * Reads bytes from a position on.
   *
   * @throws IOException where the file has fewer
   */
  void read(long position, byte[] into, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException(
            "the file ends at byte " + size + ", before byte " + (position + length));
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
