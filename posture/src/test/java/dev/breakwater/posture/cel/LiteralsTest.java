package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is evaluated, as an API server's validators refuse it. */
class LiteralsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1, 'a'] | expected type 'int' but found 'string' | 5",
        "['a', object.metadata.name] | expected type 'string' but found 'dyn' | 22",
        "[object.metadata.name, 'a'] | expected type 'dyn' but found 'string' | 24",
        "word in ['a', object.metadata.name] | expected type 'string' but found 'dyn' | 30",
        "[[1], ['a']] | expected type 'list(int)' but found 'list(string)' | 7",
        "[1, null] | expected type 'int' but found 'null' | 5",
        "[int, string] | expected type 'type(int)' but found 'type(string)' | 7",
        "[timestamp(0), null] | expected type 'google.protobuf.Timestamp' but found 'null' | 16",
        "[?optional.of(1), 'a'] | expected type 'int' but found 'string' | 19",
        "{'a': 1, 2: 1} | expected type 'string' but found 'int' | 10",
        "{'a': 1, 'b': dyn(1)} | expected type 'int' but found 'dyn' | 18",
        "{?'a': object.?b, 'b': 1} | expected type 'dyn' but found 'int' | 24",
        "numbers.map(n, [n, 'a']) | expected type 'int' but found 'string' | 20",
      })
  void listsAndMapsHoldOneType(String expression, String message, int column) {
    assertRefused(expression, message, column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[], [1]]",
        "[{}, {'a': 1}]",
        "[object.metadata.name, dyn('a')]",
        "['a', string(object.metadata.name)]",
        "[?optional.of(1), 2]",
        "{?'a': optional.of(1), 'b': 2}",
        "[optional.of(1), optional.none()]",
        "'%s %d'.format(['a', 1])",
        "'%s'.format([[1, 'a', {'b': 1, 'c': 'd'}]])",
        "'%d'.format([[1, 'a'].size()])",
        "word.format([1, 'a'])",
      })
  void mayBeWritten(String expression) throws Exception {
    assertThat(Expressions.compiled(expression)).as(expression).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'%d of %d'.format([1, word]) | error during formatting: decimal clause can only be used on"
            + " integers, was given string | 23",
        "'%.2f'.format([1]) | error during formatting: fixed-point clause can only be used on"
            + " doubles, was given int | 16",
        "'%s'.format([['a', quantity('1')]]) | error during formatting: string clause can only be"
            + " used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and"
            + " timestamps, was given kubernetes.Quantity | 28",
        "'%s and %s'.format([word]) | index 1 out of range | 19",
        "'%s'.format([word, word]) | too many arguments supplied to string.format (expected 1, got"
            + " 2) | 12",
        "'%q'.format([word]) | could not parse formatting clause: unrecognized formatting clause"
            + " \"\"q\"\" | 12",
      })
  void formatsSuitTheirArguments(String expression, String message, int column) {
    assertRefused(expression.replace("\"\"", "\""), message.replace("\"\"", "\""), column);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "duration('soon') | invalid duration argument | 10",
        "timestamp('today') | invalid timestamp argument | 11",
        "timestamp(253402300800) | invalid timestamp argument | 11",
        "word.matches('(') | invalid matches argument | 14",
        "word.find('[') | invalid find argument | 11",
        "object.spec.no && int('1.0') == 1 | type conversion error from 'string' to 'int' | 22",
        "numbers.all(n, n < int(double('1e30'))) | double is out of range for int | 23",
      })
  void constantsCanBeMade(String expression, String message, int column) {
    assertRefused(expression, message, column);
  }

  private static void assertRefused(String expression, String message, int column) {
    assertThat(
            catchThrowableOfType(
                FaultyExpressionException.class, () -> Expressions.compiled(expression)))
        .as(expression)
        .hasMessage(message)
        .satisfies(fault -> assertThat(fault.column()).isEqualTo(column));
    assertThat(fault(expression).line()).isEqualTo(1);
  }
}
