package dev.breakwater.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Decision;
import dev.breakwater.core.judge.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that are broken, or made to take the scan down. */
class HostilePolicyTest {
  private static final Policy.Case LARGE = Cases.of(Cases.many(10_000));

  @TempDir Path directory;

  private PolicyFile expression(String expression) throws Exception {
    return PolicyFile.read(Files.writeString(directory.resolve("gate.cel"), expression));
  }

  private Decision decideSoon(String expression, Duration bound) throws Exception {
    PolicyFile policy = expression(expression);
    Instant start = Instant.now();
    List<Decision> decisions = policy.decide(LARGE);
    Duration took = Duration.between(start, Instant.now());
    assertThat(took).isLessThan(bound);
    assertThat(decisions).hasSize(1);
    return decisions.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "findings.all(a, findings.all(b, findings.all(c, a.id != '')))",
        "findings.all(a, findings.all(b, findings == findings))",
        "findings.map(a, findings.map(b, findings.map(c, c.title))).size() > 0",
        "findings.all(a, findings.exists(b, findings.exists(c, b.id != c.id)))",
        "findings.all(a, findings.all(b, counts.critical >= 0))",
        "findings.all(a, findings.all(b, subject.layers.size() == 2))",
        "findings.all(a, findings.all(b, a in findings))",
        "findings.all(a, findings.all(b, (a.title + b.title + a.title) != ''))",
        "findings.all(a, findings.all(b, !a.title.matches('(a+)+(a*)*b{1,50}')))",
        "findings.filter(a, a.title == '').size() == 1 / 0",
        "counts['none'] == 1",
        "findings[10000].kev",
        "int(findings[0].id) == 1",
        "timestamp(subject.name) < now",
        "dyn(findings[0]).nothing == 1",
        "9223372036854775807 + findings.size() > 0",
      })
  void whatCannotBeDecidedIsAnErrorWithItsPlace(String expression) throws Exception {
    Decision decision = decideSoon(expression, Duration.ofSeconds(200));
    assertThat(decision.effect()).isEqualTo(Decision.Effect.ERROR);
    assertThat(decision.message())
        .startsWith(
            "the rule gate (" + directory.resolve("gate.cel") + ":1) could not be decided: ")
        .doesNotContain("\n")
        .doesNotContain("Exception")
        .hasSizeLessThan(400);
    assertThat(decision.findings()).isEmpty();
  }

  @Test
  void textsAndListsThatDoubleAreBounded() throws Exception {
    String texts = "['0123456789']" + ".map(a, a + a)".repeat(60) + ".size() == 1";
    String lists = "[[0]]" + ".map(a, a + a)".repeat(60) + ".size() == 1";
    String kept =
        "findings.map(a, findings.map(b, %s[0] + b.id)).size() > 0"
            .formatted("['" + "x".repeat(1000) + "']");
    for (String expression : List.of(texts, lists, kept)) {
      Decision decision = decideSoon(expression, Duration.ofSeconds(200));
      assertThat(decision.effect()).isEqualTo(Decision.Effect.ERROR);
    }
  }

  /** What the library does not bound: long rounds, long texts, and regular expressions. */
  @Test
  void stepsEndWhatRoundsDoNot() throws Exception {
    String round = "(a == a" + " && a == a".repeat(900) + ")";
    String text = "'" + "x".repeat(15_000) + "'";
    for (String expression :
        List.of(
            "[0, 0].all(a, findings.all(b, findings.all(c, " + round + ")))",
            "findings.all(a, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].all(b, " + round + "))",
            "findings.all(a, findings.all(b, size(" + text + ") >= b.line))",
            "findings.all(a, findings.all(b, !" + text + ".contains('xxxxxxxxxxxxxxxxxxxxy')))",
            "findings.all(a, !" + text + ".matches('(x{1,40}){1,20}y'))",
            "findings.all(a, findings.all(b, !a.title.matches('(x{1,9}){1,9}' + b.id)))",
            "[bytes('" + "0".repeat(100) + "')]" + ".map(a, a + a)".repeat(60) + " == []")) {
      Decision decision = decideSoon(expression, Duration.ofSeconds(200));
      assertThat(decision.effect()).isEqualTo(Decision.Effect.ERROR);
      assertThat(decision.message()).matches(".*it (takes|joins) more than \\d+ \\w+");
    }
  }

  @Test
  void whatDecidesARuleIsNotAskedForEver() throws Exception {
    String many = "[0" + ", 0".repeat(299) + "]";
    Decision decision =
        decideSoon(
            "findings.size() > 0 && %s.all(a, %s.all(b, true))".formatted(many, many),
            Duration.ofSeconds(200));
    assertThat(decision.effect()).isEqualTo(Decision.Effect.DENY);
    assertThat(decision.findings()).isEmpty();
  }

  @Test
  void allRulesTogetherAreBoundedBySteps() throws Exception {
    Path file = directory.resolve("gate.yaml");
    StringBuilder rules = new StringBuilder("rules:\n");
    for (int i = 0; i < 1000; i++) {
      rules.append("  - name: rule ").append(i).append('\n');
      rules.append("    deny: findings.all(a, findings.all(b, a.id != ''))\n");
    }
    Files.writeString(file, rules);
    Instant start = Instant.now();
    List<Decision> decisions = PolicyFile.read(file).decide(LARGE);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(5));
    assertThat(decisions)
        .hasSize(1000)
        .allSatisfy(decision -> assertThat(decision.effect()).isEqualTo(Decision.Effect.ERROR));
    assertThat(decisions.getLast().message())
        .endsWith("the rules of the policy take more than 250000000 steps together");
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 500, 4_000, 15_000})
  void deepAndLongExpressionsAreDecidedOrRefused(int size) throws Exception {
    String[] hostile = {
      "(".repeat(size) + "true" + ")".repeat(size),
      "!".repeat(size) + "true",
      "-".repeat(size) + "1 < 0",
      "true" + " && true".repeat(size / 2),
      "1" + "+1".repeat(size) + " > 0",
      "[".repeat(size) + "]".repeat(size) + " == []",
      "[1]" + ".map(a, a)".repeat(size / 10) + " == [1]",
      "[1" + ",1".repeat(size) + "].size() > 0",
      "true ? ".repeat(size / 8) + "true" + " : true".repeat(size / 8),
      "'" + "a".repeat(size) + "' != ''",
      "subject" + ".base".repeat(size / 5) + " == ''",
      "[1].exists(x, ".repeat(size / 20) + "true" + ")".repeat(size / 20),
      "'" + "(".repeat(size) + "'.matches('" + "(a|".repeat(size / 4) + "')",
    };
    for (String expression : hostile) {
      Instant start = Instant.now();
      try {
        List<Decision> decisions = expression(expression).decide(Cases.of());
        assertThat(decisions).hasSizeLessThan(2);
      } catch (BreakwaterException e) {
        assertThat(e).hasMessageContaining("gate.cel").hasMessageContaining("line 1");
      }
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void aFileThatIsTooLongIsRefused() throws Exception {
    Path file = directory.resolve("gate.yaml");
    Files.writeString(file, "rules:\n" + "  - {name: a, deny: 'true'}\n".repeat(400_000));
    assertThatThrownBy(() -> PolicyFile.read(file))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("it is longer than 1048576 bytes");
    assertThatThrownBy(() -> expression("true" + " ".repeat(Language.MAX_EXPRESSION)))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("16384");
  }
}
