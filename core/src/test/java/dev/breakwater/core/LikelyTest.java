package dev.breakwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LikelyTest {
  private static final List<String> KNOWN = List.of("object", "oldObject", "params");

  @Test
  void isAskedForWhereANameIsNear() {
    assertThat(Likely.meant("objct", KNOWN)).isEqualTo(" (did you mean 'object'?)");
    assertThat(Likely.meant("oldobject", KNOWN)).isEqualTo(" (did you mean 'oldObject'?)");
    assertThat(Likely.meant("x", KNOWN)).isEmpty();
    assertThat(Likely.meant("object", List.of())).isEmpty();
    assertThat(Likely.meant("o".repeat(1_000_000), KNOWN)).isEmpty();
  }

  @Test
  void isNearByTheLettersThatDiffer() {
    assertThat(Likely.distance("params", "params")).isZero();
    assertThat(Likely.distance("param", "params")).isEqualTo(1);
    assertThat(Likely.distance("parmas", "params")).isEqualTo(2);
    assertThat(Likely.distance("", "abc")).isEqualTo(3);
    assertThat(Likely.nearest("obj", KNOWN)).isEqualTo("object");
  }
}
