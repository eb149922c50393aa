package dev.breakwater.inventory.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainIdsTest {
  @Test
  void areHashesOfTheChainBelowAndTheLayer() {
    Digest lowest = new Digest("sha256", "a".repeat(64));
    Digest middle = new Digest("sha256", "b".repeat(64));
    Digest highest = new Digest("sha512", "c".repeat(128));
    // By: printf 'sha256:aaa… sha256:bbb…' | sha256sum, and so on.
    assertThat(ChainIds.of(List.of(lowest, middle, highest)))
        .extracting(Digest::toString)
        .containsExactly(
            "sha256:" + "a".repeat(64),
            "sha256:ccd722928bd92476ba1745586fed6e45a102504185ad88cd89e01ff116fd146c",
            "sha256:a26fecbbfe341424e98248e6a7d8465cefbb885aa7c6f72ea53e5b31fe72270e");
    assertThat(ChainIds.of(List.of())).isEmpty();
  }
}
