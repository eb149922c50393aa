package dev.breakwater.inventory.java;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bounds the central directory of a zip archive, all of which {@link java.util.zip.ZipFile} holds
 * in memory, before it opens the archive.
 *
 * <p>Which of several end records the JVM believes depends on what lies around them, so each that
 * it might believe must keep to the bound.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>
 *     sections 4.3.14 to 4.3.16
 */
final class CentralDirectory {
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END64_LOCATOR_BYTES = 20;
  private static final int END64_BYTES = 56;

  private CentralDirectory() {}

  /**
   * Checks an archive.
   *
   * @return how many bytes its directory takes at most
   * @throws IOException where it is no archive, or its directory is larger than {@code maxBytes}
   */
  static int check(Path file, int maxBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int tailLength = (int) Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
      long tailStart = size - tailLength;
      ByteBuffer tail = read(channel, tailStart, tailLength);
      boolean found = false;
      long most = 0;
      for (int i = tailLength - END_BYTES; i >= 0; i--) {
        if (tail.get(i) == 'P' && tail.getInt(i) == END_SIGNATURE) {
          found = true;
          long bytes = tail.getInt(i + 12) & 0xffffffffL;
          most = Math.max(most, bytes <= tailStart + i ? bytes : 0);
          most = Math.max(most, bytes64(channel, tailStart + i));
        }
      }
      if (!found) {
        throw new IOException("not a zip archive, or cut off: it has no central directory");
      }
      if (most > maxBytes) {
        throw new IOException(
            "its central directory takes "
                + most
                + " bytes, more than the "
                + maxBytes
                + " that may be held in memory; the archive was not opened");
      }
      return (int) most;
    }
  }

  /** The directory's size according to a Zip64 end record; 0 where there is none. */
  private static long bytes64(FileChannel channel, long end) throws IOException {
    if (end < END64_LOCATOR_BYTES + END64_BYTES) {
      return 0;
    }
    ByteBuffer locator = read(channel, end - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
    if (locator.getInt(0) != 0x07064b50) {
      return 0;
    }
    long record = locator.getLong(8);
    if (record < 0 || record > end - END64_BYTES) {
      return 0;
    }
    ByteBuffer end64 = read(channel, record, END64_BYTES);
    long bytes = end64.getLong(40);
    return end64.getInt(0) == 0x06064b50 && bytes >= 0 && bytes <= record ? bytes : 0;
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }
}
