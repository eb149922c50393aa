package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.posture.docker.FaultyTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Map<String, String> VARIABLES =
      Map.of("A", "a", "B", "b", "EMPTY", "", "_x1", "under", "DOLLAR", "$A");

  private static String fill(String text) throws FaultyTextException {
    return Template.fill(text, VARIABLES::get, _ -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain                  | plain",
        "$A                     | a",
        "${A}${B}               | ab",
        "x$A-y                  | xa-y",
        "$_x1.                  | under.",
        "$NONE.                 | .",
        "${NONE}.               | .",
        "${NONE:-d}             | d",
        "${NONE-d}              | d",
        "${EMPTY:-d}            | d",
        "${EMPTY-d}.            | .",
        "${A:-d}                | a",
        "${A:+r}                | r",
        "${EMPTY:+r}.           | .",
        "${EMPTY+r}             | r",
        "${NONE+r}.             | .",
        "${A?no}${A:?no}        | aa",
        "${EMPTY?no}.           | .",
        "${NONE:-${B}}          | b",
        "${NONE:-x${NO:-$A}y}   | xay",
        "${NONE:-${EMPTY:-c}}d  | cd",
        "${A:+$B}               | b",
        "$$A $${A}              | $A ${A}",
        "$$$A                   | $a",
        "${NONE:-$$}            | $",
        "$DOLLAR                | $A",
        "${NONE:-a:-b?c}        | a:-b?c",
        "${NONE:-}.             | .",
        "{A}                    | {A}",
        "${NONE:-{}}            | {}",
      })
  void fillsIn(String text, String filled) throws FaultyTextException {
    assertThat(fill(text)).isEqualTo(filled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$",
        "a$ b",
        "$1",
        "${}",
        "${1}",
        "${A",
        "${A:-${B}",
        "${A:x}",
        "${A/x/y}",
        "${A b}",
        "${NONE?}",
        "${EMPTY:?why}",
        "${A:}",
        "$-",
        "${NONE:-$}"
      })
  void refusesWhatComposeRefuses(String text) {
    assertThatThrownBy(() -> fill(text)).isInstanceOf(FaultyTextException.class);
  }

  @Test
  void aDemandSaysWhatIsMissing() {
    assertThatThrownBy(() -> fill("${NONE:?set it to $A}"))
        .hasMessage("needs the variable NONE: set it to a");
  }

  @Test
  void onlyWhatCountsIsToldToBeUnset() throws FaultyTextException {
    List<String> unset = new ArrayList<>();
    Template.fill(
        "$ONE ${TWO} ${THREE-} ${A:-$FOUR} ${FIVE:-$SIX} ${SEVEN:+$EIGHT}",
        VARIABLES::get,
        unset::add);
    assertThat(unset).containsExactly("ONE", "TWO", "SIX");
  }

  @Test
  void whatGrowsIsCutOff() {
    String big = "x".repeat(1000);
    String many = "$BIG".repeat(200);
    assertThatThrownBy(() -> Template.fill(many, Map.of("BIG", big)::get, _ -> {}))
        .hasMessageContaining("grows beyond 100000 characters");
    String nested = "${NONE:-".repeat(60) + "}".repeat(60);
    assertThatThrownBy(() -> fill(nested)).hasMessage("nests variables deeper than 50");
  }
}
