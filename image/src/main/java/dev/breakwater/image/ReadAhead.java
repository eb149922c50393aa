package dev.breakwater.image;

import dev.breakwater.core.io.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in a thread of its own, a few buffers ahead, so that decompressing one part of a
 * layer and examining another go on at once. Reading is for one thread; closing waits for the other
 * thread to leave the stream alone, and then closes it.
 */
final class ReadAhead extends BulkInputStream {
  private static final int BUFFER = 256 * 1024;
  private static final int BUFFERS = 4;

  /** A part of the stream; with a failure, or empty, it is the last. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(byte[] bytes, int length, @Nullable Throwable failure) {}

  private final InputStream in;
  private final BlockingQueue<Part> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread reader;
  private Part current = new Part(new byte[0], 0, null);
  private int at;
  private boolean ended;
  private volatile boolean closed;

  ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < BUFFERS; i++) {
      empty.add(new byte[i == 0 ? BUFFER / 4 : BUFFER]);
    }
    reader = Thread.ofPlatform().daemon().name("layer-reader").start(this::fill);
  }

  private void fill() {
    try {
      int length = 0;
      while (length >= 0 && !closed) {
        byte[] bytes = empty.take();
        length = in.read(bytes, 0, bytes.length);
        // The queue has room for every buffer there is and one more.
        filled.put(new Part(bytes, length, null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      boolean added = filled.offer(new Part(new byte[0], -1, e));
      assert added : "the queue has room for one more";
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!available0()) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current.bytes, at, target, offset, count);
    at += count;
    return count;
  }

  private boolean available0() throws IOException {
    while (!ended && at >= current.length) {
      try {
        if (current.bytes.length > 0) {
          empty.put(current.bytes);
        }
        current = filled.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while reading a layer");
      }
      at = 0;
      ended = current.length < 0;
      if (current.failure != null) {
        throw current.failure instanceof IOException io
            ? io
            : new IOException("tried to read a layer: " + current.failure, current.failure);
      }
    }
    return !ended;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    boolean interrupted = false;
    while (reader.isAlive()) {
      reader.interrupt();
      try {
        reader.join(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }
}
