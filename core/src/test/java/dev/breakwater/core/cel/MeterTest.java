package dev.breakwater.core.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.common.exceptions.CelInvalidArgumentException;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final Meter meter = new Meter(new Meter.Limits(10_000, 15_000, 20, 30));

  @Test
  void endsOneEvaluationAndAllTogether() {
    meter.charge(10_000);
    assertThatThrownBy(() -> meter.charge(1))
        .isInstanceOf(TooCostlyError.class)
        .hasMessage("it takes more than 10000 steps");

    meter.reset();
    meter.charge(4_000);
    assertThatThrownBy(() -> meter.charge(1_000))
        .hasMessage("the rules of the policy take more than 15000 steps together");
  }

  @Test
  void boundsWhatIsMade() {
    meter.chargeText(20);
    meter.chargeBytes(20);
    meter.chargeList(30);
    assertThatThrownBy(() -> meter.chargeText(21))
        .hasMessage("it makes a text of more than 20 characters");
    assertThatThrownBy(() -> meter.chargeBytes(21)).hasMessage("it joins more than 20 bytes");
    assertThatThrownBy(() -> meter.chargeList(31))
        .hasMessage("it joins lists to more than 30 elements");
  }

  @Test
  void chargesForRegularExpressionsWhetherTheyAreKnownOrNot() {
    Meter first = new Meter(new Meter.Limits(1_000, 10_000, 0, 0));
    Meter second = new Meter(new Meter.Limits(1_000, 10_000, 0, 0));
    for (Meter each : new Meter[] {first, second}) {
      assertThat(each.matches("harbour", "b+")).isTrue();
      each.charge(1_000 - 100 - (150 * 2) - 10 - 7);
      assertThatThrownBy(() -> each.charge(1)).isInstanceOf(TooCostlyError.class);
    }
  }

  @Test
  void refusesRegularExpressionsThatAreNoneOrTooLarge() {
    assertThatThrownBy(() -> meter.matches("a", "("))
        .isInstanceOf(CelInvalidArgumentException.class)
        .hasMessageContaining("missing closing )");
    assertThatThrownBy(() -> meter.matches("a", "(a{100}){100}"))
        .isInstanceOf(CelInvalidArgumentException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void endsWhereNobodyWaits() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> meter.charge(1)).hasMessage("nobody waits for it any more");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
