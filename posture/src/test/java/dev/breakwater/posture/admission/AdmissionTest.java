package dev.breakwater.posture.admission;

import static dev.breakwater.posture.admission.Manifests.policies;
import static dev.breakwater.posture.admission.Manifests.resource;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        labels: {app: web}
      spec:
        hostNetwork: true
        containers:
        - name: web
          image: registry.example.org/web:1
      """;

  @Test
  void deniesWhatIsFalse() {
    AdmissionPolicies policies =
        policies(
            Manifests.podPolicy(
                "|-\n      !has(object.spec.hostNetwork) ||\n      !object.spec.hostNetwork"));
    assertThat(policies.problems()).isEmpty();

    PolicyDecision decision = new Admission(policies).decide(resource(POD)).getFirst();

    assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
    assertThat(decision.expression())
        .isEqualTo("!has(object.spec.hostNetwork) ||\n!object.spec.hostNetwork");
    assertThat(decision.message())
        .isEqualTo("failed expression: !has(object.spec.hostNetwork) ||\n!object.spec.hostNetwork");
    assertThat(decision.origin().line()).isEqualTo(14);
    assertThat(decision.origin().column()).isEqualTo(7);
  }
}
