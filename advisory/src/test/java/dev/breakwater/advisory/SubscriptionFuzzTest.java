package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Files of a subject, and the names in them, throw nothing but what is declared. */
class SubscriptionFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    try {
      SubscriptionDetector.hasLogin(new ByteArrayInputStream(input));
      for (String name :
          SubscriptionDetector.enabledRepositories(new ByteArrayInputStream(input))) {
        product(name);
      }
      product(new String(input, StandardCharsets.UTF_8));
      SubscriptionDetector.isAttached(new ByteArrayInputStream(input));
      SubscriptionDetector.contentSets(new ByteArrayInputStream(input));
    } catch (IOException expected) {
      // What it is for.
    }
  }

  private static void product(String name) {
    RedHatProduct product = RedHatRepository.product(name, "9.2");
    if (product != null) {
      assertThat(product.covers(product)).isTrue();
      product.major();
    }
  }
}
