package dev.breakwater.bench;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.load.Format;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.pss.Violation;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Asking admission policies about a deployment, warm: microseconds a rule and pod, with everything
 * that a request takes. Each rule is a policy of its own, of the kinds that people publish. Beside
 * it the Pod Security Standards, all controls of restricted together.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PolicyBenchmark {
  private static final String POD = "object.spec.template.spec";

  private static final List<String> RULES =
      List.of(
          POD + ".containers.all(c, c.image.startsWith('registry.example.org/'))",
          POD + ".containers.all(c, !c.image.endsWith(':latest') && c.image.contains(':'))",
          "['app', 'app.kubernetes.io/managed-by'].all(l, l in object.metadata.labels)",
          POD
              + ".containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in"
              + " c.resources.limits)",
          POD
              + ".containers.all(c, quantity(c.resources.limits.memory).compareTo(quantity('1Gi'))"
              + " <= 0)",
          POD + ".containers.all(c, has(c.livenessProbe))",
          "!has(" + POD + ".hostNetwork) || !" + POD + ".hostNetwork",
          POD + ".containers.all(c, c.?securityContext.?privileged.orValue(false) == false)",
          POD + ".?volumes.orValue([]).all(v, !has(v.hostPath))",
          "object.metadata.name.matches('^[a-z][a-z0-9-]*$') && object.metadata.name.size() < 50");

  static final int COUNT = 10;

  private final List<Resource> resources = new ArrayList<>();
  private Admission admission =
      new Admission(AdmissionPolicies.read(PolicyFiles.load(List.of(), options())));
  private final PodSecurity restricted = new PodSecurity(Level.RESTRICTED, Version.NEWEST);

  /** Reads the policies and the deployment from files. */
  @Setup
  public void read() throws IOException {
    Path directory = Files.createTempDirectory("breakwater-policies");
    Path policies = directory.resolve("policies.yaml");
    Path deployment = directory.resolve("deployment.yaml");
    try {
      Files.writeString(policies, policies());
      Files.writeString(deployment, ManyManifests.workload(0));
      AdmissionPolicies read =
          AdmissionPolicies.read(PolicyFiles.load(List.of(policies), options()));
      if (!read.problems().isEmpty() || read.names().size() != COUNT) {
        throw new IOException("the policies cannot be used: " + read.problems());
      }
      admission = new Admission(read);
      new Loader(options()).load(List.of(deployment), new Kept());
    } finally {
      Files.deleteIfExists(policies);
      Files.deleteIfExists(deployment);
      Files.delete(directory);
    }
    for (PolicyDecision decision : admission.decide(resources.getFirst())) {
      if (decision.outcome() != Outcome.ALLOW) {
        throw new IOException("the deployment is refused: " + decision);
      }
    }
  }

  private final class Kept implements Sink {
    @Override
    public void add(Resource resource) {
      resources.add(resource);
    }

    @Override
    public void add(Problem problem) {
      throw new IllegalStateException(problem.toString());
    }
  }

  private static LoaderOptions options() {
    return new LoaderOptions(
        List.of(Format.KUBERNETES), false, List.of(), Map.of(), InputStream.nullInputStream());
  }

  private static String policies() {
    StringBuilder policies = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      policies.append(
          """
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata:
            name: rule-NUMBER
          spec:
            failurePolicy: Fail
            matchConstraints:
              resourceRules:
                - apiGroups: [apps]
                  apiVersions: [v1]
                  operations: [CREATE, UPDATE]
                  resources: [deployments]
            validations:
              - expression: "EXPRESSION"
          """
              .replace("NUMBER", String.valueOf(i))
              .replace("EXPRESSION", RULES.get(i)));
    }
    return policies.toString();
  }

  @Benchmark
  @OperationsPerInvocation(COUNT)
  public List<PolicyDecision> decide() {
    return admission.decide(resources.getFirst());
  }

  @Benchmark
  public List<Violation> podSecurity() {
    Value.Fields pod = Objects.requireNonNull(resources.getFirst().pod());
    return restricted.check(pod);
  }
}
