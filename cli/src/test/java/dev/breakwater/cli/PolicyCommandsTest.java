package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of the kinds that people publish, from the command line to its answer. */
class PolicyCommandsTest {
  private static final String PODS_AND_MAKERS =
      """
        matchConstraints:
          resourceRules:
          - {apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments, daemonsets, statefulsets]}
        variables:
        - name: pod
          expression: "object.kind == 'Pod' ? object.spec : object.spec.template.spec"
        - name: containers
          expression: "variables.pod.containers + variables.pod.?initContainers.orValue([])"
      """;

  private static final Map<String, String> POLICIES =
      Map.of(
          "registries",
          PODS_AND_MAKERS
              + """
                validations:
                - expression: variables.containers.all(c, c.image.startsWith('registry.example.org/'))
                  messageExpression: "'foreign images: ' + variables.containers.filter(c, !c.image.startsWith('registry.example.org/')).map(c, c.image).join(', ')"
              """,
          "labels",
          PODS_AND_MAKERS
              + """
                validations:
                - expression: "['team', 'app'].all(l, l in object.metadata.?labels.orValue({}))"
                  message: the labels team and app are required
              """,
          "limits",
          PODS_AND_MAKERS
              + """
                validations:
                - expression: >-
                    variables.containers.all(c,
                      has(c.resources) && has(c.resources.limits) && has(c.resources.limits.memory) &&
                      quantity(string(c.resources.limits.memory)).isLessThan(quantity('2Gi')))
                  message: every container has less than 2Gi of memory
              """,
          "probes",
          PODS_AND_MAKERS
              + """
                validations:
                - {expression: 'variables.pod.containers.all(c, has(c.readinessProbe))', message: no readiness}
              """,
          "host",
          PODS_AND_MAKERS
              + """
                validations:
                - expression: "!variables.pod.?hostNetwork.orValue(false)"
                - expression: "!variables.pod.?hostPID.orValue(false) && !variables.pod.?hostIPC.orValue(false)"
                - expression: "!variables.pod.?volumes.orValue([]).exists(v, has(v.hostPath))"
                  message: hostPath
                  reason: Forbidden
              """,
          "rbac",
          """
            matchConstraints:
              resourceRules:
              - {apiGroups: [rbac.authorization.k8s.io], apiVersions: ['*'], operations: ['*'], resources: [roles, clusterroles]}
            matchConditions:
            - {name: not-system, expression: "!object.metadata.name.startsWith('system:')"}
            validations:
            - expression: "object.rules.all(r, !('*' in r.verbs) && !('*' in r.?resources.orValue([])))"
              message: no wildcards in roles
          """,
          "replicas",
          """
            paramKind: {apiVersion: example.org/v1, kind: ReplicaLimit}
            matchConstraints:
              resourceRules:
              - {apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [deployments]}
            validations:
            - expression: object.spec.replicas <= params.maxReplicas
              messageExpression: "'at most ' + string(params.maxReplicas) + ' replicas'"
          """);

