package dev.breakwater.cli;

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
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket before an engine's own, which hands everything on and remembers what was asked. */
final class EngineRelay implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final Path engine;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  EngineRelay(Path socket, Path engine) throws IOException {
    this.engine = engine;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
      InputStream in = Channels.newInputStream(client);
      OutputStream out = Channels.newOutputStream(server);
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int octet = in.read();
        if (octet < 0) {
          return;
        }
        head.write(octet);
      }
      asked.add(head.toString(StandardCharsets.ISO_8859_1).split(" ")[1]);
      out.write(head.toByteArray());
      Channels.newInputStream(server).transferTo(Channels.newOutputStream(client));
    } catch (IOException brokenOff) {
      // The program closes when it has what it wants.
    }
  }

  /** How many images were asked for whole, since the last question. */
  long imagesSent() {
    long count = asked.stream().filter(target -> target.endsWith("/get")).count();
    asked.clear();
    return count;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
