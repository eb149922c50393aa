package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.posture.docker.FaultyTextException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {
  private static final Map<String, String> OUTSIDE = Map.of("OUT", "side", "BOTH", "outside");

  private static Map<String, DotEnv.Variable> parse(String text) throws FaultyTextException {
    return DotEnv.parse(text, OUTSIDE::get);
  }

  private static String value(String text) throws FaultyTextException {
    DotEnv.Variable variable = parse(text).get("A");
    return variable == null ? "nothing" : variable.value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=b                 | b",
        "A = b c             | b c",
        "A: b                | b",
        "export A=b          | b",
        "exported=1          | nothing",
        "A=b # comment       | b",
        "A=b#no comment      | b#no comment",
        "A=#all comment      | ``",
        "A=                  | ``",
        "A='$OUT # x'        | $OUT # x",
        "A=\"$OUT # x\"      | side # x",
        "A=${OUT}-x          | side-x",
        "A=${NONE:-d}        | d",
        "A=\"a\\\"b\"        | a\"b",
        "A='a\\'b'           | a'b",
        "A=\"\\$OUT\"        | $OUT",
        "A=\"a\\qb\"         | a\\qb",
        "A=a\\nb             | a\\nb",
        "#A=b                | nothing",
        "A                   | nothing",
      })
  void readsOneLine(String text, String value) throws FaultyTextException {
    assertThat(value(text)).isEqualTo(value);
  }

  @Test
  void linesAndInheritance() throws FaultyTextException {
    Map<String, DotEnv.Variable> variables =
        parse("\uFEFF# first\r\n\r\nA=1\r\nB=\"x\n$A\\ny\"\nOUT\nC=$BOTH\nBOTH=own\nA=2\n1x=no\n");
    assertThat(variables)
        .containsOnlyKeys("A", "B", "OUT", "C", "BOTH")
        .containsEntry("A", new DotEnv.Variable("2", 9))
        .containsEntry("B", new DotEnv.Variable("x\n1\ny", 4))
        .containsEntry("OUT", new DotEnv.Variable("side", 6))
        .containsEntry("C", new DotEnv.Variable("outside", 7));
  }

  @Test
  void faultsNameTheirLine() {
    assertThatThrownBy(() -> parse("A=1\nB='open\nmore\n"))
        .hasMessage("line 2 has a quotation mark that is not closed");
    assertThatThrownBy(() -> parse("A=1\n\nB C=2\n")).hasMessageStartingWith("line 3 ");
    assertThatThrownBy(() -> parse("A=${x\n")).hasMessageStartingWith("line 1 ");
    assertThatThrownBy(() -> parse("=1\n")).hasMessage("line 1 is no assignment to a variable");
  }

  @Test
  void variablesThatDoubleOneAnotherAreCutOff() {
    StringBuilder text = new StringBuilder("V0=xxxxxxxxxx\n");
    for (int i = 1; i < 40; i++) {
      text.append("V" + i + "=$V" + (i - 1) + "$V" + (i - 1) + "\n");
    }
    assertThatThrownBy(() -> parse(text.toString())).hasMessageContaining("grows beyond");
    assertThatThrownBy(() -> parse("A1=\n".repeat(3) + many(10_001)))
        .hasMessageContaining("goes beyond 10000 variables");
  }

  private static String many(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("X" + i + "=1\n");
    }
    return text.toString();
  }
}
