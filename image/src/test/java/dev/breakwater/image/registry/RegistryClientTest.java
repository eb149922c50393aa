package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.oci.Manifest;
import dev.breakwater.image.registry.FakeServer.Call;
import dev.breakwater.image.registry.FakeServer.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that does what a test wants. */
@Timeout(60)
class RegistryClientTest {
  private static final Limits QUICK = limits(Duration.ofSeconds(10));

  private static Limits limits(Duration response) {
    return new Limits(
        Duration.ofSeconds(10),
        response,
        Duration.ofSeconds(1),
        1024,
        Duration.ofSeconds(4),
        4,
        10,
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofSeconds(2),
        5);
  }

  private static final byte[] MANIFEST =
      ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
              + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
              + "\"digest\":\"sha256:"
              + "a".repeat(64)
              + "\",\"size\":2},\"layers\":[]}")
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final List<AutoCloseable> closeables = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : closeables.reversed()) {
      closeable.close();
    }
  }

  private FakeServer serve(FakeServer.Answer answer) throws IOException {
    FakeServer server = new FakeServer(answer);
    closeables.add(server);
    return server;
  }

  private RegistryClient client(String auths, FakeServer... plain) throws Exception {
    Path config = Files.createTempFile(directory, "config", ".json");
    Files.writeString(config, "{\"auths\":{" + auths + "}}");
    Set<String> hosts = Set.copyOf(Arrays.stream(plain).map(FakeServer::host).distinct().toList());
    return client(new RegistryOptions(hosts, null, config), Map.of());
  }

  private RegistryClient client(RegistryOptions options, Map<String, String> environment)
      throws BreakwaterException {
    RegistryClient client = new RegistryClient(options, QUICK, environment, () -> now);
    closeables.add(client);
    return client;
  }

  private static String login(String place, String user, String password) {
    return "\"" + place + "\":{\"auth\":\"" + base64(user + ":" + password) + "\"}";
  }

  private static String base64(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static ImageReference image(FakeServer server, String name) {
    return ImageReference.parse(server.host() + "/" + name);
  }

  private static Digest digest(byte[] content) throws Exception {
    return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static Descriptor descriptor(byte[] content) throws Exception {
    return new Descriptor("", digest(content), content.length, null, Map.of());
  }

  private static byte[] bytes(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] readAll(RegistryClient client, FakeServer server, Descriptor blob)
      throws Exception {
    try (InputStream in = client.blob(image(server, "a"), blob)) {
      return in.readAllBytes();
    }
  }

  // Manifests

  @Test
  void asksForEveryKindOfManifestAndVerifiesIt() throws Exception {
    FakeServer server =
        serve((call, wire) ->
            wire.reply(
                200, Map.of("Docker-Content-Digest", digest(MANIFEST).toString()), MANIFEST));
    try (RegistryClient client = client("", server)) {
      FetchedManifest fetched = client.manifest(image(server, "team/app:1"));
      assertThat(fetched.digest()).isEqualTo(digest(MANIFEST));
      assertThat(fetched.manifest()).isInstanceOf(Manifest.ForImage.class);
      Digest sha512 =
          new Digest(
              "sha512",
              java.util.HexFormat.of()
                  .formatHex(MessageDigest.getInstance("SHA-512").digest(MANIFEST)));
      assertThat(client.manifest(image(server, "team/app:1").at(sha512)).digest())
          .isEqualTo(sha512);
    }
    Call call = server.calls().getFirst();
    assertThat(call.target()).isEqualTo("/v2/team/app/manifests/1");
    assertThat(call.header("Accept"))
        .contains("oci.image.index.v1")
        .contains("distribution.manifest.v2");
    assertThat(call.header("Authorization")).isNull();
    assertThat(server.calls().get(1).target()).startsWith("/v2/team/app/manifests/sha512:");
  }

  @Test
  void refusesAManifestOfAnotherDigest() throws Exception {
    FakeServer server =
        serve((call, wire) ->
            wire.reply(
                200,
                call.path().endsWith("/liar")
                    ? Map.of("Docker-Content-Digest", "sha256:" + "b".repeat(64))
                    : Map.of("Docker-Content-Digest", "nonsense"),
                MANIFEST));
    RegistryClient client = client("", server);
    assertThat(client.manifest(image(server, "a:ok")).digest()).isEqualTo(digest(MANIFEST));
    assertThatThrownBy(() -> client.manifest(image(server, "a:liar")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith("Tried to read the manifest of " + server.host() + "/a:liar from ")
        .hasMessageContaining(digest(MANIFEST).toString())
        .hasMessageContaining("b".repeat(64) + " announced by the registry");
    assertThatThrownBy(() -> client.manifest(image(server, "a@sha256:" + "c".repeat(64))))
        .hasMessageContaining("c".repeat(64) + " asked for");
  }

  @Test
  void boundsManifests() throws Exception {
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().endsWith("/said")) {
            wire.reply(200, Map.of("Content-Length", "5000000000"), "");
          } else {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            while (true) {
              wire.send(chunk);
            }
          }
        });
    RegistryClient client = client("", server);
    for (String tag : List.of("said", "unsaid")) {
      assertThatThrownBy(() -> client.manifest(image(server, "a:" + tag)))
          .hasMessageContaining("longer than " + Manifest.MAX_BYTES + " bytes");
    }
  }

  @Test
  void saysWhatIsNoImage() throws Exception {
    String chart =
        new String(MANIFEST, StandardCharsets.UTF_8)
            .replace("vnd.oci.image.config.v1", "vnd.cncf.helm.config.v1");
    FakeServer server =
        serve((call, wire) -> {
          Map<String, String> type = Map.of("Content-Type", "text/html");
          wire.reply(200, type, call.path().endsWith("/chart") ? chart : "<html>hello</html>");
        });
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a:chart")))
        .hasMessageContaining(
            "it is an artefact of the type 'application/vnd.cncf.helm.config.v1+json'");
    assertThatThrownBy(() -> client.manifest(image(server, "a:page")))
        .hasMessageContaining("(text/html)")
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void showsWhatTheRegistrySaysWithoutItsControlCharacters() throws Exception {
    FakeServer server =
        serve((call, wire) ->
            wire.reply(
                404,
                Map.of(),
                "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"no\\u001b[2J such\\u202e"
                    + "x".repeat(1000)
                    + "\"},{},{},{\"code\":\"FOURTH\"}]}"));
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a:1")))
        .hasMessageContaining("there is no tag '1' in a (MANIFEST_UNKNOWN: no [2J such xxx")
        .hasMessageNotContaining("FOURTH")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\u001b"));
  }

  // Logins

  /** A registry that wants bearer tokens, and the token service beside it. */
  private FakeServer tokenRegistry(AtomicReference<String> host, AtomicInteger lifetime)
      throws IOException {
    AtomicInteger issued = new AtomicInteger();
    return serve((call, wire) -> {
      if (call.path().equals("/token")) {
        String who = call.method().equals("POST") ? "oauth" : call.header("Authorization");
        String name = base64(who + "|" + call.target() + "|" + issued.incrementAndGet());
        wire.reply(
            200,
            Map.of(),
            "{\"access_token\":\"" + name + "\",\"expires_in\":" + lifetime.get() + "}");
        return;
      }
      String repository = call.path().substring("/v2/".length(), call.path().indexOf("/man"));
      String given = call.header("Authorization");
      String scope = "scope=" + "repository%3A" + repository.replace("/", "%2F") + "%3Apull";
      if (given == null
          || !new String(
                  Base64.getDecoder().decode(given.substring("Bearer ".length())),
                  StandardCharsets.UTF_8)
              .contains(scope)) {
        wire.reply(
            401,
            Map.of(
                "WWW-Authenticate",
                "Bearer realm=\"http://"
                    + host.get()
                    + "/token\",service=\"r\",scope=\"repository:"
                    + repository
                    + ":pull,push\""),
            "{}");
        return;
      }
      wire.reply(200, Map.of(), MANIFEST);
    });
  }

  @Test
  void keepsTheTokensOfTenantsApart() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server = tokenRegistry(host, new AtomicInteger(300));
    host.set(server.host());
    RegistryClient client =
        client(
            login(server.host() + "/red", "red", "1")
                + ","
                + login(server.host() + "/blue", "blue", "2"),
            server);
    for (int round = 0; round < 3; round++) {
      for (String name : List.of("red/app", "blue/app", "green/app")) {
        assertThat(client.manifest(image(server, name)).digest()).isEqualTo(digest(MANIFEST));
      }
    }
    List<Call> tokens =
        server.calls().stream().filter(call -> call.path().equals("/token")).toList();
    assertThat(tokens)
        .extracting(Call::target)
        .containsExactly(
            "/token?service=r&scope=repository%3Ared%2Fapp%3Apull",
            "/token?service=r&scope=repository%3Ablue%2Fapp%3Apull",
            "/token?service=r&scope=repository%3Agreen%2Fapp%3Apull");
    assertThat(tokens)
        .extracting(call -> call.header("Authorization"))
        .containsExactly("Basic " + base64("red:1"), "Basic " + base64("blue:2"), null);
    for (Call call : server.calls()) {
      String given = call.header("Authorization");
      if (given == null || call.path().equals("/token")) {
        continue;
      }
      String token =
          URLDecoder.decode(
              new String(
                  Base64.getDecoder().decode(given.substring("Bearer ".length())),
                  StandardCharsets.UTF_8),
              StandardCharsets.UTF_8);
      String repository = call.path().substring(4, call.path().indexOf("/man"));
      assertThat(token).contains("repository:" + repository + ":pull");
    }
    // One challenge for each repository, and then none.
    assertThat(server.calls()).hasSize(3 * 3 + 3 + 3);
  }

  @Test
  void fetchesAnotherTokenWhenOneHasExpired() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server = tokenRegistry(host, new AtomicInteger(300));
    host.set(server.host());
    RegistryClient client = client("", server);
    client.manifest(image(server, "a"));
    now = now.plusSeconds(280);
    client.manifest(image(server, "a"));
    assertThat(server.calls()).hasSize(4);
    now = now.plusSeconds(11);
    client.manifest(image(server, "a"));
    assertThat(server.calls()).hasSize(7);
  }

  @Test
  void fetchesOneTokenForManyThreads() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server = tokenRegistry(host, new AtomicInteger(300));
    host.set(server.host());
    RegistryClient client = client("", server);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<FetchedManifest> fetch = () -> client.manifest(image(server, "a"));
      List<Future<FetchedManifest>> fetched = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        fetched.add(threads.submit(fetch));
      }
      for (Future<FetchedManifest> one : fetched) {
        assertThat(one.get().digest()).isEqualTo(digest(MANIFEST));
      }
    }
    assertThat(server.calls().stream().filter(call -> call.path().equals("/token"))).hasSize(1);
  }

  @Test
  void exchangesAnIdentityTokenByOauth() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().equals("/token")) {
            wire.reply(200, Map.of(), "{\"access_token\":\"fresh\"}");
          } else if ("Bearer fresh".equals(call.header("Authorization"))) {
            wire.reply(200, Map.of(), MANIFEST);
          } else {
            String challenge = "Bearer realm=\"http://" + host.get() + "/token\",service=\"r\"";
            wire.reply(401, Map.of("WWW-Authenticate", challenge), "");
          }
        });
    host.set(server.host());
    RegistryClient client =
        client("\"" + server.host() + "\":{\"identitytoken\":\"re+fresh\"}", server);
    client.manifest(image(server, "a"));
    Call token = server.calls().get(1);
    assertThat(token.method()).isEqualTo("POST");
    assertThat(token.target()).isEqualTo("/token");
    assertThat(token.body())
        .isEqualTo(
            "grant_type=refresh_token&client_id=breakwater&refresh_token=re%2Bfresh&service=r"
                + "&scope=repository%3Aa%3Apull");
    assertThat(token.header("Authorization")).isNull();
  }

  @Test
  void logsInByBasicWhereThatIsOffered() throws Exception {
    String expected = "Basic " + base64("me:secret");
    FakeServer server =
        serve((call, wire) -> {
          if (expected.equals(call.header("Authorization"))) {
            wire.reply(200, Map.of(), MANIFEST);
          } else {
            String body = "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"who?\"}]}";
            wire.reply(401, Map.of("WWW-Authenticate", "Negotiate, Basic realm=\"x\""), body);
          }
        });
    RegistryClient right = client(login(server.host(), "me", "secret"), server);
    right.manifest(image(server, "a"));
    right.manifest(image(server, "a"));
    assertThat(server.calls()).hasSize(3);
    RegistryClient wrong = client(login(server.host(), "me", "wrong-secret"), server);
    assertThatThrownBy(() -> wrong.manifest(image(server, "a")))
        .hasMessageContaining("refused user 'me' of ")
        .hasMessageContaining("(UNAUTHORIZED: who?)")
        .hasMessageContaining("docker login " + server.host())
        .hasMessageNotContaining("wrong-secret");
    assertThat(server.calls()).hasSize(5);
    RegistryClient nobody = client("", server);
    assertThatThrownBy(() -> nobody.manifest(image(server, "a")))
        .hasMessageContaining("wants a user name and a password")
        .hasMessageContaining("docker login " + server.host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"http://HOST/token\"",
        "Bearer realm=\"http://HOST/token\",error=\"invalid_token\"",
        "Digest realm=\"x\"",
        "Bearer",
        "Bearer realm=\"::::\"",
        "Bearer realm=\"file:///etc/passwd\"",
        "Bearer realm=\"http://user:pw@HOST/token\"",
        "Bearer realm=\"http://elsewhere.example/token\"",
        "\u0001\u0002===,,,\"",
        ""
      })
  void endsLoginsThatLeadNowhere(String challenge) throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().equals("/token")) {
            wire.reply(
                200, Map.of(), "{\"token\":\"" + call.hashCode() + "x" + System.nanoTime() + "\"}");
          } else {
            wire.reply(
                401, Map.of("WWW-Authenticate", challenge.replace("HOST", host.get())), "{}");
          }
        });
    host.set(server.host());
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith("Tried to read the manifest of ");
    assertThat(server.calls()).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "<html>",
        "{\"token\":\"\"}",
        "{\"token\":\"a b\"}",
        "{\"token\":\"a\\r\\nX-Evil: 1\"}",
        "{\"token\":\"caf\u00e9\"}",
        "{\"token\":5}"
      })
  void refusesTokensThatAreNone(String answer) throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().equals("/token")) {
            wire.reply(200, Map.of(), answer);
          } else {
            String challenge = "Bearer realm=\"http://" + host.get() + "/token\"";
            wire.reply(401, Map.of("WWW-Authenticate", challenge), "");
          }
        });
    host.set(server.host());
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("the token service " + server.host() + " answered with no");
  }

  @Test
  void saysThatTheTokenServiceRefused() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().equals("/token")) {
            wire.reply(401, Map.of(), "{\"details\":\"incorrect username or password\"}");
          } else {
            String challenge = "Bearer realm=\"http://" + host.get() + "/token\"";
            wire.reply(401, Map.of("WWW-Authenticate", challenge), "");
          }
        });
    host.set(server.host());
    RegistryClient client = client(login(server.host(), "me", "hidden"), server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("the token service " + server.host() + " refused user 'me'")
        .hasMessageContaining("(incorrect username or password)")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void bearsHugeAndBrokenHeaders() throws Exception {
    AtomicReference<String> kind = new AtomicReference<>("");
    FakeServer server =
        serve((call, wire) -> {
          switch (kind.get()) {
            case "one" -> {
              wire.send("HTTP/1.1 401 No\r\nWWW-Authenticate: ");
              String more = "a".repeat(1 << 16);
              while (true) {
                wire.send(more);
              }
            }
            case "many" -> {
              wire.send("HTTP/1.1 401 No\r\n");
              String more = "WWW-Authenticate: Basic realm=x\r\n".repeat(1000);
              while (true) {
                wire.send(more);
              }
            }
            case "length" -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: lots\r\n\r\nabc");
            case "lengths" ->
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc");
            case "negative" -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc");
            case "status" -> wire.send("HTTP/1.1 9999999999 OK\r\n\r\n");
            case "line" -> wire.send("SSH-2.0-OpenSSH_9.2\r\n");
            case "chunk" ->
                wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzzzzzz\r\nabc");
            default -> wire.send("\u0000\u0001\u0002\u0003");
          }
          wire.hangUp();
        });
    RegistryClient client = client("", server);
    for (String each :
        List.of(
            "one", "many", "length", "lengths", "negative", "status", "line", "chunk", "noise")) {
      kind.set(each);
      assertThatThrownBy(() -> client.manifest(image(server, "a")))
          .as(each)
          .isInstanceOf(BreakwaterException.class)
          .hasMessageStartingWith("Tried to read the manifest of ");
    }
  }

  // Retries

  @Test
  void triesAgainAfterPassingFailures() throws Exception {
    AtomicInteger count = new AtomicInteger();
    FakeServer server =
        serve((call, wire) -> {
          switch (count.incrementAndGet()) {
            case 1 -> wire.reply(503, Map.of(), "busy");
            case 2 -> wire.reset();
            case 3 -> wire.hangUp();
            default -> wire.reply(200, Map.of(), MANIFEST);
          }
        });
    RegistryClient client = client("", server);
    assertThat(client.manifest(image(server, "a")).digest()).isEqualTo(digest(MANIFEST));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void givesUpAfterSomeAttempts(int status) throws Exception {
    FakeServer server = serve((call, wire) -> wire.reply(status, Map.of(), ""));
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining(
            status == 429 ? "too many requests" : "answered with status " + status)
        .hasMessageContaining("try again later");
    assertThat(server.calls()).hasSize(QUICK.attempts());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 418, 500})
  void triesNothingTwiceThatWillNotPass(int status) throws Exception {
    FakeServer server = serve((call, wire) -> wire.reply(status, Map.of(), ""));
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .isInstanceOf(BreakwaterException.class);
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void waitsAsLongAsItIsTold() throws Exception {
    AtomicInteger count = new AtomicInteger();
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(1).atOffset(ZoneOffset.UTC));
    FakeServer server =
        serve((call, wire) -> {
          switch (count.incrementAndGet()) {
            case 1 -> wire.reply(429, Map.of("Retry-After", "1"), "");
            case 2 -> wire.reply(503, Map.of("Retry-After", date), "");
            default -> wire.reply(200, Map.of(), MANIFEST);
          }
        });
    RegistryClient client = client("", server);
    long began = System.nanoTime();
    client.manifest(image(server, "a"));
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  @Test
  void doesNotWaitForHours() throws Exception {
    FakeServer server = serve((call, wire) -> wire.reply(429, Map.of("Retry-After", "3600"), ""));
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("too many requests; it asks to wait (Retry-After: 3600)");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void givesUpWaitingForAnAnswer() throws Exception {
    FakeServer server = serve((call, wire) -> Thread.sleep(60_000));
    RegistryClient client =
        new RegistryClient(
            new RegistryOptions(Set.of(server.host()), null, null),
            limits(Duration.ofSeconds(1)),
            Map.of(),
            Instant::now);
    closeables.add(client);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("there was no answer in 1 s")
        .hasMessageContaining("in 4 attempts");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    FakeServer server = new FakeServer((call, wire) -> {});
    server.close();
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("nothing accepts connections at " + server.host());
    RegistryClient lost = client("");
    assertThatThrownBy(() -> lost.manifest(ImageReference.parse("no-such-host.invalid/a")))
        .hasMessageContaining("there is no host no-such-host.invalid");
  }

  @Test
  void canBeInterrupted() throws Exception {
    FakeServer server = serve((call, wire) -> Thread.sleep(60_000));
    RegistryClient client = client("", server);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                client.manifest(image(server, "a"));
              } catch (BreakwaterException e) {
                thrown.set(e);
              }
            });
    while (server.calls().isEmpty()) {
      Thread.sleep(5);
    }
    reader.interrupt();
    assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    assertThat(thrown.get()).hasMessageContaining("interrupted");
  }

  // Redirects

  @Test
  void takesNoCredentialsToAnotherServer() throws Exception {
    byte[] content = bytes(1000);
    FakeServer storage = serve((call, wire) -> wire.reply(200, Map.of(), content));
    FakeServer server =
        serve((call, wire) -> {
          if (call.header("Authorization") == null) {
            wire.reply(401, Map.of("WWW-Authenticate", "Basic realm=x"), "");
          } else if (call.target().endsWith("?again")) {
            wire.reply(
                302, Map.of("Location", "http://" + storage.host() + "/b?sig=hidden"), "moved");
          } else {
            wire.reply(307, Map.of("Location", "?again"), "");
          }
        });
    RegistryClient client = client(login(server.host(), "me", "secret"), server, storage);
    assertThat(readAll(client, server, descriptor(content))).isEqualTo(content);
    assertThat(server.calls())
        .extracting(call -> call.header("Authorization"))
        .containsExactly(null, "Basic " + base64("me:secret"), "Basic " + base64("me:secret"));
    assertThat(storage.calls()).hasSize(1);
    assertThat(storage.calls().getFirst().header("Authorization")).isNull();
    assertThat(storage.calls().getFirst().target()).isEqualTo("/b?sig=hidden");
  }

  @Test
  void logsInNowhereElse() throws Exception {
    FakeServer storage =
        serve((call, wire) ->
            wire.reply(401, Map.of("WWW-Authenticate", "Basic realm=\"give me\""), ""));
    FakeServer server =
        serve((call, wire) ->
            wire.reply(307, Map.of("Location", "http://" + storage.host() + "/?sig=hidden"), ""));
    RegistryClient client =
        client(
            login(server.host(), "me", "secret") + "," + login(storage.host(), "you", "other"),
            server,
            storage);
    assertThatThrownBy(() -> client.blob(image(server, "a"), descriptor(bytes(5))))
        .hasMessageContaining(storage.host() + ", where the registry sent us, does not allow it")
        .hasMessageNotContaining("hidden");
    assertThat(storage.calls()).hasSize(1);
    assertThat(storage.calls().getFirst().header("Authorization")).isNull();
  }

  @Test
  void endsRedirectLoops() throws Exception {
    FakeServer server =
        serve((call, wire) -> wire.reply(302, Map.of("Location", call.target()), ""));
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("redirects more than 5 times");
    assertThat(server.calls()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://x/", "http://u:hidden@x/", "::", "http:///"})
  void followsNoOddRedirects(String location) throws Exception {
    FakeServer server = serve((call, wire) -> wire.reply(302, Map.of("Location", location), ""));
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageNotContaining("hidden");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void leavesTlsOnlyForNamedHosts() throws Exception {
    TestAuthority authority = TestAuthority.in(directory);
    byte[] content = bytes(1000);
    FakeServer plain = serve((call, wire) -> wire.reply(200, Map.of(), content));
    FakeServer secure =
        new FakeServer(
            authority.server(),
            (call, wire) ->
                wire.reply(302, Map.of("Location", "http://" + plain.host() + "/b"), ""));
    closeables.add(secure);
    RegistryClient strict =
        client(new RegistryOptions(Set.of(), authority.caFile(), null), Map.of());
    assertThatThrownBy(() -> strict.blob(image(secure, "a"), descriptor(content)))
        .hasMessageContaining(plain.host() + " was to be spoken to without TLS")
        .hasMessageContaining("--plain-http " + plain.host());
    assertThat(plain.calls()).isEmpty();
    RegistryClient lenient =
        client(new RegistryOptions(Set.of(plain.host()), authority.caFile(), null), Map.of());
    assertThat(readAll(lenient, secure, descriptor(content))).isEqualTo(content);
    assertThatThrownBy(() -> strict.manifest(image(plain, "a")))
        .hasMessageContaining(plain.host() + " does not speak TLS")
        .hasMessageContaining("--plain-http " + plain.host());
    RegistryClient distrustful = client(new RegistryOptions(Set.of(), null, null), Map.of());
    assertThatThrownBy(() -> distrustful.manifest(image(secure, "a")))
        .hasMessageContaining("the certificate of " + secure.host() + " is not trusted")
        .hasMessageContaining("--ca-file");
  }

  // Blobs

  @Test
  void streamsBlobsAndVerifiesThem() throws Exception {
    byte[] content = bytes(3_000_000);
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().contains("/manifests/")) {
            wire.reply(404, Map.of(), "");
          } else if (call.path().endsWith(digest(content).toString())) {
            wire.reply(200, Map.of(), content);
          } else {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
          }
        });
    RegistryClient client = client("", server);
    assertThat(readAll(client, server, descriptor(content))).isEqualTo(content);
    assertThat(readAll(client, server, descriptor(new byte[0]))).isEmpty();
    try (InputStream in = client.blob(image(server, "a"), descriptor(content))) {
      assertThat(in.read()).isEqualTo(content[0] & 0xff);
      assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOfRange(content, 1, 11));
    }
  }

  @Test
  void handsOutNoLastByteOfAWrongBlob() throws Exception {
    byte[] content = bytes(100_000);
    byte[] wrong = content.clone();
    wrong[50_000] ^= 1;
    FakeServer server = serve((call, wire) -> wire.reply(200, Map.of(), wrong));
    RegistryClient client = client("", server);
    try (InputStream in = client.blob(image(server, "a/b"), descriptor(content))) {
      assertThatThrownBy(() -> in.readNBytes(content.length))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "Tried to read blob " + digest(content) + " of " + server.host() + "/a/b from ")
          .hasMessageContaining("its digest is " + digest(wrong));
      assertThatThrownBy(in::read).hasMessageContaining("its digest is " + digest(wrong));
    }
  }

  @Test
  void refusesBlobsOfAnotherLength() throws Exception {
    byte[] content = bytes(1000);
    AtomicReference<byte[]> sent = new AtomicReference<>();
    FakeServer server =
        serve((call, wire) -> {
          if (call.path().startsWith("/v2/chunked/")) {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send(Integer.toHexString(sent.get().length) + "\r\n");
            wire.out().write(sent.get());
            wire.send("\r\n0\r\n\r\n");
          } else {
            wire.reply(200, Map.of(), sent.get());
          }
        });
    RegistryClient client = client("", server);
    for (int length : new int[] {999, 1001}) {
      sent.set(Arrays.copyOf(content, length));
      assertThatThrownBy(() -> client.blob(image(server, "a"), descriptor(content)))
          .hasMessageContaining("offers " + length + " bytes where 1000 are due");
    }
    try (InputStream in = client.blob(image(server, "chunked"), descriptor(content))) {
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("longer than the 1000 bytes");
    }
    sent.set(Arrays.copyOf(content, 999));
    try (InputStream in = client.blob(image(server, "chunked"), descriptor(content))) {
      // It sends less each time it is asked for the rest, whose offset it ignores.
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"206", "206-star", "200"})
  void resumesWhereATransferBroke(String kind) throws Exception {
    byte[] content = bytes(1_000_000);
    AtomicInteger count = new AtomicInteger();
    FakeServer server =
        serve((call, wire) -> {
          String range = call.header("Range");
          int start =
              range == null || kind.equals("200")
                  ? 0
                  : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
          boolean partial = start > 0;
          wire.send(
              "HTTP/1.1 "
                  + (partial ? "206 Partial" : "200 OK")
                  + "\r\nContent-Length: "
                  + (content.length - start)
                  + (partial
                      ? "\r\nContent-Range: bytes "
                          + start
                          + "-"
                          + (content.length - 1)
                          + "/"
                          + (kind.equals("206") ? content.length : "*")
                      : "")
                  + "\r\n\r\n");
          int tries = count.incrementAndGet();
          int end = tries > 4 ? content.length : Math.min(content.length, start + 80_000 * tries);
          wire.out().write(content, start, end - start);
          wire.out().flush();
          switch (tries) {
            case 1, 3 -> wire.hangUp();
            case 2 -> {
              Thread.sleep(300); // so that the reset does not overtake the bytes
              wire.reset();
            }
            case 4 -> Thread.sleep(60_000);
            default -> {}
          }
        });
    RegistryClient client = client("", server);
    assertThat(readAll(client, server, descriptor(content))).isEqualTo(content);
    assertThat(server.calls()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(server.calls().getFirst().header("Range")).isNull();
    // The JDK's client may drop what it has when a connection ends, so not always the whole.
    assertThat(server.calls().getLast().header("Range")).matches("bytes=[1-9][0-9]*-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-999/1000",
        "bytes 501-999/1000",
        "bytes 500-998/1000",
        "bytes 500-999/1001",
        "pages 1-2/3",
        ""
      })
  void refusesAnotherRange(String range) throws Exception {
    byte[] content = bytes(1000);
    FakeServer server =
        serve((call, wire) -> {
          if (call.header("Range") == null) {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            wire.out().write(content, 0, 500);
            wire.hangUp();
          } else {
            wire.reply(206, Map.of("Content-Range", range), Arrays.copyOfRange(content, 500, 1000));
          }
        });
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> readAll(client, server, descriptor(content)))
        .hasMessageContaining("asked to go on at byte 500 and sent '" + range + "'");
  }

  @Test
  void givesUpATransferThatAlwaysBreaks() throws Exception {
    byte[] content = bytes(1000);
    FakeServer server =
        serve((call, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
          wire.out().write(content, 0, 500);
          wire.hangUp();
        });
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> readAll(client, server, descriptor(content)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the connection broke")
        .hasMessageContaining("try again later");
    // The end of a connection may overtake the bytes before it; when they come, patience begins
    // anew.
    assertThat(server.calls()).hasSizeBetween(QUICK.attempts(), 2 * QUICK.attempts());
  }

  @Test
  void givesUpATransferThatBreaksAfterEveryByte() throws Exception {
    byte[] content = bytes(1000);
    FakeServer server =
        serve((call, wire) -> {
          String range = call.header("Range");
          int start = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
          wire.send(
              (start == 0
                      ? "HTTP/1.1 200 OK"
                      : "HTTP/1.1 206 Partial\r\nContent-Range: bytes " + start + "-999/1000")
                  + "\r\nContent-Length: "
                  + (1000 - start)
                  + "\r\n\r\n");
          wire.out().write(content, start, 1);
          wire.hangUp();
        });
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> readAll(client, server, descriptor(content)))
        .hasMessageContaining("for the 4. time");
  }

  @Test
  void givesUpATransferThatBreaksForEver() throws Exception {
    byte[] content = bytes(1_000_000);
    FakeServer server =
        serve((call, wire) -> {
          String range = call.header("Range");
          int start = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
          wire.send(
              (start == 0
                      ? "HTTP/1.1 200 OK"
                      : "HTTP/1.1 206 Partial\r\nContent-Range: bytes " + start + "-999999/1000000")
                  + "\r\nContent-Length: "
                  + (1_000_000 - start)
                  + "\r\n\r\n");
          wire.out().write(content, start, 5000);
          wire.out().flush();
          Thread.sleep(50);
          wire.hangUp();
        });
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> readAll(client, server, descriptor(content)))
        .hasMessageContaining("time: try again later");
    assertThat(server.calls()).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void asksAgainForAPasswordThatHasExpired() throws Exception {
    AtomicReference<String> valid = new AtomicReference<>("first");
    FakeServer server =
        serve((call, wire) -> {
          String expected = "Basic " + base64("me:" + valid.get());
          if (expected.equals(call.header("Authorization"))) {
            wire.reply(200, Map.of(), MANIFEST);
          } else {
            wire.reply(401, Map.of("WWW-Authenticate", "Basic realm=x"), "");
          }
        });
    Path secret = Files.writeString(directory.resolve("secret"), "first");
    Path program = directory.resolve("docker-credential-rotating");
    Files.writeString(
        program,
        "#!/bin/sh\necho '{\"Username\":\"me\",\"Secret\":\"'$(cat " + secret + ")'\"}'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path config = directory.resolve("config.json");
    Files.writeString(config, "{\"credsStore\":\"rotating\"}");
    RegistryClient client =
        client(
            new RegistryOptions(Set.of(server.host()), null, config),
            Map.of("PATH", directory + ":/usr/bin:/bin"));
    client.manifest(image(server, "a"));
    valid.set("second");
    Files.writeString(secret, "second");
    assertThat(client.manifest(image(server, "a")).digest()).isEqualTo(digest(MANIFEST));
    valid.set("third");
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("refused user 'me' of " + config);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void givesUpATransferThatStallsOrTrickles(int perStep) throws Exception {
    byte[] content = bytes(1_000_000);
    FakeServer server =
        serve((call, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
          for (int i = 0; i < 1000; i++) {
            wire.out().write(content, i * perStep, perStep);
            wire.out().flush();
            Thread.sleep(50);
          }
        });
    RegistryClient client = client("", server);
    long began = System.nanoTime();
    assertThatThrownBy(() -> readAll(client, server, descriptor(content)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the registry sent only")
        .hasMessageContaining("bytes in 1 s");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void doesNotCountTheReadersOwnTime() throws Exception {
    byte[] content = bytes(2_000_000);
    FakeServer server = serve((call, wire) -> wire.reply(200, Map.of(), content));
    RegistryClient client = client("", server);
    try (InputStream in = client.blob(image(server, "a"), descriptor(content))) {
      byte[] first = in.readNBytes(1000);
      Thread.sleep(2500);
      assertThat(first).isEqualTo(Arrays.copyOf(content, 1000));
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1000, content.length));
    }
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void givesUpASmallDocumentThatTakesForEver() throws Exception {
    FakeServer server =
        serve((call, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          String chunk = "400\r\n" + " ".repeat(0x400) + "\r\n";
          while (true) {
            wire.send(chunk);
            Thread.sleep(50);
          }
        });
    RegistryClient client = client("", server);
    assertThatThrownBy(() -> client.manifest(image(server, "a")))
        .hasMessageContaining("took too long");
  }

  @Test
  void fetchesNoForeignLayersFromElsewhere() throws Exception {
    FakeServer server = serve((call, wire) -> wire.reply(404, Map.of(), ""));
    RegistryClient client = client("", server);
    for (String type :
        List.of(
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip")) {
      Descriptor foreign = new Descriptor(type, digest(bytes(5)), 5, null, Map.of());
      assertThatThrownBy(() -> client.blob(image(server, "a"), foreign))
          .hasMessageContaining("it is a foreign layer");
    }
    assertThatThrownBy(() -> client.blob(image(server, "a"), descriptor(bytes(5))))
        .hasMessageContaining("there is no such blob in a");
  }

  @Test
  void closesHalfReadTransfers() throws Exception {
    byte[] content = bytes(50_000_000);
    AtomicInteger broken = new AtomicInteger();
    FakeServer server =
        serve((call, wire) -> {
          try {
            wire.reply(200, Map.of(), content);
          } catch (IOException e) {
            broken.incrementAndGet();
            throw e;
          }
        });
    RegistryClient client = client("", server);
    InputStream in = client.blob(image(server, "a"), descriptor(content));
    assertThat(in.readNBytes(10)).hasSize(10);
    in.close();
    in.close();
    assertThatThrownBy(in::read).hasMessageContaining("closed");
    for (int i = 0; i < 200 && broken.get() == 0; i++) {
      Thread.sleep(20);
    }
    assertThat(broken).hasValue(1);
  }

  // Proxies

  @Test
  void goesThroughAProxyWithItsPassword() throws Exception {
    FakeServer proxy =
        serve((call, wire) -> {
          if (call.header("Proxy-Authorization") == null) {
            wire.reply(407, Map.of("Proxy-Authenticate", "Basic realm=x"), "");
          } else {
            wire.reply(200, Map.of(), MANIFEST);
          }
        });
    RegistryClient client =
        client(
            new RegistryOptions(Set.of("registry.example"), null, null),
            Map.of("HTTP_PROXY", "http://u:p@" + proxy.host()));
    client.manifest(ImageReference.parse("registry.example/a:1"));
    assertThat(proxy.calls().getFirst().target())
        .isEqualTo("http://registry.example/v2/a/manifests/1");
    assertThat(proxy.calls().getFirst().header("Proxy-Authorization"))
        .isEqualTo("Basic " + base64("u:p"));
  }

  /** The tunnel of a proxy, whose password must not reach the registry behind it. */
  @Test
  void tunnelsTlsThroughAProxyWithItsPassword() throws Exception {
    TestAuthority authority = TestAuthority.in(directory);
    FakeServer registry =
        new FakeServer(authority.server(), (call, wire) -> wire.reply(200, Map.of(), MANIFEST));
    closeables.add(registry);
    FakeServer proxy =
        serve((call, wire) -> {
          wire.send("HTTP/1.1 200 Connected\r\n\r\n");
          tunnel(wire, registry.host());
        });
    // A process of its own: the JDK reads once whether a proxy may have a password.
    String printed =
        Programs.run(
            directory,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PullThroughProxy.class.getName(),
            "http://u:p@" + proxy.host(),
            authority.caFile().toString());
    assertThat(printed.strip()).isEqualTo(digest(MANIFEST).toString());
    Call connect = proxy.calls().getFirst();
    assertThat(connect.method()).isEqualTo("CONNECT");
    assertThat(connect.target()).isEqualTo("registry.example:443");
    assertThat(connect.header("Proxy-Authorization")).isEqualTo("Basic " + base64("u:p"));
    assertThat(registry.calls()).hasSize(1);
    assertThat(registry.calls().getFirst().headers()).doesNotContainKey("proxy-authorization");
  }

  /** Pulls a manifest through the proxy that its first argument names. */
  static final class PullThroughProxy {
    private PullThroughProxy() {}

    public static void main(String[] arguments) throws BreakwaterException {
      RegistryOptions options = new RegistryOptions(Set.of(), Path.of(arguments[1]), null);
      try (RegistryClient client =
          new RegistryClient(options, QUICK, Map.of("HTTPS_PROXY", arguments[0]), Instant::now)) {
        System.out.println(client.manifest(ImageReference.parse("registry.example/a:1")).digest());
      }
    }
  }

  private static void tunnel(Wire wire, String host) throws Exception {
    int colon = host.lastIndexOf(':');
    try (java.net.Socket far =
        new java.net.Socket(
            host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)))) {
      Thread back =
          Thread.startVirtualThread(() -> {
            try {
              far.getInputStream().transferTo(wire.out());
            } catch (IOException e) {
              // The other side has hung up.
            }
          });
      wire.socket().getInputStream().transferTo(far.getOutputStream());
      back.join();
    }
  }
}
