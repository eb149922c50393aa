package dev.breakwater.posture.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostileImportsTest {
  private static final String FILE =
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: a, annotations: {x: y}, uid: "1"}
        spec:
          matchConstraints:
            namespaceSelector: {}
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
          validations: [{expression: "true"}]
      - apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: b}
        spec: {policyName: a, validationActions: [Deny]}
      ---
      apiVersion: templates.gatekeeper.sh/v1
      kind: ConstraintTemplate
      metadata: {name: k}
      spec:
        crd: {spec: {names: {kind: K}}}
        targets:
        - code:
          - engine: K8sNativeValidation
            source: {validations: [{expression: "true", message: m}]}
      ---
      apiVersion: constraints.gatekeeper.sh/v1beta1
      kind: K
      metadata: {name: c}
      spec: {enforcementAction: warn, match: {labelSelector: {matchLabels: {a: b}}}, parameters: {p: 1}}
      ---
      apiVersion: policies.kyverno.io/v1
      kind: ValidatingPolicy
      metadata: {name: v}
      spec:
        validationActions: [Audit]
        evaluation: {mode: Kubernetes}
        matchConstraints:
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
        validations: [{expression: "true"}]
      """;

  private static final String LETTERS = "{}[]\"',:-|> \n#&*!az01";

  @Test
  @Timeout(120)
  void importsDamagedFiles() {
    Random random = new Random(29);
    for (int i = 0; i < 200; i++) {
      StringBuilder damaged = new StringBuilder(FILE);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int at = random.nextInt(damaged.length() - 30);
        switch (random.nextInt(4)) {
          case 0 -> damaged.delete(at, at + random.nextInt(30));
          case 1 -> damaged.insert(at, damaged.substring(at, at + random.nextInt(30)));
          case 2 -> damaged.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
          default -> damaged.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
      }
      HostileImports.importTwice(damaged.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
