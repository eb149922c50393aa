package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.content.secret.SecretVerifier.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretVerifierTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer server;
  private URI base;
  private SecretVerifier verifier;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    verifier = new SecretVerifier(null, base, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    never.countDown();
    verifier.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String key =
        authorization == null
            ? exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN")
            : authorization;
    String path = exchange.getRequestURI().getPath();
    seen.add(path + " " + key);
    String all = path + key;
    int status = all.contains("alive") ? 200 : all.contains("odd") ? 503 : 401;
    String body = "{\"ok\":true}";
    if (path.equals("/api/auth.test") && status == 401) {
      status = 200;
      body = "{\"ok\":false,\"error\":\"invalid_auth\"}";
    }
    if (all.contains("slow")) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else if (all.contains("elsewhere")) {
      exchange.getResponseHeaders().add("Location", "/alive");
      exchange.sendResponseHeaders(302, -1);
    } else {
      byte[] bytes =
          (all.contains("long") ? "x".repeat(200_000) : body).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Test
  void asksEachProviderInItsOwnWay() {
    assertThat(ask("github-personal-access-token", "alive1")).isEqualTo(Outcome.LIVE);
    assertThat(ask("gitlab-personal-access-token", "alive2")).isEqualTo(Outcome.LIVE);
    assertThat(ask("slack-bot-token", "alive3")).isEqualTo(Outcome.LIVE);
    assertThat(ask("telegram-bot-token", "alive4")).isEqualTo(Outcome.LIVE);
    assertThat(ask("mailgun-api-key", "alive5")).isEqualTo(Outcome.DEAD);

    assertThat(seen)
        .containsExactly(
            "/user Bearer alive1",
            "/api/v4/user alive2",
            "/api/auth.test Bearer alive3",
            "/botalive4/getMe null",
            "/v3/domains Basic YXBpOmFsaXZlNQ==");
  }

  @Test
  void knowsDeadFromUnknown() {
    assertThat(ask("stripe-live-key", "gone")).isEqualTo(Outcome.DEAD);
    assertThat(ask("slack-bot-token", "gone too")).isEqualTo(Outcome.DEAD);
    assertThat(ask("openai-api-key", "odd")).isEqualTo(Outcome.UNKNOWN);
    assertThat(ask("openai-api-key", "elsewhere")).isEqualTo(Outcome.UNKNOWN);
    assertThat(ask("openai-api-key", "alive but long")).isEqualTo(Outcome.UNKNOWN);
    assertThat(ask("openai-api-key", "not\na header")).isEqualTo(Outcome.UNKNOWN);
    assertThat(ask("telegram-bot-token", "not an address")).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void doesNotWaitForEver() {
    try (SecretVerifier quick = new SecretVerifier(null, base, Duration.ofMillis(700))) {
      assertThat(quick.verify("openai-api-key", new Secret("slow"))).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void asksOnceAndNotForEver() {
    for (int i = 0; i < 3; i++) {
      assertThat(ask("stripe-live-key", "alive")).isEqualTo(Outcome.LIVE);
    }
    assertThat(seen).hasSize(1);
    for (int i = 1; i < SecretVerifier.MAX_REQUESTS; i++) {
      ask("stripe-live-key", "alive" + i);
    }
    assertThat(ask("stripe-live-key", "alive and late")).isEqualTo(Outcome.UNKNOWN);
    assertThat(seen).hasSize(SecretVerifier.MAX_REQUESTS);
  }

  @Test
  void asksNobodyWhereThereIsNoSuchQuestion() {
    assertThat(ask("private-key", "alive")).isEqualTo(Outcome.NOT_ASKED);
    assertThat(ask("npm-access-token", "alive")).isEqualTo(Outcome.NOT_ASKED);
    assertThat(seen).isEmpty();
  }

  private Outcome ask(String rule, String secret) {
    return verifier.verify(rule, new Secret(secret));
  }
}
