package dev.breakwater.posture.admission;

import static dev.breakwater.posture.admission.Manifests.POD;
import static dev.breakwater.posture.admission.Manifests.binding;
import static dev.breakwater.posture.admission.Manifests.check;
import static dev.breakwater.posture.admission.Manifests.decide;
import static dev.breakwater.posture.admission.Manifests.pods;
import static dev.breakwater.posture.admission.Manifests.policies;
import static dev.breakwater.posture.admission.Manifests.policy;
import static dev.breakwater.posture.admission.Manifests.resource;
import static dev.breakwater.posture.admission.Manifests.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final RequestOptions USUAL = RequestOptions.USUAL;

  private static String config(String name, String namespace, String team, int most) {
    return """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s, namespace: %s, labels: {team: %s}}
    data: {most: "%s"}
    """
        .formatted(name, namespace, team, most);
  }

  @Test
  void deniesWhatIsFalseAndShowsWhere() {
    PolicyDecision decision =
        decide(
            pods(
                """
                validations:
                - expression: |-
                    !has(object.spec.hostNetwork) ||
                    !object.spec.hostNetwork
                """),
            POD);

    assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
    assertThat(decision.policy()).isEqualTo("checked");
    assertThat(decision.expression())
        .isEqualTo("!has(object.spec.hostNetwork) ||\n!object.spec.hostNetwork");
    assertThat(decision.message()).isEqualTo("failed expression: " + decision.expression());
    assertThat(decision.reason()).isEqualTo("Invalid");
    assertThat(decision.origin().line()).isEqualTo(10);
    assertThat(decision.origin().column()).isEqualTo(7);
  }

  @Test
  void allowsWhatIsTrue() {
    PolicyDecision decision = decide(check("object.metadata.name == 'web'"), POD);

    assertThat(decision.outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decision.expression()).isNull();
    assertThat(decision.message()).isNull();
  }

  @Test
  void theFirstFalseCheckSpeaks() {
    PolicyDecision decision =
        decide(
            pods(
                """
                validations:
                - {expression: 'true', message: first}
                - {expression: 'false', message: '  second  ', reason: Forbidden}
                - {expression: 'false', message: third}
                """),
            POD);

    assertThat(decision.message()).isEqualTo("second");
    assertThat(decision.reason()).isEqualTo("Forbidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"  made \" + object.metadata.name + \"  \"|made web",
        "string(object.metadata.missing)|written",
        "\"two\\nlines\"|written",
        "\"   \"|written",
        "\"x\" + [1].map(i, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\")[0].replace(\"x\","
            + " \"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\")|written",
      })
  void aMadeMessageIsOneLineOrNone(String expression, String expected) {
    PolicyDecision decision =
        decide(
            pods(
                "validations:\n- expression: 'false'\n  message: written\n  messageExpression: "
                    + Manifests.quoted(expression)),
            POD);

    assertThat(decision.message()).isEqualTo(expected);
  }

  @Test
  void aFaultIsAnErrorUnlessFaultsAreIgnored() {
    String check = "validations:\n- expression: object.spec.missing == 1\n";

    PolicyDecision failed = decide(pods(check), POD);
    assertThat(failed.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(failed.expression()).isEqualTo("object.spec.missing == 1");
    assertThat(failed.message()).contains("missing");
    assertThat(decide(pods("failurePolicy: Ignore\n" + check), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void aFalseCheckIsGraverThanAFaultOfAnother() {
    PolicyDecision decision =
        decide(
            pods(
                """
                validations:
                - expression: object.spec.missing == 1
                - {expression: 'false', message: refused}
                """),
            POD);

    assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
    assertThat(decision.message()).isEqualTo("refused");
  }

  @Test
  void aPolicyThatDoesNotCompileFailsWhereItMatches() {
    AdmissionPolicies read =
        policies(
            pods(
                """
                validations:
                - expression: >-
                    object.spec.hostNetwork
                    && nothing.here
                """));

    assertThat(read.problems()).hasSize(1);
    assertThat(read.problems().getFirst().where()).isEqualTo("policy.yaml:11:10");
    assertThat(read.problems().getFirst().what()).contains("validations[0].expression", "nothing");
    Admission admission = new Admission(read);
    assertThat(admission.decide(resource(POD)).getFirst().outcome()).isEqualTo(Outcome.ERROR);
    assertThat(admission.decide(resource(POD)).getFirst().expression()).contains("nothing.here");
    assertThat(
            admission
                .decide(resource("{apiVersion: v1, kind: Secret, metadata: {name: s}}"))
                .getFirst()
                .outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void anExpressionWithoutEndIsAnErrorAndNeedsNoTime() {
    String list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
    String endless =
        "LIST.all(a, LIST.all(b, LIST.all(c, LIST.all(d, LIST.all(e, a + b + c + d + e > 0)))))";
    long start = System.nanoTime();

    PolicyDecision decision = decide(check(endless.replace("LIST", list)), POD);

    assertThat(decision.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  private static String chained(int variables) {
    StringBuilder chain = new StringBuilder("variables:\n- {name: v0, expression: '1'}\n");
    for (int i = 1; i < variables; i++) {
      chain.append("- {name: v").append(i).append(", expression: 'variables.v").append(i - 1);
      chain.append(" + 1'}\n");
    }
    return chain
        .append("validations:\n- expression: variables.v")
        .append(variables - 1)
        .append(" == ")
        .append(variables)
        .toString();
  }

  @Test
  void variablesMayAskEachOtherNotWithoutEnd() {
    assertThat(decide(pods(chained(60)), POD).message()).isNull();
    PolicyDecision deep = decide(pods(chained(500)), POD);
    assertThat(deep.outcome()).isIn(Outcome.ALLOW, Outcome.ERROR);
    assertThat(String.valueOf(deep.message())).hasSizeLessThan(200);
    assertThat(policies(pods(chained(501))).problems()).hasSize(1);
  }

  @Test
  void whereTheBudgetIsSpentNothingElseCounts() {
    // Each costs almost as much as one expression may; together they cost more than all may.
    StringBuilder checks =
        new StringBuilder("validations:\n- {expression: 'false', message: first}\n");
    String costly = "[NUMBERS].all(a, [NUMBERS].all(b, a + b >= 0))";
    String numbers = "0" + ",1".repeat(299);
    for (int i = 0; i < 40; i++) {
      checks.append("- expression: '").append(costly.replace("NUMBERS", numbers)).append("'\n");
    }

    PolicyDecision decision = decide(pods(checks.toString()), POD);

    assertThat(decision.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(decision.message()).contains("cost");
    assertThat(decide(pods("failurePolicy: Ignore\n" + checks), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void variablesAreEvaluatedOnceWhereTheyAreUsed() {
    String spec =
        """
        variables:
        - {name: images, expression: 'object.spec.containers.map(c, c.image)'}
        - {name: count, expression: 'size(variables.images)'}
        - {name: broken, expression: 'object.spec.missing'}
        validations:
        - expression: variables.count == 1 && variables.images[0].startsWith("registry.example.org/")
        - {expression: '%s', message: 'no'}
        """;

    assertThat(decide(pods(spec.formatted("true || variables.broken")), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
    PolicyDecision failed = decide(pods(spec.formatted("variables.broken == 1")), POD);
    assertThat(failed.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(failed.message()).contains("variables.broken fails", "missing");
  }

  @Test
  void aVariableKnowsThoseBeforeItAlone() {
    String spec =
        """
        variables:
        - {name: first, expression: 'variables.second'}
        - {name: second, expression: '1'}
        validations:
        - expression: variables.first == 1 || variables.third == 1
        """;

    assertThat(policies(pods(spec)).problems()).hasSize(2);
  }

  @Test
  void aVariableMayBeCalledLikeAnything() {
    assertThat(
            decide(
                    policy(
                        "resourceRules:\n" + rule("apps", "v1", "deployments"),
                        """
                        variables:
                        - {name: object, expression: 'object.kind'}
                        - {name: params, expression: '2'}
                        validations:
                        - expression: variables.object == object.kind && variables.params == 2
                        """),
                    "apiVersion: apps/v1beta2\nkind: Deployment\nmetadata: {name: a}\nspec: {template:"
                        + " {spec: {containers: []}}}\n")
                .message())
        .isNull();
  }

  @Test
  void whatVariablesGiveIsChecked() {
    assertThat(
            policies(
                    pods(
                        """
                        variables:
                        - {name: name, expression: 'string(object.metadata.name)'}
                        validations:
                        - expression: variables.name + 1 == 2
                        """))
                .problems())
        .hasSize(1);
  }

  @Test
  void aConditionThatIsFalseExcuses() {
    String conditions =
        """
        matchConditions:
        - {name: broken, expression: 'object.spec.missing == 1'}
        - {name: not-nodes, expression: '!("system:nodes" in request.userInfo.groups)'}
        validations:
        - {expression: 'false', message: 'no'}
        """;
    RequestOptions asNode = USUAL.by(User.of("system:node:a", List.of("system:nodes")));

    assertThat(decide(pods(conditions), POD, asNode).outcome()).isEqualTo(Outcome.ALLOW);
    PolicyDecision failed = decide(pods(conditions), POD);
    assertThat(failed.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(failed.expression()).isEqualTo("object.spec.missing == 1");
    assertThat(decide(pods("failurePolicy: Ignore\n" + conditions), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void conditionsKnowNoVariables() {
    assertThat(
            policies(
                    pods(
                        """
                        variables:
                        - {name: one, expression: '1'}
                        matchConditions:
                        - {name: one, expression: 'variables.one == 1'}
                        validations:
                        - expression: 'true'
                        """))
                .problems())
        .hasSize(1);
  }

  @Test
  void theRequestSaysWhatIsDone() {
    String expression =
        "request.operation == 'CREATE' && request.namespace == 'shop' && request.name == 'web'"
            + " && request.kind.kind == 'Pod' && request.kind.group == '' && request.kind.version =="
            + " 'v1' && request.resource.resource == 'pods' && request.requestKind.kind == 'Pod' &&"
            + " request.requestResource.version == 'v1' && !has(request.subResource) &&"
            + " request.userInfo.username == 'alice' && 'dev' in request.userInfo.groups &&"
            + " 'system:authenticated' in request.userInfo.groups && request.dryRun == false &&"
            + " request.options.kind == 'CreateOptions' && oldObject == null &&"
            + " object.metadata.namespace == 'shop'";

    assertThat(
            decide(check(expression), POD, USUAL.in("shop").by(User.of("alice", List.of("dev"))))
                .message())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.uid == ''",
        "request.object == null",
        "namespaceObject.metadata.managedFields == 1",
        "variables.x == 1",
        "params.x == 1",
        "undefined",
        "1",
        "'text'",
      })
  void whatAnApiServerRefusesDoesNotCompile(String expression) {
    assertThat(policies(check(expression)).problems()).hasSize(1);
  }

  @Test
  void aServiceAccountIsInItsGroups() {
    assertThat(
            decide(
                    check("'system:serviceaccounts:shop' in request.userInfo.groups"),
                    POD,
                    USUAL.by(User.of("system:serviceaccount:shop:deployer", List.of())))
                .outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void anUpdateKnowsWhatWasThere() {
    String immutable = check("object.metadata.labels.app == oldObject.metadata.labels.app");
    RequestOptions update = USUAL.with(Operation.UPDATE);

    assertThat(decide(immutable, POD, POD, update).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decide(immutable, POD, POD.replace("app: web", "app: api"), update).outcome())
        .isEqualTo(Outcome.DENY);
    assertThat(decide(immutable, POD, update).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void aDeletionHasOnlyTheOldObject() {
    String guarded =
        check("object == null && !('keep' in oldObject.metadata.?annotations.orValue({}))");
    RequestOptions delete = USUAL.with(Operation.DELETE);

    assertThat(decide(guarded, POD, delete).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(
            decide(guarded, POD.replace("labels:", "annotations: {keep: 'yes'}\n  labels:"), delete)
                .outcome())
        .isEqualTo(Outcome.DENY);
  }

  @Test
  void aConnectionIsToASubresource() {
    String noExec =
        policy(
            "resourceRules:\n" + rule("", "v1", "pods/exec"),
            "validations:\n- expression: '!object.command.exists(c, c == \"sh\") && request.subResource =="
                + " \"exec\"'");
    String exec = "apiVersion: v1\nkind: PodExecOptions\nmetadata: {name: web}\ncommand: [%s]\n";
    RequestOptions connect = USUAL.with(Operation.CONNECT);

    assertThat(decide(noExec, exec.formatted("ls"), connect).message()).isNull();
    assertThat(decide(noExec, exec.formatted("sh"), connect).outcome()).isEqualTo(Outcome.DENY);
  }

  @Test
  void namespacesAreKnownByTheirObjects() {
    String shop =
        "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {env: prod}}\n";
    String check =
        check(
            "namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'shop' &&"
                + " namespaceObject.metadata.labels.env == 'prod' && namespaceObject.metadata.name =="
                + " 'shop' && namespaceObject.status.phase == 'Active'");

    assertThat(decide(check + shop, POD, USUAL.in("shop")).message()).isNull();
    assertThat(decide(check, POD, USUAL.in("shop")).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void whatIsInNoNamespaceHasNone() {
    String node = "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n";
    String check =
        policy(
            "resourceRules:\n" + rule("", "*", "*"),
            "validations:\n- expression: 'namespaceObject == null && !has(request.namespace)'");

    assertThat(decide(check, node).message()).isNull();
  }

  @Test
  void aNamespaceIsInItself() {
    String check =
        policy(
            "resourceRules:\n" + rule("", "v1", "namespaces"),
            "validations:\n- expression: 'namespaceObject == null && request.namespace == \"shop\"'");

    assertThat(decide(check, "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n").message())
        .isNull();
  }

  @Test
  void bindingsSayWhatFollows() {
    String policy = check("false");

    assertThat(decide(policy + binding("b", "validationActions: [Audit]"), POD).outcome())
        .isEqualTo(Outcome.AUDIT);
    assertThat(decide(policy + binding("b", "validationActions: [Audit, Warn]"), POD).outcome())
        .isEqualTo(Outcome.WARN);
    PolicyDecision both =
        decide(
            policy
                + binding("soft", "validationActions: [Warn]")
                + binding("hard", "validationActions: [Deny, Audit]"),
            POD);
    assertThat(both.outcome()).isEqualTo(Outcome.DENY);
    assertThat(both.binding()).isEqualTo("hard");
  }

  @Test
  void whereThereAreBindingsAnUnboundPolicyAllows() {
    AdmissionPolicies read =
        policies(
            check("false")
                + binding("other", "validationActions: [Deny]")
                    .replace("policyName: checked", "policyName: another"));

    assertThat(read.problems()).isEmpty();
    assertThat(read.unbound()).containsExactly("checked");
    assertThat(read.missing()).containsExactly("another");
    assertThat(new Admission(read).decide(resource(POD)).getFirst().outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void aBindingMatchesOnTopOfItsPolicy() {
    String bound =
        check("false")
            + binding(
                "prod",
                """
                validationActions: [Deny]
                matchResources:
                  namespaceSelector:
                    matchExpressions:
                    - {key: kubernetes.io/metadata.name, operator: In, values: [prod]}
                """);

    assertThat(decide(bound, POD, USUAL.in("prod")).outcome()).isEqualTo(Outcome.DENY);
    assertThat(decide(bound, POD, USUAL.in("test")).outcome()).isEqualTo(Outcome.ALLOW);
  }

  private static String bounded(String reference) {
    return pods(
            """
            paramKind: {apiVersion: v1, kind: ConfigMap}
            validations:
            - expression: params != null && size(object.spec.containers) <= int(params.data.most)
              messageExpression: "params == null ? 'no limit' : 'at most ' + params.data.most"
            """)
        + (reference.isEmpty()
            ? ""
            : binding("b", "validationActions: [Deny]\nparamRef: " + reference));
  }

  @Test
  void aParameterIsChosenByName() {
    String params = config("limit", "default", "a", 0) + config("other", "default", "a", 9);
    String policy = bounded("{name: limit, parameterNotFoundAction: Deny}");

    assertThat(decide(policy + params, POD).message()).isEqualTo("at most 0");
    assertThat(decide(policy + params, POD, USUAL.in("shop")).message())
        .contains("no params found");
    assertThat(decide(policy + params, POD, USUAL.in("shop")).outcome()).isEqualTo(Outcome.DENY);
    assertThat(
            decide(policy.replace(": Deny}", ": Allow}") + params, POD, USUAL.in("shop")).outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(
            decide(
                    policy.replace("name: limit", "name: limit, namespace: default") + params,
                    POD,
                    USUAL.in("shop"))
                .message())
        .isEqualTo("at most 0");
    assertThat(
            decide(
                    policy.replaceFirst("spec:", "spec:\n  failurePolicy: Ignore") + params,
                    POD,
                    USUAL.in("shop"))
                .outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void eachChosenParameterIsAsked() {
    String params =
        config("wide", "default", "a", 5)
            + config("narrow", "default", "a", 0)
            + config("foreign", "default", "b", 0);
    String policy = bounded("{selector: {matchLabels: {team: %s}}, parameterNotFoundAction: Deny}");

    assertThat(decide(policy.formatted("a") + params, POD).message()).isEqualTo("at most 0");
    assertThat(decide(policy.formatted("c") + params, POD).outcome()).isEqualTo(Outcome.DENY);
    assertThat(decide(policy.formatted("a") + config("wide", "default", "a", 5), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void withoutBindingsEveryParameterOfTheKindIsAsked() {
    assertThat(decide(bounded("") + config("any", "elsewhere", "a", 0), POD).message())
        .isEqualTo("at most 0");
    assertThat(decide(bounded("") + config("any", "elsewhere", "a", 3), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(decide(bounded(""), POD).message()).isEqualTo("no limit");
  }

  @Test
  void aBindingWithoutParametersGivesNone() {
    assertThat(
            decide(
                    bounded("")
                        + binding("b", "validationActions: [Deny]")
                        + config("any", "default", "a", 3),
                    POD)
                .message())
        .isEqualTo("no limit");
  }

  @Test
  void parametersOfAKindForClustersAreInNoNamespace() {
    String policy =
        pods(
                """
                paramKind: {apiVersion: example.org/v1, kind: Limits}
                validations:
                - expression: params.most > 0
                """)
            + binding("b", "validationActions: [Deny]\nparamRef: {name: all%s}");
    String limits =
        "---\napiVersion: example.org/v1\nkind: Limits\nmetadata: {name: all}\nmost: 0\n";
    String definition =
        """
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: limits.example.org}
        spec:
          group: example.org
          scope: Cluster
          names: {kind: Limits, plural: limits}
          versions: [{name: v1}]
        """;

    assertThat(decide(policy.formatted("") + limits, POD, USUAL.in("shop")).outcome())
        .isEqualTo(Outcome.DENY);
    PolicyDecision faulty =
        decide(policy.formatted(", namespace: shop") + limits + definition, POD);
    assertThat(faulty.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(faulty.message()).contains("cluster-scoped");
  }

  @Test
  void auditAnnotationsThatFailRefuse() {
    String annotated =
        pods(
            """
            validations:
            - expression: 'true'
            auditAnnotations:
            - {key: image, valueExpression: '%s'}
            """);

    assertThat(
            decide(annotated.formatted("string(object.spec.containers[0].image)"), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(decide(annotated.formatted("null"), POD).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decide(annotated.formatted("string(object.spec.missing)"), POD).outcome())
        .isEqualTo(Outcome.ERROR);
    assertThat(
            decide(
                    annotated.formatted("string(authorizer.path(\"/x\").check(\"get\").allowed())"),
                    POD)
                .outcome())
        .isEqualTo(Outcome.ERROR);
  }

  @Test
  void theAuthorizerKnowsNobody() {
    assertThat(
            decide(check("authorizer.group('').resource('pods').check('create').allowed()"), POD)
                .outcome())
        .isEqualTo(Outcome.DENY);
    assertThat(
            decide(check("!authorizer.requestResource.check('special').allowed()"), POD).outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(
            policies(
                    pods(
                        "validations:\n- expression: 'true'\n  messageExpression:"
                            + " string(authorizer.path('/x').check('get').allowed())"))
                .problems())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authorizer.group('').resource('pods').namespace('default').check('list')|true",
        "authorizer.group('').resource('pods').namespace('other').check('list')|false",
        "authorizer.group('').resource('pods').namespace('default').check('delete')|false",
        "authorizer.group('apps').resource('pods').namespace('default').check('list')|false",
        "authorizer.group('').resource('pods').subresource('log').namespace('default').check('list')|false",
        "authorizer.requestResource.check('list')|true",
        "authorizer.group('').resource('secrets').name('one').check('get')|true",
        "authorizer.group('').resource('secrets').name('two').check('get')|false",
        "authorizer.group('').resource('nodes').subresource('proxy').check('get')|true",
        "authorizer.path('/healthz/etcd').check('get')|true",
        "authorizer.path('/metrics').check('get')|false",
        "authorizer.serviceAccount('shop', 'bot').group('').resource('secrets').name('one').check('get')|true",
        "authorizer.serviceAccount('shop', 'other').group('').resource('secrets').name('one').check('get')|false",
      })
  void theAuthorizerAnswersByTheRolesThatWereGiven(String question, boolean allowed) {
    String roles =
        """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader, namespace: default}
        rules: [{apiGroups: [''], resources: [pods], verbs: [list]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers, namespace: default}
        subjects: [{kind: Group, name: dev}]
        roleRef: {kind: Role, name: reader}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: some}
        rules:
        - {apiGroups: ['*'], resources: [secrets], resourceNames: [one], verbs: ['*']}
        - {apiGroups: [''], resources: ['*/proxy'], verbs: [get]}
        - {nonResourceURLs: ['/healthz/*'], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: some}
        subjects:
        - {kind: User, name: alice}
        - {kind: ServiceAccount, name: bot, namespace: shop}
        roleRef: {kind: ClusterRole, name: some}
        """;

    assertThat(
            decide(
                    check(question + ".allowed()") + roles,
                    POD,
                    USUAL.by(User.of("alice", List.of("dev"))))
                .outcome())
        .isEqualTo(allowed ? Outcome.ALLOW : Outcome.DENY);
  }

  @ParameterizedTest
  @CsvSource({
    "root, system:masters, other, true",
    "alice, dev, default, true",
    "alice, dev, other, false",
    "bob, dev, default, false",
  })
  void administratorsMayDoWhatNoRoleSays(
      String name, String group, String namespace, boolean allowed) {
    String admin =
        """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: admins, namespace: default}
        subjects: [{kind: User, name: alice}]
        roleRef: {kind: ClusterRole, name: cluster-admin}
        """;

    assertThat(
            decide(
                    check("authorizer.requestResource.check('special').allowed()") + admin,
                    POD,
                    USUAL.in(namespace).by(User.of(name, List.of(group))))
                .outcome())
        .isEqualTo(allowed ? Outcome.ALLOW : Outcome.DENY);
  }

  @Test
  void policiesAreNotAskedAboutPolicies() {
    String everything =
        policy("resourceRules:\n" + rule("*", "*", "*"), "validations:\n- expression: 'false'");

    assertThat(decide(everything, POD).outcome()).isEqualTo(Outcome.DENY);
    assertThat(decide(everything, check("true")).outcome()).isEqualTo(Outcome.ALLOW);
  }

  @Test
  void policiesOfEveryVersionCount() {
    for (String version : List.of("v1", "v1beta1", "v1alpha1")) {
      assertThat(decide(check("false").replace("k8s.io/v1", "k8s.io/" + version), POD).outcome())
          .isEqualTo(Outcome.DENY);
    }
  }
}
