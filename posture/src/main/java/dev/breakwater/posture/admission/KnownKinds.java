package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of an API server: those that come with it, in every version that they ever had, and
 * those that were defined to it. For any other kind the name of the resource is guessed from the
 * kind's as English forms plurals, which is how definitions are generated, too; and it counts as
 * namespaced unless its name begins with {@code Cluster} and another word.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Kubernetes API</a>
 */
final class KnownKinds {
  /**
   * One kind a line: name, resource and subresource, {@code n} or {@code c} for namespaced or not,
   * and the versions of which the API server converts each into each other.
   */
  private static final String BUILT_IN =
      """
      Pod pods n v1
      Service services n v1
      ConfigMap configmaps n v1
      Secret secrets n v1
      ServiceAccount serviceaccounts n v1
      Endpoints endpoints n v1
      Event events n v1 events.k8s.io/v1 events.k8s.io/v1beta1
      LimitRange limitranges n v1
      ResourceQuota resourcequotas n v1
      PodTemplate podtemplates n v1
      ReplicationController replicationcontrollers n v1
      PersistentVolumeClaim persistentvolumeclaims n v1
      PersistentVolume persistentvolumes c v1
      Namespace namespaces c v1
      Node nodes c v1
      ComponentStatus componentstatuses c v1
      Binding pods/binding n v1
      PodExecOptions pods/exec n v1
      PodAttachOptions pods/attach n v1
      PodPortForwardOptions pods/portforward n v1
      PodProxyOptions pods/proxy n v1
      ServiceProxyOptions services/proxy n v1
      NodeProxyOptions nodes/proxy c v1
      Eviction pods/eviction n policy/v1 policy/v1beta1
      TokenRequest serviceaccounts/token n authentication.k8s.io/v1
      Scale deployments/scale n autoscaling/v1 apps/v1beta2 apps/v1beta1 extensions/v1beta1
      Deployment deployments n apps/v1 apps/v1beta2 apps/v1beta1 extensions/v1beta1
      DaemonSet daemonsets n apps/v1 apps/v1beta2 extensions/v1beta1
      ReplicaSet replicasets n apps/v1 apps/v1beta2 extensions/v1beta1
      StatefulSet statefulsets n apps/v1 apps/v1beta2 apps/v1beta1
      ControllerRevision controllerrevisions n apps/v1 apps/v1beta2 apps/v1beta1
      Job jobs n batch/v1
      CronJob cronjobs n batch/v1 batch/v1beta1 batch/v2alpha1
      HorizontalPodAutoscaler horizontalpodautoscalers n autoscaling/v2 autoscaling/v1 autoscaling/v2beta2 autoscaling/v2beta1
      PodDisruptionBudget poddisruptionbudgets n policy/v1 policy/v1beta1
      PodSecurityPolicy podsecuritypolicies c policy/v1beta1 extensions/v1beta1
      Ingress ingresses n networking.k8s.io/v1 networking.k8s.io/v1beta1 extensions/v1beta1
      IngressClass ingressclasses c networking.k8s.io/v1 networking.k8s.io/v1beta1
      NetworkPolicy networkpolicies n networking.k8s.io/v1 extensions/v1beta1
      IPAddress ipaddresses c networking.k8s.io/v1 networking.k8s.io/v1beta1 networking.k8s.io/v1alpha1
      ServiceCIDR servicecidrs c networking.k8s.io/v1 networking.k8s.io/v1beta1 networking.k8s.io/v1alpha1
      Role roles n rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1
      RoleBinding rolebindings n rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1
      ClusterRole clusterroles c rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1
      ClusterRoleBinding clusterrolebindings c rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1
      EndpointSlice endpointslices n discovery.k8s.io/v1 discovery.k8s.io/v1beta1
      Lease leases n coordination.k8s.io/v1 coordination.k8s.io/v1beta1
      LeaseCandidate leasecandidates n coordination.k8s.io/v1beta1 coordination.k8s.io/v1alpha2 coordination.k8s.io/v1alpha1
      StorageClass storageclasses c storage.k8s.io/v1 storage.k8s.io/v1beta1
      VolumeAttachment volumeattachments c storage.k8s.io/v1 storage.k8s.io/v1beta1 storage.k8s.io/v1alpha1
      VolumeAttributesClass volumeattributesclasses c storage.k8s.io/v1 storage.k8s.io/v1beta1 storage.k8s.io/v1alpha1
      CSIDriver csidrivers c storage.k8s.io/v1 storage.k8s.io/v1beta1
      CSINode csinodes c storage.k8s.io/v1 storage.k8s.io/v1beta1
      CSIStorageCapacity csistoragecapacities n storage.k8s.io/v1 storage.k8s.io/v1beta1 storage.k8s.io/v1alpha1
      PriorityClass priorityclasses c scheduling.k8s.io/v1 scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1alpha1
      RuntimeClass runtimeclasses c node.k8s.io/v1 node.k8s.io/v1beta1 node.k8s.io/v1alpha1
      CustomResourceDefinition customresourcedefinitions c apiextensions.k8s.io/v1 apiextensions.k8s.io/v1beta1
      APIService apiservices c apiregistration.k8s.io/v1 apiregistration.k8s.io/v1beta1
      CertificateSigningRequest certificatesigningrequests c certificates.k8s.io/v1 certificates.k8s.io/v1beta1
      ClusterTrustBundle clustertrustbundles c certificates.k8s.io/v1beta1 certificates.k8s.io/v1alpha1
      PodCertificateRequest podcertificaterequests n certificates.k8s.io/v1beta1 certificates.k8s.io/v1alpha1
      FlowSchema flowschemas c flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta3 flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1beta1
      PriorityLevelConfiguration prioritylevelconfigurations c flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta3 flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1beta1
      DeviceClass deviceclasses c resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1
      DeviceTaintRule devicetaintrules c resource.k8s.io/v1beta2 resource.k8s.io/v1alpha3
      ResourceClaim resourceclaims n resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1
      ResourceClaimTemplate resourceclaimtemplates n resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1
      ResourceSlice resourceslices c resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1
      StorageVersion storageversions c internal.apiserver.k8s.io/v1alpha1
      StorageVersionMigration storageversionmigrations c storagemigration.k8s.io/v1beta1 storagemigration.k8s.io/v1alpha1
      TokenReview tokenreviews c authentication.k8s.io/v1 authentication.k8s.io/v1beta1
      SelfSubjectReview selfsubjectreviews c authentication.k8s.io/v1 authentication.k8s.io/v1beta1
      SubjectAccessReview subjectaccessreviews c authorization.k8s.io/v1 authorization.k8s.io/v1beta1
      SelfSubjectAccessReview selfsubjectaccessreviews c authorization.k8s.io/v1 authorization.k8s.io/v1beta1
      SelfSubjectRulesReview selfsubjectrulesreviews c authorization.k8s.io/v1 authorization.k8s.io/v1beta1
      LocalSubjectAccessReview localsubjectaccessreviews n authorization.k8s.io/v1 authorization.k8s.io/v1beta1
      MutatingWebhookConfiguration mutatingwebhookconfigurations c admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1
      ValidatingWebhookConfiguration validatingwebhookconfigurations c admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1
      ValidatingAdmissionPolicy validatingadmissionpolicies c admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1alpha1
      ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings c admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1alpha1
      MutatingAdmissionPolicy mutatingadmissionpolicies c admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1alpha1
      MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings c admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1alpha1
      """;

