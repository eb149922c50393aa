package dev.breakwater.posture.admission;

import static dev.breakwater.posture.admission.Manifests.decide;
import static dev.breakwater.posture.admission.Manifests.policy;
import static dev.breakwater.posture.admission.Manifests.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies see of objects that leave something to the API server. */
class DefaultsTest {
  private static void assertTrue(String object, String expression) {
    String rules = "resourceRules:\n" + rule("*", "*", "*");
    assertThat(decide(policy(rules, Manifests.validation(expression)), object).outcome())
        .as(expression)
        .isEqualTo(Outcome.ALLOW);
  }

  private static String object(String apiVersion, String kind, String spec) {
    return "apiVersion: %s\nkind: %s\nmetadata: {name: it}\nspec: %s\n"
        .formatted(apiVersion, kind, spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.spec.restartPolicy == 'Always' && object.spec.dnsPolicy == 'ClusterFirst'",
        "object.spec.schedulerName == 'own' && object.spec.terminationGracePeriodSeconds == 30",
        "object.spec.enableServiceLinks && object.spec.securityContext.size() == 0",
        "object.spec.containers[0].imagePullPolicy == 'Always'",
        "object.spec.containers[1].imagePullPolicy == 'IfNotPresent'",
        "object.spec.containers[2].imagePullPolicy == 'Never'",
        "object.spec.containers[3].imagePullPolicy == 'IfNotPresent'",
        "object.spec.initContainers[0].imagePullPolicy == 'Always'",
        "object.spec.ephemeralContainers[0].terminationMessagePolicy == 'File'",
        "object.spec.containers[0].terminationMessagePath == '/dev/termination-log'",
        "object.spec.containers[0].resources.size() == 0",
        "object.spec.containers[1].resources.requests.cpu == '500m'",
        "object.spec.containers[1].resources.requests.memory == '1Gi'",
        "object.spec.containers[1].ports[0].protocol == 'TCP'",
        "object.spec.containers[1].ports[0].hostPort == 80",
        "object.spec.containers[1].ports[1].protocol == 'UDP'",
        "object.spec.containers[1].ports[1].hostPort == 5353",
        "object.spec.containers[1].livenessProbe.periodSeconds == 10",
        "object.spec.containers[1].livenessProbe.failureThreshold == 5",
        "object.spec.containers[1].livenessProbe.httpGet.scheme == 'HTTP'",
        "object.spec.containers[1].readinessProbe.timeoutSeconds == 1",
        "object.spec.containers[1].readinessProbe.grpc.service == ''",
        "object.spec.containers[1].lifecycle.preStop.httpGet.path == '/'",
        "object.spec.containers[1].ports[2].hostPort == 81",
        "object.spec.containers[4].imagePullPolicy == 'Always'",
        "!has(object.spec.containers[0].securityContext) && !has(object.spec.nodeName)",
      })
  void ofAPod(String expression) {
    assertTrue(
        object(
            "v1",
            "Pod",
            """

              hostNetwork: true
              schedulerName: own
              initContainers: [{name: first, image: 'example.org:5000/app'}]
              ephemeralContainers: [{name: look, image: app}]
              containers:
              - {name: latest, image: 'app:latest'}
              - name: fixed
                image: example.org:5000/app:1
                resources: {limits: {cpu: 1, memory: 1024Mi}, requests: {cpu: 0.5}}
                ports:
                - {containerPort: 80}
                - {containerPort: 53, hostPort: 5353, protocol: UDP}
                - {containerPort: 81, hostPort: 0}
                livenessProbe: {failureThreshold: 5, httpGet: {port: 80}}
                readinessProbe: {timeoutSeconds: 0, grpc: {port: 81}}
                lifecycle: {preStop: {httpGet: {port: 80}}}
              - {name: never, image: app, imagePullPolicy: Never}
              - {name: exact, image: 'app@sha256:0123'}
              - {name: empty, image: app, imagePullPolicy: ''}
            """),
        expression);
  }

