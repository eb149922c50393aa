package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.budget;
import static dev.breakwater.posture.cel.Expressions.fault;
import static dev.breakwater.posture.cel.Expressions.holds;
import static dev.breakwater.posture.cel.Expressions.message;
import static dev.breakwater.posture.cel.Expressions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.spec.containers.all(c, c.image.startsWith('registry.example.org/'))",
        "object.spec.containers.exists(c, has(c.securityContext) && c.securityContext.runAsUser >"
            + " 0)",
        "!object.spec.containers.exists(c, c.?securityContext.?privileged.orValue(false))",
        "object.metadata.labels['app'] == 'shop' && 'tier' in object.metadata.labels",
        "object.spec.containers.map(c, c.name) == ['main', 'side']",
        "object.spec.containers.filter(c, !has(c.resources)).size() == 1",
        "object.spec.containers.exists_one(c, has(c.resources) && has(c.resources.limits))",
        "quantity(object.spec.containers[0].resources.limits.memory).isLessThan(quantity('1Gi'))",
        "object.spec.containers.all(c, c.image.matches('^[^@]+:[0-9]'))",
        "object.spec.replicas > 2 && object.spec.replicas < 3.5 && object.spec.replicas == 3",
        "object.spec.ratio * 2.0 == 1.0",
        "int(object.spec.port) == 80 && type(object.spec.port) == string",
        "object.metadata.labels.all(k, v, k != v)",
        "object.metadata.labels.transformList(k, v, k + '=' + v).sort().join(',')"
            + " == 'app=shop,tier=front'",
        "isIP('10.0.0.1') && cidr('10.0.0.0/8').containsIP(ip('10.0.0.1'))",
        "url('https://example.org:8443/a').getPort() == '8443'",
        "semver('1.2.3').isGreaterThan(semver('1.2.0'))",
        "!format.dns1123Label().validate('web').hasValue()",
        "type(quantity('1')) == kubernetes.Quantity && type(ip('10.0.0.1')) == net.IP",
        "type(object) == map && type(numbers) == list && type(type(1)) == type",
        "timestamp('2024-02-29T12:30:00Z').getHours() == 12",
        "timestamp('2024-02-29T23:30:00Z').getDate('Asia/Tokyo') == 1",
        "duration('1h30m').getMinutes() == 90",
        "string(duration('90m')) == '5400s' && string(3.0) == '3' && string(1e21) == '1e+21'",
        "string(timestamp('2024-02-29T12:30:00.5Z')) == '2024-02-29T12:30:00.5Z'",
        "bytes('aé').size() == 3 && 'aé'.size() == 2",
        "dyn(1) == 1.0 && dyn(1) == 1u && dyn(1) != '1'",
        "dyn([1, 2]) == [1.0, 2.0] && dyn({'a': 1}) == {'a': 1.0}",
        "double('NaN') != double('NaN')",
        "[1, 2].existsOne(n, n == 1) && [1, 2].exists_one(n, n == 1)",
        "duration('1h1.5s').getMilliseconds() == 3601500 && int(duration('1.5s')) == 1500000000",
        "timestamp('2024-02-29T12:30:00.123456Z').getMilliseconds() == 123",
        "2.0 in dyn(numbers) && !(2.5 in dyn(numbers)) && !('2' in dyn(numbers))",
        "dyn({1: 'a'})[1.0] == 'a' && dyn({1u: 'a'})[1] == 'a'",
      })
  void knowsWhatAnApiServerKnows(String expression) throws Exception {
    assertThat(holds(expression)).as(expression).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "has(object.spec.nothing) | false",
        "has(object.spec.port.nothing) | false",
        "has(object.spec.hostNetwork) | true",
        "object.?spec.?nothing.hasValue() | false",
        "object.?spec.?port.?nothing.hasValue() | false",
        "object.?nothing.?more.?than.?that.orValue(1) == 1 | true",
        "object.spec[?'port'].orValue('') == '80' | true",
        "object.spec.containers[?5].hasValue() | false",
        "optional.none().or(optional.of(2)).value() == 2 | true",
        "optional.of(2).optMap(x, x * 2).value() == 4 | true",
        "optional.of(2).optFlatMap(x, optional.none()).hasValue() | false",
        "optional.ofNonZeroValue('').hasValue() | false",
        "[?object.?metadata.?name, ?object.?nothing] == ['web'] | true",
        "{?'a': object.?nothing, 'b': dyn(1)} == {'b': dyn(1)} | true",
        "[optional.of(1), optional.none()].unwrapOpt() == [1] | true",
        "[1, 2].first().value() == 1 && [1, 2].last().value() == 2 | true",
        "optional.of(1) == optional.of(1) && optional.none() != optional.of(1) | true",
      })
  void asksForWhatMayBeAbsent(String expression, boolean expected) throws Exception {
    assertThat(holds(expression)).as(expression).isEqualTo(expected);
  }

  @Test
  void sharesNothingBetweenListsThatGrowFromOne() throws Exception {
    assertThat(
            holds(
                "[numbers.map(n, n)].map(l, [l + [6], l + [7]]).all(pair,"
                    + " pair[0] == [1, 2, 3, 4, 5, 6] && pair[1] == [1, 2, 3, 4, 5, 7])"))
        .isTrue();
  }

  @Test
  void asksOnlyForWhatItComesTo() throws Exception {
    Cel cel =
        Cel.with(Map.of("a", SimpleType.BOOL, "b", SimpleType.BOOL))
            .withStruct("variables", Map.of("x", SimpleType.INT, "y", SimpleType.INT));
    Program program = cel.compile("a || b || variables.x == variables.y", Set.of(SimpleType.BOOL));
    List<String> asked = new ArrayList<>();

    Object result =
        program.evaluate(
            name -> {
              asked.add(name);
              return name.equals("b") ? (Object) true : false;
            },
            budget());

    assertThat(result).isEqualTo(true);
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void asksForMembersOfALazyVariableOneByOne() throws Exception {
    Cel cel =
        Cel.with(Map.of())
            .withStruct(
                "variables",
                Map.of("x", SimpleType.INT, "names", ListType.create(SimpleType.STRING)));
    Program program =
        cel.compile("variables.x > 1 && variables.names.exists(n, n == 'a')", Set.of());
    List<String> asked = new ArrayList<>();

    Object result =
        program.evaluate(
            name -> {
              asked.add(name);
              return name.equals("variables.x") ? 2L : List.of("b", "a");
            },
            budget());

    assertThat(result).isEqualTo(true);
    assertThat(asked).containsExactly("variables.x", "variables.names");
    assertThat(cel.compile("variables.x", Set.of()).type()).isEqualTo(SimpleType.INT);
    assertThatThrownBy(() -> cel.compile("variables.nams", Set.of()))
        .hasMessage("undefined field 'nams' (did you mean 'names'?)");
    assertThatThrownBy(() -> cel.compile("variables.x == 'a'", Set.of()))
        .hasMessage("found no matching overload for '_==_' applied to '(int, string)'");
  }

  /** A variable that is an expression and fails is a value that another one may outweigh. */
  @Test
  void outweighsAFailingVariable() throws Exception {
    Cel cel = Cel.with(Map.of()).withStruct("variables", Map.of("bad", SimpleType.BOOL));
    Program.Variables failing =
        name -> {
          throw new FaultyExpressionException("no such key: " + name, 0, 0);
        };

    assertThat(cel.compile("variables.bad || true", Set.of()).evaluate(failing, budget()))
        .isEqualTo(true);
    assertThatThrownBy(
            () -> cel.compile("variables.bad || false", Set.of()).evaluate(failing, budget()))
        .hasMessage("no such key: variables.bad");
  }

  @Test
  void knowsTheMembersOfATypedVariable() throws Exception {
    Cel cel =
        Cel.with(
            Map.of(
                "request",
                Cel.struct(
                    "kubernetes.AdmissionRequest",
                    Map.of(
                        "operation",
                        SimpleType.STRING,
                        "kind",
                        Cel.struct(
                            "kubernetes.GroupVersionKind", Map.of("kind", SimpleType.STRING))))));
    Program.Variables request = _ -> Map.of("operation", "CREATE", "kind", Map.of("kind", "Pod"));

    assertThat(
            cel.compile("request.kind.kind == 'Pod' && request.operation == 'CREATE'", Set.of())
                .evaluate(request, budget()))
        .isEqualTo(true);
    assertThatThrownBy(() -> cel.compile("request.kind.knd", Set.of()))
        .hasMessage("undefined field 'knd' (did you mean 'kind'?)");
    assertThatThrownBy(() -> cel.compile("request.uid", Set.of()))
        .hasMessageStartingWith("undefined field 'uid'");
  }

  @Test
  void takesNoOtherTypeThanAsked() throws Exception {
    assertThat(Expressions.compiled("1 < 2", SimpleType.BOOL).type()).isEqualTo(SimpleType.BOOL);
    assertThatThrownBy(() -> Expressions.compiled("'a'", SimpleType.BOOL))
        .hasMessage("must evaluate to bool but got string");
    assertThatThrownBy(() -> Expressions.compiled("1", SimpleType.STRING, SimpleType.NULL_TYPE))
        .hasMessage("must evaluate to one of null_type or string but got int");
    assertThatThrownBy(() -> Expressions.compiled("object.spec.hostNetwork", SimpleType.BOOL))
        .as("as an API server")
        .hasMessage("must evaluate to bool but got dyn");
    assertThat(Expressions.compiled("object.spec", SimpleType.DYN).type())
        .isEqualTo(SimpleType.DYN);
  }

  @Test
  void givesPlainValues() throws Exception {
    assertThat(value("1")).isEqualTo(1L);
    assertThat(value("null")).isEqualTo(NullValue.NULL_VALUE);
    assertThat(value("{'a': [dyn(1), dyn({'b': 2.5})]}"))
        .isEqualTo(Map.of("a", List.of(1L, Map.of("b", 2.5))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "objct.spec | undeclared reference to 'objct' (did you mean 'object'?) | 1",
        "object.metadata.name.startWith('a') | undeclared reference to 'startWith' (did you mean"
            + " 'startsWith'?) | 31",
        "object.metadata.name.indexof('a') | undeclared reference to 'indexof' (did you mean"
            + " 'indexOf'?) | 29",
        "1 + 'a' | found no matching overload for '_+_' applied to '(int, string)' | 3",
        "numbers.all(n, __result__) | undeclared reference to '__result__' | 16",
        "object.spec.nothing.more | no such key: nothing | 20",
        "object.spec.port.more | no such key: more | 17",
        "object.spec.containers[7].name | index out of bounds: 7 | 23",
        "object.spec['no'] | no such key: no | 12",
        "object.spec.replicas > 'a' | no such overload | 22",
        "object.spec.replicas ? 1 : 2 | no such overload | 22",
        "1 / (numbers[0] - 1) | division by zero | 3",
        "1 % (numbers[0] - 1) | modulus by zero | 3",
        "9223372036854775807 + numbers[0] | integer overflow | 21",
        "optional.none().value() | optional.none() dereference | 22",
        "timestamp(word) | type conversion error from 'string' to 'google.protobuf.Timestamp' | 10",
      })
  void saysWhatIsWrongAndWhere(String expression, String message, int column) {
    FaultyExpressionException fault = fault(expression);
    assertThat(fault).as(expression).hasMessageStartingWith(message);
    assertThat(fault.line()).isEqualTo(1);
    assertThat(fault.column()).as(expression).isEqualTo(column);
  }

  @Test
  void findsThePlaceInLinesOfAnyCharacters() {
    FaultyExpressionException compiling = fault("'😀é' == word &&\n  '😀' == wrd");
    assertThat(compiling.line()).isEqualTo(2);
    assertThat(compiling.column()).isEqualTo(10);

    FaultyExpressionException evaluating =
        fault("'😀é' != word &&\n  ('😀' + object.spec.no) == ''");
    assertThat(evaluating).hasMessage("no such key: no");
    assertThat(evaluating.line()).isEqualTo(2);
    assertThat(evaluating.column()).isEqualTo(21);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 +", "'a", "a.(b)", "", "object..spec", "[1,,2]"})
  void tellsWhatIsNoCel(String expression) {
    assertThat(message(expression)).startsWith("Syntax error: ");
  }

  /** What cel-go has, but not an API server. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cel.bind(x, 1, x)",
        "math.greatest(1, 2) == 2",
        "base64.encode(b'a')",
        "word.reverse()",
        "regex.replace(word, 'a', 'b')",
        "jsonpatch.escapeKey('a')",
        "Object{}",
        "google.protobuf.Empty{}",
        "object.`a`",
      })
  void knowsNothingElse(String expression) {
    assertThat(message(expression))
        .containsAnyOf("undeclared reference", "no matching overload", "unsupported syntax");
  }
}
