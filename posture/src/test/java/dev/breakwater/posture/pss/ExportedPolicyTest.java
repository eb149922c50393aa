package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.exchange.PodSecurityPolicyWriter;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exported policies decide as the standards themselves. */
class ExportedPolicyTest {
  private static final int[] VERSIONS = {0, 18, 22, 25, 31, 35, 37};

  private static final int PODS = 200;

  /** API version, kind, and where the pod is. */
  private static final String[][] KINDS = {
    {"v1", "Pod", ""},
    {"v1", "PodTemplate", "template"},
    {"v1", "ReplicationController", "spec.template"},
    {"apps/v1", "Deployment", "spec.template"},
    {"apps/v1", "ReplicaSet", "spec.template"},
    {"apps/v1", "StatefulSet", "spec.template"},
    {"apps/v1", "DaemonSet", "spec.template"},
    {"batch/v1", "Job", "spec.template"},
    {"batch/v1", "CronJob", "spec.jobTemplate.spec.template"}
  };

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"BASELINE", "RESTRICTED"})
  void casesGetTheSameVerdict(Level level) {
    for (int version : VERSIONS) {
      Admission admission = admission(level, new Version(version));
      for (Case subject : Case.all()) {
        for (String slot : subject.isStored() ? subject.slots() : Set.<String>of()) {
          PolicyDecision decision = decision(admission, "v1", "Pod", "", subject.pod(slot));
          assertThat(decision.outcome() == Outcome.ALLOW)
              .as("%s, 1.%s: %s", subject, version, decision)
              .isEqualTo(subject.expected(level, version).isEmpty());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"BASELINE", "RESTRICTED"})
  void randomPodsGetTheSameVerdictWhateverMakesThem(Level level) {
    RandomPods pods = new RandomPods(7, false);
    int admitted = 0;
    for (int version : VERSIONS) {
      Admission admission = admission(level, new Version(version));
      PodSecurity standards = new PodSecurity(level, new Version(version));
      for (int i = 0; i < PODS; i++) {
        Value.Fields pod = pods.next();
        boolean admits = standards.check(pod).isEmpty();
        admitted += admits ? 1 : 0;
        String[] kind = KINDS[i % KINDS.length];
        PolicyDecision decision = decision(admission, kind[0], kind[1], kind[2], pod);
        assertThat(decision.outcome())
            .as("1.%s: %s for %s", version, decision, Shape.json(pod))
            .isEqualTo(admits ? Outcome.ALLOW : Outcome.DENY);
      }
    }
    assertThat(admitted).isBetween(VERSIONS.length * PODS / 10, VERSIONS.length * PODS * 9 / 10);
  }

  /** What a sender reads: the control, and what to do. */
  @Test
  void saysWhatIsWrong() {
    PolicyDecision decision =
        decision(
            admission(Level.BASELINE, Version.NEWEST),
            "apps/v1",
            "Deployment",
            "spec.template",
            Shape.with(
                Case.admitted(),
                "spec.hostPID",
                new Value.Flag(Case.admitted().origin(), true, "true")));
    assertThat(decision.policy()).isEqualTo("pod-security-baseline-v1.37");
    assertThat(decision.message())
        .isEqualTo(
            "hostNamespaces: A namespace of the host is shared;"
                + " remove hostNetwork, hostPID and hostIPC");
    assertThat(decision.reason()).isEqualTo("Forbidden");
  }

  @Test
  void oneValidationAControlThatIsInForce() {
    assertThat(validations(Level.BASELINE, 0)).isEqualTo(11);
    assertThat(validations(Level.BASELINE, 37)).isEqualTo(12);
    assertThat(validations(Level.RESTRICTED, 0)).isEqualTo(12);
    assertThat(validations(Level.RESTRICTED, 22)).isEqualTo(13);
    // Two more for pods that are made for Windows.
    assertThat(validations(Level.RESTRICTED, 37)).isEqualTo(15 + 2);
  }

  private static int validations(Level level, int version) {
    return file("policy.yaml", write(level, version))
        .documents()
        .getFirst()
        .at("spec", "validations")
        .items()
        .size();
  }

  @Test
  void laterThanTheNewestIsTheNewest() {
    assertThat(write(Level.RESTRICTED, 99)).isEqualTo(write(Level.RESTRICTED, 37));
  }

  @Test
  void bindsAsItIsTold() {
    String text =
        PodSecurityPolicyWriter.write(Level.BASELINE, new Version(31), List.of("Warn", "Audit"));
    Value binding = file("policy.yaml", text).documents().getLast();
    assertThat(binding.text("kind")).isEqualTo("ValidatingAdmissionPolicyBinding");
    assertThat(binding.at("spec", "policyName").text()).isEqualTo("pod-security-baseline-v1.31");
    assertThat(binding.at("spec", "validationActions").items())
        .extracting(Value::text)
        .containsExactly("Warn", "Audit");
  }

  private static String write(Level level, int version) {
    return PodSecurityPolicyWriter.write(level, new Version(version), List.of("Deny"));
  }

  private Admission admission(Level level, Version version) {
    try {
      Path file =
          Files.writeString(directory.resolve("policy.yaml"), write(level, version.minor()));
      AdmissionPolicies policies =
          AdmissionPolicies.read(
              PolicyFiles.load(
                  List.of(file),
                  new LoaderOptions(
                      List.of(), false, List.of(), Map.of(), InputStream.nullInputStream())));
      assertThat(policies.problems()).isEmpty();
      return new Admission(policies);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the policy says of a pod, or of an object of another kind with the pod at a path. */
  private static PolicyDecision decision(
      Admission admission, String apiVersion, String kind, String path, Value pod) {
    String[] names = path.isEmpty() ? new String[0] : path.split("\\.", -1);
    StringBuilder object = new StringBuilder("{\"apiVersion\": \"").append(apiVersion);
    object.append("\", \"kind\": \"").append(kind).append("\", ");
    for (String name : names) {
      object.append('"').append(name).append("\": {");
    }
    for (String part : List.of("metadata", "spec")) {
      object.append('"').append(part).append("\": ");
      Value value = pod.get(part);
      object.append(value == null ? "{}" : Shape.json(value));
      object.append(part.equals("spec") ? "}" : ", ");
    }
    object.append("}".repeat(names.length));
    List<PolicyDecision> decisions = admission.decide(resource(object.toString()));
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
    assertThatThrownBy(
            () -> PodSecurityPolicyWriter.write(Level.PRIVILEGED, Version.NEWEST, List.of("Deny")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
