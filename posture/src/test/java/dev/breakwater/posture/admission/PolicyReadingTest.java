package dev.breakwater.posture.admission;

import static dev.breakwater.posture.admission.Manifests.binding;
import static dev.breakwater.posture.admission.Manifests.check;
import static dev.breakwater.posture.admission.Manifests.file;
import static dev.breakwater.posture.admission.Manifests.pods;
import static dev.breakwater.posture.admission.Manifests.policies;
import static dev.breakwater.posture.admission.Manifests.policy;
import static dev.breakwater.posture.admission.Manifests.rule;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReadingTest {
  private static final String TRUE = "validations:\n- expression: 'true'\n";

  private static void refuses(String text, String field, String what) {
    AdmissionPolicies read = policies(text);
    assertThat(read.problems())
        .extracting(Problem::what)
        .anyMatch(said -> said.contains(field) && said.contains(what));
    assertThat(read.names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failurePolicy: Fail|failurePolicy: fail|spec.failurePolicy|is one of Fail, Ignore",
        "failurePolicy: Fail|failurePolicy: 1|spec.failurePolicy|must be a string",
        "failurePolicy: Fail|paramKind: {kind: ConfigMap}|spec.paramKind.apiVersion|is required",
        "failurePolicy: Fail|paramKind: {apiVersion: v1, kind: Config_Map}|spec.paramKind.kind|letters",
        "failurePolicy: Fail|matchConditions: {}|spec.matchConditions|must be a list",
        "failurePolicy: Fail|matchConditions: [{expression: 'true'}]|matchConditions[0].name|is required",
        "failurePolicy: Fail|matchConditions: [{name: -a, expression: 'true'}]|matchConditions[0].name|qualified",
        "failurePolicy: Fail|matchConditions: [{name: a, expression: ' '}]|matchConditions[0].expression|no expression",
        "failurePolicy: Fail|matchConditions: [{name: a, expression: 'true'}, {name: a, expression: 'true'}]|matchConditions[1].name|twice",
        "failurePolicy: Fail|variables: [{name: in, expression: '1'}]|variables[0].name|identifier",
        "failurePolicy: Fail|variables: [{name: a-b, expression: '1'}]|variables[0].name|identifier",
        "failurePolicy: Fail|auditAnnotations: [{key: a}]|auditAnnotations[0].valueExpression|is required",
        "failurePolicy: Fail|auditAnnotations: [{key: a/b, valueExpression: 'null'}]|auditAnnotations[0].key|qualified",
        "expression: 'true'|expression: 1|validations[0].expression|must be a string",
        "expression: 'true'|message: only|validations[0].expression|is required",
        "expression: 'true'|{expression: 'true', message: ' '}|validations[0].message|non-empty",
        "expression: 'true'|{expression: 'true', message: \"a\\nb\"}|validations[0].message|line breaks",
        "expression: 'true'|{expression: 'true', messageExpression: ' '}|validations[0].messageExpression|no expression",
        "expression: 'true'|{expression: 'true', reason: Because}|validations[0].reason|is one of",
        "name: checked|name: Checked|metadata.name|no name",
        "name: checked|labels: {}|metadata.name|is required",
        "operations: ['*']|operations: [READ]|operations|is not supported",
        "operations: ['*']|operations: []|operations|at least one",
        "operations: ['*']|operations: ['*', CREATE]|operations|nothing else",
        "apiGroups: ['']|apiGroups: ['*', apps]|apiGroups|nothing else",
        "apiGroups: ['']|scope: '*'|apiGroups|at least one",
        "apiVersions: ['v1']|apiVersions: ['']|apiVersions|empty",
        "apiVersions: ['v1']|apiVersions: [1]|apiVersions[0]|must be a string",
        "resources: ['pods']|resources: ['*/*', pods]|resources|nothing else",
        "resources: ['pods']|resources: ['*', pods]|resources|no other",
        "resources: ['pods']|resources: ['pods/*', pods/exec]|resources|must not",
        "resources: ['pods']|resources: ['*/scale', pods/scale]|resources|must not",
        "resources: ['pods']|resources: [pods], resourceNames: [a/b]|resourceNames|must not be",
        "matchConstraints:|matchConstraints_:|spec.matchConstraints|is required",
        "resourceRules:|excludeResourceRules:|resourceRules|at least one",
      })
  void refusesWhatAnApiServerRefuses(String from, String to, String field, String what) {
    String whole = pods("failurePolicy: Fail\n" + TRUE);
    assertThat(policies(whole).problems()).isEmpty();
    assertThat(whole).contains(from);

    refuses(whole.replace(from, to), field, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespaceSelector: {matchLabels: {a: '-'}}|matchLabels.a|no value of a label",
        "namespaceSelector: {matchLabels: {'-': a}}|matchLabels|qualified",
        "objectSelector: {matchLabels: {a: true}}|matchLabels.a|must be a string",
        "objectSelector: {matchExpressions: [{key: a, operator: in}]}|operator|selector operator",
        "objectSelector: {matchExpressions: [{key: a, operator: In}]}|values|must be specified",
        "objectSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}|values|may not",
        "matchPolicy: equivalent|matchPolicy|is one of",
        "objectSelector: []|objectSelector|must be an object",
      })
  void refusesFaultyConstraints(String constraint, String field, String what) {
    refuses(policy("resourceRules:\n" + rule("", "v1", "pods") + constraint, TRUE), field, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paramRef: {name: a}|validationActions|at least one",
        "validationActions: [Deny, Warn]|validationActions|both Deny and Warn",
        "validationActions: [Deny, Deny]|validationActions|twice",
        "validationActions: [deny]|validationActions|is not supported",
        "{validationActions: [Deny], paramRef: {name: a, selector: {}}}|paramRef.name|not both",
        "{validationActions: [Deny], paramRef: {parameterNotFoundAction: Deny}}|paramRef.name|either",
        "{validationActions: [Deny], paramRef: {name: a, parameterNotFoundAction: Refuse}}|parameterNotFoundAction|is one of",
      })
  void refusesFaultyBindings(String spec, String field, String what) {
    String flow = spec.startsWith("{") ? spec.substring(1, spec.length() - 1) : null;
    String bound =
        flow == null
            ? binding("b", spec)
            : binding("b", "x: y")
                .replaceAll("(?s)spec:\n.*", "spec: {policyName: checked, " + flow + "}\n");
    AdmissionPolicies read = policies(check("true") + bound);

    assertThat(read.problems())
        .extracting(Problem::what)
        .anyMatch(said -> said.contains(field) && said.contains(what));
    // A binding that cannot be used does not put the policy into force everywhere.
    assertThat(read.unbound()).containsExactly("checked");
  }

  @Test
  void aFieldThatThereIsNotIsToldAndPassedOver() {
    AdmissionPolicies read = policies(pods("matchCondition: []\n" + TRUE));

    assertThat(read.names()).containsExactly("checked");
    assertThat(read.problems()).hasSize(1);
    assertThat(read.problems().getFirst().what())
        .contains("spec.matchCondition", "there is no such field");
  }

  @ParameterizedTest
  @CsvSource({
    "kind: ValidatingAdmissionPolicy, kind: ValidatingAdmissionPolicies",
    "k8s.io/v1, k8s.io/v2",
  })
  void aKindThatThereIsNotIsTold(String from, String to) {
    AdmissionPolicies read = policies(check("true").replace(from, to));

    assertThat(read.names()).isEmpty();
    assertThat(read.problems()).hasSize(1);
    assertThat(read.problems().getFirst().where()).isEqualTo("policy.yaml:1:1");
  }

  @Test
  void itemsOfAListMayLeaveTheirKindToIt() {
    String item = check("false").replaceFirst("(?s)^.*?metadata", "metadata").indent(2);
    String list =
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyList\nitems:\n-"
            + item.substring(1);

    assertThat(policies(list).problems()).isEmpty();
    assertThat(policies(list).names()).containsExactly("checked");
  }

  @Test
  void allFaultsOfAPolicyAreToldAndTheOthersStay() {
    AdmissionPolicies read =
        policies(
            pods("failurePolicy: never\nvalidations:\n- expression: 1\n- expression: 2\n")
                + "---\n"
                + check("true").replace("name: checked", "name: whole"));

    assertThat(read.names()).containsExactly("whole");
    assertThat(read.problems()).hasSizeGreaterThan(0);
    assertThat(read.problems().getFirst().where()).isEqualTo("policy.yaml:8:3");
  }

  @Test
  void twoPoliciesOfOneNameAreOneTooMany() {
    AdmissionPolicies read = policies(check("true") + "---\n" + check("false"));

    assertThat(read.problems()).hasSize(1);
    assertThat(read.problems().getFirst().what()).contains("policy.yaml:1");
    assertThat(new Admission(read).decide(Manifests.resource(Manifests.POD)).getFirst().outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  /** Where the only {@code wrong} of a file stands. */
  private static String placeOfWrong(String file, String text) {
    int at = text.indexOf("wrong");
    int lineStart = text.lastIndexOf('\n', at) + 1;
    long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return file + ':' + line + ':' + (at - lineStart + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expression: object.a == wrong.b",
        "expression: 'object.a == wrong.b'",
        "expression: \"object.a ==\\n wrong.b\"",
        "expression: 'object[''a''] == wrong.b'",
        "{expression: wrong.b}",
        "{\"expression\": \"wrong.b\"}",
        "{\"expression\":\"\\u006f\\u0062ject == wrong.b\"}",
        "expression: !!str wrong.b",
        "expression:\n      wrong.b",
        "expression: object.a ==\n\n\n      wrong.b",
        "expression: \"object.a ==\n\n      wrong.b\"",
        "expression: |\n    object.a ==\n\n      wrong.b\n",
        "expression: |-\n    // ünïcödé 😀\n    object.a == wrong.b\n",
        "expression: >\n    object.a ==\n\n      wrong.b\n",
        "expression: >-\n    object.a\n    == wrong.b\n",
        "expression: |2\n      object.a ==\n    wrong.b\n",
        "expression: > # why\n    object.a ==\n    wrong.b\n",
        "expression: |+\n    wrong.b\n\n\n",
      })
  void aFaultIsFoundInScalarsOfEveryStyle(String validation) {
    String text = pods("validations:\n- " + validation);
    String expected = placeOfWrong("policy.yaml", text);

    assertThat(policies(text).problems()).extracting(Problem::where).containsExactly(expected);
  }

  @Test
  void afterAnAliasTheKeyIsThePlace() {
    String text =
        pods(
            "variables:\n- {name: a, expression: &same wrong.b}\nvalidations:\n- expression: *same\n");

    assertThat(policies(text).problems()).extracting(Problem::where).contains("policy.yaml:11:5");
  }

  @Test
  void jsonIsReadAsWell() throws BreakwaterException {
    String json =
        """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
         "metadata": {"name": "checked"},
         "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"],
           "operations": ["*"], "resources": ["pods"]}]},
           "validations": [{"expression": "object.a ==\\n  wrong.b"}]}}
        """;

    assertThat(
            AdmissionPolicies.read(
                    PolicyFiles.of(List.of(SourceFile.of("p.json", json.getBytes(UTF_8)))))
                .problems())
        .extracting(Problem::where)
        .containsExactly(placeOfWrong("p.json", json));
  }

  @Test
  void mutilatedPoliciesAreProblemsAndNoMore() {
    String whole =
        pods(
                """
                failurePolicy: Fail
                paramKind: {apiVersion: v1, kind: ConfigMap}
                matchConditions:
                - {name: a, expression: 'object.metadata.name != "x"'}
                variables:
                - {name: names, expression: 'object.spec.containers.map(c, c.name)'}
                validations:
                - expression: |-
                    variables.names.all(n, n != params.data.forbidden)
                  messageExpression: "'one of ' + variables.names.join()"
                auditAnnotations:
                - {key: a, valueExpression: 'string(size(variables.names))'}
                """)
            + binding(
                "b",
                "validationActions: [Warn]\nparamRef: {name: a, parameterNotFoundAction: Allow}")
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\ndata: {forbidden: web}\n";
    assertThat(policies(whole).problems()).isEmpty();
    Random random = new Random(5);
    long start = System.nanoTime();
    int decided = 0;
    for (int i = 0; i < 1500; i++) {
      String mutilated = mutilated(whole, random);
      AdmissionPolicies read =
          AdmissionPolicies.read(PolicyFiles.of(List.of(file("m.yaml", mutilated))));
      decided += new Admission(read).decide(Manifests.resource(Manifests.POD)).size();
    }
    assertThat(decided).isPositive();
    assertThat(System.nanoTime() - start).isLessThan(120_000_000_000L);
  }

  private static String mutilated(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      switch (random.nextInt(5)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
        case 2 -> lines.set(at, line.replaceFirst(": .*", ": " + random.nextInt(3)));
        case 3 ->
            lines.set(at, line.substring(0, line.isEmpty() ? 0 : random.nextInt(line.length())));
        default ->
            lines.set(
                at,
                line.isEmpty()
                    ? "- []"
                    : line.replace(
                        line.charAt(random.nextInt(line.length())),
                        "(){}[]'\"|>&*!\u0000\uD800é".charAt(random.nextInt(16))));
      }
    }
    return String.join("\n", lines);
  }
}
