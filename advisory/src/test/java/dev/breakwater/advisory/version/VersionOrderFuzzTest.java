package dev.breakwater.advisory.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class VersionOrderFuzzTest {
  private static final String[] NAMES = {
    "deb",
    "opam",
    "apk",
    "rpm",
    "pep440",
    "semver",
    "bitnami",
    "pub",
    "npm",
    "maven",
    "go",
    "gem",
    "composer",
    "nuget",
    "cran",
    "hackage"
  };

  @FuzzTest(maxDuration = "10s")
  void refusesOrOrdersWhateverItIsGiven(FuzzedDataProvider data) {
    String name = NAMES[data.consumeInt(0, NAMES.length - 1)];
    VersionOrder order = VersionOrder.named(name).orElseThrow();
    String left = data.consumeString(300);
    String right = data.consumeRemainingAsString();
    char forward = new Pair(left, right).compare(order);
    char backward = new Pair(right, left).compare(order);
    switch (forward) {
      case '<' -> assertThat(backward).isEqualTo('>');
      case '>' -> assertThat(backward).isEqualTo('<');
      default -> assertThat(backward).isEqualTo(forward);
    }
    if (forward != '!') {
      assertThat(new Pair(left, left).compare(order)).isEqualTo('=');
    }
  }
}
