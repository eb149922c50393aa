package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Surveys that end before anything is scanned; those that scan are in ScanIT. */
class SurveyCommandTest {
  @TempDir private Path work;
  private HttpServer registry;
  private String host;
  private String answer = "{}";

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/v2/",
        exchange -> {
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    registry.start();
    host = "127.0.0.1:" + registry.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  private Result scan(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            out,
            new PrintStream(err, true, UTF_8),
            false,
            false,
            100,
            Map.of("XDG_CACHE_HOME", work.toString(), "HOME", work.toString()));
    int exitCode =
        Main.run(
            console,
            Stream.concat(Stream.of("scan", "--offline", "--plain-http", host), Stream.of(words))
                .toArray(String[]::new));
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void aListWithoutImagesIsNotClean() {
    answer = "{\"repositories\":[]}";
    Result registryWithout = scan(host, "--catalog", "--fail-on", "high");
    assertThat(registryWithout.err()).startsWith("breakwater: there is no image in " + host + ";");
    assertThat(registryWithout.exitCode()).isEqualTo(3);

    answer = "{\"tags\":[\"sha256-" + "a".repeat(64) + ".sig\"]}";
    Result signaturesAlone = scan("registry:" + host + "/app", "--all-tags");
    assertThat(signaturesAlone.err())
        .startsWith("breakwater: there is no image in " + host + "/app, only signatures");
    assertThat(signaturesAlone.exitCode()).isEqualTo(3);
  }

  @Test
  void anImageThatCannotBeScannedLeavesALine() throws IOException {
    answer = "{\"tags\":[\"1\"]}";
    Path report = work.resolve("report.json");
    Result result =
        scan(host + "/app", "--all-tags", "--format", "json", "--output", report.toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(Json.parse(Files.readString(report)).get("subjects").items())
        .extracting(line -> line.text("name"))
        .containsExactly(host + "/app:1");
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  @Test
  void optionsThatDoNotGoTogetherAreWrongUsage() {
    for (String[] words :
        new String[][] {
          {"host:", "--all-tags"},
          {"docker:app", "--all-tags"},
          {"dir:/", "--catalog"},
          {host, "--catalog", "--all-tags"},
          {host + "/app", "--all-tags", "--format", "spdx"},
          {host + "/app", "--all-tags", "--report", "some"},
          {"dir:" + work, "--report", "all"},
        }) {
      Result result = scan(words);
      assertThat(result.exitCode()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(result.err()).contains("See 'breakwater scan --help'.");
    }
  }
}
