package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code policy mutate}, {@code import} and {@code export} as they are called. */
class PolicyChangesTest {
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: team}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        reinvocationPolicy: IfNeeded
        mutations:
        - patchType: ApplyConfiguration
          applyConfiguration:
            expression: |
              Object{metadata: Object.metadata{labels: {"team": namespaceObject.metadata.name}}}
      """;

  private static final String VALIDATING =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: named, uid: "1"}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        validations: [{expression: has(object.metadata.labels)}]
      """;

  private static final String POD =
      """
      # A comment
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
      spec:
        containers: []
      """;

  @TempDir private Path work;
  private String policy;
  private String pod;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void write() throws IOException {
    policy = write("policy.yaml", POLICY);
    pod = write("pod.yaml", POD);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(work.resolve(name), text).toString();
  }

  private static Result run(String... words) {
    return reading("", words);
  }

  private static Result reading(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            out,
            errors,
            false,
            false,
            100,
            Map.of());
    CommandLine line =
        new CommandLine(PolicyCommands.spec(console))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(errors, true, UTF_8));
    line.setExecutionExceptionHandler((fault, _, _) -> {
      errors.println(fault.getMessage());
      return fault instanceof BreakwaterException ? 3 : 99;
    });
    int exitCode = line.execute(words);
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void printsTheChangedObjectAsYaml() {
    Result result = run("mutate", "--policy", policy, "--resource", pod, "--namespace", "shop");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              labels:
                team: shop
            spec:
              containers: []
            """);
  }

  @Test
  void changesWhatIsSentToASubresource() throws IOException {
    String resize = write("resize.yaml", POLICY.replace("[pods]", "[pods/resize]"));
    Result untouched = run("mutate", "--policy", resize, "--resource", pod, "--format", "diff");
    assertThat(untouched.out()).isEmpty();
    Result result =
        run(
            "mutate",
            "--policy",
            resize,
            "--resource",
            pod,
            "--format",
            "diff",
            "--subresource",
            "resize");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("+  labels:");
  }

  @Test
  void printsJsonWhereJsonWasGiven() throws IOException {
    String json =
        "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"web\"}, \"spec\":"
            + " {}}";
    Result fromInput = reading(json, "mutate", "--policy", policy, "--resource", "-");
    assertThat(Json.parse(fromInput.out()).get("metadata").get("labels").text("team"))
        .isEqualTo("default");
    Result fromFile = run("mutate", "--policy", policy, "--resource", write("pod.json", json));
    assertThat(fromFile.out()).isEqualTo(fromInput.out());
  }

  @Test
  void printsTheDifference() {
    Result result = run("mutate", "--policy", policy, "--resource", pod, "--format", "diff");
    assertThat(result.out())
        .isEqualTo(
            """
            --- Pod/web (POD)
            +++ Pod/web (POD)
            @@ -2,5 +2,7 @@
             kind: Pod
             metadata:
               name: web
            +  labels:
            +    team: default
             spec:
               containers: []
            """
                .replace("POD", pod));
  }

  @Test
  void printsThePatch() throws IOException {
    Result result = run("mutate", "--policy", policy, "--resource", pod, "--format", "patch");
    Json operation = Json.parse(result.out()).items().getFirst();
    assertThat(operation.text("op")).isEqualTo("add");
    assertThat(operation.text("path")).isEqualTo("/metadata/labels");
    assertThat(operation.get("value").text("team")).isEqualTo("default");
  }

  @Test
  void takesTheNamespaceFromAFile() throws IOException {
    String namespace =
        write("ns.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    Result result = run("mutate", "--policy", policy, "--resource", pod, "-n", namespace);
    assertThat(result.out()).contains("team: shop");
  }

  @Test
  void aFaultNamesItsPlaceAndTheObjectIsNotPrinted() throws IOException {
    String faulty = write("faulty.yaml", POLICY.replace("namespaceObject", "object.x"));
    Result result = run("mutate", "--policy", faulty, "--resource", pod);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("faulty.yaml:13:9: the policy team on Pod/web", "no such key: x");
    String ignoring =
        write(
            "ignoring.yaml",
            POLICY
                .replace("namespaceObject", "object.x")
                .replace("  reinvocation", "  failurePolicy: Ignore\n  reinvocation"));
    Result ignored = run("mutate", "--policy", ignoring, "--resource", pod);
    assertThat(ignored.exitCode()).isZero();
    assertThat(ignored.err()).contains("(ignored)");
    assertThat(ignored.out()).isEqualTo(POD.replace("# A comment\n", ""));
  }

  @Test
  void aPolicyThatDoesNotCompileIsToldWithoutAnyObject() throws IOException {
    assertThat(run("mutate", "--policy", policy).exitCode()).isZero();
    Result result =
        run(
            "mutate",
            "--policy",
            write("bad.yaml", POLICY.replace("Object{metadata", "Object{{metadata")));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("bad.yaml:13:").contains("does not compile");
  }

  @Test
  void aBindingWithoutItsParametersDenies() throws IOException {
    String bound =
        write(
            "bound.yaml",
            POLICY.replace(
                    "  matchConstraints",
                    "  paramKind: {apiVersion: v1, kind: ConfigMap}\n  matchConstraints")
                + """
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicyBinding
                metadata: {name: b}
                spec:
                  policyName: team
                  paramRef: {name: x, namespace: default, parameterNotFoundAction: Deny}
                """);
    Result result = run("mutate", "--policy", bound, "--resource", pod);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("no params found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mutate | --policy is missing",
        "mutate --policy p.yaml --format xml | none of yaml, json, diff, patch",
        "mutate --policy p.yaml --operation PATCH | --operation",
        "export | either policies or --pss",
        "export --pss strict | is none of baseline, restricted",
        "export --pss baseline --pss-version x | no version",
        "export p.yaml --pss-version v1.30 | goes with --pss",
        "export p.yaml --actions Deny,Warn | not both Deny and Warn",
        "export p.yaml --namespace-selector env | no label",
        "export p.yaml --name-prefix A_ | cannot begin a name",
        "import | FILE",
      })
  void wrongUsageIsTold(String words, String message) {
    Result result = run(words.split(" ", -1));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  @Test
  void importsIntoADirectory() throws IOException {
    String dump = write("a.yaml", VALIDATING);
    Path into = work.resolve("out");
    Result result = run("import", dump, "-o", into.toString());
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("has no binding here");
    try (var files = Files.list(into)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("named.yaml");
    }
    assertThat(into.resolve("named.yaml")).content().doesNotContain("uid").contains("name: named");
    assertThat(run("check", "--policy", into.toString(), "--resource", pod).exitCode())
        .isEqualTo(1);
  }

  @Test
  void whatCannotBeImportedIsNamed() throws IOException {
    String rego =
        write(
            "rego.yaml",
            "{apiVersion: templates.gatekeeper.sh/v1, kind: ConstraintTemplate, metadata: {name:"
                + " a}, spec: {crd: {spec: {names: {kind: A}}}, targets: [{rego: package a}]}}");
    Result result = run("import", rego, write("v.yaml", VALIDATING));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("rego.yaml:1:1: ConstraintTemplate \"a\" is written in Rego alone");
    assertThat(result.out()).contains("name: named");
    assertThat(run("import", pod).exitCode()).isEqualTo(3);
  }

  @Test
  void exportsWithABinding() throws IOException {
    Result result =
        run(
            "export",
            write("v.yaml", VALIDATING),
            "--actions",
            "Warn,Audit",
            "--namespace-selector",
            "env=prod,team=",
            "--name-prefix",
            "acme-");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .endsWith(
            """
            kind: ValidatingAdmissionPolicyBinding
            metadata:
              name: acme-named
            spec:
              policyName: acme-named
              validationActions:
              - Warn
              - Audit
              matchResources:
                namespaceSelector:
                  matchLabels:
                    env: prod
                    team: ""
            """);
  }

  @Test
  void exportsThePodSecurityStandards() throws IOException {
    for (String level : List.of("baseline", "restricted")) {
      Result result = run("export", "--pss", level, "--pss-version", "v1.31");
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      String exported = write(level + ".yaml", result.out());
      Result checked =
          run(
              "check",
              "--policy",
              exported,
              "--resource",
              write(
                  "bad.yaml",
                  POD.replace("  containers: []", "  hostNetwork: true\n  containers: []")));
      assertThat(checked.exitCode()).as(checked.out() + checked.err()).isEqualTo(1);
    }
  }
}
