package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.exchange.PodSecurityPolicyWriter;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exported policies decide as the standards themselves. */
class ExportedPolicyTest {
  private static final int[] VERSIONS = {0, 18, 19, 22, 23, 25, 31, 34, 35, 37};

  private static Admission admission(Level level, Version version) {
    AdmissionPolicies policies =
        AdmissionPolicies.read(
            List.of(file("policy.yaml", PodSecurityPolicyWriter.write(level, version, List.of("Deny")))));
    assertThat(policies.problems()).isEmpty();
    return new Admission(policies);
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"BASELINE", "RESTRICTED"})
  void casesGetTheSameVerdict(Level level) {
    List<String> differences = new ArrayList<>();
    for (int version : VERSIONS) {
      Admission admission = admission(level, new Version(version));
      for (Case subject : Case.all()) {
        for (String slot : subject.slots()) {
          Outcome outcome = outcome(admission, subject.pod(slot));
          boolean admitted = subject.expected(level, version).isEmpty();
          if (admitted != (outcome == Outcome.ALLOW)) {
            differences.add(level + " 1." + version + " " + subject + " " + outcome);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static Outcome outcome(Admission admission, Value.Fields pod) {
    return decision(admission, pod).outcome();
  }

  private static PolicyDecision decision(Admission admission, Value.Fields pod) {
    List<PolicyDecision> decisions = admission.decide(resource(Shape.json(pod)));
    assertThat(decisions).hasSize(1);
    return decisions.getFirst();
  }

  private static Resource resource(String text) {
    List<Resource> resources = new ArrayList<>();
    KubernetesObjects.read(
        file("object.yaml", text),
        new Sink() {
          @Override
          public void add(Resource resource) {
            resources.add(resource);
          }

          @Override
          public void add(Problem problem) {}
        });
    return resources.getFirst();
  }

  private static SourceFile file(String name, String text) {
    try {
      return SourceFile.of(name, text.getBytes(StandardCharsets.UTF_8));
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void privilegedIsNoPolicy() {
    assertThatThrownBy(() -> PodSecurityPolicyWriter.write(Level.PRIVILEGED, Version.NEWEST, List.of("Deny")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
