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
  /** A pod in no namespace, with labels, one container and the host's network. */
  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        labels: {app: web, tier: front}
      spec:
        hostNetwork: true
        containers:
        - name: web
          image: registry.example.org/web:1
      """;

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

  /** The decision of the first policy on an object that is created. */
  static PolicyDecision decide(String policies, String object) {
    return decide(policies, object, RequestOptions.USUAL);
  }

  /** The decision of the first policy on an object; the policies must be without fault. */
  static PolicyDecision decide(String policies, String object, RequestOptions options) {
    return decide(policies, object, null, options);
  }

  static PolicyDecision decide(String policies, String object, String old, RequestOptions options) {
    AdmissionPolicies read = policies(policies);
    if (!read.problems().isEmpty()) {
      throw new IllegalStateException(read.problems().toString());
    }
    return new Admission(read)
        .decide(resource(object), old == null ? null : resource(old), options)
        .getFirst();
  }

  /** A policy about pods, called {@code checked}, with one check. */
  static String check(String expression) {
    return pods(validation(expression));
  }

  /** One check, as a part of a policy. */
  static String validation(String expression) {
    return "validations:\n- expression: " + quoted(expression);
  }

  /** A policy about pods, called {@code checked}; {@code spec} has the rest of its fields. */
  static String pods(String spec) {
    return policy("resourceRules:\n" + rule("", "v1", "pods"), spec);
  }

  /** A rule about all operations. */
  static String rule(String group, String version, String resource) {
    return "- {apiGroups: ['%s'], apiVersions: ['%s'], operations: ['*'], resources: ['%s']}\n"
        .formatted(group, version, resource);
  }

  /** A policy called {@code checked}. */
  static String policy(String constraints, String spec) {
    return "apiVersion: admissionregistration.k8s.io/v1\n"
        + "kind: ValidatingAdmissionPolicy\n"
        + "metadata: {name: checked}\n"
        + "spec:\n"
        + "  matchConstraints:\n"
        + constraints.stripTrailing().indent(4)
        + spec.stripTrailing().indent(2);
  }

  /** A binding of it, as a document of its own. */
  static String binding(String name, String spec) {
    return "---\n"
        + "apiVersion: admissionregistration.k8s.io/v1\n"
        + "kind: ValidatingAdmissionPolicyBinding\n"
        + "metadata: {name: "
        + name
        + "}\n"
        + "spec:\n"
        + "  policyName: checked\n"
        + spec.stripTrailing().indent(2);
  }

  static String quoted(String expression) {
    return "'" + expression.replace("'", "''") + "'";
  }
}
