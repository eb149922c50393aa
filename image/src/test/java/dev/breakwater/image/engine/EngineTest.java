package dev.breakwater.image.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FakeEngine;
import dev.breakwater.image.oci.ImageConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines that answer slowly, wrongly or never. */
@Timeout(30)
class EngineTest {
  private static final Patience IMPATIENT =
      new Patience(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));

  private static final String ID = "sha256:" + "1".repeat(64);

  @TempDir private Path directory;

  private Patience patience = Patience.DEFAULT;

  private Engine at(FakeEngine fake) {
    return Engine.at(Engine.Kind.DOCKER, fake.socket(), patience);
  }

  private void assertRefused(FakeEngine.Answer answer, String why) throws IOException {
    Path socket = directory.resolve("s" + System.nanoTime());
    try (FakeEngine fake = new FakeEngine(socket, answer)) {
      assertThatThrownBy(() -> at(fake).image("a:1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(why);
      assertThatThrownBy(() -> at(fake).running())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void silenceEnds() throws IOException {
    patience = IMPATIENT;
    assertRefused((target, out) -> Thread.sleep(20_000), "seconds");
  }

  @Test
  void dripsEnd() throws IOException {
    patience = IMPATIENT;
    assertRefused(
        (target, out) -> {
          for (int i = 0; i < 2000; i++) {
            FakeEngine.raw(out, i == 0 ? "HTTP/1.1 200 OK\r\nX: " : "x");
            Thread.sleep(20);
          }
        },
        "took longer than");
    assertRefused(
        (target, out) -> {
          FakeEngine.raw(out, "HTTP/1.1 200 OK\r\n\r\n[");
          for (int i = 0; i < 2000; i++) {
            FakeEngine.raw(out, " ");
            Thread.sleep(20);
          }
        },
        "took longer than");
  }

  @Test
  void endlessAnswersEnd() throws IOException {
    byte[] much = new byte[1 << 20];
    java.util.Arrays.fill(much, (byte) ' ');
    assertRefused(
        (target, out) -> {
          FakeEngine.raw(out, "HTTP/1.1 200 OK\r\n");
          while (true) {
            FakeEngine.raw(out, "X: " + "y".repeat(1000) + "\r\n");
          }
        },
        "bytes of headers");
    assertRefused(
        (target, out) -> {
          FakeEngine.raw(out, "HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            out.write(much);
          }
        },
        "");
    assertRefused(
        (target, out) -> {
          while (true) {
            FakeEngine.raw(out, "HTTP/1.1 100 Continue\r\n\r\n");
          }
        },
        "never begins");
  }

  @Test
  void whatIsNotHttpIsSaidSo() throws IOException {
    assertRefused((target, out) -> FakeEngine.raw(out, "SSH-2.0-OpenSSH_9.2\r\n"), "not HTTP");
    assertRefused((target, out) -> FakeEngine.raw(out, "HTTP/1.1 2x0 OK\r\n\r\n"), "not HTTP");
    assertRefused((target, out) -> {}, "broke off");
    assertRefused(
        (target, out) -> FakeEngine.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"),
        "98 bytes before the end");
    assertRefused(
        (target, out) -> FakeEngine.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        "impossible length");
    assertRefused(
        (target, out) ->
            FakeEngine.raw(
                out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"),
        "impossible length");
  }

  @Test
  void brokenChunksAreSaidSo() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertRefused((target, out) -> FakeEngine.raw(out, head + "zz\r\n"), "without a length");
    assertRefused(
        (target, out) -> FakeEngine.raw(out, head + "fffffffffffffffff\r\n"), "without a length");
    assertRefused((target, out) -> FakeEngine.raw(out, head + "-5\r\n"), "without a length");
    assertRefused((target, out) -> FakeEngine.raw(out, head + "2\r\n{}xx\r\n"), "another length");
    assertRefused((target, out) -> FakeEngine.raw(out, head + "2\r\n{}\r\n"), "broke off");
    assertRefused((target, out) -> FakeEngine.raw(out, head + "fffffffffffff\r\n{}"), "broke off");
  }

  @Test
  void wrongDocumentsAreSaidSo() throws IOException {
    assertRefused((target, out) -> FakeEngine.document(out, 200, "{\"Id\""), "not valid JSON");
    assertRefused(
        (target, out) -> FakeEngine.document(out, 500, "{\"message\":\"no\\u001b[2Jspace\"}"),
        "it answers 500: no [2Jspace");
    assertRefused(
        (target, out) -> FakeEngine.document(out, 200, "[".repeat(100_000)), "not valid JSON");
  }

  @Test
  void documentsOfAnotherShapeAreNoImages() throws IOException {
    for (String document :
        List.of(
            "{}",
            "[]",
            "null",
            "{\"Id\":5}",
            "{\"Id\":\"" + ID + "\",\"RootFS\":{\"Layers\":[\"../../etc/passwd\"]}}")) {
      Path socket = directory.resolve("s" + System.nanoTime());
      try (FakeEngine fake =
          new FakeEngine(socket, (target, out) -> FakeEngine.document(out, 200, document))) {
        assertThatThrownBy(() -> at(fake).image("a:1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> at(fake).container("a")).isInstanceOf(IOException.class);
        assertThat(at(fake).running()).isEmpty();
      }
    }
  }

  @Test
  void stepsThatCannotBeToldAreLeftOut() throws IOException {
    String image = "{\"Id\":\"" + ID + "\",\"RootFS\":{\"Layers\":[\"" + ID + "\"]}}";
    Path socket = directory.resolve("s");
    try (FakeEngine fake =
        new FakeEngine(
            socket,
            (target, out) ->
                FakeEngine.document(out, target.endsWith("history") ? 500 : 200, image))) {
      assertThat(at(fake).image("a:1").config().createdBy()).containsExactly((String) null);
    }
  }

  @Test
  void aQueueThatIsFullEnds() throws IOException {
    Path socket = directory.resolve("full");
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket), 1);
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        waiting.add(channel);
        try {
          channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (java.net.SocketException full) {
          break;
        }
      }
      assertThatThrownBy(() -> Engine.at(Engine.Kind.PODMAN, socket, IMPATIENT).running())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("tried to ask Podman for the list of containers: ");
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void archiveThatPausesTooLongIsGivenUp() throws IOException {
    patience = IMPATIENT;
    try (FakeEngine fake =
        new FakeEngine(
            directory.resolve("s"),
            (target, out) -> {
              FakeEngine.raw(out, "HTTP/1.1 200 OK\r\n\r\nx");
              Thread.sleep(20_000);
            })) {
      LocalImage image =
          new LocalImage(ID, null, ImageConfig.of(new Json.Struct(Map.of())), Map.of(), 0);
      try (InputStream in = at(fake).save(image)) {
        assertThat(in.read()).isEqualTo('x');
        assertThatThrownBy(in::read).hasMessageContaining("it said nothing for");
      }
    }
  }

  @Test
  void referencesCannotSmuggleRequests() {
    Engine engine = Engine.at(Engine.Kind.DOCKER, directory.resolve("none"));
    for (String reference :
        List.of("a b", "a\r\nX: y", "a?force=1", "a#b", "", "../containers", "é", "a%2f")) {
      assertThatThrownBy(() -> engine.image(reference))
          .as(reference)
          .hasMessageContaining("is neither a name nor an id");
    }
  }

  @Test
  void onlyUnixSocketsAreSpokenTo() {
    for (String host : List.of("tcp://127.0.0.1:2375", "ssh://me@example.org", "npipe://x")) {
      assertThatThrownBy(
              () -> Engine.of(Engine.Kind.DOCKER, Map.of("DOCKER_HOST", host)).image("a"))
          .hasMessageContaining("DOCKER_HOST is " + host)
          .hasMessageContaining("only Unix sockets");
    }
    assertThatThrownBy(() ->
            Engine.of(
                    Engine.Kind.PODMAN,
                    Map.of("CONTAINER_HOST", "unix://" + directory.resolve("none")))
                .image("a"))
        .hasMessageContaining("there is no socket of Podman at " + directory.resolve("none"))
        .hasMessageContaining("podman system service");
  }
}
