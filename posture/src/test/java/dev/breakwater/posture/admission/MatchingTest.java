package dev.breakwater.posture.admission;

import static dev.breakwater.posture.admission.Manifests.POD;
import static dev.breakwater.posture.admission.Manifests.decide;
import static dev.breakwater.posture.admission.Manifests.policy;
import static dev.breakwater.posture.admission.Manifests.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a policy is about: one that refuses everything it is about shows it. */
class MatchingTest {
  private static final RequestOptions USUAL = RequestOptions.USUAL;
  private static final String REFUSE = "validations:\n- expression: 'false'";

  private static boolean matches(String constraints, String object, RequestOptions options) {
    return decide(policy(constraints, REFUSE), object, options).outcome() == Outcome.DENY;
  }

  private static boolean matches(String constraints, String object) {
    return matches(constraints, object, USUAL);
  }

  private static String object(String apiVersion, String kind, String metadata) {
    return "apiVersion: "
        + apiVersion
        + "\nkind: "
        + kind
        + "\nmetadata: {name: it"
        + metadata
        + "}\n"
        + (kind.equals("Deployment") || kind.equals("CronJob")
            ? "spec: {template: {metadata: {}, spec: {containers: []}}, jobTemplate: {spec: {template:"
                + " {spec: {containers: []}}}}}\n"
            : "");
  }

