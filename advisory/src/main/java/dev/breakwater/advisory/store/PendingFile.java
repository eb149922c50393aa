package dev.breakwater.advisory.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A store file while it is being written, under a temporary name beside its place. It is moved into
 * place whole, after everything has reached the disk, or removed.
 */
final class PendingFile implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;

  private final TemporaryFile temporary;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final CRC32C crc = new CRC32C();
  private final ByteSink prefix = new ByteSink();
  private long position = StoreFormat.HEADER_LENGTH;

  PendingFile(TemporaryFile temporary) throws IOException {
    this.temporary = temporary;
    this.channel = temporary.channel();
    channel.position(StoreFormat.HEADER_LENGTH);
  }

  /** Where the next byte goes. */
  long position() {
    return position;
  }

  /** Writes a stretch of bytes with its length and checksum before it. */
  void chunk(ByteSink content) throws IOException {
    prefix.clear();
    prefix.fixedInt(content.length());
    prefix.fixedInt(StoreFormat.crcOf(content.array(), 0, content.length()));
    write(prefix);
    write(content);
  }

  /** Writes directory and header, and moves the file to its place. */
  void commit(StoreFormat.Kind kind, ByteSink directory, Path place) throws IOException {
    int directoryOffset = (int) position;
    write(directory);
    flush();
    StoreFormat.Header header =
        new StoreFormat.Header(
            kind.code,
            position,
            directoryOffset,
            directory.length(),
            StoreFormat.crcOf(directory.array(), 0, directory.length()),
            (int) crc.getValue());
    writeFully(ByteBuffer.wrap(header.encode()), 0);
    channel.force(true);
    Files.move(
        temporary.path(),
        place,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(place);
  }

  /** Without this a power cut may undo the rename, though never leave half a file. */
  private static void syncDirectory(Path place) throws IOException {
    Path parent = place.toAbsolutePath().getParent();
    if (parent == null) {
      return;
    }
    try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private void write(ByteSink content) throws IOException {
    byte[] bytes = content.array();
    int length = content.length();
    if (position + length > StoreFormat.MAX_FILE) {
      throw new IOException("the file would be larger than 2 GB, the most that a store file holds");
    }
    crc.update(bytes, 0, length);
    position += length;
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, done, part);
      done += part;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += channel.write(bytes, place);
    }
  }

  /** Removes the file unless it has been moved into place. */
  @Override
  public void close() {
    temporary.close();
  }
}
