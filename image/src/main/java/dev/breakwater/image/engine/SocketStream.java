package dev.breakwater.image.engine;

import dev.breakwater.core.io.BulkInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What comes out of a Unix socket. Java's own streams over such sockets know no time-outs, so this
 * waits with a selector.
 */
final class SocketStream extends BulkInputStream {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private Duration silence;
  private Duration deadline;
  private long since = System.nanoTime();

  private SocketStream(SocketChannel channel, Selector selector, SelectionKey key, Duration wait) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
    this.silence = wait;
    this.deadline = wait;
  }

  /**
   * Connects. Linux lets a Unix socket in at once or, where nobody listens or the queue is full,
   * not at all.
   */
  static SocketStream connect(Path socket, Duration wait) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException("it lets nobody in");
      }
      Selector selector = Selector.open();
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      return new SocketStream(channel, selector, key, wait);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * From now on waits this long.
   *
   * @param longestSilence between two reads
   * @param longestTotal from now on in all
   */
  void patience(Duration longestSilence, Duration longestTotal) {
    silence = longestSilence;
    deadline = longestTotal;
    since = System.nanoTime();
  }

  void send(byte[] request) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  private void await(int operation) throws IOException {
    key.interestOps(operation);
    long left = deadline.toMillis() - (System.nanoTime() - since) / 1_000_000;
    long wait = Math.min(silence.toMillis(), left);
    if (wait <= 0 || selector.select(wait) == 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("waiting for it was interrupted");
      }
      throw new IOException(
          left < silence.toMillis()
              ? "its answer took longer than " + deadline.toSeconds() + " seconds"
              : "it said nothing for " + silence.toSeconds() + " seconds");
    }
    selector.selectedKeys().clear();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    int count;
    while ((count = channel.read(buffer)) == 0) {
      await(SelectionKey.OP_READ);
    }
    // A server that never pauses may not go on for ever either.
    if (System.nanoTime() - since > deadline.toNanos()) {
      throw new IOException("its answer took longer than " + deadline.toSeconds() + " seconds");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    try {
      selector.close();
    } finally {
      channel.close();
    }
  }
}