  private static final String PODS = "template: {spec: {containers: [{name: web, image: app}]}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/v1 | Deployment | '' | object.spec.replicas == 1",
        "apps/v1 | Deployment | replicas: 3, | object.spec.replicas == 3",
        "apps/v1 | Deployment | replicas: 0, | object.spec.replicas == 0",
        "apps/v1 | Deployment | replicas: null, | object.spec.replicas == 1",
        "apps/v1 | Deployment | '' | object.spec.strategy.rollingUpdate.maxSurge == '25%'",
        "apps/v1 | Deployment | 'strategy: {type: Recreate},'"
            + " | !has(object.spec.strategy.rollingUpdate)",
        "apps/v1 | Deployment | '' | object.spec.progressDeadlineSeconds == 600",
        "apps/v1 | Deployment | '' | object.spec.template.spec.restartPolicy == 'Always'",
        "apps/v1 | Deployment | '' | !has(object.spec.template.spec.enableServiceLinks)",
        "apps/v1 | ReplicaSet | '' | object.spec.replicas == 1",
        "v1 | ReplicationController | '' | object.spec.replicas == 1",
        "apps/v1 | StatefulSet | '' | object.spec.podManagementPolicy == 'OrderedReady'",
        "apps/v1 | StatefulSet | '' | object.spec.updateStrategy.rollingUpdate.partition == 0",
        "apps/v1 | StatefulSet | 'updateStrategy: {type: RollingUpdate},'"
            + " | !has(object.spec.updateStrategy.rollingUpdate)",
        "apps/v1 | StatefulSet | 'updateStrategy: {type: \"\"},'"
            + " | object.spec.updateStrategy.rollingUpdate.partition == 0",
        "apps/v1 | StatefulSet | ''"
            + " | object.spec.persistentVolumeClaimRetentionPolicy.whenScaled == 'Retain'",
        "apps/v1 | DaemonSet | '' | object.spec.updateStrategy.rollingUpdate.maxUnavailable == 1",
        "batch/v1 | Job | '' | object.spec.completions == 1 && object.spec.parallelism == 1",
        "batch/v1 | Job | parallelism: 4, | !has(object.spec.completions)",
        "batch/v1 | Job | '' | object.spec.backoffLimit == 6 && !object.spec.suspend",
        "batch/v1 | Job | backoffLimitPerIndex: 1, | object.spec.backoffLimit == 2147483647",
        "batch/v1 | Job | '' | object.spec.podReplacementPolicy == 'TerminatingOrFailed'",
        "batch/v1 | Job | 'podFailurePolicy: {rules: []},'"
            + " | object.spec.podReplacementPolicy == 'Failed'",
        "extensions/v1beta1 | Deployment | '' | !has(object.spec.replicas)",
        "example.org/v1 | Deployment | '' | !has(object.spec.replicas)",
      })
  void ofAController(String apiVersion, String kind, String spec, String expression) {
    assertTrue(object(apiVersion, kind, "{" + spec + PODS + "}"), expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.spec.concurrencyPolicy == 'Allow' && object.spec.failedJobsHistoryLimit == 1",
        "!has(object.spec.jobTemplate.spec.completions)",
        "object.spec.jobTemplate.spec.template.spec.containers[0].imagePullPolicy == 'Always'",
      })
  void ofACronJob(String expression) {
    assertTrue(object("batch/v1", "CronJob", "{jobTemplate: {spec: {" + PODS + "}}}"), expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | object.spec.type == 'ClusterIP' && object.spec.sessionAffinity == 'None'",
        "'' | object.spec.ports[0].protocol == 'TCP' && object.spec.ports[0].targetPort == 80",
        "'' | object.spec.ports[1].targetPort == 'web'",
        "'' | object.spec.internalTrafficPolicy == 'Cluster'",
        "'' | !has(object.spec.externalTrafficPolicy)",
        "'' | !has(object.spec.sessionAffinityConfig) && object.spec.ports[2].targetPort == 82",
        "'sessionAffinity: ClientIP,'"
            + " | object.spec.sessionAffinityConfig.clientIP.timeoutSeconds == 10800",
        "'externalIPs: [192.0.2.1],' | object.spec.externalTrafficPolicy == 'Cluster'",
        "'externalIPs: [],' | !has(object.spec.externalTrafficPolicy)",
        "'type: NodePort,' | object.spec.externalTrafficPolicy == 'Cluster'",
        "'type: LoadBalancer,' | object.spec.allocateLoadBalancerNodePorts == true",
        "'type: ExternalName,' | !has(object.spec.internalTrafficPolicy)",
      })
  void ofAService(String spec, String expression) {
    assertTrue(
        object(
            "v1",
            "Service",
            "{"
                + spec
                + "ports: [{port: 80}, {port: 81, targetPort: web}, {port: 82, targetPort: 0}]}"),
        expression);
  }

  /** Those two kinds take the labels of their pods for their own, and can be selected by them. */
  @ParameterizedTest
  @CsvSource({
    "batch/v1, Job, '', web",
    "v1, ReplicationController, '', web",
    "v1, ReplicationController, '{app: own}', own",
    "apps/v1, ReplicaSet, '', none",
  })
  void ofLabels(String apiVersion, String kind, String own, String expected) {
    String object =
        object(apiVersion, kind, "{template: {metadata: {labels: {app: web}}, spec: {}}}")
            .replace("name: it", "name: it, labels: " + (own.isEmpty() ? "{}" : own));
    assertTrue(object, "object.metadata.?labels.?app.orValue('none') == '" + expected + "'");
    String rules =
        "objectSelector: {matchLabels: {app: '%s'}}\nresourceRules:\n".formatted(expected)
            + rule("*", "*", "*");
    assertThat(decide(policy(rules, Manifests.validation("false")), object).outcome())
        .isEqualTo(expected.equals("none") ? Outcome.ALLOW : Outcome.DENY);
  }

  /** As long as what is written, however much that is. */
  @Test
  void ofManyLimits() {
    StringBuilder limits = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      limits.append("example.org/").append(i).append(": 1, ");
    }
    String pod =
        object("v1", "Pod", "{containers: [{name: a, resources: {limits: {" + limits + "}}}]}");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertTrue(
                pod, "object.spec.containers[0].resources.requests['example.org/99999'] == '1'"));
  }

  /** An amount that stands in a mapping of a mapping. */
  @Test
  void ofARuntimeClass() {
    assertTrue(
        "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: it}, handler: it,"
            + " overhead: {podFixed: {cpu: 0.25}}}",
        "object.overhead.podFixed.cpu == '250m'");
  }
}
