package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.message;
import static dev.breakwater.posture.cel.Expressions.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormattingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "'nothing to do'.format([]) | nothing to do",
        "'100%% of %s'.format([word]) | 100% of breakwater",
        "'%s, %d and %s'.format(['a', dyn(2), dyn(true)]) | a, 2 and true",
        "'%s %s %s %s'.format([dyn(1), dyn(2u), dyn(2.5), dyn(b'xyz')]) | 1 2 2.5 xyz",
        "'%s %s'.format([null, null]) | null null",
        "'%s'.format([type('a')]) | string",
        "'%s'.format([type(dyn({}))]) | map",
        "'%s'.format([duration('1h30m0.5s')]) | 5400.5s",
        "'%s'.format([timestamp('2024-02-29T12:30:00.25Z')]) | 2024-02-29T12:30:00.25Z",
        "'%s'.format([[dyn('a'), dyn(1.5), dyn(b'b'), dyn(null), dyn([true])]]) |"
            + " [\"a\", 1.500000, b\"b\", null, [true]]",
        "'%s'.format([{'b': dyn(duration('1s')), 'a': dyn({1: 2})}]) |"
            + " {\"a\":{1:2}, \"b\":duration(\"1s\")}",
        "'%s'.format([[timestamp('2024-02-29T12:30:00Z')]]) |"
            + " [timestamp(\"2024-02-29T12:30:00Z\")]",
        "'%s'.format([[double('NaN'), double('-Infinity')]]) | [\"NaN\", \"-Inf\"]",
        "'%d %d'.format([dyn(-3), dyn(18446744073709551615u)]) | -3 18446744073709551615",
        "'%f'.format([2.5]) | 2.500000",
        "'%.3f'.format([1.0005]) | 1.000",
        "'%.0f %.0f'.format([0.5, 1.5]) | 0 2",
        "'%.2f'.format([-1234567.891]) | -1,234,567.89",
        "'%f %f'.format(['NaN', '-Infinity']) | NaN -∞",
        "'%e'.format([1052.032911275]) | 1.052033\u202f×\u202f10⁰³",
        "'%.2e'.format([0.00099999]) | 1.00\u202f×\u202f10⁻⁰³",
        "'%.1e'.format([0.0]) | 0.0\u202f×\u202f10⁰⁰",
        "'%b %b %b'.format([dyn(5), dyn(-5), dyn(true)]) | 101 -101 1",
        "'%o %o'.format([dyn(8), dyn(9u)]) | 10 11",
        "'%x %X %x'.format([dyn(255), dyn(255), dyn(-255)]) | ff FF -ff",
        "'%x %X'.format([dyn('né'), dyn(b'\\xff\\x00')]) | 6ec3a9 FF00",
      })
  void writesEveryClause(String expression, String expected) throws Exception {
    assertThat(value(expression)).as(expression).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "'%s'.format([]) | index 0 out of range",
        "'%d %d'.format([1]) | index 1 out of range",
        "'%'.format([1]) | unexpected end of string",
        "'%q'.format([1]) | could not parse formatting clause: unrecognized formatting clause"
            + " \"q\"",
        "'%.f'.format([1.0]) | could not parse formatting clause: error while parsing precision:"
            + " error while converting precision to integer: no digits",
        "'%.2'.format([1.0]) | could not parse formatting clause: error while parsing precision:"
            + " could not find end of precision specifier",
        "'%.1001f'.format([1.0]) | could not parse formatting clause: error while parsing"
            + " precision: a precision of more than 1000 digits",
        "'%d'.format(['a']) | error during formatting: decimal clause can only be used on integers,"
            + " was given string",
        "'%f'.format([1]) | error during formatting: fixed-point clause can only be used on"
            + " doubles, was given int",
        "'%e'.format(['a']) | error during formatting: scientific clause can only be used on"
            + " doubles, was given string",
        "'%b'.format([1.5]) | error during formatting: only integers and bools can be formatted as"
            + " binary, was given double",
        "'%o'.format([true]) | error during formatting: octal clause can only be used on integers,"
            + " was given bool",
        "'%x'.format([1.5]) | error during formatting: only integers, byte buffers, and strings can"
            + " be formatted as hex, was given double",
        "'%s'.format([optional.of(1)]) | error during formatting: string clause can only be used on"
            + " strings, bools, bytes, ints, doubles, maps, lists, types, durations, and"
            + " timestamps, was given optional_type",
      })
  void refusesTheRest(String expression, String message) {
    assertThat(message(expression)).as(expression).isEqualTo(message);
  }
}
