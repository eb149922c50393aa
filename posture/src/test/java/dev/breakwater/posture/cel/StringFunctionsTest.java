package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.holds;
import static dev.breakwater.posture.cel.Expressions.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringFunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'harbour'.charAt(0) == 'h' && 'harbour'.charAt(6) == 'r' && 'harbour'.charAt(7) == ''",
        "'a😀b'.charAt(1) == '😀' && 'a😀b'.charAt(2) == 'b'",
        "'harbour bar'.indexOf('ar') == 1 && 'harbour bar'.indexOf('ar', 2) == 9",
        "'harbour'.indexOf('x') == -1 && 'harbour'.indexOf('') == 0 && 'abc'.indexOf('', 2) == 2",
        "'a😀b'.indexOf('b') == 2 && ''.indexOf('a') == -1",
        "'harbour bar'.lastIndexOf('ar') == 9 && 'harbour bar'.lastIndexOf('ar', 8) == 1",
        "'harbour'.lastIndexOf('') == 7 && 'harbour'.lastIndexOf('x') == -1",
        "'a😀b😀'.lastIndexOf('😀') == 3 && ''.lastIndexOf('a') == -1",
        "'PierÆ 9'.lowerAscii() == 'pierÆ 9' && 'pieræ 9'.upperAscii() == 'PIERæ 9'",
        "'tick tock'.replace('ck', 'm') == 'tim tom'",
        "'tick tock'.replace('ck', 'm', 1) == 'tim tock'",
        "'tick'.replace('ck', 'm', 0) == 'tick' && 'tick'.replace('ck', 'm', -1) == 'tim'",
        "'a😀'.replace('', '-') == '-a-😀-' && ''.replace('', 'x') == 'x'",
        "'abc'.replace('', '-', 2) == '-a-bc' && 'aaa'.replace('aa', 'b') == 'ba'",
        "'a,b,,c'.split(',') == ['a', 'b', '', 'c'] && ''.split(',') == ['']",
        "'a,b,c'.split(',', 0) == [] && 'a,b,c'.split(',', 1) == ['a,b,c']",
        "'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'a,b'.split(',', -1) == ['a', 'b']",
        "'a😀b'.split('') == ['a', '😀', 'b'] && 'abc'.split('', 2) == ['a', 'bc']",
        "''.split('') == []",
        "'harbour'.substring(3) == 'bour' && 'harbour'.substring(0, 3) == 'har'",
        "'harbour'.substring(7) == '' && 'a😀b'.substring(1, 2) == '😀'",
        "' \\t\\n\\u2003\\u00a0pier\\u2029\\u0085 '.trim() == 'pier'",
        "'\\u200bpier\\u200b'.trim() == '\\u200bpier\\u200b'",
        "['a', 'b'].join() == 'ab' && ['a', 'b'].join(', ') == 'a, b'",
        "[].join() == '' && [].join('/') == '' && ['a'].join('/') == 'a'",
        "strings.quote('say \"no\"') == '\"say \\\\\"no\\\\\"\"'",
        "strings.quote('\\a\\b\\f\\n\\r\\t\\v\\\\é😀')"
            + " == '\"\\\\a\\\\b\\\\f\\\\n\\\\r\\\\t\\\\v\\\\\\\\é😀\"'",
        "'abc'.find('[bc]+') == 'bc' && 'abc'.find('x') == '' && 'abc'.find('x*') == ''",
        "'a1 b22'.findAll('[0-9]+') == ['1', '22'] && 'a1 b22'.findAll('[0-9]+', 1) == ['1']",
        "'ab'.findAll('x') == [] && 'ab'.findAll('b', 0) == [] && 'bb'.findAll('b', -1).size() =="
            + " 2",
        "'baa'.findAll('a*') == ['', 'aa'] && '😀a'.findAll('x*') == ['', '', '']",
      })
  void doWhatTheyAreDocumentedToDo(String expression) throws Exception {
    assertThat(holds(expression)).as(expression).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'harbour'.charAt(-1) | index out of range: -1",
        "'harbour'.charAt(8) | index out of range: 8",
        "'harbour'.indexOf('a', 7) | index out of range: 7",
        "'harbour'.indexOf('a', -1) | index out of range: -1",
        "'harbour'.lastIndexOf('a', 7) | index out of range: 7",
        "'harbour'.lastIndexOf('a', -1) | index out of range: -1",
        "'harbour'.substring(8) | index out of range: 8",
        "'harbour'.substring(-1) | index out of range: -1",
        "'harbour'.substring(0, 8) | index out of range: 8",
        "'harbour'.substring(4, 3) | invalid substring range. start: 4, end: 3",
        "[dyn(1)].join() | unsupported native conversion from int to 'string'",
        "'a'.find(word + '(') | error parsing regexp: missing closing ): `breakwater(`",
        "object.spec.port.substring('a') | found no matching overload for 'substring' applied to"
            + " 'dyn.(string)'",
      })
  void fail(String expression, String message) {
    assertThat(message(expression)).as(expression).isEqualTo(message);
  }
}
