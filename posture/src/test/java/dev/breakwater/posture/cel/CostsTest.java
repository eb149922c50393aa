package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.cost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs, worked out by the rules of cel-go's cost tracker and of the API server's estimator. */
class CostsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'constant' | 0",
        "word | 1",
        "object.spec | 2",
        "object.metadata.labels.app | 4",
        "object['spec'] | 2",
        "numbers[0] | 2",
        "object['sp' + 'ec'] | 3",
        "object[word.substring(0, 0) + 'spec'] | 5",
        "has(object.spec) | 1",
        "has(object.metadata.labels.app) | 3",
        "object.?metadata.?labels.?nothing | 4",
        "object.?nothing.orValue(3) | 2",
        "object[?'nothing'].hasValue() | 3",
        // Constants are folded before anything is evaluated.
        "[1, 2, 3] | 0",
        "{'a': [1], 'b': [2]} | 0",
        "duration('1h') | 0",
        "'a' in ['a', 'b'] | 0",
        "word in ['a', 'b'] | 1",
        "[numbers[0], 2] | 12",
        "{'a': word} | 31",
        "optional.of(1) | 1",
        // Operators, by how long their operands are.
        "1 + 2 | 1",
        "1 < 2 && 2 < 3 | 2",
        "!(1 == 2) | 2",
        "word == 'breakwater' | 2",
        "'01234567890123456789' == '0123456789012345678901234567' | 2",
        "word + '12345678901' | 4",
        "2 in numbers | 6",
        "word < 'c' | 2",
        "numbers == [1, 2, 3, 4, 5] | 2",
        // The branch of a conditional that is a name costs nothing by itself.
        "true ? word : 'a' | 0",
        "true ? object.spec : 'a' | 1",
        "1 > 2 ? 5 : 3 | 1",
        // Functions of the standard.
        "word.size() | 2",
        "word.startsWith('brea') | 2",
        "word.endsWith('012345678901') | 3",
        "word.contains('kw') | 2",
        "word.matches('[a-z]+') | 5",
        "string(numbers[0]) | 3",
        "bytes(word) | 2",
        "type(word) == string | 3",
        // Macros.
        "numbers.all(n, true) | 17",
        "numbers.exists(n, n == 5) | 32",
        "numbers.map(n, n) | 67",
        "numbers.filter(n, n % 2 == 0) | 43",
        "numbers.map(n, [n, n]).all(pair, pair.all(n, n == 1)) | 152",
        "object.metadata.labels.all(k, object.metadata.labels[k] != '') | 18",
        "numbers.all(i, n, i < n) | 32",
        // Libraries.
        "numbers.sum() | 6",
        "['0123456789', '01234'].max() | 1",
        "word.indexOf('k') | 2",
        "word.upperAscii() | 2",
        "word.replace('a', 'b') | 3",
        "['a', 'b', 'c'].join(', ') | 2",
        "word.find('[a-z]') | 5",
        "numbers.sort() | 62",
        "numbers.reverse() | 17",
        "lists.range(5) | 16",
        "numbers.slice(0, 2) | 14",
        "[[1, 2], [3]].flatten() | 13",
        "['a', 'b'].distinct() | 19",
        "sets.contains(numbers, [1]) | 7",
        "sets.intersects(numbers, [1, 2]) | 12",
        "sets.equivalent(numbers, [1, 2, 3]) | 32",
        "'%s'.format([word]) | 12",
        "quantity('123Mi').isGreaterThan(quantity('1')) | 3",
        "ip('192.168.0.1').family() | 3",
        "cidr('192.168.0.0/16').containsIP('192.168.0.1') | 5",
        "url('https://example.org/').getHost() | 3",
        "format.dns1123Label().validate(word) | 18",
        "format.named('dns1123Subdomain').value().validate(word) | 33",
      })
  void areThoseOfAnApiServer(String expression, long units) throws Exception {
    assertThat(cost(expression)).as(expression).isEqualTo(units);
  }

  @Test
  void endAnExpression() {
    String nested = "numbers.all(a, N)".replace("N", "numbers.all(b, numbers.all(c, M))");
    String deeper = nested.replace("M", nested.replace("M", nested.replace("M", "true")));

    assertThat(Expressions.fault(deeper))
        .hasMessage("the expression was stopped: it costs more than 1000000 units");
  }

  @Test
  void areTakenFromTheBudget() throws Exception {
    Program program = Expressions.compiled("numbers.all(n, n > 0)");
    Budget budget = new Budget(100);

    program.evaluate(Expressions::variable, budget);
    assertThat(budget.left()).isEqualTo(100 - 27);
    program.evaluate(Expressions::variable, budget);
    program.evaluate(Expressions::variable, budget);
    assertThatThrownBy(() -> program.evaluate(Expressions::variable, budget))
        .hasMessage("the expression was stopped: it costs more than what is left of the budget");
    assertThat(budget.left()).isNegative();
  }

  @Test
  void ofAVariableCountToo() throws Exception {
    Program inner = Expressions.compiled("numbers.all(n, n > 0)");
    Program outer =
        Cel.with(Map.of())
            .withStruct("variables", Map.of("positive", SimpleType.BOOL))
            .compile("variables.positive", Set.of(SimpleType.BOOL));
    Budget budget = new Budget(100);

    outer.evaluate(_ -> inner.evaluate(Expressions::variable, budget), budget);

    assertThat(budget.left()).isEqualTo(100 - 27 - 2);
  }

  /** An API server allows for two questions to its authorizer in one expression. */
  @Test
  void letAnExpressionAskAnAuthorizerTwice() throws Exception {
    String ask = "authorizer.path('/').check('get').allowed()";
    Cel cel = Cel.with(Map.of("authorizer", Authorizer.TYPE));
    Program.Variables authorizer =
        _ -> Authorizer.NONE.as(new Authorizer.User("a", "", List.of(), Map.of()));

    assertThat(cel.compile(ask + " || " + ask, Set.of()).evaluate(authorizer, Expressions.budget()))
        .isEqualTo(false);
    Program thrice = cel.compile(ask + " || " + ask + " || " + ask, Set.of());
    assertThatThrownBy(() -> thrice.evaluate(authorizer, Expressions.budget()))
        .hasMessageContaining("costs more than 1000000 units");
  }
}
