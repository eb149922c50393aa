package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.message;
import static dev.breakwater.posture.cel.Expressions.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileExpressionTest {
  /** A list that holds another one twice, and so on: sixty lists, and 2^60 elements. */
  private static final String TWICE = "[1]" + ".map(a, dyn([a, a]))".repeat(60);

  private static final String TWICE_MAP =
      "[dyn({'a': 1})]" + ".map(a, dyn({'a': a, 'b': a}))".repeat(60);

  static Stream<String> endless() {
    String nested = "true";
    String mapped = "n0 > 0";
    for (int i = 0; i < 12; i++) {
      nested = "numbers.all(n" + i + ", " + nested + ")";
      mapped = "numbers.map(n" + i + ", " + mapped + ")";
    }
    return Stream.of(
        nested,
        mapped,
        "lists.range(1000).exists(x, lists.range(1000).exists(y, x * y < 0))",
        "[word]" + ".map(a, a + a)".repeat(40),
        "[numbers]" + ".map(a, a + a)".repeat(40),
        "[word]" + ".map(a, a.replace('', a))".repeat(20),
        TWICE + " == " + TWICE,
        TWICE + " != " + TWICE,
        TWICE_MAP + " == " + TWICE_MAP,
        TWICE + " in [" + TWICE + "]",
        "[" + TWICE + ", " + TWICE + "].distinct()",
        "sets.contains([" + TWICE + "], [" + TWICE + "])",
        "[" + TWICE + "].indexOf(" + TWICE + ")",
        "[" + TWICE + "].includes(" + TWICE + ")",
        "'%s'.format([" + TWICE + "])",
        "'%s'.format([" + TWICE_MAP + "])",
        "dyn(" + TWICE + ").flatten(100)",
        "[1].flatten(9223372036854775807) == [1] && [1, 2].flatten(9223372036854775807) == []",
        "dyn(" + TWICE + ").sum()",
        "lists.range(100000000000)",
        "lists.range(900000).distinct()",
        "lists.range(900000).map(x, x)");
  }

  @ParameterizedTest
  @MethodSource("endless")
  void whatWouldNotEndIsStopped(String expression) {
    assertThat(message(expression)).startsWith("the expression was stopped: it ");
  }

  /** What goes through all that a value holds must not, in a message least of all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dyn(%s) ? 1 : 2",
        "dyn(%s) && true",
        "{dyn(%s): 1}",
        "{'a': 1}[dyn(%s)]",
        "dyn(%s) + 1",
        "dyn(%s).startsWith('a')",
        "dyn(%s).join(',')",
        "dyn(%s).sort()",
        "dyn(%s).name",
        "string(dyn(%s))",
        "quantity(dyn(%s))",
      })
  void aFaultIsTold(String expression) {
    for (String value : List.of(TWICE, TWICE_MAP)) {
      assertThat(message(expression.replace("%s", value)))
          .isNotEmpty()
          .doesNotContain("the expression was stopped")
          .hasSizeLessThan(300);
    }
  }

  @Test
  void whatIsOnlyCarriedAlongCostsNothing() throws Exception {
    assertThat(value("type(" + TWICE + ") == list && dyn(" + TWICE + ").size() == 1"))
        .isEqualTo(true);
    assertThat(value("[" + TWICE_MAP + "].map(x, x).map(x, [x]).size()")).isEqualTo(1L);
    assertThat(value("object" + ".?nothing".repeat(200) + ".hasValue()")).isEqualTo(false);
    assertThat(value("lists.range(60000).filter(x, x % 2 == 0).size()")).isEqualTo(30000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "word.matches('((a{1,100}){1,100}){1,100}')",
        "word.findAll('((a{1,100}){1,100}){1,100}')",
        "word.find('(x{1000}){1000}')",
      })
  void regularExpressionsAreBounded(String expression) {
    assertThat(message(expression))
        .containsAnyOf("regular expression is too large", "invalid find argument");
  }

  @Test
  void searchingForTheLongestMatchIsBounded() throws Exception {
    String text = "word" + " + word".repeat(100);
    assertThat(value("[" + text + "].map(t, t.findAll('([a-z]*!)?').size())[0]")).isEqualTo(1011L);
    assertThat(
            message(
                "["
                    + text
                    + "].map(t, t + t + t + t + t + t + t + t + t + t)"
                    + ".map(t, t + t + t).map(t, t.findAll('([a-z]*!)?').size())"))
        .contains("the expression was stopped");
  }

  static Stream<String> deep() {
    return Stream.of(
        "(".repeat(5000) + "1" + ")".repeat(5000),
        "[".repeat(3000) + "]".repeat(3000),
        "1+".repeat(9000) + "1",
        "true ? 1 : ".repeat(3000) + "1",
        "object" + ".a".repeat(9000),
        "object" + ".?a".repeat(9000),
        "object" + "[0]".repeat(9000),
        "'a'" + ".trim()".repeat(9000),
        "[1].all(x, ".repeat(300) + "true" + ")".repeat(300),
        "'" + "a".repeat(200_000) + "'",
        "[" + "1,".repeat(40_000) + "1]");
  }

  @ParameterizedTest
  @MethodSource("deep")
  void whatIsTooDeepOrTooLongIsRefused(String expression) {
    assertThat(message(expression)).containsIgnoringCase("limit");
  }

  @Test
  void whatIsNeitherIsNot() throws Exception {
    assertThat(value("!".repeat(10_000) + "true")).isEqualTo(true);
    assertThat(value("-".repeat(10_000) + "1")).isEqualTo(1L);
    assertThat(value("true||".repeat(5_000) + "true")).isEqualTo(true);
    assertThat(value("[".repeat(200) + "]".repeat(200) + ".size()")).isEqualTo(1L);
    assertThat(value("[" + "1,".repeat(9_000) + "1].sum()")).isEqualTo(9_001L);
    assertThat(value("'" + "a".repeat(90_000) + "'.size()")).isEqualTo(90_000L);
  }

  /** What is short is compiled in the thread that asks, which may have too little stack for it. */
  @Test
  void whatIsShortAndDeepNeedsNoStackOfTheCaller() throws Exception {
    String deep = "[".repeat(200) + "]".repeat(200) + ".size() == 1";
    FutureTask<Program> task = new FutureTask<>(() -> Expressions.compiled(deep));
    Expressions.compiled("true");
    new Thread(null, task, "little", 200_000).start();
    assertThat(task.get(30, TimeUnit.SECONDS).type()).isEqualTo(SimpleType.BOOL);
  }

  /** Each variable is an expression that asks for the next one. */
  @Test
  void aLongChainOfVariablesNeedsNoStackOfTheCaller() throws Exception {
    int length = 2000;
    Map<String, CelType> variables = new LinkedHashMap<>();
    for (int i = 0; i <= length; i++) {
      variables.put("v" + i, SimpleType.INT);
    }
    Cel cel = Cel.with(Map.of()).withStruct("variables", variables);
    Budget budget = Expressions.budget();
    Program.Variables chain =
        new Program.Variables() {
          @Override
          public Object value(String name) throws FaultyExpressionException {
            int number = Integer.parseInt(name.substring("variables.v".length()));
            return number == length
                ? 0L
                : cel.compile("variables.v" + (number + 1) + " + 1", Set.of())
                    .evaluate(this, budget);
          }
        };

    assertThat(cel.compile("variables.v0", Set.of()).evaluate(chain, budget))
        .isEqualTo((long) length);
    assertThat(Budget.PER_BINDING - budget.left()).isEqualTo(2 + 3L * length);
  }

  /** Pieces of sound expressions, thrown together: each is evaluated, or refused in words. */
  @Test
  void whateverIsWrittenIsAnsweredOrRefused() {
    List<String> pieces =
        List.of(
            "object",
            ".spec",
            ".containers",
            "numbers",
            "word",
            "[0]",
            ".?",
            "[?",
            "]",
            "(",
            ")",
            " == ",
            " + ",
            " in ",
            " && ",
            " || ",
            "!",
            "? ",
            " : ",
            ".all(x, ",
            ".map(x, ",
            ".exists(k, v, ",
            "x",
            "'a'",
            "\"",
            "'",
            "1",
            "-1",
            "2.5",
            "3u",
            "null",
            "b'a'",
            "{'a': ",
            "}",
            "[",
            ", ",
            "has(",
            "type(",
            "size(",
            "string(",
            "dyn(",
            "timestamp(",
            "duration(",
            ".format(",
            ".matches('",
            ".find(",
            ".split(",
            ".sort()",
            ".sum()",
            ".flatten()",
            ".optMap(y, y)",
            "optional.of(",
            "optional.none()",
            ".orValue(",
            "quantity(",
            "ip(",
            "cidr(",
            "url(",
            "semver(",
            "format.named(",
            ".transformMap(k, v, ",
            "lists.range(",
            "sets.contains(",
            "Object{a: ",
            "JSONPatch{op: ",
            "😀",
            "\\",
            "/*",
            "//",
            "\n",
            "\0");
    Random random = new Random(20240229);
    Cel objects =
        Cel.with(Map.of("object", SimpleType.DYN)).withObjects();
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    for (int i = 0; i < 3000; i++) {
      StringBuilder expression = new StringBuilder();
      for (int left = 1 + random.nextInt(9); left > 0; left--) {
        expression.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        Expressions.compiled(expression.toString())
            .evaluate(Expressions::variable, Expressions.budget());
        objects
            .compile(expression.toString(), Set.of())
            .evaluate(Expressions::variable, Expressions.budget());
      } catch (FaultyExpressionException e) {
        assertThat(e.getMessage()).as(expression.toString()).isNotBlank();
        assertThat(e.line()).isNotNegative();
        assertThat(e.column()).isNotNegative();
      } catch (Exception | Error e) {
        throw new AssertionError("after " + expression, e);
      }
      assertThat(System.nanoTime()).as("time after %s of them", i).isLessThan(end);
    }
  }
}
