package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.feed.FeedOutcome.State;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates from a server on loopback, well-behaved and not. */
class HttpFeedTest {
  private static final Limits QUICK =
      new Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofMillis(400),
          Duration.ofSeconds(20),
          3,
          Duration.ofMillis(10));

  private interface Answer {
    void send(HttpExchange exchange) throws IOException;
  }

  @TempDir Path temporary;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Answer> answers = Collections.synchronizedMap(new HashMap<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private Path base;
  private Path store;
  private TestFeeds feeds;

  @BeforeEach
  void serve() throws Exception {
    base = Files.createDirectory(temporary.resolve("feeds"));
    store = temporary.resolve("store");
    feeds = new TestFeeds(base);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void conditionalRequests() throws Exception {
    feeds.everything();
    assertThat(update("npm", "Alpine:v3.20", "Alpine:v3.2", "kev", "Debian:12", "Debian:77"))
        .containsExactly(
            "Alpine:v3.2 UPDATED 1",
            "Alpine:v3.20 UPDATED 2",
            "Debian:12 UPDATED 1",
            "Debian:77 NOT_OFFERED 0",
            "kev UPDATED 1",
            "npm UPDATED 1");
    assertThat(requests).noneMatch(request -> request.contains("conditional"));
    requests.clear();
    assertThat(update("npm", "Alpine:v3.20", "Alpine:v3.2", "kev", "Debian:12"))
        .allMatch(outcome -> outcome.contains("UNCHANGED"));
    assertThat(requests)
        .contains("/osv/npm/all.zip conditional", "/alpine-secdb/v3.20/main.json conditional");

    feeds.file("alpine-secdb/v3.20/community.json", TestFeeds.secdb("go", "1.23-r1", "CVE-2024-3"));
    assertThat(update("Alpine:v3.20")).containsExactly("Alpine:v3.20 UPDATED 2");
    assertThat(AdvisoryStore.at(store).byId("CVE-2024-3")).hasSize(1);
    assertThat(AdvisoryStore.at(store).feed(Ecosystem.parse("Alpine:v3.20")).orElseThrow().asOf())
        .isEqualTo(Instant.parse("2024-03-04T05:06:07Z"));
  }

  @Test
  void allOfAlpineIsFoundByAsking() throws Exception {
    for (int minor = 5; minor < 9; minor++) {
      feeds.file(
          "alpine-secdb/v3." + minor + "/main.json", TestFeeds.secdb("a", "1-r0", "CVE-2024-1"));
    }
    feeds.file("alpine-secdb/edge/main.json", TestFeeds.secdb("a", "1-r0", "CVE-2024-1"));
    assertThat(update("Alpine"))
        .containsExactly(
            "Alpine:edge UPDATED 1",
            "Alpine:v3.5 UPDATED 1",
            "Alpine:v3.6 UPDATED 1",
            "Alpine:v3.7 UPDATED 1",
            "Alpine:v3.8 UPDATED 1");
  }

  @Test
  void withoutNamesWhatTheStoreHas() throws Exception {
    feeds.everything();
    update("npm");
    feeds.export("npm", TestFeeds.record("GHSA-7", "npm", "left-pad", "1.0.0"));
    assertThat(update()).containsExactly("epss NOT_OFFERED 0", "kev UPDATED 1", "npm UPDATED 1");
  }

  @Test
  void serverErrorsAreTriedAgain() throws Exception {
    feeds.everything();
    int[] failures = {2};
    answers.put(
        "/osv/npm/all.zip",
        exchange -> {
          if (failures[0]-- > 0) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(503, -1);
          } else {
            file(exchange);
          }
        });
    assertThat(update("npm")).containsExactly("npm UPDATED 1");

    answers.put("/osv/npm/all.zip", exchange -> exchange.sendResponseHeaders(500, -1));
    requests.clear();
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().state()).isEqualTo(State.FAILED);
    assertThat(outcomes.getFirst().reason()).contains("3 times").contains("500");
    assertThat(requests).hasSize(3);
    assertThat(AdvisoryStore.at(store).byId("GHSA-1")).hasSize(1);
  }

  @Test
  void refusalsAreNotTriedAgain() throws Exception {
    answers.put("/osv/npm/all.zip", exchange -> exchange.sendResponseHeaders(403, -1));
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().state()).isEqualTo(State.FAILED);
    assertThat(outcomes.getFirst().reason()).contains("403");
    assertThat(requests).hasSize(1);
  }

  @Test
  void anAnswerThatStopsInTheMiddle() throws Exception {
    feeds.everything();
    answers.put(
        "/osv/npm/all.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          OutputStream out = exchange.getResponseBody();
          out.write(new byte[100]);
          out.flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long start = System.nanoTime();
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().state()).isEqualTo(State.FAILED);
    assertThat(outcomes.getFirst().reason()).contains("nothing came");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertNothingIsLeft();
  }

  @Test
  void anAnswerThatIsCutOff() throws Exception {
    answers.put(
        "/osv/npm/all.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[100]);
          exchange.getResponseBody().flush();
          exchange.close();
        });
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().state()).isEqualTo(State.FAILED);
    assertNothingIsLeft();
  }

  @Test
  void anAnswerThatIsTooLong() throws Exception {
    answers.put(
        "/osv/npm/all.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, (1L << 30) + 1);
          exchange.getResponseBody().write(new byte[1]);
          exchange.getResponseBody().flush();
        });
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().reason()).contains("larger than");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aServerThatNeverAnswers() throws Exception {
    answers.put(
        "/osv/npm/all.zip",
        exchange -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    List<FeedOutcome> outcomes = updater().update(Set.of("npm"));
    assertThat(outcomes.getFirst().state()).isEqualTo(State.FAILED);
  }

  @Test
  void anUnreachableHostIsNoticedAtOnceForAllFeeds() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Set<Ecosystem> needed = new java.util.HashSet<>();
    for (int i = 0; i < 20; i++) {
      needed.add(Ecosystem.parse("Debian:" + i));
      needed.add(Ecosystem.parse("Language" + i));
      needed.add(Ecosystem.parse("Alpine:v3." + i));
    }
    for (String host : List.of("127.0.0.1:" + port, "no-such-host.invalid")) {
      long start = System.nanoTime();
      List<FeedOutcome> outcomes =
          new FeedUpdater(store, "http://" + host + "/", Progress.SILENT).fetchMissing(needed);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(outcomes).hasSize(62).allMatch(outcome -> outcome.state() == State.UNREACHABLE);
    }
  }

  private void assertNothingIsLeft() throws Exception {
    try (var files = Files.list(store)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean conditional = exchange.getRequestHeaders().containsKey("If-None-Match");
    requests.add(path + (conditional ? " conditional" : ""));
    try (exchange) {
      answers.getOrDefault(path, this::file).send(exchange);
    }
  }

  /** Serves the directory as an ordinary web server does. */
  private void file(HttpExchange exchange) throws IOException {
    Path file = base.resolve(exchange.getRequestURI().getPath().substring(1));
    if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    String tag = "\"" + java.util.Arrays.hashCode(bytes) + "\"";
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    exchange.getResponseHeaders().add("ETag", tag);
    exchange.getResponseHeaders().add("Last-Modified", "Mon, 4 Mar 2024 05:06:07 GMT");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private FeedUpdater updater() throws Exception {
    return new FeedUpdater(
        store,
        FeedBase.of("http://127.0.0.1:" + server.getAddress().getPort()),
        Progress.SILENT,
        QUICK,
        QUICK,
        VersionOrder::named);
  }

  private List<String> update(String... names) throws Exception {
    return FeedUpdaterTest.text(updater().update(List.of(names)));
  }
}
