package dev.breakwater.core.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((a{100}){100}){100}){100})",
        "(a{1000}[[:alpha:](]){1000}",
        "(a{1000}[]()]){1000}",
        "(a{1000}[\\](]){1000}",
        "(a{1000}\\Q(\\E){1000}",
        "(a{1000}\\p{Greek}\\x{28}){1000}",
        "((a{2,1000}){2,}b){500}",
        "(?:(?i)(?P<n>a{1000})){1000}",
      })
  void whatWouldFillTheMemoryIsNotCompiled(String regex) {
    assertThatThrownBy(() -> Meter.regex(regex))
        .isInstanceOf(CelInvalidArgumentException.class)
        .hasMessageStartingWith("the regular expression is too large: ");
  }

  /** It may be taken for larger, but not by much. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
        "([a-z]{1,63}\\.){1,15}[a-z]{2,}",
        "a{1000}",
        "(a|b){50}c{x}{",
        "\\x{41}{3}\\pN{5}[[:digit:]]{7}",
        "\\Qa{1000}\\E[a{1000}]",
      })
  void sizesAreThoseOfPrograms(String regex) {
    int size = Pattern.compile(regex).programSize();
    assertThat(RegexSize.of(regex) + 5).isBetween((long) size, 4L * size + 20);
  }
}
