package dev.breakwater.posture.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.Operation;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of the kinds that people publish, from their text to the changed object. */
class MutatorTest {
  private static final String POD =
      "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: ["
          + "{name: web, image: example.org/web}, {name: log, image: example.org/log}]}}";

  private static SourceFile file(String text) throws Exception {
    return SourceFile.of("policy.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static MutatingPolicies policies(String text) throws Exception {
    return MutatingPolicies.read(PolicyFiles.of(List.of(file(text))));
  }

  private static Resource resource(String text) throws Exception {
    List<Resource> resources = new ArrayList<>();
    KubernetesObjects.read(
        file(text),
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
    return resources.getFirst();
  }

  /**
   * A policy about everything, with mutations as {@code ApplyConfiguration: …} or {@code
   * JSONPatch}.
   */
  private static String policy(String name, String more, String... mutations) {
    StringBuilder text =
        new StringBuilder(
            """
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: NAME}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: ["*"]}
            """
                .replace("NAME", name));
    if (!more.contains("reinvocationPolicy")) {
      text.append("  reinvocationPolicy: Never\n");
    }
    text.append(more.indent(more.isEmpty() ? 0 : 2));
    text.append("  mutations:\n");
    for (String mutation : mutations) {
      boolean isPatch = mutation.strip().startsWith("[");
      text.append("  - patchType: ").append(isPatch ? "JSONPatch" : "ApplyConfiguration");
      text.append("\n    ").append(isPatch ? "jsonPatch" : "applyConfiguration");
      text.append(":\n      expression: |\n").append(mutation.indent(8));
    }
    return text.toString();
  }

  private static Mutated mutated(String policies, String object) throws Exception {
    return mutated(policies, object, null, RequestOptions.USUAL);
  }

  private static Mutated mutated(
      String policies, String object, @Nullable String old, RequestOptions options)
      throws Exception {
    MutatingPolicies read = policies(policies);
    assertThat(read.problems()).isEmpty();
    return new Mutator(read).mutate(resource(object), old == null ? null : resource(old), options);
  }

  private static String changed(String mutation, String object) throws Exception {
    Mutated mutated = mutated(policy("p", "", mutation), object);
    assertThat(mutated.outcome()).as(mutated.steps().toString()).isEqualTo(Outcome.ALLOW);
    return Manifests.json(mutated.object());
  }

  private static String json(String text) {
    return Manifests.json(Manifests.value(text));
  }

  private static String fault(String mutation, String object) throws Exception {
    Mutated mutated = mutated(policy("p", "", mutation), object);
    assertThat(mutated.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(mutated.isChanged()).isFalse();
    return String.valueOf(mutated.steps().getFirst().fault());
  }

  @Test
  void addsALabel() throws Exception {
    assertThat(changed("Object{metadata: Object.metadata{labels: {'team': 'shop'}}}", POD))
        .isEqualTo(json(POD.replace("{app: web}", "{app: web, team: shop}")));
  }

  @Test
  void addsALabelWhereThereAreNone() throws Exception {
    String bare = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";
    assertThat(changed("Object{metadata: Object.metadata{labels: {'team': 'shop'}}}", bare))
        .isEqualTo(
            json("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {team: shop}}}"));
  }

  @Test
  void runsContainersAsSomebody() throws Exception {
    assertThat(
            changed(
                """
                Object{
                  spec: Object.spec{
                    securityContext: Object.spec.securityContext{runAsNonRoot: true},
                    containers: object.spec.containers.map(c, Object.spec.containers{
                      name: c.name,
                      securityContext: Object.spec.containers.securityContext{
                        allowPrivilegeEscalation: false
                      }
                    })
                  }
                }
                """,
                POD))
        .isEqualTo(
            json(
                POD.replace(
                        "image: example.org/web}",
                        "image: example.org/web, securityContext: {allowPrivilegeEscalation:"
                            + " false}}")
                    .replace(
                        "image: example.org/log}",
                        "image: example.org/log, securityContext: {allowPrivilegeEscalation:"
                            + " false}}")
                    .replace("]}}", "], securityContext: {runAsNonRoot: true}}}")));
  }

  @Test
  void injectsASidecar() throws Exception {
    String sidecar =
        """
        !has(object.spec.initContainers) || !object.spec.initContainers.exists(c, c.name == "mesh")
        ? [JSONPatch{
            op: "add", path: "/spec/initContainers",
            value: [Object.spec.initContainers{
              name: "mesh", image: "example.org/mesh:1", restartPolicy: "Always"
            }]
          }]
        : []
        """;
    String expected =
        json(
            POD.replace(
                "]}}",
                "], initContainers: [{name: mesh, image: 'example.org/mesh:1', restartPolicy:"
                    + " Always}]}}"));
    assertThat(patched(sidecar, POD)).isEqualTo(expected);
    assertThat(patched(sidecar, expected)).isEqualTo(expected);
  }

  /** For an expression that gives patches, but does not begin with a bracket. */
  private static String patched(String expression, String object) throws Exception {
    return changed("[] + (" + expression.strip() + ")", object);
  }

  @Test
  void dropsAllCapabilities() throws Exception {
    String patch =
        """
        [JSONPatch{
          op: "add", path: "/spec/containers/0/securityContext",
          value: Object.spec.containers.securityContext{
            capabilities: Object.spec.containers.securityContext.capabilities{drop: ["ALL"]}
          }
        }]
        """;
    assertThat(changed(patch, POD))
        .isEqualTo(
            json(
                POD.replace(
                    "image: example.org/web}",
                    "image: example.org/web, securityContext: {capabilities: {drop: [ALL]}}}")));
    assertThat(
            fault(
                "Object{spec: Object.spec{containers: [Object.spec.containers{name: 'web',"
                    + " securityContext: Object.spec.containers.securityContext{capabilities:"
                    + " Object.spec.containers.securityContext.capabilities{drop: ['ALL']}}}]}}",
                POD))
        .contains(
            "may not mutate atomic arrays, maps or structs:"
                + " .spec.containers[0].securityContext.capabilities.drop");
  }

  @Test
  void pullsAlways() throws Exception {
    assertThat(
            changed(
                """
                Object{
                  spec: Object.spec{
                    containers: object.spec.containers.map(c, Object.spec.containers{
                      name: c.name, ?imagePullPolicy: optional.of("Always")
                    })
                  }
                }
                """,
                POD))
        .contains("\"name\":\"web\",\"image\":\"example.org/web\",\"imagePullPolicy\":\"Always\"");
  }

  @Test
  void removesByJsonPatch() throws Exception {
    assertThat(changed("[JSONPatch{op: 'remove', path: '/spec/containers/1'}]", POD))
        .isEqualTo(json(POD.replace(", {name: log, image: example.org/log}", "")));
  }

  @Test
  void patchesWhatAnApiServerAlwaysHas() throws Exception {
    assertThat(
            changed(
                "[JSONPatch{op: 'add', path: '/spec/securityContext/runAsUser', value: 7}]", POD))
        .isEqualTo(json(POD.replace("]}}", "], securityContext: {runAsUser: 7}}}")));
    String deployment =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec:"
            + " {containers: []}}}}";
    assertThat(
            changed(
                "[JSONPatch{op: 'add', path: '/spec/template/metadata/labels', value: {'a': 'b'}}]",
                deployment))
        .isEqualTo(
            json(
                deployment.replace(
                    "{containers: []}", "{containers: []}, metadata: {labels: {a: b}}")));
    assertThat(
            changed("[JSONPatch{op: 'add', path: '/metadata/annotations', value: {}}]", deployment))
        .isEqualTo(json(deployment.replace("{name: a}", "{name: a, annotations: {}}")));
    String namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: a}}";
    assertThat(
            changed(
                "['kubernetes.io/metadata.name'].filter(label, label in object.metadata.labels)"
                    + ".map(_, JSONPatch{op: 'add', path: '/metadata/labels/team', value: 'b'})",
                namespace))
        .isEqualTo(json(namespace.replace("{name: a}", "{name: a, labels: {team: b}}")));
  }

  /** Defaults can be seen, tested and patched; what is not touched stays unwritten. */
  @Test
  void patchesDefaults() throws Exception {
    String deployment =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec:"
            + " {containers: [{name: a, image: b}]}}}}";
    String scaled = deployment.replace("}]}}}}", "}]}}, replicas: 2}}");
    assertThat(
            changed(
                "[JSONPatch{op: 'test', path: '/spec/replicas', value: 1}, JSONPatch{op: 'replace',"
                    + " path: '/spec/replicas', value: object.spec.replicas + 1}]",
                deployment))
        .isEqualTo(json(scaled));
    assertThat(changed("[JSONPatch{op: 'remove', path: '/spec/replicas'}]", deployment))
        .isEqualTo(json(deployment));
    assertThat(
            changed(
                "[JSONPatch{op: 'add', path: '/spec/strategy/rollingUpdate/maxSurge', value: 1}]",
                deployment))
        .isEqualTo(
            json(deployment.replace("}]}}}}", "}]}}, strategy: {rollingUpdate: {maxSurge: 1}}}}")));
    assertThat(
            changed(
                "[JSONPatch{op: 'copy', from: '/spec/template/spec/containers/0/imagePullPolicy',"
                    + " path: '/metadata/annotations/pull'}]",
                deployment.replace("{name: a}", "{name: a, annotations: {}}")))
        .isEqualTo(json(deployment.replace("{name: a}", "{name: a, annotations: {pull: Always}}")));
  }

  /** What a server takes for nothing and fills in stays as it is written. */
  @Test
  void keepsNullsAndEmptyTexts() throws Exception {
    String pod =
        "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {}}, spec: {restartPolicy: null,"
            + " securityContext: null, containers: [{name: a, imagePullPolicy: ''}]}}";
    assertThat(
            changed(
                "[JSONPatch{op: 'add', path: '/metadata/labels/rule', value:"
                    + " object.spec.restartPolicy}, JSONPatch{op: 'add', path:"
                    + " '/spec/containers/0', value: Object.spec.containers{name: 'b'}}]",
                pod))
        .isEqualTo(
            json(
                pod.replace("labels: {}", "labels: {rule: Always}")
                    .replace("[{name: a", "[{name: b}, {name: a")));
    assertThat(
            mutated(policy("p", "", "[JSONPatch{op: 'test', path: '/kind', value: 'Pod'}]"), pod)
                .isChanged())
        .isFalse();
  }

  @Test
  void escapesKeys() throws Exception {
    assertThat(
            changed(
                "[JSONPatch{op: 'add', path: '/metadata/labels/' +"
                    + " jsonpatch.escapeKey('example.org/x~y'), value: 'true'}]",
                POD))
        .isEqualTo(json(POD.replace("{app: web}", "{app: web, example.org/x~y: 'true'}")));
  }

  @Test
  void aFailedTestChangesNothing() throws Exception {
    Mutated mutated =
        mutated(
            policy(
                "p",
                "",
                "[JSONPatch{op: 'test', path: '/spec/hostNetwork', value: true},"
                    + " JSONPatch{op: 'remove', path: '/spec/containers/1'}]"),
            POD);
    assertThat(mutated.isChanged()).isFalse();
    assertThat(mutated.outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(mutated.steps()).isEmpty();
  }

  @Test
  void whatNobodyChangesIsTheSameObject() throws Exception {
    MutatingPolicies read = policies(policy("p", "", "Object{}"));
    Resource resource = resource(POD);
    Mutated mutated = new Mutator(read).mutate(resource, null, RequestOptions.USUAL);
    assertThat(mutated.object()).isSameAs(resource.object());
  }

  @Test
  void whatAPolicySetsSaysSo() throws Exception {
    Mutated mutated =
        mutated(policy("p", "", "Object{metadata: Object.metadata{labels: {'a': 'b'}}}"), POD);
    Value label = mutated.object().at("metadata", "labels", "a");
    assertThat(label).isNotNull();
    assertThat(label.origin().assumed()).isEqualTo("set by the policy p");
    assertThat(mutated.object().at("metadata", "labels", "app").origin().assumed()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Object{spec: Object.specx{hostNetwork: true}}"
            + " | type mismatch: unexpected type name \"Object.specx\", expected \"Object.spec\"",
        "Object{spec: Object.spec{hostNetworkx: true}}"
            + " | .spec.hostNetworkx: field not declared in schema",
        "Object{spec: Object.spec{hostNetwork: 'x'}} | expected true or false, got a text",
        "[JSONPatch{op: 'add', path: '/spec/hostNetworkx', value: true}]"
            + " | unknown field \"spec.hostNetworkx\"",
        "[JSONPatch{op: 'add', path: '/spec/containers/-', value: Object.spec.containers{name: 'x',"
            + " ports: [Object.spec.containers.ports{containerPortZ: 8080}]}}]"
            + " | unknown field \"spec.containers[2].ports[0].containerPortZ\"",
        "[JSONPatch{op: 'add', path: '/spec/containers/-', value: Object.spec.containers{name: 'x',"
            + " ports: [Object.spec.containers.portsZ{containerPort: 8080}]}}]"
            + " | unexpected type name \"Object.spec.containers.portsZ\", expected"
            + " \"Object.spec.containers.ports\"",
        "[JSONPatch{op: 'replace', path: '/spec/containers/-', value: {'name': 'x'}}]"
            + " | the operation replace of /spec/containers/- does not apply",
        "[JSONPatch{op: 'copy', from: '/metadata/name', path: '/spec/hostNetwork'}]"
            + " | spec.hostNetwork must be true or false, not a text",
        "[JSONPatch{op: 'replace', path: '/kind', value: 'Service'}] | object of another kind",
        "[JSONPatch{op: 'set', path: '/a', value: 1}] | no operation \"set\"",
        "[JSONPatch{op: 'add', path: '/metadata/labels/x', value: 1.0 / 0.0}] | Infinity",
        "Object{metadata: Object.metadata{labels: {'a': object.spec.nothing}}} | no such key:"
            + " nothing",
      })
  void saysWhatFails(String mutation, String message) throws Exception {
    assertThat(fault(mutation, POD)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"I'm a teapot!\"",
        "Object.spec.metadata{}",
        "{'a': 'b'}",
        "Object{metadata: Object.metadata{labels: {'a': nothing}}}",
        "Object{metadata:",
      })
  void saysWhatDoesNotCompile(String mutation) throws Exception {
    MutatingPolicies read = policies(policy("p", "", mutation));
    assertThat(read.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).startsWith("policy.yaml:1");
          assertThat(problem.what()).contains("does not compile");
        });
    Mutated mutated = new Mutator(read).mutate(resource(POD), null, RequestOptions.USUAL);
    assertThat(mutated.outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void anIgnoredFaultLeavesTheOtherMutations() throws Exception {
    Mutated mutated =
        mutated(
            policy(
                "p",
                "failurePolicy: Ignore",
                "Object{spec: Object.spec{hostNetworkx: true}}",
                "Object{spec: Object.spec{hostNetwork: false}}"),
            POD);
    assertThat(mutated.outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(mutated.steps()).hasSize(2);
    assertThat(mutated.object().at("spec", "hostNetwork")).isNotNull();
  }

  @Test
  void mutationsAndPoliciesSeeWhatIsThereByThen() throws Exception {
    String policies =
        policy(
                "first",
                "variables: [{name: count, expression: object.spec.containers.size()}]",
                "[JSONPatch{op: 'remove', path: '/spec/containers/0'}]",
                "Object{metadata: Object.metadata{labels: {'left': string(variables.count)}}}")
            + policy(
                "second",
                "matchConditions: [{name: one, expression: object.metadata.labels.left == '1'}]",
                "Object{metadata: Object.metadata{annotations: {'seen': 'yes'}}}");
    Mutated mutated = mutated(policies, POD);
    assertThat(mutated.outcome()).as(mutated.steps().toString()).isEqualTo(Outcome.ALLOW);
    assertThat(mutated.object().at("metadata", "labels", "left").text()).isEqualTo("1");
    assertThat(mutated.object().at("metadata", "annotations", "seen").text()).isEqualTo("yes");
    assertThat(mutated.steps()).extracting(Mutated.Step::policy).containsExactly("first", "second");
  }

  @Test
  void aPolicyIsReinvokedIfItWantsToBe() throws Exception {
    String annotate =
        "Object{metadata: Object.metadata{annotations: {'containers':"
            + " string(object.spec.containers.size())}}}";
    String remove = "[JSONPatch{op: 'remove', path: '/spec/containers/1'}]";
    String never = policy("count", "reinvocationPolicy: Never", annotate);
    String ifNeeded = policy("count", "reinvocationPolicy: IfNeeded", annotate);
    String other = policy("cut", "", remove);
    assertThat(
            mutated(never + other, POD).object().at("metadata", "annotations", "containers").text())
        .isEqualTo("2");
    assertThat(
            mutated(ifNeeded + other, POD)
                .object()
                .at("metadata", "annotations", "containers")
                .text())
        .isEqualTo("1");
  }

  @Test
  void bindingsChooseAndGiveParameters() throws Exception {
    String policies =
        policy(
                "team",
                "paramKind: {apiVersion: v1, kind: ConfigMap}",
                "Object{metadata: Object.metadata{labels: {'team': params.data.team}}}")
            + """
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: team}
            spec:
              policyName: team
              paramRef: {name: settings, namespace: default, parameterNotFoundAction: Deny}
              matchResources: {objectSelector: {matchLabels: {app: web}}}
            """;
    String params =
        "---\n"
            + "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: default},"
            + " data: {team: shop}}\n";
    assertThat(mutated(policies + params, POD).object().at("metadata", "labels", "team").text())
        .isEqualTo("shop");
    assertThat(mutated(policies + params, POD.replace("app: web", "app: other")).isChanged())
        .isFalse();
    assertThat(mutated(policies, POD).outcome()).isEqualTo(Outcome.DENY);
  }

  @Test
  void seesTheOldObject() throws Exception {
    String keep =
        policy(
            "keep",
            "matchConditions: [{name: update, expression: request.operation == 'UPDATE'}]",
            "Object{metadata: Object.metadata{labels: {'app': oldObject.metadata.labels.app}}}");
    Mutated mutated =
        mutated(
            keep,
            POD.replace("app: web", "app: stolen"),
            POD,
            RequestOptions.USUAL.with(Operation.UPDATE));
    assertThat(mutated.object().at("metadata", "labels", "app").text()).isEqualTo("web");
    assertThat(mutated(keep, POD).isChanged()).isFalse();
  }

  @Test
  void nothingIsDoneOnDeletion() throws Exception {
    String policy = policy("p", "", "Object{metadata: Object.metadata{labels: {'a': 'b'}}}");
    assertThat(mutated(policy, POD, null, RequestOptions.USUAL.with(Operation.DELETE)).isChanged())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reinvocationPolicy: Never | reinvocationPolicy: Sometimes | \"Sometimes\" is not"
            + " supported",
        "reinvocationPolicy: Never | x: Never | reinvocationPolicy: is required",
        "patchType: ApplyConfiguration | patchType: Merge | \"Merge\" is not supported",
        "patchType: ApplyConfiguration | patchType: JSONPatch | spec.mutations[0].jsonPatch: is"
            + " required",
        "applyConfiguration: | x: | applyConfiguration: is required",
        "matchConstraints: | x: | matchConstraints: is required",
      })
  void refusesWhatAnApiServerRefuses(String from, String to, String message) throws Exception {
    String text = policy("p", "", "Object{}");
    String faulty = text.replace(from, to);
    assertThat(faulty).isNotEqualTo(text);
    MutatingPolicies read = policies(faulty);
    assertThat(read.names()).isEmpty();
    assertThat(read.problems()).anySatisfy(problem -> assertThat(problem.what()).contains(message));
  }

  @Test
  void expressionsThatGrowWithoutEndAreStopped() throws Exception {
    String doubling =
        "[JSONPatch{op: 'add', path: '/metadata/annotations', value: {'a': '0123456789'}}] + "
            + "[1,2,3,4,5,6,7,8,9,10].map(a, JSONPatch{op: 'copy', from: '/metadata', path:"
            + " '/metadata/annotations/x'})";
    assertThat(fault(doubling, POD)).isNotEmpty();
  }

  @Test
  void aDefinitionSaysHowListsMerge() throws Exception {
    String definition =
        """
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: routes.example.org}
        spec:
          group: example.org
          names: {kind: Route, plural: routes}
          scope: Namespaced
          versions:
          - name: v1
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
        """;
    String policy = policy("p", "", "Object{spec: Object.spec{tags: ['checked']}}");
    String route =
        "{apiVersion: example.org/%s, kind: Route, metadata: {name: r}, spec: {tags: [a]}}";

    assertThat(Manifests.json(mutated(policy + definition, route.formatted("v1")).object()))
        .contains("\"tags\":[\"a\",\"checked\"]");
    assertThat(mutated(policy + definition, route.formatted("v2")).steps().getFirst().fault())
        .contains("may not mutate atomic arrays, maps or structs: .spec.tags");
  }
}
