package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

  @Test
  void readsSecondsAndDates() {
    assertThat(RetryAfter.read("125", NOW)).contains(Duration.ofSeconds(125));
    assertThat(RetryAfter.read(" 0 ", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.read("Wed, 21 Oct 2026 07:28:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.read("Wed, 21 Oct 2026 07:00:00 GMT", NOW)).contains(Duration.ZERO);
  }

  @Test
  void boundsTheAbsurdAndIgnoresTheUnreadable() {
    assertThat(RetryAfter.read("99999999999999999999999", NOW)).contains(Duration.ofDays(365));
    assertThat(RetryAfter.read("Fri, 31 Dec 9999 23:59:59 GMT", NOW))
        .contains(Duration.ofDays(365));
    assertThat(RetryAfter.read(null, NOW)).isEmpty();
    assertThat(RetryAfter.read("", NOW)).isEmpty();
    assertThat(RetryAfter.read("-5", NOW)).isEmpty();
    assertThat(RetryAfter.read("soon", NOW)).isEmpty();
    assertThat(RetryAfter.read("1".repeat(100), NOW)).isEmpty();
  }

  @Test
  void delaysDoubleWithinBounds() {
    for (int attempt = 1; attempt < 40; attempt++) {
      Duration delay = Backoff.after(attempt, Limits.STANDARD);
      Duration step = Duration.ofMillis(500L << Math.min(attempt - 1, 20));
      Duration bound = step.compareTo(Duration.ofSeconds(20)) < 0 ? step : Duration.ofSeconds(20);
      assertThat(delay).isBetween(bound.dividedBy(2), bound);
    }
  }
}
