package dev.breakwater.posture.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyImportTest {
  private static final String DUMP =
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: admissionregistration.k8s.io/v1beta1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: replicas
          uid: 0c5b
          resourceVersion: "12"
          generation: 3
          creationTimestamp: "2024-05-01T00:00:00Z"
          labels: {team: a}
          annotations:
            kubectl.kubernetes.io/last-applied-configuration: "{}"
            example.org/kept: "yes"
          managedFields: [{manager: kubectl}]
        spec:
          failurePolicy: Fail
          matchConstraints:
            matchPolicy: Equivalent
            namespaceSelector: {}
            objectSelector: {}
            resourceRules:
            - apiGroups: [apps]
              apiVersions: [v1]
              operations: [CREATE]
              resources: [deployments]
              scope: "*"
          validations:
          - expression: object.spec.replicas <= 5
        status: {observedGeneration: 3}
      - apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: replicas-everywhere, uid: 77}
        spec: {policyName: replicas, validationActions: [Deny]}
      """;

  private static final String TEMPLATE =
      """
      apiVersion: templates.gatekeeper.sh/v1
      kind: ConstraintTemplate
      metadata: {name: k8smostreplicas}
      spec:
        crd: {spec: {names: {kind: K8sMostReplicas}}}
        targets:
        - target: admission.k8s.gatekeeper.sh
          code:
          - engine: Rego
            source: {rego: package x}
          - engine: K8sNativeValidation
            source:
              variables:
              - name: most
                expression: variables.params.most
              validations:
              - expression: variables.anyObject.spec.replicas <= variables.most
                messageExpression: '"at most " + string(variables.most)'
      """;

  private static SourceFile file(String text) throws Exception {
    return SourceFile.of("in.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Imports imported(String... texts) throws Exception {
    List<SourceFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(file(text));
    }
    return PolicyImport.of(files);
  }

  private static List<String> outcomes(String policies, String object) throws Exception {
    List<Resource> resources = new ArrayList<>();
    KubernetesObjects.read(
        file(object),
        new Sink() {
          @Override
          public void add(Resource resource) {
            resources.add(resource);
          }

          @Override
          public void add(Problem problem) {
            throw new IllegalArgumentException(problem.toString());
          }
        });
    AdmissionPolicies read = AdmissionPolicies.read(PolicyFiles.of(List.of(file(policies))));
    assertThat(read.problems()).isEmpty();
    List<String> outcomes = new ArrayList<>();
    for (PolicyDecision decision : new Admission(read).decide(resources.getFirst())) {
      outcomes.add(decision.outcome() + ": " + decision.message());
    }
    return outcomes;
  }

  private static String deployment(String name, String namespace, int replicas) {
    return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: "
        + name
        + ", namespace: "
        + namespace
        + ", labels: {app: x}}, spec: {replicas: "
        + replicas
        + ", template: {spec: {containers: []}}}}";
  }

  @Test
  void aDumpLosesWhatTheClusterAdded() throws Exception {
    Imports imports = imported(DUMP);
    assertThat(imports.problems()).isEmpty();
    assertThat(imports.policies()).hasSize(1);
    assertThat(imports.policies().getFirst().yaml())
        .isEqualTo(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata:
              name: replicas
              labels:
                team: a
              annotations:
                example.org/kept: "yes"
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                - apiGroups:
                  - apps
                  apiVersions:
                  - v1
                  operations:
                  - CREATE
                  resources:
                  - deployments
              validations:
              - expression: object.spec.replicas <= 5
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata:
              name: replicas-everywhere
            spec:
              policyName: replicas
              validationActions:
              - Deny
            """);
  }

  @Test
  void whatIsImportedImportsAsItIs() throws Exception {
    String once = imported(DUMP).policies().getFirst().yaml();
    assertThat(imported(once).policies().getFirst().yaml()).isEqualTo(once);
  }

  @Test
  void aTemplateBecomesAPolicyWithItsConstraints() throws Exception {
    Imports imports =
        imported(
            TEMPLATE,
            """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: K8sMostReplicas
            metadata: {name: five}
            spec:
              enforcementAction: warn
              match:
                kinds: [{apiGroups: [apps], kinds: [Deployment]}]
                excludedNamespaces: ["kube-*"]
                labelSelector: {matchLabels: {app: x}}
              parameters: {most: 5}
            """);
    assertThat(imports.problems()).isEmpty();
    ImportedPolicy policy = imports.policies().getFirst();
    assertThat(policy.name()).isEqualTo("gatekeeper-k8smostreplicas");
    assertThat(policy.documents())
        .extracting(document -> document.text("kind"))
        .containsExactly(
            "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "K8sMostReplicas");
    String yaml = policy.yaml();
    assertThat(outcomes(yaml, deployment("web", "shop", 9))).containsExactly("WARN: at most 5");
    assertThat(outcomes(yaml, deployment("web", "shop", 5))).containsExactly("ALLOW: null");
    assertThat(outcomes(yaml, deployment("web", "kube-system", 9))).containsExactly("ALLOW: null");
    assertThat(outcomes(yaml, deployment("web", "shop", 9).replace("app: x", "app: z")))
        .containsExactly("ALLOW: null");
    assertThat(
            outcomes(
                yaml, deployment("web", "shop", 9).replace("kind: Deployment", "kind: ReplicaSet")))
        .containsExactly("ALLOW: null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespaces: [shop] | DENY",
        "namespaces: ['sh*'] | DENY",
        "namespaces: ['*-shop', other] | ALLOW",
        "namespaces: [] | ALLOW",
        "excludedNamespaces: [shop] | ALLOW",
        "excludedNamespaces: [] | DENY",
        "name: web | DENY",
        "name: 'w*' | DENY",
        "name: 'wex*' | ALLOW",
        "name: we | ALLOW",
        "kinds: [{kinds: ['*']}] | DENY",
        "kinds: [{apiGroups: ['']}] | ALLOW",
        "kinds: [{apiGroups: [apps], kinds: [Pod]}, {kinds: [Deployment]}] | DENY",
        "{} | DENY",
      })
  void aConstraintMatchesWhatItMatchedWithGatekeeper(String match, String outcome)
      throws Exception {
    String fields = match.equals("{}") ? "{}" : "{" + match + "}";
    Imports imports =
        imported(
            TEMPLATE,
            "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: K8sMostReplicas, metadata:"
                + " {name: five}, spec: {parameters: {most: 5}, match: "
                + fields
                + "}}");
    assertThat(imports.problems()).isEmpty();
    assertThat(outcomes(imports.policies().getFirst().yaml(), deployment("web", "shop", 9)))
        .singleElement()
        .asString()
        .startsWith(outcome);
  }

  @Test
  void constraintsOfOneNameGetBindingsOfTwo() throws Exception {
    String constraint =
        "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: KIND, metadata: {name: five}, spec:"
            + " {}}";
    Imports imports =
        imported(
            TEMPLATE,
            TEMPLATE.replace("k8smostreplicas", "other").replace("K8sMostReplicas", "Other"),
            constraint.replace("KIND", "K8sMostReplicas"),
            constraint.replace("KIND", "Other"));
    assertThat(imports.problems()).isEmpty();
    assertThat(imports.policies())
        .extracting(policy -> PolicyImport.name(policy.documents().get(1)))
        .containsExactly("gatekeeper-five", "gatekeeper-other.five");
  }

  @Test
  void scopedActionsAreThoseForTheApiServer() throws Exception {
    Imports imports =
        imported(
            TEMPLATE,
            """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: K8sMostReplicas
            metadata: {name: five}
            spec:
              enforcementAction: scoped
              scopedEnforcementActions:
              - {action: deny, enforcementPoints: [{name: validation.gatekeeper.sh}]}
              - {action: warn, enforcementPoints: [{name: vap.k8s.io}]}
              - {action: dryrun, enforcementPoints: [{name: "*"}]}
              parameters: {most: 5}
            """);
    assertThat(imports.problems()).isEmpty();
    assertThat(imports.policies().getFirst().yaml())
        .contains("  validationActions:\n  - Warn\n  - Audit\n");
  }

  @Test
  void aPolicyOfKyvernoBecomesOneOfKubernetes() throws Exception {
    Imports imports =
        imported(
            """
            apiVersion: policies.kyverno.io/v1
            kind: ValidatingPolicy
            metadata: {name: replicas}
            spec:
              validationActions: [Audit]
              webhookConfiguration: {timeoutSeconds: 5}
              matchConstraints:
                resourceRules:
                - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
              variables: [{name: count, expression: object.spec.replicas}]
              validations: [{expression: variables.count < 5, message: too many}]
            """);
    assertThat(imports.problems()).isEmpty();
    String yaml = imports.policies().getFirst().yaml();
    assertThat(yaml).doesNotContain("kyverno", "webhookConfiguration");
    assertThat(outcomes(yaml, deployment("web", "shop", 9))).containsExactly("AUDIT: too many");
  }

  @Test
  void tellsWhatKyvernoAloneCanDo() throws Exception {
    Imports imports =
        imported(
            """
            apiVersion: policies.kyverno.io/v1
            kind: ValidatingPolicy
            metadata: {name: fetching}
            spec:
              autogen: {podControllers: {controllers: [deployments]}}
              exceptions: []
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations: [{expression: "resource.Get('v1', 'configmaps', 'a', 'b').data.x == '1'"}]
            """);
    assertThat(imports.problems())
        .extracting(Problem::what)
        .anySatisfy(what -> assertThat(what).contains("loses autogen"))
        .anySatisfy(what -> assertThat(what).contains("loses exceptions"))
        .anySatisfy(what -> assertThat(what).contains("does not compile").contains("resource"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: a}} | JMESPath",
        "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: a}, spec: {rules: [{validate:"
            + " {cel: {}}}]}} | is written in rules of Kyverno, so it is not imported",
        "{apiVersion: json.kyverno.io/v1alpha1, kind: ValidatingPolicy, metadata: {name: a}}"
            + " | no policy about objects of Kubernetes",
        "{apiVersion: policies.kyverno.io/v1, kind: ImageValidatingPolicy, metadata: {name: a}}"
            + " | verifies images",
        "{apiVersion: policies.kyverno.io/v1, kind: MutatingPolicy, metadata: {name: a}}"
            + " | changes objects",
        "{apiVersion: policies.kyverno.io/v1, kind: ValidatingPolicy, metadata: {name: a}, spec:"
            + " {evaluation: {mode: JSON}}} | judges JSON, no objects",
        "{apiVersion: templates.gatekeeper.sh/v1, kind: ConstraintTemplate, metadata: {name: a},"
            + " spec: {crd: {spec: {names: {kind: A}}}, targets: [{rego: package a}]}} | Rego"
            + " alone",
        "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: A, metadata: {name: a}}"
            + " | has no template here",
        "{apiVersion: config.gatekeeper.sh/v1alpha1, kind: Config, metadata: {name: a}}"
            + " | no constraint nor a template",
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration,"
            + " metadata: {name: a}} | no admission policy in CEL",
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding,"
            + " metadata: {name: a}, spec: {policyName: b}} | binds a policy that is not here",
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata:"
            + " {name: ../../etc/x}} | no name that a policy can have",
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata:"
            + " {name: a}, spec: {}} | matchConstraints",
      })
  void namesWhatIsNotImported(String object, String reason) throws Exception {
    Imports imports = imported(object);
    assertThat(imports.problems())
        .anySatisfy(problem -> {
          assertThat(problem.where()).contains("in.yaml");
          assertThat(problem.what()).contains(reason);
        });
  }

  @Test
  void exportsWithOtherActionsNamesAndNamespaces() throws Exception {
    Imports exported =
        new PolicyExport(List.of("Warn", "Audit"), Map.of("env", "prod"), "acme-")
            .of(List.of(file(DUMP)));
    assertThat(exported.problems()).isEmpty();
    assertThat(exported.policies().getFirst().yaml())
        .contains("  name: acme-replicas\n", "  name: acme-replicas-everywhere\n")
        .contains("  policyName: acme-replicas\n")
        .contains("  validationActions:\n  - Warn\n  - Audit\n")
        .contains(
            "  matchResources:\n    namespaceSelector:\n      matchLabels:\n        env: prod\n");
  }

  @Test
  void exportBindsWhatHasNoBinding() throws Exception {
    String policy =
        DUMP.substring(0, DUMP.indexOf("- apiVersion: admissionregistration.k8s.io/v1\n"));
    Imports exported = new PolicyExport(List.of(), Map.of(), "").of(List.of(file(policy)));
    assertThat(exported.problems()).isEmpty();
    assertThat(exported.notes()).isEmpty();
    assertThat(exported.policies().getFirst().yaml())
        .endsWith(
            """
            kind: ValidatingAdmissionPolicyBinding
            metadata:
              name: replicas
            spec:
              policyName: replicas
              validationActions:
              - Deny
            """);
  }

  @Test
  void exportKeepsWhereABindingIsInForce() throws Exception {
    String bound = DUMP.replace("validationActions: [Deny]}", "validationActions: [Deny], %s}");
    PolicyExport export = new PolicyExport(List.of(), Map.of("env", "prod"), "");

    assertThat(
            all(
                export.of(
                    List.of(
                        file(
                            bound.formatted(
                                "matchResources: {namespaceSelector: {matchLabels: {env: test}}}"))))))
        .endsWith(
            """
              matchResources:
                namespaceSelector:
                  matchLabels:
                    env: test
                  matchExpressions:
                  - key: env
                    operator: In
                    values:
                    - prod
            """);
  }

  @Test
  void exportInventsNoBindingForParameters() throws Exception {
    String policy =
        DUMP.substring(0, DUMP.indexOf("- apiVersion: admissionregistration.k8s.io/v1\n"))
            .replace(
                "failurePolicy: Fail",
                "failurePolicy: Fail\n    paramKind: {apiVersion: v1, kind: ConfigMap}");

    Imports exported = new PolicyExport(List.of(), Map.of(), "").of(List.of(file(policy)));

    assertThat(exported.policies().getFirst().documents()).hasSize(1);
    assertThat(exported.problems())
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("has parameters, and no binding that chooses them");
  }

  private static final String CONSTRAINT =
      """
      apiVersion: constraints.gatekeeper.sh/v1beta1
      kind: K8sMostReplicas
      metadata: {name: few}
      spec:
        enforcementAction: warn
        match: {kinds: [{apiGroups: [apps], kinds: [Deployment]}], excludedNamespaces: ["kube-*"]}
        parameters: {most: 3}
      """;

  private static final String OF_KYVERNO =
      """
      apiVersion: policies.kyverno.io/v1
      kind: ValidatingPolicy
      metadata: {name: most}
      spec:
        validationActions: [Audit]
        matchConstraints:
          resourceRules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
        validations: [{expression: object.spec.replicas < 4, message: too many}]
      """;

  /** What was imported, exported and imported again decides as before. */
  @Test
  void decidesTheSameAfterEveryJourney() throws Exception {
    String imported = all(imported(DUMP, TEMPLATE, CONSTRAINT, OF_KYVERNO));
    Imports exported = new PolicyExport(List.of(), Map.of(), "").of(List.of(file(imported)));
    assertThat(exported.problems()).isEmpty();
    String again = all(imported(all(exported)));

    for (String object :
        List.of(
            deployment("web", "shop", 2),
            deployment("web", "shop", 4),
            deployment("web", "shop", 9),
            deployment("dns", "kube-system", 9))) {
      List<String> outcomes = outcomes(imported, object);
      assertThat(outcomes).hasSize(3);
      assertThat(outcomes(all(exported), object)).isEqualTo(outcomes);
      assertThat(outcomes(again, object)).isEqualTo(outcomes);
    }
    assertThat(outcomes(again, deployment("web", "shop", 9)))
        .containsExactly(
            "DENY: failed expression: object.spec.replicas <= 5",
            "WARN: at most 3",
            "AUDIT: too many");
  }

  private static String all(Imports imports) {
    assertThat(imports.problems()).isEmpty();
    List<String> policies = new ArrayList<>();
    imports.policies().forEach(policy -> policies.add(policy.yaml()));
    return String.join("---\n", policies);
  }

  @Test
  void v1SaysWhatOlderVersionsFillIn() throws Exception {
    String binding =
        """
        apiVersion: admissionregistration.k8s.io/v1beta1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: b}
        spec: {policyName: replicas, paramRef: {name: settings}, validationActions: [Deny]}
        """;

    assertThat(all(imported(DUMP, binding)))
        .contains("paramRef:\n    name: settings\n    parameterNotFoundAction: Deny\n");
  }

  @Test
  void whatAPolicyIsParametrisedByComesWithIt() throws Exception {
    String policies =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: most}
        spec:
          paramKind: {apiVersion: v1, kind: ConfigMap}
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
          validations: [{expression: object.spec.replicas <= int(params.data.most)}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: most}
        spec:
          policyName: most
          paramRef: {%s, parameterNotFoundAction: Deny}
          validationActions: [Deny]
        """;
    String settings =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: few, namespace: shop, labels: {use: limits}, resourceVersion: "7"}
        data: {most: "3", scope: "*"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: other, namespace: shop}
        data: {most: "9"}
        """;

    for (String reference : List.of("name: few", "selector: {matchLabels: {use: limits}}")) {
      Imports imports = imported(policies.formatted(reference) + settings);
      assertThat(all(imports))
          .contains("name: few")
          .contains("scope: \"*\"")
          .doesNotContain("other")
          .doesNotContain("resourceVersion");
      assertThat(imports.notes()).singleElement().asString().contains("1 other object");
      assertThat(outcomes(all(imports), deployment("web", "shop", 4)))
          .containsExactly(
              "DENY: failed expression: object.spec.replicas <= int(params.data.most)");
    }
  }
}
