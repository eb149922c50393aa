package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0, 0",
    "-, 0",
    "2, 2",
    "-2, -2",
    "0.5, 500m",
    "1.5, 1500m",
    "-0.25, -250m",
    "1000m, 1",
    "100m, 100m",
    "1000, 1k",
    "1024, 1024",
    "1500, 1500",
    "10000, 10k",
    "1073741824, 1073741824",
    "1000M, 1G",
    "0.1n, 1n",
    "1024Mi, 1Gi",
    "1000Mi, 1000Mi",
    "1.5Gi, 1536Mi",
    "0.5Ki, 512",
    "0.5Mi, 512Ki",
    "1.1Ki, 1126400m",
    "16Ei, 9223372036854775807",
    "1e3, 1e3",
    "1e4, 10e3",
    "10E3, 10E3",
    "1e0, 1e0",
    "1000e0, 1e3",
    "1E, 1E",
    "1000E, 1000E",
    "1e1000000000, 1e1000000000",
    // As upstream leaves them.
    "+5Mi, +5Mi",
    "1.250, 1.250",
    "1.000, 1",
    // No blanks are asked for, and none are kept.
    "' 8Ki ', 8Ki",
  })
  void isWrittenAsAServerWritesIt(String text, String expected) {
    assertThat(CanonicalQuantity.of(text)).isEqualTo(expected);
  }

  /** Whatever it is written as, it stays the same amount. */
  @Test
  void theCanonicalFormIsAsMuch() throws MalformedException {
    Random random = new Random(7);
    List<String> suffixes = List.of("", "n", "m", "k", "G", "E", "Ki", "Gi", "Ei", "e5", "E-4");
    for (int i = 0; i < 5000; i++) {
      String text =
          (random.nextBoolean() ? "" : "-")
              + (random.nextLong() >>> (1 + random.nextInt(63)))
              + (random.nextBoolean() ? "" : "." + random.nextInt(1 << random.nextInt(31)))
              + suffixes.get(random.nextInt(suffixes.size()));
      String canonical = Objects.requireNonNull(CanonicalQuantity.of(text));
      assertThat(Quantity.parse(canonical)).as(text).isEqualTo(Quantity.parse(text));
      assertThat(CanonicalQuantity.of(canonical)).as(text).isEqualTo(canonical);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "many", "1 Gi", "1gi", "1.2.3"})
  void whatIsNoAmountIsNotWritten(String text) {
    assertThat(CanonicalQuantity.of(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-1, -1",
    "+1, 1",
    "1n, 0.000000001",
    "1u, 0.000001",
    "1m, 0.001",
    "1k, 1000",
    "1M, 1000000",
    "1G, 1000000000",
    "1T, 1000000000000",
    "1P, 1000000000000000",
    "1E, 1000000000000000000",
    "1Ki, 1024",
    "1Mi, 1048576",
    "1Gi, 1073741824",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "1Ei, 1152921504606846976",
    "1e3, 1000",
    "1E3, 1000",
    "1e+3, 1000",
    "1e-3, 0.001",
    "1.5Gi, 1610612736",
    ".5, 0.5",
    "5., 5",
    "00012.50, 12.5",
    // Smaller than a billionth: rounded away from zero.
    "0.1n, 0.000000001",
    "-0.1n, -0.000000001",
    "1.1n, 0.000000002",
    "1e-1000000, 0.000000001",
    "0.00000000010000000001, 0.000000001",
    // Too large for 64 bits: cut off in powers of two, kept in those of ten.
    "8Ei, 9223372036854775807",
    "-9Ei, -9223372036854775807",
    "9223372036854775808Ki, 9223372036854775807",
    "9223372036854775808, 9223372036854775808",
    "10E, 10000000000000000000",
    // As upstream reads them.
    "-, 0",
    "+, 0",
    "., 0",
    "k, 0",
    "Mi, 0",
    "1e4294967298, 100",
  })
  void reads(String text, BigDecimal value) throws Exception {
    assertThat(Quantity.parse(text)).isEqualTo(Quantity.parse(value.toPlainString()));
    assertThat(Quantity.parse(text).sign()).isEqualTo(value.signum());
  }

  @ParameterizedTest
  @CsvSource({
    "'', quantities must match",
    "1.2.3, quantities must match",
    "'1 ', quantities must match",
    "Three, quantities must match",
    "1e3e, quantities must match",
    "--1, unable to parse quantity's suffix",
    "--1k, quantities must match",
    "1é, quantities must match",
    "1K, unable to parse quantity's suffix",
    "1ki, unable to parse quantity's suffix",
    "1e, unable to parse quantity's suffix",
    "1e-, unable to parse quantity's suffix",
    "1mm, unable to parse quantity's suffix",
    "1m5, unable to parse quantity's suffix",
    "1e99999999999999999999, unable to parse quantity's suffix",
    "Ei, unable to parse numeric part",
    "-.Ei, unable to parse numeric part",
  })
  void refuses(String text, String why) {
    assertThatThrownBy(() -> Quantity.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(why);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-9223372036854775k, -9223372036854775000",
    "9223372036854775807, ",
    "999999999999999999, 999999999999999999",
    "9E, 9000000000000000000",
    "10E, ",
    "1.5, ",
    "1000m, ",
    "2.0, ",
    "1.5Gi, ",
    "7Ei, ",
    "7Pi, ",
    "1Ti, 1099511627776",
    "0e400, 0",
  })
  void isAnIntegerWhereTheServerHoldsOne(String text, Long integer) throws Exception {
    if (integer == null) {
      assertThat(Quantity.parse(text).asInteger()).isEmpty();
    } else {
      assertThat(Quantity.parse(text).asInteger()).hasValue(integer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "50.703k, 50703.0",
    "1e308, 1e308",
    "1e309, Infinity",
    "-1e2000000000, -Infinity",
    "1n, 1e-9",
    "12Mi, 12582912",
    "0, 0",
  })
  void isAboutANumber(String text, double number) throws Exception {
    assertThat(Quantity.parse(text).asApproximateFloat()).isEqualTo(number);
  }

  @Test
  void addsExactly() throws Exception {
    Quantity most = Quantity.of(Long.MAX_VALUE);
    assertThat(most.plus(Quantity.of(1))).isEqualTo(Quantity.parse("9223372036854775808"));
    assertThat(most.plus(Quantity.of(1)).asInteger()).isEmpty();
    assertThat(most.plus(Quantity.of(1)).minus(Quantity.of(1))).isEqualTo(most);
    assertThat(Quantity.parse("1k").plus(Quantity.parse("1m")))
        .isEqualTo(Quantity.parse("1000.001"));
    assertThat(Quantity.parse("1k").plus(Quantity.parse("0.0")).asInteger()).hasValue(1000);
    assertThat(Quantity.parse("1.5").plus(Quantity.parse("0.5"))).isEqualTo(Quantity.of(2));
    assertThat(Quantity.of(0).minus(Quantity.of(5)).asInteger()).hasValue(-5);
  }

  @Test
  void ordersEveryTwo() throws Exception {
    List<String> rising =
        List.of(
            "-1e2000000000",
            "-8Ei",
            "-1",
            "-1n",
            "0",
            "1n",
            "1m",
            "1",
            "1Ki",
            "8Ei",
            "1e2000000000");
    for (int i = 0; i < rising.size(); i++) {
      for (int j = 0; j < rising.size(); j++) {
        Quantity left = Quantity.parse(rising.get(i));
        Quantity right = Quantity.parse(rising.get(j));
        assertThat(left.compareTo(right)).isEqualTo(Integer.compare(i, j));
        assertThat(left.equals(right)).isEqualTo(i == j);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1000000000",
        "1e2147483647",
        "1e-2147483648",
        "12345678901234567890e1000000000",
        "0e1000000000"
      })
  void doesNotWriteOutLargePowers(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          Quantity quantity = Quantity.parse(text);
          assertThat(quantity.compareTo(Quantity.of(1))).isBetween(-1, 1);
          assertThat(quantity)
              .hasSameHashCodeAs(Quantity.parse(text))
              .isEqualTo(Quantity.parse(text));
          assertThat(quantity.asApproximateFloat()).isNotEqualTo(1);
          if (quantity.sign() != 0 && quantity.compareTo(Quantity.of(1)) > 0) {
            assertThat(quantity.asInteger()).isEmpty();
            assertThatThrownBy(() -> quantity.plus(Quantity.of(1)))
                .hasMessageContaining("too far apart");
            assertThatThrownBy(() -> Quantity.of(1).minus(quantity))
                .hasMessageContaining("too far apart");
          }
        });
  }

  @Test
  void boundsWhatItReads() {
    assertThatThrownBy(() -> Quantity.parse("1".repeat(1_000_000)))
        .hasMessage("a quantity cannot be longer than 1000 characters");
  }

  @Test
  void refusesOrReadsWhateverItIsGiven() throws Exception {
    Texts texts = new Texts(4);
    Random random = texts.random();
    List<List<String>> pieces =
        List.of(
            List.of("", "-", "+", "0", "000"),
            List.of("1", "12", "999999999999999999", "9".repeat(990), ""),
            List.of("", ".", ".5", ".000000001", "." + "1".repeat(500)),
            List.of(
                "",
                "n",
                "m",
                "k",
                "E",
                "Ki",
                "Ei",
                "e5",
                "e-5",
                "e999",
                "E2147483647",
                "e-2147483648"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          Quantity last = Quantity.of(random.nextInt());
          int read = 0;
          for (String text : texts.of(20_000, pieces)) {
            try {
              Quantity quantity = Quantity.parse(text);
              read++;
              assertThat(quantity.compareTo(last)).isEqualTo(-last.compareTo(quantity));
              quantity.asInteger();
              quantity.asApproximateFloat();
              assertThat(quantity.plus(last)).isEqualTo(last.plus(quantity));
              last = quantity;
            } catch (MalformedException e) {
              assertThat(e).hasMessageNotContaining("null");
            }
          }
          assertThat(read).isGreaterThan(3000);
        });
  }
}
