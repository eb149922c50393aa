package dev.breakwater.posture.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** Policies and objects written in tests. */
final class Manifests {
  private Manifests() {}

  static SourceFile file(String name, String text) {
    try {
      return SourceFile.of(name, text.getBytes(UTF_8));
    } catch (BreakwaterException e) {
      throw new IllegalStateException(e);
    }
  }

  static AdmissionPolicies policies(String text) {
    return AdmissionPolicies.read(PolicyFiles.of(List.of(file("policy.yaml", text))));
  }

  static List<Resource> resources(String text) {
    List<Resource> resources = new ArrayList<>();
    KubernetesObjects.read(
        file("objects.yaml", text),
        new Sink() {
          @Override
          public void add(Resource resource) {
            resources.add(resource);
          }

          @Override
          public void add(Problem problem) {
            throw new IllegalStateException(problem.toString());
          }
        });
    return resources;
  }

  static Resource resource(String text) {
    List<Resource> resources = resources(text);
    if (resources.size() != 1) {
      throw new IllegalStateException(resources.size() + " objects");
    }
    return resources.getFirst();
  }

  /** A policy about pods with one check. */
  static String podPolicy(String expression) {
    return policy("pods", "", "\"\"", "v1", "  validations:\n  - expression: " + expression + "\n");
  }

  /**
   * A policy.
   *
   * @param spec more lines of the spec, indented by two
   */
  static String policy(
      String resources, String constraints, String group, String version, String spec) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: checked
        spec:
          matchConstraints:
            resourceRules:
            - apiGroups: [%s]
              apiVersions: [%s]
              operations: ["*"]
              resources: [%s]
        %s%s"""
        .formatted(group, version, resources, constraints, spec);
  }
}