  /** By group and name, as {@code apps Deployment}. */
  private final Map<String, KnownKind> kinds = new LinkedHashMap<>();

  /** Of the kinds that were defined. */
  private final Map<Kind, Value> schemas = new HashMap<>();

  KnownKinds() {
    StringTokenizer lines = new StringTokenizer(BUILT_IN, "\n");
    while (lines.hasMoreTokens()) {
      add(lines.nextToken());
    }
  }

  private void add(String line) {
    StringTokenizer words = new StringTokenizer(line, " ");
    String name = words.nextToken();
    String resource = words.nextToken();
    boolean namespaced = words.nextToken().equals("n");
    List<KnownKind.GroupVersion> versions = new ArrayList<>();
    while (words.hasMoreTokens()) {
      versions.add(KnownKind.GroupVersion.of(words.nextToken()));
    }
    int slash = resource.indexOf('/');
    add(
        new KnownKind(
            name,
            slash < 0 ? resource : resource.substring(0, slash),
            slash < 0 ? "" : resource.substring(slash + 1),
            namespaced,
            versions));
  }

  private void add(KnownKind kind) {
    for (KnownKind.GroupVersion version : kind.versions()) {
      kinds.putIfAbsent(key(version.group(), kind.name()), kind);
    }
  }

  /** Learns what a {@code CustomResourceDefinition} defines; anything else teaches nothing. */
  void learn(Value.Fields object) {
    if (!Kind.of(object).isIn("apiextensions.k8s.io", "CustomResourceDefinition")) {
      return;
    }
    Value spec = object.get("spec");
    Value names = object.at("spec", "names");
    String group = spec == null ? null : spec.text("group");
    String kind = names == null ? null : names.text("kind");
    String plural = names == null ? null : names.text("plural");
    if (spec == null || group == null || kind == null || plural == null) {
      return;
    }
    List<KnownKind.GroupVersion> versions = new ArrayList<>();
    Value served = spec.get("versions");
    if (served != null) {
      for (Value version : served.items()) {
        String name = version.text("name");
        if (name != null) {
          versions.add(new KnownKind.GroupVersion(group, name));
          Value schema = version.at("schema", "openAPIV3Schema");
          if (schema != null) {
            schemas.putIfAbsent(new Kind(group, name, kind), schema);
          }
        }
      }
    }
    String single = spec.text("version");
    if (versions.isEmpty() && single != null) {
      versions.add(new KnownKind.GroupVersion(group, single));
    }
    add(new KnownKind(kind, plural, "", !"Cluster".equals(spec.text("scope")), versions));
  }

