package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Objects;

class QuantityFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void refusesOrReadsWhateverItIsGiven(FuzzedDataProvider data) {
    try {
      String text = data.consumeString(1100);
      Quantity left = Quantity.parse(text);
      String canonical = Objects.requireNonNull(CanonicalQuantity.of(text));
      assertThat(Quantity.parse(canonical)).isEqualTo(left);
      Quantity right = Quantity.parse(data.consumeRemainingAsString());
      assertThat(left.compareTo(right)).isEqualTo(-right.compareTo(left));
      assertThat(left.equals(right)).isEqualTo(left.compareTo(right) == 0);
      left.asInteger();
      left.asApproximateFloat();
      Quantity sum = left.plus(right);
      assertThat(sum).isEqualTo(right.plus(left));
      assertThat(sum.minus(right)).isEqualTo(left);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
