package dev.breakwater.posture.admission;

import static dev.breakwater.posture.admission.Manifests.decide;
import static dev.breakwater.posture.admission.Manifests.policy;
import static dev.breakwater.posture.admission.Manifests.rule;
import static org.assertj.core.api.Assertions.assertThat;

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
                ports: [{containerPort: 80}, {containerPort: 53, hostPort: 5353, protocol: UDP}]
                livenessProbe: {failureThreshold: 5, httpGet: {port: 80}}
              - {name: never, image: app, imagePullPolicy: Never}
              - {name: exact, image: 'app@sha256:0123'}
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
        "apps/v1 | StatefulSet | ''"
            + " | object.spec.persistentVolumeClaimRetentionPolicy.whenScaled == 'Retain'",
        "apps/v1 | DaemonSet | '' | object.spec.updateStrategy.rollingUpdate.maxUnavailable == 1",
        "batch/v1 | Job | '' | object.spec.completions == 1 && object.spec.parallelism == 1",
        "batch/v1 | Job | parallelism: 4, | !has(object.spec.completions)",
        "batch/v1 | Job | '' | object.spec.backoffLimit == 6 && !object.spec.suspend",
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
        "'externalIPs: [192.0.2.1],' | object.spec.externalTrafficPolicy == 'Cluster'",
        "'type: NodePort,' | object.spec.externalTrafficPolicy == 'Cluster'",
        "'type: LoadBalancer,' | object.spec.allocateLoadBalancerNodePorts == true",
        "'type: ExternalName,' | !has(object.spec.internalTrafficPolicy)",
      })
  void ofAService(String spec, String expression) {
    assertTrue(
        object("v1", "Service", "{" + spec + "ports: [{port: 80}, {port: 81, targetPort: web}]}"),
        expression);
  }
}
