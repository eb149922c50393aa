package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a file holds, the scanner ends, throws nothing, and tells places that exist. */
class SecretScannerFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void searches(byte[] input) {
    SecretScanner.Result result = SecretScanner.standard().search(new Text(input, input.length));
    int before = -1;
    for (SecretScanner.Sighting sighting : result.sightings()) {
      assertThat(sighting.start()).isGreaterThanOrEqualTo(before);
      assertThat(sighting.end()).isGreaterThan(sighting.start()).isLessThanOrEqualTo(input.length);
      assertThat(sighting.match().line()).isPositive();
      assertThat(sighting.match().column()).isPositive();
      before = sighting.start();
    }
  }
}
