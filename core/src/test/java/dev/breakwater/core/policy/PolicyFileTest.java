package dev.breakwater.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Policy;
import dev.breakwater.core.judge.SeverityThreshold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  @TempDir Path directory;

  private PolicyFile policy(String text) throws Exception {
    return PolicyFile.read(Files.writeString(directory.resolve("gate.yaml"), text));
  }

  private PolicyFile expression(String expression) throws Exception {
    return PolicyFile.read(Files.writeString(directory.resolve("gate.cel"), expression));
  }

  private List<Decision> decide(String expression, Policy.Case about) throws Exception {
    return expression(expression).decide(about);
  }

  private static Policy.Case typical() {
    Cases.Draft old = Cases.vulnerability("CVE-2024-2").as(Severity.CRITICAL).fixedFor(8);
    old.epss = new Vulnerability.Epss(0.75, 0.98);
    old.effects = List.of(Vulnerability.Effect.MEMORY_CORRUPTION);
    Cases.Draft exploited = Cases.vulnerability("CVE-2024-3").exploited().fixedFor(3);
    exploited.layer = Cases.TOP;
    return Cases.of(
        old.made(),
        exploited.made(),
        Cases.vulnerability("CVE-2024-4").as(Severity.LOW).made(),
        Cases.secret("aws-access-key", Severity.HIGH, "root/.aws/credentials", 2));
  }

  @Test
  void whatTheIssueWritesIsDecided() throws Exception {
    PolicyFile policy =
        policy(
            """
            policy: payments
            rules:
              - name: known-exploited
                deny: findings.exists(f, f.kev)
                message: somebody uses it already
              - name: overdue
                warn: findings.exists(f, f.fixAge > duration("168h"))
            """);
    assertThat(policy.name()).isEqualTo("payments");
    assertThat(policy.gates()).isTrue();
    List<Decision> decisions = policy.decide(typical());
    assertThat(decisions).hasSize(2);
    Decision denied = decisions.getFirst();
    assertThat(denied.rule()).isEqualTo("known-exploited");
    assertThat(denied.where()).isEqualTo(directory.resolve("gate.yaml") + ":3");
    assertThat(denied.expression()).isEqualTo("findings.exists(f, f.kev)");
    assertThat(denied.effect()).isEqualTo(Decision.Effect.DENY);
    assertThat(denied.message()).isEqualTo("somebody uses it already");
    assertThat(denied.findings()).extracting(Finding::id).containsExactly("CVE-2024-3");
    Decision warned = decisions.getLast();
    assertThat(warned.effect()).isEqualTo(Decision.Effect.WARN);
    assertThat(warned.message()).isEqualTo("overdue: 1 finding");
    assertThat(warned.findings()).extracting(Finding::id).containsExactly("CVE-2024-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "findings.exists(f, f.id == 'CVE-2024-2' && 'GHSA-CVE-2024-2' in f.aliases)",
        "findings.exists(f, f.kind == 'vulnerability' && f.severity == 'critical' && f.level =="
            + " CRITICAL)",
        "findings.exists(f, f.score > 9.7 && f.score < 10)",
        "findings.exists(f, f.kevDue < now && f.ransomware)",
        "findings.exists_one(f, has(f.kevDue))",
        "findings.exists(f, f.epss > 0.7 && f.epssPercentile > 0.9)",
        "findings.exists(f, f.fixed && f.fixedVersion == '1.1.1w' && f.fixAge == duration('192h'))",
        "findings.exists(f, f.age == duration('72h') && f.published == now - duration('72h'))",
        "findings.exists(f, !has(f.published) && f.published > now && f.age == duration('0s'))",
        "findings.exists(f, f.status == 'fixed' && f.package == 'openssl' && f.packageType =="
            + " 'deb')",
        "findings.exists(f, f.purl.startsWith('pkg:deb/') && f.version == '1.1.1')",
        "findings.exists(f, f.path == 'root/.aws/credentials' && f.line == 2 && f.hidden)",
        "findings.exists(f, f.rule == 'aws-access-key' && f.kind == 'secret' && f.package == '')",
        "findings.exists(f, f.layerIndex == 1 && f.layer.startsWith('sha256:22') && !f.inBase)",
        "findings.exists(f, f.inBase && f.layerIndex == 0)",
        "findings.exists(f, f.place == 'application' && f.effects.exists(e, e =="
            + " 'memory-corruption'))",
        "findings.exists(f, 'memory-corruption' in f.effects && 'CWE-787' in f.weaknesses)",
        "findings.exists(f, f.title.matches('(?i)BUFFER'))",
        "findings.filter(f, f.level >= MEDIUM).size() == 3",
        "findings.map(f, f.level).exists(l, l == LOW)",
        "excused.exists(e, e.finding.id == 'CVE-2020-1' && e.by == 'waiver' && e.owner == 'ann')",
        "excused.all(e, e.reason == 'not reachable' && e.expires > now)",
        "notices.exists(n, n.kind == 'expired' && n.where == 'waivers.yaml:9' && n.what != '')",
        "packages.exists(p, p.name == 'openssl' && p.type == 'deb' && p.source == 'openssl' &&"
            + " p.inBase)",
        "packages.all(p, p.ownedBy == '' && p.paths == ['var/lib/dpkg/status'] && p.layerIndex =="
            + " 0)",
        "subject.kind == 'registry' && subject.name.contains('/shop/') && subject.digest != ''",
        "subject.platform == 'linux/amd64' && size(subject.layers) == 2",
        "subject.layers[1].step.startsWith('RUN') && subject.layers[0].diffId == findings[0].layer",
        "subject.distribution.id == 'debian' && subject.distribution.version == '11'",
        "subject.distribution.ended && subject.distribution.endOfLife < now",
        "subject.base.reference == 'debian:11' && subject.base.knownBy == 'layers'",
        "has(subject.base) && !has(subject.container) && subject.container.id == ''",
        "!subject.container.running && !has(subject.container.image)",
        "assessed.exists(a, a.state == 'not-assessed' && a.feed == 'npm' && a.packages == 2)",
        "assessed.exists(a, a.asOf <= now && a.reason == '')",
        "problems.size() == 1 && problems[0].where == 'a.jar'",
        "created == now && now > timestamp('2026-01-01T00:00:00Z')",
        "counts['critical'] == 1 && counts.unknown == 0 && counts['low'] + counts['high'] == 2",
        "CRITICAL > HIGH && HIGH > MEDIUM && MEDIUM > LOW && LOW > NEGLIGIBLE && NEGLIGIBLE >"
            + " UNKNOWN",
        "('a' + 'b') == 'ab' && [1] + [2] == [1, 2] && findings == findings",
        "[1, 2].map(x, x + 1) == [2, 3] && findings.map(f, f.id)[0] == findings[0].id",
        "1 < 1.5 && 2.0 >= 2",
      })
  void everyVariableCanBeAskedFor(String expression) throws Exception {
    List<Decision> decisions = decide(expression, typical());
    assertThat(decisions).hasSize(1);
    assertThat(decisions.getFirst().message()).doesNotContain("could not be decided");
    assertThat(decisions.getFirst().effect()).isEqualTo(Decision.Effect.DENY);
  }

  @Test
  void whatIsNotTrueIsNoDecision() throws Exception {
    assertThat(decide("findings.exists(f, f.kev)", Cases.of())).isEmpty();
    assertThat(decide("findings.size() > 4", typical())).isEmpty();
  }

  @Test
  void findingsThatDecideOnlyTogetherAreNotNamed() throws Exception {
    assertThat(decide("findings.size() > 3", typical()).getFirst().findings()).isEmpty();
    assertThat(decide("subject.distribution.ended", typical()).getFirst().findings()).isEmpty();
    assertThat(decide("findings.size() > 3 || counts['low'] > 0", typical()).getFirst().findings())
        .extracting(Finding::id)
        .containsExactly("CVE-2024-4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          findings.exists(f, f.sevrity == 'high')        | line 1, column 21 | did you mean 'severity'?
          findings.exists(f, f.kev                       | line 1            | missing ')'
          findings.exists(f, f.score)                    | line 1            | bool
          findings.size()                                | line 1            | bool
          finding.exists(f, f.kev)                       | line 1, column 1  | did you mean 'findings'?
          subject.distribution.eol                       | line 1, column 21 | endOfLife
          findings.exists(f, f.level >= 'high')          | line 1            | no matching overload
          Finding{id: 'a'}.kev                           | line 1            | Finding
          """)
  void whatDoesNotCompileIsRefusedWithItsPlace(String expression, String place, String why) {
    assertThatThrownBy(() -> expression(expression))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith("Tried to read the policy " + directory.resolve("gate.cel"))
        .hasMessageContaining(place)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          rules: []                                                    | line 1, column 8  | no rules
          policy: a                                                    | line 2, column 1  | no rules
          rules: {a: b}                                                | line 1, column 8  | a list of rules
          rules: [{deny: 'true'}]                                      | line 1, column 9  | no name
          rules: [{name: a}]                                           | line 1, column 9  | neither
          rules: [{name: a, deny: 'true', warn: 'true'}]               | line 1, column 39 | not both
          rules: [{name: a, deny: ''}]                                 | line 1, column 25 | no expression
          rules: [{name: a, deny: 'true'}, {name: a, warn: 'true'}]    | line 1, column 34 | "a" already
          rules: [{name: a, deny: 'true', name: b}]                    | line 1, column 33 | twice
          rules: [{name: a, deny: 'true', when: now}]                  | line 1, column 33 | "when" is not known
          rules: [{name: a, deny: {all: 1}}]                           | line 1, column 25 | a text for "deny"
          rules: [{name: "a\\tb", deny: 'true'}]                     | line 1, column 16 | control character
          rules: [{name: a, deny: 'true', message: a, messageExpression: b}] | line 1, column 64 | either
          rules: [{name: &n a, deny: *n}]                              | line 1, column 28 | no aliases
          rule: []                                                     | line 1, column 1  | "rule" is not known
          rules: [{name: a, deny: 'true'}                              | line 2, column 1  | not valid YAML
          just a text                                                  | line 1, column 1  | keys "policy"
          rules: [{name: a, deny: 'findings.exists(f, f.kevv)'}]       | line 1, column 46 | did you mean 'kev'?
          rules: [{name: a, deny: 'true', messageExpression: 'now'}]   | line 1, column 53 | string
          """)
  void whatIsWrongInAFileIsRefusedWithItsPlace(String text, String place, String why) {
    assertThatThrownBy(() -> policy(text + "\n"))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith(
            "Tried to read the policy " + directory.resolve("gate.yaml") + ": " + place + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void thePlaceInsideOfABlockIsExact() {
    assertThatThrownBy(() ->
            policy(
                """
                rules:
                  - name: literal
                    deny: |
                      findings.exists(f,
                        f.kev &&
                        f.sevrity == "high")
                """))
        .hasMessageContaining(
            "line 6, column 10: undefined field 'sevrity' (did you mean 'severity'?)");
    assertThatThrownBy(() ->
            policy(
                """
                rules:
                  - name: folded
                    warn: >-   # a comment
                      findings.exists(f,

                      f.kev && f.sevrity == "high")
                """))
        .hasMessageContaining("line 6, column 17: undefined field 'sevrity'");
    assertThatThrownBy(() ->
            policy(
                """
                rules:
                  - name: plain
                    warn: findings.exists(f,
                        f.kev &&
                        f.sevrity)
                """))
        .hasMessageContaining("line 5, column 10: undefined field 'sevrity'");
  }

  @Test
  void moreDocumentsOrRulesThanOneCanSeeAreRefused() {
    assertThatThrownBy(() -> policy("rules: [{name: a, deny: 'true'}]\n---\nrules: []\n"))
        .hasMessageContaining("line 2, column 1: a policy file holds one document");
    StringBuilder rules = new StringBuilder("rules:\n");
    for (int i = 0; i <= RuleReader.MAX_RULES; i++) {
      rules.append("  - {name: r").append(i).append(", deny: 'false'}\n");
    }
    assertThatThrownBy(() -> policy(rules.toString()))
        .hasMessageContaining("line 1002, column 5: a policy has no more than 1000 rules");
    assertThatThrownBy(() -> PolicyFile.read(directory.resolve("none.yaml")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() ->
            PolicyFile.read(
                Files.write(directory.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9})))
        .hasMessageContaining("it is not UTF-8");
    assertThatThrownBy(() -> expression("  \n")).hasMessageContaining("no expression");
  }

  @Test
  void aMessageIsMadeByItsExpression() throws Exception {
    PolicyFile policy =
        policy(
            """
            rules:
              - name: made
                deny: findings.exists(f, f.level >= HIGH)
                messageExpression: string(findings.filter(f, f.level >= HIGH).size()) + " to mend"
              - name: failing
                deny: 'true'
                messageExpression: findings[99].id
              - name: two-lines
                warn: findings.exists(f, f.level >= HIGH)
                messageExpression: '"a\\nb"'
            """);
    assertThat(policy.decide(typical()))
        .extracting(Decision::message)
        .containsExactly("2 to mend", "failing: true", "two-lines: 2 findings");
  }

  @Test
  void thePolicyThatComesWithTheProgram() {
    PolicyFile policy = PolicyFile.builtIn();
    assertThat(policy.name()).isEqualTo("default");
    assertThat(policy.gates()).isTrue();
    List<Decision> decisions = policy.decide(typical());
    assertThat(decisions)
        .extracting(Decision::rule, decision -> decision.effect().label())
        .containsExactly(
            tuple("known-exploited", "deny"),
            tuple("critical-fix-overdue", "deny"),
            tuple("secret", "deny"),
            tuple("likely-exploited", "warn"),
            tuple("end-of-life", "warn"),
            tuple("expired-waiver", "warn"));
    assertThat(decisions.getFirst().where()).startsWith("default:");
    assertThat(decisions.get(4).message())
        .isEqualTo("Debian GNU/Linux 11 gets no security updates any more");
    Cases.Draft bad = Cases.vulnerability("MAL-2024-1").as(Severity.CRITICAL);
    bad.kind = Finding.Kind.MALWARE;
    assertThat(policy.decide(Cases.of(bad.made())))
        .extracting(Decision::rule)
        .startsWith("malware");
    assertThat(policy.decide(Cases.of(Cases.vulnerability("CVE-1").exploited().made())))
        .extracting(Decision::rule)
        .startsWith("known-exploited-without-fix");
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void theSeverityThresholdIsTheSameInCel(Severity threshold) throws Exception {
    PolicyFile policy = expression("findings.exists(f, f.level >= " + threshold + ")");
    for (int count : new int[] {0, 1, 2, 3, 4, 5, 60}) {
      List<Finding> findings = Cases.many(count);
      List<Decision> expected = new SeverityThreshold(threshold).decide(Cases.of(findings));
      List<Decision> decisions = policy.decide(Cases.of(findings));
      assertThat(decisions).hasSameSizeAs(expected);
      if (!expected.isEmpty()) {
        assertThat(decisions.getFirst().findings())
            .containsExactlyInAnyOrderElementsOf(expected.getFirst().findings());
      }
    }
  }

  @Test
  void theOrderOfTheFindingsChangesNothing() throws Exception {
    PolicyFile policy =
        policy(
            """
            rules:
              - name: first
                deny: findings.size() > 0 && findings[0].kev
              - name: all
                deny: findings.exists(f, f.kev && !f.fixed) || findings.all(f, f.level > LOW)
              - name: pairs
                warn: findings.exists(a, findings.exists(b, a.path == b.path && a.id != b.id))
              - name: text
                warn: 'true'
                messageExpression: findings[1].id + " " + string(counts.critical)
              - name: costly
                deny: findings.all(a, findings.all(b, findings.all(c, c.id != "")))
            """);
    List<Finding> findings = new ArrayList<>(Cases.many(150));
    List<Decision> decisions = policy.decide(Cases.of(findings));
    assertThat(decisions).extracting(Decision::rule).contains("text", "pairs", "all", "costly");
    Random random = new Random(4);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(findings, random);
      assertThat(policy.decide(Cases.of(findings))).isEqualTo(decisions);
    }
  }
}
