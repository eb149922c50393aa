package dev.breakwater.advisory.mirror;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Serves a directory below a prefix on loopback, and answers otherwise where a test wants it to.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Paths that were asked for, without the prefix. */
  public final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** What to answer instead of what the directory has. */
  public final Map<String, Answer> answers = new ConcurrentHashMap<>();

  private final Path directory;
  private final String prefix;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Stands in for what the file system has. */
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private LoopbackServer(Path directory, String prefix, HttpServer server) {
    this.directory = directory;
    this.prefix = prefix;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Serves plain HTTP.
   *
   * @param prefix with a slash at both ends
   */
  public static LoopbackServer plain(Path directory, String prefix) throws IOException {
    return new LoopbackServer(directory, prefix, HttpServer.create(anyPort(), 0));
  }

  /**
   * Serves HTTPS with a certificate of its own.
   *
   * @param certificate is written there, in PEM
   */
  public static LoopbackServer secure(Path directory, String prefix, Path certificate)
      throws Exception {
    Path work = certificate.toAbsolutePath().getParent();
    Path store = work.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Programs.run(
        "a JDK",
        work,
        Map.of(),
        keytool,
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storepass",
        new String(PASSWORD),
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=loopback",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "3650");
    Files.write(
        certificate,
        Programs.run(
            "a JDK",
            work,
            Map.of(),
            keytool,
            "-exportcert",
            "-rfc",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD),
            "-alias",
            "server"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new LoopbackServer(directory, prefix, server);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The address of the directory. */
  public String uri() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + prefix;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestURI().getPath();
    String path = asked.startsWith(prefix) ? asked.substring(prefix.length()) : asked;
    requests.add(path);
    try (exchange) {
      Answer special = answers.get(path);
      if (special != null) {
        special.to(exchange);
        return;
      }
      Path file = directory.resolve(path);
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      send(exchange, Files.readAllBytes(file));
    }
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers with a body. */
  public static Answer body(byte[] body) {
    return exchange -> send(exchange, body);
  }

  /** Answers with nothing but a status. */
  public static Answer status(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  /** Sends the client elsewhere. */
  public static Answer redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
