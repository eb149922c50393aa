package dev.breakwater.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that cannot hang. The stream that the JDK's client makes waits
 * for ever for a server that keeps the connection and sends nothing, or a byte now and then; this
 * one counts the time that its reader waits, and gives the transfer up when too little came in it.
 *
 * <p>Fed by a thread of the client, read and closed by one other. Holds at most {@value #AHEAD}
 * pieces, which the client makes of about 16 KiB.
 */
final class TimedBody extends InputStream implements BodySubscriber<TimedBody> {
  private static final int AHEAD = 16;
  private static final Part END = new Part(List.of(), true);

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final long stallNanos;
  private final long minimumPerStall;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  private Part current = new Part(List.of(), false);
  private int nextBuffer;
  private boolean ended;
  private long waitedNanos;
  private long receivedWhileWaiting;
  private long deadline = Long.MAX_VALUE;

  private record Part(List<ByteBuffer> buffers, boolean last) {}

  TimedBody(Limits limits) {
    stallNanos = limits.stall().toNanos();
    minimumPerStall = limits.progress();
  }

  /** From now on reading fails after this time, however fast the bytes come. */
  void limitTo(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (!closed) {
      parts.add(new Part(buffers, false));
    }
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown;
    parts.add(END);
  }

  @Override
  public void onComplete() {
    parts.add(END);
  }

  @Override
  public int read() throws IOException {
    ByteBuffer buffer = fill();
    return buffer == null ? -1 : buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = fill();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /** A buffer with bytes in it; null at the end. */
  private @Nullable ByteBuffer fill() throws IOException {
    if (closed) {
      throw new IOException("the transfer is closed");
    }
    while (true) {
      while (nextBuffer < current.buffers().size()) {
        ByteBuffer buffer = current.buffers().get(nextBuffer);
        if (buffer.hasRemaining()) {
          return buffer;
        }
        nextBuffer++;
      }
      if (ended) {
        Throwable thrown = failure;
        if (thrown != null) {
          throw new IOException("the connection broke (" + describe(thrown) + ")", thrown);
        }
        return null;
      }
      nextPart();
    }
  }

  private static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "it was closed" : UntrustedText.clean(message, 200);
  }

  private void nextPart() throws IOException {
    Part part = await();
    current = part;
    nextBuffer = 0;
    if (part.last()) {
      ended = true;
      return;
    }
    for (ByteBuffer buffer : part.buffers()) {
      receivedWhileWaiting += buffer.remaining();
    }
    Subscription source = subscription;
    if (source != null) {
      source.request(1);
    }
  }

  private Part await() throws IOException {
    Part ready = parts.poll();
    while (ready == null) {
      if (waitedNanos >= stallNanos) {
        if (receivedWhileWaiting < minimumPerStall) {
          close();
          throw new IOException(
              "the registry sent only "
                  + receivedWhileWaiting
                  + " bytes in "
                  + Limits.text(Duration.ofNanos(stallNanos)));
        }
        waitedNanos = 0;
        receivedWhileWaiting = 0;
      }
      long now = System.nanoTime();
      if (deadline != Long.MAX_VALUE && deadline - now <= 0) {
        close();
        throw new IOException("the registry took too long to send a small document");
      }
      long patience = stallNanos - waitedNanos;
      if (deadline != Long.MAX_VALUE) {
        patience = Math.min(patience, deadline - now);
      }
      try {
        ready = parts.poll(patience, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        throw new InterruptedIOException("interrupted while waiting for the registry");
      }
      waitedNanos += System.nanoTime() - now;
    }
    return ready;
  }

  @Override
  public void close() {
    closed = true;
    Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
    parts.clear();
  }
}