  @ParameterizedTest
  @CsvSource({
    "'', v1, pods, true",
    "*, *, *, true",
    "'', *, pods, true",
    "*, v1, pods, true",
    "'', v1, services, false",
    "apps, v1, pods, false",
    "'', v2, pods, false",
    "'', v1, pods/*, true",
    "'', v1, pods/exec, false",
    "'', v1, */status, false",
    "'', v1, */*, true",
    "'', v1, */exec, false",
  })
  void rulesNameResources(String group, String version, String resource, boolean expected) {
    assertThat(matches("resourceRules:\n" + rule(group, version, resource), POD))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "pods, false",
    "pods/status, true",
    "pods/*, true",
    "*, false",
    "*/status, true",
    "*/*, true",
  })
  void rulesNameSubresources(String resource, boolean expected) {
    RequestOptions status =
        new RequestOptions(Operation.UPDATE, "default", User.NOBODY_SPECIAL, "status", false);

    assertThat(matches("resourceRules:\n" + rule("", "v1", resource), POD, status))
        .isEqualTo(expected);
  }

  /** Kinds that are sent to a part of another kind's object have the resource of that kind. */
  @ParameterizedTest
  @CsvSource({
    "autoscaling/v1, Scale, scale, apps, v1, deployments/scale, true",
    "autoscaling/v1, Scale, '', apps, v1, deployments/scale, true",
    "autoscaling/v1, Scale, scale, autoscaling, v1, deployments/scale, false",
    "autoscaling/v1, Scale, scale, apps, v1, deployments, false",
    "autoscaling/v1, Scale, scale, apps, v1beta1, deployments/scale, true",
    "autoscaling/v1, Scale, statefulsets/scale, apps, v1, statefulsets/scale, true",
    "autoscaling/v1, Scale, statefulsets/scale, apps, v1, deployments/scale, false",
    "autoscaling/v1, Scale, replicationcontrollers/scale, '', v1, '*/scale', true",
    "autoscaling/v1, Scale, widgets/scale, example.org, v1, widgets/scale, true",
    "apps/v1, Deployment, scale, apps, v1, deployments/scale, true",
    "policy/v1, Eviction, '', '', v1, pods/eviction, true",
    "policy/v1beta1, Eviction, eviction, '', v1, pods/eviction, true",
    "policy/v1, Eviction, eviction, policy, v1, pods/eviction, false",
    "authentication.k8s.io/v1, TokenRequest, '', '', v1, serviceaccounts/token, true",
    "v1, Binding, '', '', v1, pods/binding, true",
    "v1, PodExecOptions, exec, '', v1, pods/exec, true",
    "v1, PodExecOptions, pods/exec, '', v1, pods/exec, true",
    "v1, Pod, ephemeralcontainers, '', v1, pods/ephemeralcontainers, true",
    "v1, Pod, pods/status, '', v1, pods/status, true",
  })
  void subresourcesHaveKindsOfTheirOwn(
      String apiVersion,
      String kind,
      String sentTo,
      String group,
      String version,
      String resource,
      boolean expected) {
    String definition =
        """
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.org}
        spec: {group: example.org, names: {kind: Widget, plural: widgets}, versions: [{name: v1}]}
        """;
    String policy =
        policy(
            "resourceRules:\n" + rule(group, version, resource),
            "validations:\n- expression: 'request.kind.kind != \"" + kind + "\"'");
    RequestOptions options =
        new RequestOptions(Operation.UPDATE, "default", User.NOBODY_SPECIAL, sentTo, false);

    String object = kind.equals("Pod") ? POD : object(apiVersion, kind, "");
    assertThat(decide(policy + definition, object, options).outcome())
        .isEqualTo(expected ? Outcome.DENY : Outcome.ALLOW);
  }

  @Test
  void aConnectionHasNoLabels() {
    String constraints =
        "resourceRules:\n"
            + rule("", "v1", "pods/exec")
            + "objectSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}\n";

    assertThat(
            matches(constraints, object("v1", "PodExecOptions", ""), USUAL.with(Operation.CONNECT)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, CREATE, true",
    "CREATE, UPDATE, false",
    "'CREATE, UPDATE', UPDATE, true",
    "'*', DELETE, true",
    "DELETE, DELETE, true",
    "CONNECT, CREATE, false",
  })
  void rulesNameOperations(String named, Operation operation, boolean expected) {
    assertThat(
            matches(
                "resourceRules:\n- {apiGroups: [''], apiVersions: [v1], resources: [pods], operations: ["
                    + named.replace("*", "'*'")
                    + "]}",
                POD,
                USUAL.with(operation)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "v1, Pod, pods, Namespaced, true",
    "v1, Pod, pods, Cluster, false",
    "v1, Pod, pods, '*', true",
    "v1, Node, nodes, Cluster, true",
    "v1, Node, nodes, Namespaced, false",
    "v1, Namespace, namespaces, Cluster, true",
    "v1, Namespace, namespaces, Namespaced, false",
  })
  void rulesNameScopes(
      String version, String kind, String resource, String scope, boolean expected) {
    String constraints =
        "resourceRules:\n" + rule("*", "*", resource).replace("}\n", ", scope: '" + scope + "'}\n");
    String object = kind.equals("Pod") ? POD : object(version, kind, "");

    assertThat(matches(constraints, object)).isEqualTo(expected);
  }

  @Test
  void rulesNameObjects() {
    String constraints =
        "resourceRules:\n" + rule("", "v1", "pods").replace("}\n", ", resourceNames: [%s]}\n");

    assertThat(matches(constraints.formatted("api, web"), POD)).isTrue();
    assertThat(matches(constraints.formatted("api"), POD)).isFalse();
    assertThat(
            matches(
                constraints.formatted("web"),
                POD.replace("name: web\n  l", "generateName: web\n  l")))
        .isFalse();
  }

  @Test
  void whatIsExcludedIsExcludedWhateverTheRulesSay() {
    String constraints =
        "resourceRules:\n"
            + rule("*", "*", "*")
            + "excludeResourceRules:\n"
            + rule("", "v1", "%s").replace("}\n", ", resourceNames: [web]}\n");

    assertThat(matches(constraints.formatted("pods"), POD)).isFalse();
    assertThat(matches(constraints.formatted("secrets"), POD)).isTrue();
    assertThat(
            matches(constraints.formatted("pods"), POD.replace("name: web\n  l", "name: api\n  l")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "extensions/v1beta1, Deployment, apps, v1, deployments, true",
    "apps/v1, Deployment, extensions, v1beta1, deployments, true",
    "apps/v1beta2, Deployment, apps, v1, deployments, true",
    "batch/v1beta1, CronJob, batch, v1, cronjobs, true",
    "v1, Event, events.k8s.io, v1, events, true",
    "apps/v1, Deployment, apps, v9, deployments, false",
    "apps/v1, Deployment, batch, v1, deployments, false",
    "example.org/v1beta1, Widget, example.org, v1, widgets, true",
    "example.org/v1, Widget, example.com, v1, widgets, false",
  })
  void equivalentsCountUnlessTheMatchIsExact(
      String apiVersion,
      String kind,
      String group,
      String version,
      String resource,
      boolean expected) {
    String constraints = "resourceRules:\n" + rule(group, version, resource);
    String object = object(apiVersion, kind, "");

    assertThat(matches(constraints, object)).isEqualTo(expected);
    assertThat(matches(constraints + "matchPolicy: Exact\n", object)).isFalse();
  }

  @Test
  void anEquivalentIsSeenAsWhatWasAskedFor() {
    String check =
        policy(
            "resourceRules:\n" + rule("apps", "v1", "deployments"),
            "validations:\n- expression: 'object.apiVersion == \"apps/v1\" && request.kind.group == \"apps\""
                + " && request.resource.version == \"v1\" && request.requestKind.group =="
                + " \"extensions\" && request.requestResource.version == \"v1beta1\"'");

    assertThat(decide(check, object("extensions/v1beta1", "Deployment", "")).message()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'matchLabels: {app: web}', true",
    "'matchLabels: {app: web, tier: back}', false",
    "'matchExpressions: [{key: tier, operator: In, values: [back, front]}]', true",
    "'matchExpressions: [{key: tier, operator: NotIn, values: [back]}]', true",
    "'matchExpressions: [{key: missing, operator: NotIn, values: [back]}]', true",
    "'matchExpressions: [{key: missing, operator: In, values: [back]}]', false",
    "'matchExpressions: [{key: tier, operator: Exists}]', true",
    "'matchExpressions: [{key: tier, operator: DoesNotExist}]', false",
    "'matchExpressions: [{key: missing, operator: DoesNotExist}]', true",
    "'{}', true",
  })
  void objectsAreChosenByTheirLabels(String selector, boolean expected) {
    String constraints =
        "resourceRules:\n" + rule("", "v1", "pods") + "objectSelector:\n  " + selector;

    assertThat(matches(constraints, POD)).isEqualTo(expected);
  }

  @Test
  void eitherObjectMayHaveTheLabels() {
    String labelled =
        policy(
            "resourceRules:\n"
                + rule("", "v1", "pods")
                + "objectSelector: {matchLabels: {app: web}}",
            REFUSE);
    String other = POD.replace("app: web", "app: api");
    RequestOptions update = USUAL.with(Operation.UPDATE);

    assertThat(decide(labelled, other, POD, update).outcome()).isEqualTo(Outcome.DENY);
    assertThat(decide(labelled, POD, other, update).outcome()).isEqualTo(Outcome.DENY);
    assertThat(decide(labelled, other, other, update).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decide(labelled, POD, USUAL.with(Operation.DELETE)).outcome())
        .isEqualTo(Outcome.DENY);
  }

  @Test
  void namespacesAreChosenByTheirLabels() {
    String constraints =
        "resourceRules:\n" + rule("*", "*", "*") + "namespaceSelector:\n  matchLabels: {env: prod}";
    String shop = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {env: %s}}\n";
    String withShop = policy(constraints, REFUSE) + "---\n" + shop;

    assertThat(decide(withShop.formatted("prod"), POD, USUAL.in("shop")).outcome())
        .isEqualTo(Outcome.DENY);
    assertThat(decide(withShop.formatted("test"), POD, USUAL.in("shop")).outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(matches(constraints, POD)).isFalse();
    assertThat(matches(constraints, object("v1", "Node", ""))).isTrue();
    assertThat(matches(constraints, shop.formatted("prod"))).isTrue();
    assertThat(matches(constraints, shop.formatted("test"))).isFalse();
    assertThat(matches(constraints, shop.formatted("prod"), USUAL.with(Operation.DELETE))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Ingress, ingresses",
    "NetworkPolicy, networkpolicies",
    "Gateway, gateways",
    "Proxy, proxies",
    "Box, boxes",
    "Batch, batches",
    "Widget, widgets",
    "Endpoints, endpoints",
    "HTTPRoute, httproutes",
  })
  void unknownKindsHaveEnglishPlurals(String kind, String plural) {
    assertThat(KnownKinds.plural(kind)).isEqualTo(plural);
  }

  @Test
  void definitionsNameTheirResources() {
    KnownKinds kinds = new KnownKinds();
    Value.Fields definition =
        Manifests.resource(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: oxen.example.org}
                spec:
                  group: example.org
                  scope: Cluster
                  names: {kind: Ox, plural: oxen}
                  versions: [{name: v1}, {name: v1beta1}]
                """)
            .object();

    kinds.learn(definition);

    KnownKind ox = kinds.get(new Kind("example.org", "v1", "Ox"));
    assertThat(ox.plural()).isEqualTo("oxen");
    assertThat(ox.namespaced()).isFalse();
    assertThat(ox.versions()).hasSize(2);
    assertThat(kinds.get(new Kind("example.org", "v1", "ClusterOx")).namespaced()).isFalse();
    assertThat(kinds.get(new Kind("example.org", "v1", "Cluster")).namespaced()).isTrue();
  }

  @Test
  void itemsOfAListMayLeaveTheirKindToIt() {
    String list =
        "apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: web}\n  spec: {containers: []}\n";

    assertThat(matches("resourceRules:\n" + rule("", "v1", "pods"), list)).isTrue();
  }

  /** An API server labels a Namespace with its name before policies see it. */
  @Test
  void namespacesHaveTheirLabel() {
    String namespaces = "resourceRules:\n" + rule("", "v1", "namespaces");
    String key = "'kubernetes.io/metadata.name'";
    String selector = "%s: {matchLabels: {" + key + ": shop}}\n" + namespaces;
    String shop = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop%s}\n";
    String unlabelled = shop.formatted("");

    assertThat(matches(selector.formatted("objectSelector"), unlabelled)).isTrue();
    assertThat(matches(selector.formatted("namespaceSelector"), unlabelled)).isTrue();
    assertThat(
            decide(
                    policy(
                        namespaces,
                        Manifests.validation(
                            "object.metadata.labels == {" + key + ": \"shop\", \"a\": \"b\"}")),
                    shop.formatted(", labels: {a: b, kubernetes.io/metadata.name: other}"))
                .outcome())
        .isEqualTo(Outcome.ALLOW);
    String nameless = "apiVersion: v1\nkind: Namespace\nmetadata: {generateName: shop-}\n";
    assertThat(
            decide(
                    policy(namespaces, Manifests.validation("!has(object.metadata.labels)")),
                    nameless)
                .outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  /** An API server reads amounts into a type of its own, and gives policies what that writes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.spec.containers[0].resources.limits.cpu == '500m'",
        "object.spec.containers[0].resources.limits.memory == '1Gi'",
        "object.spec.containers[0].resources.limits['example.org/card'] == '16'",
        "object.spec.containers[0].resources.requests.memory == 'plenty'",
        "quantity(object.spec.containers[0].resources.requests.cpu).asInteger() == 2",
        "object.spec.volumes[0].emptyDir.sizeLimit == '1M'",
        "object.spec.containers[0].env[0].value == '1000'",
        "object.spec.containers[0].ports[0].containerPort == 1000",
        "object.metadata.annotations == {'limits': '1024Mi', 'divisor': '1000m'}",
        "oldObject == null && object.spec.containers.size() == 2",
      })
  void amountsAreTexts(String expression) {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, annotations: {limits: 1024Mi, divisor: 1000m}}
        spec:
          volumes: [{name: scratch, emptyDir: {sizeLimit: 1000000}}]
          containers:
          - name: web
            env: [{name: TIMES, value: '1000'}]
            ports: [{containerPort: 1000}]
            resources:
              limits: {cpu: 0.5, memory: 1024Mi, example.org/card: 0x10}
              requests: {cpu: 2, memory: plenty}
          - {name: bare}
        """;

    assertThat(
            decide(
                    policy(
                        "resourceRules:\n" + rule("", "v1", "pods"),
                        Manifests.validation(expression)),
                    pod)
                .outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void amountsOfDefinedKindsAreAsTheyAreSent() {
    assertThat(
            decide(
                    policy(
                        "resourceRules:\n" + rule("example.org", "v1", "crates"),
                        Manifests.validation(
                            "object.spec.limits.cpu == 2 && object.spec.limits.memory == '1024Mi'")),
                    """
                    apiVersion: example.org/v1
                    kind: Crate
                    metadata: {name: one}
                    spec: {limits: {cpu: 2, memory: 1024Mi}}
                    """)
                .outcome())
        .isEqualTo(Outcome.ALLOW);
  }
}
