package dev.breakwater.image;

import dev.breakwater.core.io.BulkFilterStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Content that goes by once. Where several detectors want it, or one wants a file, it is kept: in
 * memory where it is short, else in a private temporary file that {@link #close} deletes.
 */
final class StreamedContent implements FileContent, AutoCloseable {
  private final InputStream stream;
  private final long size;
  private byte @Nullable [] kept;

  /** What was looked at before the rest was asked for, and has left the stream. */
  private byte[] head = new byte[0];

  private @Nullable Path file;
  private boolean opened;
  private @Nullable IOException damage;

  StreamedContent(InputStream stream, long size) {
    this.stream =
        new BulkFilterStream(stream) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            try {
              return in.read(target, offset, length);
            } catch (IOException e) {
              damage = e;
              throw e;
            }
          }

          @Override
          public long skip(long n) throws IOException {
            try {
              return in.skip(n);
            } catch (IOException e) {
              damage = e;
              throw e;
            }
          }

          @Override
          public void close() {
            // The layer goes on.
          }
        };
    this.size = size;
  }

  /** Keeps the content for several readers. */
  void keep(int mostInMemory) throws IOException {
    if (size <= mostInMemory) {
      kept = FileContent.read(rest(), (int) size);
    } else {
      file();
    }
  }

  /** What was wrong with the layer, where reading it failed. */
  @Nullable IOException damage() {
    return damage;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    if (kept != null) {
      return new ByteArrayInputStream(kept);
    }
    if (file != null) {
      return Files.newInputStream(file);
    }
    if (opened) {
      throw new IllegalStateException("the content was opened before and has gone by");
    }
    opened = true;
    return rest();
  }

  @Override
  public byte[] bytes() throws IOException {
    return kept != null ? kept : FileContent.super.bytes();
  }

  private InputStream rest() {
    return head.length == 0
        ? stream
        : new SequenceInputStream(new ByteArrayInputStream(head), stream);
  }

  @Override
  public boolean onDisk() {
    return file != null;
  }

  @Override
  public byte[] peek(int count) throws IOException {
    if (kept != null) {
      return Arrays.copyOf(kept, Math.min(count, kept.length));
    }
    if (file != null) {
      return FileContent.super.peek(count);
    }
    if (opened) {
      throw new IllegalStateException("the content was opened before and has gone by");
    }
    if (head.length < count) {
      byte[] more = stream.readNBytes(count - head.length);
      int before = head.length;
      head = Arrays.copyOf(head, before + more.length);
      System.arraycopy(more, 0, head, before, more.length);
    }
    return Arrays.copyOf(head, Math.min(count, head.length));
  }

  @Override
  public Path file() throws IOException {
    if (file != null) {
      return file;
    }
    if (opened) {
      throw new IllegalStateException("the content was opened before and has gone by");
    }
    Path created = Files.createTempFile("breakwater-", ".tmp");
    file = created;
    try {
      if (kept != null) {
        Files.write(created, kept);
      } else {
        Files.copy(rest(), created, StandardCopyOption.REPLACE_EXISTING);
      }
      return created;
    } catch (IOException e) {
      IOException inLayer = damage;
      if (inLayer != null) {
        throw inLayer;
      }
      throw new IOException(
          "tried to copy its "
              + size
              + " bytes to "
              + created.getParent()
              + ": "
              + e.getMessage()
              + "; make room there or set -Djava.io.tmpdir to another directory",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
      file = null;
    }
  }
}