  private static final String GOOD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop, labels: {team: a, app: web}}
      spec:
        replicas: 2
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: web
              image: registry.example.org/web:1
              readinessProbe: {httpGet: {path: /, port: 80}}
              resources: {limits: {memory: 1Gi}}
      """;

  @TempDir private Path work;

  private record Result(int exitCode, String out, String err) {}

  private Result run(String... words) {
    return reading("", words);
  }

  private Result reading(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printer = new PrintStream(out, true, UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            printer,
            printer,
            new PrintStream(err, true, UTF_8),
            false,
            false,
            100,
            Map.of());
    List<String> all = new ArrayList<>(List.of("policy"));
    all.addAll(List.of(words));
    int exitCode = Main.run(console, all.toArray(String[]::new));
    printer.flush();
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  private String write(String name, String text) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static String policy(String name) {
    return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: "
        + name
        + "}\nspec:\n"
        + POLICIES.get(name).indent(2);
  }

  private static Json decision(Result result) throws IOException {
    return Json.parse(result.out()).get("decisions").items().getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registries|image: registry.example.org|image: docker.example.com|foreign images: docker.example.com/web:1",
        "labels|team: a, |''|the labels team and app are required",
        "limits|memory: 1Gi|memory: 4Gi|every container has less than 2Gi of memory",
        "limits|memory: 1Gi|cpu: 1|every container has less than 2Gi of memory",
        "probes|readinessProbe|livenessProbe|no readiness",
        "host|containers:|hostNetwork: true~containers:|failed expression: !variables.pod.?hostNetwork.orValue(false)",
        "host|containers:|volumes: [{name: a, hostPath: {path: /}}]~containers:|hostPath",
      })
  void publishedPoliciesDecide(String name, String from, String to, String message)
      throws IOException {
    String policy = write("policy.yaml", policy(name));
    String good = write("good.yaml", GOOD);
    String bad = write("bad.yaml", GOOD.replace(from, to.replace("~", "\n      ")));

    Result allowed = run("check", "--policy", policy, "--resource", good, "--format", "json");
    assertThat(allowed.err()).isEmpty();
    assertThat(decision(allowed).text("decision")).isEqualTo("allow");
    assertThat(allowed.exitCode()).isZero();
    Result denied = run("check", "--policy", policy, "--resource", bad, "--format", "json");
    assertThat(denied.err()).isEmpty();
    assertThat(decision(denied).text("decision")).isEqualTo("deny");
    assertThat(decision(denied).text("message")).isEqualTo(message);
    assertThat(decision(denied).text("expression")).isNotBlank();
    assertThat(denied.exitCode()).isEqualTo(1);
  }

  @Test
  void rolesAreObjectsLikeOthers() throws IOException {
    String roles =
        write(
            "roles.yaml",
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRole
              metadata: {name: all}
              rules: [{apiGroups: [''], resources: [pods], verbs: ['*']}]
            - apiVersion: rbac.authorization.k8s.io/v1beta1
              kind: Role
              metadata: {name: some, namespace: shop}
              rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
            - apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRole
              metadata: {name: 'system:all'}
              rules: [{apiGroups: [''], resources: ['*'], verbs: ['*']}]
            """);

    Result result =
        run(
            "check",
            "--policy",
            write("p.yaml", policy("rbac")),
            "--resource",
            roles,
            "--format",
            "jsonl");

    String[] lines = result.out().split("\n", -1);
    assertThat(lines[0])
        .isEqualTo(
            "{\"policy\":\"rbac\",\"resource\":{\"file\":\""
                + roles
                + "\",\"index\":0,\"kind\":\"ClusterRole\",\"namespace\":null,\"name\":\"all\"},\"decision\":\"deny\",\"expression\":\"object.rules.all(r,"
                + " !('*' in r.verbs) && !('*' in r.?resources.orValue([])))\",\"message\":\"no"
                + " wildcards in roles\"}");
    assertThat(lines[1])
        .contains("\"index\":1", "\"namespace\":\"shop\"", "\"decision\":\"allow\"");
    assertThat(lines[1]).endsWith("\"expression\":null,\"message\":null}");
    assertThat(lines[2]).contains("\"index\":2", "\"decision\":\"allow\"");
  }

  @Test
  void parametersAndBindingsComeFromTheirFiles() throws IOException {
    String policy = write("p.yaml", policy("replicas"));
    String binding =
        write(
            "b.yaml",
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: small}
            spec:
              policyName: replicas
              validationActions: [Warn]
              paramRef: {selector: {matchLabels: {size: small}}, parameterNotFoundAction: Deny}
              matchResources: {namespaceSelector: {matchLabels: {env: test}}}
            """);
    String params =
        write(
            "params.yaml",
            """
            apiVersion: example.org/v1
            kind: ReplicaLimit
            metadata: {name: small, labels: {size: small}}
            maxReplicas: 1
            ---
            apiVersion: example.org/v1
            kind: ReplicaLimit
            metadata: {name: large, labels: {size: large}}
            maxReplicas: 9
            """);
    String namespaces =
        write(
            "ns.yaml",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {env: test}}\n");
    String good = write("good.yaml", GOOD);

    Result warned =
        run(
            "check",
            "--policy",
            policy,
            "--binding",
            binding,
            "--params",
            params,
            namespaces,
            "--resource",
            good,
            "-f",
            "json");
    assertThat(decision(warned).text("decision")).isEqualTo("warn");
    assertThat(decision(warned).text("message")).isEqualTo("at most 1 replicas");
    assertThat(warned.exitCode()).isZero();
    Result elsewhere =
        run("check", "--policy", policy, binding, params, "--resource", good, "-f", "json");
    assertThat(decision(elsewhere).text("decision")).isEqualTo("allow");
    Result unbound =
        run("check", "--policy", policy, "--params", params, "--resource", good, "-f", "json");
    assertThat(decision(unbound).text("decision")).isEqualTo("deny");
  }

  @Test
  void whatIsThereIsPairedByKindAndName() throws IOException {
    String policy =
        write(
            "p.yaml",
            policy("replicas")
                .replaceFirst(" +paramKind.*\n", "")
                .replaceFirst(
                    "(?s)validations:.*",
                    "validations:\n    - expression: 'object.spec.replicas >= oldObject.spec.replicas'\n"));
    String fewer = write("fewer.yaml", GOOD.replace("replicas: 2", "replicas: 1"));
    String both = write("both.yaml", GOOD + "---\n" + GOOD.replace("name: web, n", "name: api, n"));

    Result result =
        run(
            "check",
            "--policy",
            policy,
            "--resource",
            both,
            "--old",
            both,
            "--operation",
            "update");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    result =
        run(
            "check",
            "--policy",
            policy,
            "--resource",
            fewer,
            "--old",
            both,
            "--operation",
            "UPDATE");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("deny    Deployment web in shop");
  }

  @Test
  void aDeletionIsOfWhatIsThere() throws IOException {
    String policy =
        write(
            "p.yaml",
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: keep}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: ['*'], apiVersions: ['*'], operations: [DELETE], resources: ['*']}
              validations:
              - expression: "request.userInfo.username == 'admin' || oldObject.metadata.name != 'web'"
            """);
    String good = write("good.yaml", GOOD);

    assertThat(run("check", "--policy", policy, "--old", good, "--operation", "DELETE").exitCode())
        .isEqualTo(1);
    assertThat(
            run(
                    "check",
                    "--policy",
                    policy,
                    "--resource",
                    good,
                    "--operation",
                    "DELETE",
                    "--as",
                    "admin")
                .exitCode())
        .isZero();
    assertThat(run("check", "--policy", policy, "--resource", good).exitCode()).isZero();
  }

  @Test
  void policiesOfOthersAreToBeImported() throws IOException {
    String policy =
        write(
            "kyverno.yaml",
            """
            apiVersion: policies.kyverno.io/v1
            kind: ValidatingPolicy
            metadata: {name: labels}
            spec: {}
            """);
    Result result = run("check", "--policy", policy, "--resource", write("good.yaml", GOOD));

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("There is no ValidatingAdmissionPolicy in what --policy names: " + policy)
        .contains("'breakwater policy import'");
  }

  @Test
  void aFileForTheNamespaceHasToHoldOne() throws IOException {
    String pod = write("good.yaml", GOOD);
    String policy = write("p.yaml", policy("labels"));

    Result result = run("check", "--policy", policy, "--resource", pod, "--namespace", pod);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--namespace: there is no Namespace in " + pod);
  }

  @Test
  void theTableShowsTheLineThatDecided() throws IOException {
    String policy = write("p.yaml", policy("labels"));
    Result result =
        reading(
            GOOD.replace("team: a, ", "") + "---\n" + GOOD,
            "check",
            "--policy",
            policy,
            "--resource",
            "-");

    assertThat(result.out())
        .isEqualTo(
            """
            deny    Deployment web in shop · -:1
                    labels: the labels team and app are required
                    %s:15:20
                    15 │     - expression: "['team', 'app'].all(l, l in object.metadata.?labels.orValue({}))"

            1 policy, 2 objects: 1 denied, 1 allowed
            """
                .formatted(policy));
  }

  @Test
  void aPolicyThatDoesNotCompileSaysWhere() throws IOException {
    String policy =
        write(
            "p.yaml",
            policy("labels").replace("object.metadata.?labels", "objekt.metadata.?labels"));

    Result compiled = run("check", "--policy", policy);
    assertThat(compiled.exitCode()).isEqualTo(3);
    assertThat(compiled.err()).contains("p.yaml:15:48: ", "objekt");
    Result decided =
        run("check", "--policy", policy, "--resource", write("good.yaml", GOOD), "-f", "json");
    assertThat(decided.exitCode()).isEqualTo(3);
    assertThat(decision(decided).text("decision")).isEqualTo("error");
    assertThat(decision(decided).text("expression")).contains("objekt");
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestGoesOn() throws IOException {
    String policy = write("p.yaml", policy("labels"));
    String torn = write("torn.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: [}\n");

    Result result =
        run(
            "check",
            "--policy",
            policy,
            "--resource",
            torn,
            write("good.yaml", GOOD),
            "-f",
            "json");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("torn.yaml");
    assertThat(decision(result).text("decision")).isEqualTo("allow");
  }

  @Test
  void namespacesMayBeNamedOrWritten() throws IOException {
    String policy =
        write(
            "p.yaml",
            policy("labels")
                .replaceFirst(
                    "(?s)validations:.*",
                    "validations:\n    - expression: \"namespaceObject.metadata.?labels.?env.orValue('') =="
                        + " 'prod' && request.namespace == 'team-a'\"\n"));
    String pod =
        write(
            "pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n");
    String namespace =
        write(
            "ns.yaml",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {env: prod}}\n");

    assertThat(run("check", "--policy", policy, "--resource", pod, "-n", namespace).exitCode())
        .isZero();
    assertThat(run("check", "--policy", policy, "--resource", pod, "-n", "team-a").exitCode())
        .isEqualTo(1);
    assertThat(
            run("check", "--policy", policy, "--resource", pod, namespace, "-n", "team-a")
                .exitCode())
        .isZero();
  }

  @Test
  void workloadsOfOtherPlatformsAreThePodsTheyAmountTo() throws IOException {
    String policy =
        write(
            "p.yaml",
            policy("host")
                .replaceFirst(
                    "(?s)validations:.*",
                    "validations:\n    - expression: \"!variables.containers.exists(c,"
                        + " c.?securityContext.privileged.orValue(false))\"\n      message: privileged\n"));
    String compose =
        write(
            "compose.yaml",
            "services:\n  web: {image: 'web:1'}\n  agent: {image: 'agent:1', privileged: true}\n");

    Result result = run("check", "--policy", policy, "--resource", compose, "-f", "jsonl");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .containsOnlyOnce("\"decision\":\"deny\"")
        .contains("\"name\":\"agent\"},\"decision\":\"deny\"")
        .contains("\"name\":\"web\"},\"decision\":\"allow\"");
  }

  @Test
  void wrongUsageIsSaid() throws IOException {
    String policy = write("p.yaml", policy("labels"));

    assertThat(run("check").exitCode()).isEqualTo(2);
    assertThat(run("check", "--policy", policy, "--operation", "READ").exitCode()).isEqualTo(2);
    assertThat(run("check", "--policy", policy, "--format", "yaml").exitCode()).isEqualTo(2);
    assertThat(run("check", "--policy", work.resolve("none.yaml").toString()).exitCode())
        .isEqualTo(3);
    Result none = run("check", "--policy", write("good.yaml", GOOD));
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.err()).contains("no ValidatingAdmissionPolicy");
    Result nowhere =
        run("check", "--policy", policy, "--resource", write("good.yaml", GOOD), "-n", "none.yaml");
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--namespace: there is no Namespace in none.yaml");
  }

  private String tests() throws IOException {
    write("policies/limits.yaml", policy("limits"));
    write("policies/labels.yaml", policy("labels"));
    write("objects/good.yaml", GOOD);
    return write(
        "tests/limits.yaml",
        """
        kind: PolicyTest
        policies: [../policies]
        cases:
        - name: a good deployment passes
          resource: ../objects/good.yaml
          expect: allow
        - name: a pod needs limits
          resource:
            apiVersion: v1
            kind: Pod
            metadata: {name: bare, labels: {team: a, app: b}}
            spec: {containers: [{name: a, image: b}]}
          expect: {limits: deny, labels: allow}
          message: less than 2Gi
        - name: labels are needed
          resource: {apiVersion: v1, kind: Pod, metadata: {name: bare}, spec: {containers: []}}
          policy: labels
          expect: %s
          message: %s
        """);
  }

  @Test
  void testsOfATeamPass() throws IOException {
    String test = tests();
    Files.writeString(
        Path.of(test), Files.readString(Path.of(test)).formatted("deny", "team and app"));

    Result result = run("test", work.resolve("tests").toString());

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("3 cases, 3 passed, 0 failed\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void testsOfATeamThatFailSayWhatCame() throws IOException {
    String test = tests();
    String text = Files.readString(Path.of(test));
    // The message of the second case is not that of the policy which allows.
    Files.writeString(
        Path.of(test),
        text.replace("{limits: deny, labels: allow}", "{limits: deny}").formatted("allow", "''"));

    Result result = run("test", work.resolve("tests").toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            "failed  labels are needed · " + test + ":15\n",
            "Pod bare: expected allow, but labels says deny: the labels team and app are required",
            "3 cases, 2 passed, 1 failed");
    Result junit = run("test", work.resolve("tests").toString(), "--format", "junit");
    assertThat(junit.exitCode()).isEqualTo(1);
    assertThat(junit.out())
        .contains("tests=\"3\" failures=\"1\"", "<failure message=\"Pod bare: expected allow");
  }

  @Test
  void testsMayNotBeMissing() throws IOException {
    write("objects/good.yaml", GOOD);

    Result result = run("test", work.resolve("objects").toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("no document of kind PolicyTest");
    result = run("test", work.resolve("objects/good.yaml").toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("no document of kind PolicyTest");
    assertThat(result.out()).isEmpty();
    write(
        "t.yaml",
        "kind: PolicyTest\npolicies: [none.yaml]\ncases:\n- {resource: {}, expect: perhaps}\n");
    result = run("test", work.resolve("t.yaml").toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("none.yaml", "\"perhaps\" is not one of");
  }
}
