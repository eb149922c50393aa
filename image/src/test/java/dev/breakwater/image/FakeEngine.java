package dev.breakwater.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server at a Unix socket whose answers a test writes byte by byte. */
public final class FakeEngine implements AutoCloseable {
  /** Answers one request. */
  public interface Answer {
    void to(String target, OutputStream out) throws Exception;
  }

  private final ServerSocketChannel listener;
  private final Path socket;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public FakeEngine(Path socket, Answer answer) throws IOException {
    this.socket = socket;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> serve(answer));
  }

  private void serve(Answer answer) {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        open.add(channel);
        Thread.ofVirtual().start(() -> serve(channel, answer));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SocketChannel channel, Answer answer) {
    try (channel) {
      InputStream in = Channels.newInputStream(channel);
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int octet = in.read();
        if (octet < 0) {
          return;
        }
        head.write(octet);
      }
      String target = head.toString(StandardCharsets.ISO_8859_1).split(" ")[1];
      asked.add(target);
      answer.to(target, Channels.newOutputStream(channel));
    } catch (Exception brokenOff) {
      // As real servers do.
    } finally {
      open.remove(channel);
    }
  }

  public Path socket() {
    return socket;
  }

  /** The targets of all requests so far. */
  public List<String> asked() {
    return asked;
  }

  /** Sends text as it is. */
  public static void raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Sends a document. */
  public static void document(OutputStream out, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    raw(out, "HTTP/1.1 " + status + " X\r\nContent-Length: " + bytes.length + "\r\n\r\n");
    out.write(bytes);
  }

  /** Sends bytes in chunks. */
  public static void chunked(OutputStream out, byte[] bytes) throws IOException {
    raw(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < bytes.length; at += 1000) {
      int length = Math.min(1000, bytes.length - at);
      raw(out, Integer.toHexString(length) + ";extension\r\n");
      out.write(bytes, at, length);
      raw(out, "\r\n");
    }
    raw(out, "0\r\nTrailer: x\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
