package dev.breakwater.posture.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void areOrderedExactlyWhateverTheirTypes() {
    for (Number left : numbers()) {
      for (Number right : numbers()) {
        assertThat(Integer.signum(Numbers.compare(left, right)))
            .as("%s %s, %s %s", left.getClass(), left, right.getClass(), right)
            .isEqualTo(exact(left).compareTo(exact(right)));
        assertThat(Numbers.equal(left, right)).isEqualTo(exact(left).compareTo(exact(right)) == 0);
      }
    }
  }

  @Test
  void thatAreNoneAreEqualToNothing() {
    assertThat(Numbers.equal(Double.NaN, Double.NaN)).isFalse();
    assertThat(Numbers.equal(Double.NaN, 0L)).isFalse();
    assertThat(Numbers.equal(0.0, -0.0)).isTrue();
    assertThat(Numbers.compare(Double.POSITIVE_INFINITY, Long.MAX_VALUE)).isPositive();
    assertThat(Numbers.compare(UnsignedLong.MAX_VALUE, Double.NEGATIVE_INFINITY)).isPositive();
  }

  @Test
  void areFoundAsKeysOfOtherTypes() {
    for (Number number : numbers()) {
      for (Number same : Numbers.sameAs(number)) {
        assertThat(exact(same)).isEqualByComparingTo(exact(number));
      }
    }
    assertThat(Numbers.sameAs(3.5)).isEmpty();
    assertThat(Numbers.sameAs(-1L)).isEmpty();
  }

  private static List<Number> numbers() {
    List<Number> numbers =
        new ArrayList<>(
            List.of(
                0L,
                1L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                1L << 53,
                (1L << 53) + 1,
                UnsignedLong.ZERO,
                UnsignedLong.ONE,
                UnsignedLong.MAX_VALUE,
                UnsignedLong.fromLongBits(Long.MIN_VALUE),
                0.0,
                -0.0,
                0.5,
                -0.5,
                1.0,
                0x1p53,
                0x1p63,
                -0x1p63,
                0x1p64,
                1e300,
                -1e300,
                Double.MIN_VALUE));
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      long bits = random.nextLong() >> random.nextInt(64);
      numbers.add(bits);
      numbers.add(UnsignedLong.fromLongBits(bits));
      numbers.add((double) bits);
      numbers.add(bits / 8.0);
    }
    return numbers;
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case UnsignedLong unsigned -> new BigDecimal(unsigned.bigIntegerValue());
      case Double real -> new BigDecimal(real);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }
}
