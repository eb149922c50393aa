package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  private static List<Challenge> parse(String... lines) {
    return Challenge.parse(List.of(lines));
  }

  @Test
  void keepsCommasInQuotes() {
    assertThat(
            parse(
                "Bearer realm=\"https://auth.example.org/token\",service=\"a, b\",scope=\"repository:x:pull,push\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.example.org/token",
                    "service", "a, b",
                    "scope", "repository:x:pull,push")));
  }

  @Test
  void readsSeveralInOneLineAndInSeveral() {
    Challenge newauth =
        new Challenge(
            "newauth", Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\""));
    Challenge basic = new Challenge("basic", Map.of("realm", "simple"));
    // The example of RFC 9110.
    String first = "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"";
    assertThat(parse(first + ", Basic realm=\"simple\"")).containsExactly(newauth, basic);
    assertThat(parse(first, "Basic realm=\"simple\"")).containsExactly(newauth, basic);
    assertThat(parse(", ,Basic realm = simple ,, ," + first)).containsExactly(basic, newauth);
  }

  @Test
  void readsSchemesWithoutParametersAndWithToken68() {
    Challenge negotiate = new Challenge("negotiate", Map.of());
    Challenge basic = new Challenge("basic", Map.of("realm", "x"));
    assertThat(parse("Negotiate")).containsExactly(negotiate);
    assertThat(parse("Negotiate, Basic realm=x")).containsExactly(negotiate, basic);
    assertThat(parse("Negotiate oYGzMIGwoAMKAQ==, Basic realm=x"))
        .containsExactly(negotiate, basic);
    assertThat(parse("Basic realm=x, Negotiate")).containsExactly(basic, negotiate);
  }

  @Test
  void takesTheFirstOfEqualParameters() {
    assertThat(parse("Bearer realm=\"a\",REALM=\"b\""))
        .containsExactly(new Challenge("bearer", Map.of("realm", "a")));
  }

  @Test
  void endsALineWhereItIsMalformed() {
    Challenge basic = new Challenge("basic", Map.of("realm", "x"));
    assertThat(parse("Basic realm=x, Bearer realm=\"never closed"))
        .containsExactly(basic, new Challenge("bearer", Map.of()));
    assertThat(parse("Basic realm=x;y=z", "Basic realm=x")).containsExactly(basic, basic);
    assertThat(parse("\u0000\u00ff\"=,=")).isEmpty();
    assertThat(parse("=", "", ",", "Basic realm=x")).containsExactly(basic);
    assertThat(parse("Bearer\u0001realm=x")).isEmpty();
  }

  @Test
  void boundsWhatItReads() {
    assertThat(parse("Basic realm=x", "A".repeat(17 * 1024))).hasSize(1);
    assertThat(parse("A, ".repeat(1000))).hasSize(16);
    StringBuilder many = new StringBuilder("Bearer a=b");
    for (int i = 0; i < 100; i++) {
      many.append(",p").append(i).append("=v");
    }
    assertThat(parse(many.toString()).getFirst().parameters()).hasSize(32);
  }
}
