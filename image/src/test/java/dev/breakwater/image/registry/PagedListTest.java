package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PagedListTest {
  private static RegistryClient client(FakeServer server) throws BreakwaterException {
    return new RegistryClient(
        new RegistryOptions(Set.of(server.host()), null, null),
        Limits.STANDARD,
        Map.of(),
        Instant::now);
  }

  private static List<String> tags(FakeServer.Answer answer) throws Exception {
    try (FakeServer server = new FakeServer(answer);
        RegistryClient client = client(server)) {
      return client.tags(Repository.parse(server.host() + "/app"));
    }
  }

  @Test
  void followsLinksToTheEnd() throws Exception {
    List<String> tags =
        tags((call, wire) -> {
          String last = call.target().contains("last=b") ? "{\"tags\":[\"c\"]}" : null;
          wire.reply(
              200,
              last != null
                  ? Map.of()
                  : Map.of("Link", "</v2/app/tags/list?last=b&n=2>; rel=\"next\""),
              last != null ? last : "{\"tags\":[\"a\",\"b\",\"not a tag\"]}");
        });
    assertThat(tags).containsExactly("a", "b", "c");
  }

  @Test
  void aListWithoutNamesIsEmpty() throws Exception {
    assertThat(tags((call, wire) -> wire.reply(200, Map.of(), "{\"tags\":null}"))).isEmpty();
  }

  @Test
  void aListThatGoesRoundInCirclesEnds() {
    assertThatThrownBy(() ->
            tags((call, wire) ->
                wire.reply(
                    200,
                    Map.of("Link", "</v2/app/tags/list?last=a>; rel=\"next\""),
                    "{\"tags\":[\"a\"]}")))
        .hasMessageContaining("brings nothing new");
  }

  @Test
  void theNextPageIsNotAskedOfAnotherHost() {
    assertThatThrownBy(() ->
            tags((call, wire) ->
                wire.reply(
                    200,
                    Map.of("Link", "<https://elsewhere.example.org/steal>; rel=\"next\""),
                    "{\"tags\":[\"a\"]}")))
        .hasMessageContaining("not the same registry");
  }

  @Test
  void nonsenseIsSaidToBeSo() {
    assertThatThrownBy(() -> tags((call, wire) -> wire.reply(200, Map.of(), "<html>")))
        .hasMessageContaining("Tried to list the tags of")
        .hasMessageContaining("no list of names");
  }

  @Test
  void aCatalogueAsksForTheScopeThatItNeedsAndNoMore() throws Exception {
    try (FakeServer server =
            new FakeServer((call, wire) -> {
              if (call.path().equals("/token")) {
                wire.reply(200, Map.of(), "{\"token\":\"" + token(call.target()) + "\"}");
              } else if (call.header("authorization") == null) {
                String realm = "http://" + call.header("host") + "/token";
                wire.reply(
                    401,
                    Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm + "\",scope=\"registry:catalog:*\""),
                    "");
              } else {
                wire.reply(200, Map.of(), "{\"repositories\":[\"b\",\"a/b\",\"A\"]}");
              }
            });
        RegistryClient client = client(server)) {
      assertThat(client.repositories(server.host())).containsExactly("b", "a/b");
      assertThat(server.calls().get(1).target()).endsWith("?scope=registry%3Acatalog%3A*");
    }
  }

  private static String token(String target) {
    return Base64.getUrlEncoder()
        .encodeToString(target.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void aRepositoryHasNoTag() {
    assertThat(Repository.parse("debian")).hasToString("debian");
    assertThat(Repository.parse("localhost:5000/a/b")).hasToString("localhost:5000/a/b");
    for (String image : List.of("debian:12", "localhost:5000/a:1", "a@sha256:" + "0".repeat(64))) {
      assertThatThrownBy(() -> Repository.parse(image)).hasMessageContaining("leave its tag");
    }
  }
}
