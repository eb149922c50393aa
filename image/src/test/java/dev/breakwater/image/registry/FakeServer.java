package dev.breakwater.image.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * An HTTP server on loopback whose answers a test writes byte by byte, so that it can break off,
 * stall and lie as real servers do.
 */
final class FakeServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Answer answer;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  interface Answer {
    void to(Call call, Wire wire) throws Exception;
  }

  /**
   * A request as it came.
   *
   * @param target path and query
   * @param headers names in lower case
   */
  record Call(String method, String target, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }
  }

  /** The way back. */
  record Wire(Socket socket, OutputStream out) {
    void reply(int status, Map<String, String> headers, byte[] body) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      if (!headers.containsKey("Content-Length") && !headers.containsKey("Transfer-Encoding")) {
        head.append("Content-Length: " + body.length + "\r\n");
      }
      send(head + "\r\n");
      out.write(body);
      out.flush();
    }

    void reply(int status, Map<String, String> headers, String body) throws IOException {
      reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Ends the connection as an orderly server would. */
    void hangUp() throws IOException {
      socket.close();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  FakeServer(Answer answer) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
  }

  FakeServer(SSLContext context, Answer answer) throws IOException {
    this(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        answer);
  }

  private FakeServer(ServerSocket listener, Answer answer) {
    this.listener = listener;
    this.answer = answer;
    Thread.startVirtualThread(this::accept);
  }

  /** Host and port, as a reference names them. */
  String host() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Every request that came, oldest first. */
  List<Call> calls() {
    return calls;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Wire wire = new Wire(socket, socket.getOutputStream());
      for (Call call = read(in, wire); call != null; call = read(in, wire)) {
        calls.add(call);
        answer.to(call, wire);
        if (socket.isClosed()) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away, as it may.
    } catch (Exception e) {
      throw new IllegalStateException("the fake server failed", e);
    } finally {
      open.remove(socket);
    }
  }

  private static Call read(InputStream in, Wire wire) throws IOException {
    String request = line(in);
    if (request.isEmpty()) {
      return null;
    }
    if (!request.endsWith(" HTTP/1.1")) {
      wire.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] words = request.split(" ");
    return new Call(words[0], words[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