  /** What a definition says that objects of a kind are made of; null where none does. */
  @Nullable Value schema(Kind kind) {
    return schemas.get(kind);
  }

  /** What is known of a kind; null for one that is not. */
  @Nullable KnownKind find(Kind kind) {
    return kinds.get(key(kind.group(), kind.name()));
  }

  /**
   * The kind whose resource has a name; null for one that nobody knows.
   *
   * @param plural for example {@code pods}
   */
  @Nullable KnownKind ofResource(String plural) {
    for (KnownKind kind : kinds.values()) {
      if (kind.subresource().isEmpty() && kind.plural().equals(plural)) {
        return kind;
      }
    }
    return null;
  }

  /** What is known of a kind, or else assumed: it has no versions then. */
  KnownKind get(Kind kind) {
    KnownKind known = find(kind);
    return known != null
        ? known
        : new KnownKind(
            kind.name(), plural(kind.name()), "", !isForClusters(kind.name()), List.of());
  }

  private static String key(String group, String name) {
    return group + ' ' + name;
  }

  private static boolean isForClusters(String kind) {
    int after = "Cluster".length();
    return kind.startsWith("Cluster")
        && kind.length() > after
        && Character.isUpperCase(kind.charAt(after));
  }

  static String plural(String kind) {
    String one = kind.toLowerCase(Locale.ROOT);
    if (one.isEmpty() || one.endsWith("endpoints")) {
      return one;
    }
    char last = one.charAt(one.length() - 1);
    char before = one.length() < 2 ? 'a' : one.charAt(one.length() - 2);
    if (last == 'y' && "aeiou".indexOf(before) < 0) {
      return one.substring(0, one.length() - 1) + "ies";
    }
    boolean hisses =
        last == 's'
            || last == 'x'
            || last == 'z'
            || (last == 'h' && (before == 'c' || before == 's'));
    return one + (hisses ? "es" : "s");
  }
}
