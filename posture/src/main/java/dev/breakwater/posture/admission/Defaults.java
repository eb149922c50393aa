package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an API server fills in where a pod, a controller of pods or a Service leaves it out, before
 * policies see it. Nothing of it depends on the cluster or on what else the cluster has.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/">Workload
 *     resources</a>
 */
public final class Defaults {
  /** Marks what was filled in, so that it is told from what somebody wrote. */
  public static final String WHY = "the default of an API server";

  private static final Set<String> VERSIONS = Set.of("v1", "apps/v1", "batch/v1");
  private static final Set<Kind> TAKES_LABELS =
      Set.of(new Kind("", "v1", "ReplicationController"), new Kind("batch", "v1", "Job"));
  private static final List<String> CONTAINERS = List.of("containers", "initContainers");
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private Defaults() {}

  /** An object with what it leaves out; that is {@link Origin#assumed() assumed}. */
  public static Value.Fields filled(Value.Fields object) {
    Kind kind = Kind.of(object);
    if (!VERSIONS.contains(kind.apiVersion())) {
      return object;
    }
    return switch (kind.name()) {
      case "Pod" -> inside(object, "spec", spec -> ownPod(pod(spec)));
      case "PodTemplate" -> template(object);
      case "Deployment" -> inside(object, "spec", Defaults::deployment);
      case "ReplicaSet" -> inside(object, "spec", spec -> template(with(spec, "replicas", 1)));
      case "ReplicationController" -> inside(object, "spec", Defaults::replicationController);
      case "StatefulSet" -> inside(object, "spec", Defaults::statefulSet);
      case "DaemonSet" -> inside(object, "spec", Defaults::daemonSet);
      case "Job" -> inside(object, "spec", Defaults::job);
      case "CronJob" -> inside(object, "spec", Defaults::cronJob);
      case "Service" -> inside(object, "spec", Defaults::service);
      default -> object;
    };
  }

  private static Value.Fields template(Value.Fields holder) {
    return inside(holder, "template", template -> inside(template, "spec", Defaults::pod));
  }

  /**
   * An object with the labels of its pods, where it is of a kind that takes those for its own and
   * has none.
   */
  static Value.Fields labelled(Value.Fields object) {
    Value labels = object.at("spec", "template", "metadata", "labels");
    return labels != null && TAKES_LABELS.contains(Kind.of(object))
        ? inside(object, "metadata", metadata -> withMembers(metadata, "labels", labels))
        : object;
  }

  private static Value.Fields withMembers(Value.Fields holder, String name, Value members) {
    Value there = holder.get(name);
    boolean lacks = there == null || (there instanceof Value.Fields && there.members().isEmpty());
    return lacks && !members.members().isEmpty() ? holder.with(name, assumed(members)) : holder;
  }

  private static Value.Fields replicationController(Value.Fields spec) {
    Value labels = spec.at("template", "metadata", "labels");
    Value.Fields filled = labels == null ? spec : withMembers(spec, "selector", labels);
    return template(with(filled, "replicas", 1));
  }

  private static Value.Fields deployment(Value.Fields spec) {
    Value.Fields filled = with(spec, "replicas", 1);
    filled = with(filled, "revisionHistoryLimit", 10);
    filled = with(filled, "progressDeadlineSeconds", 600);
    filled =
        inside(
            withEmpty(filled, "strategy"),
            "strategy",
            strategy -> rolling(strategy, "maxUnavailable", "25%", "maxSurge", "25%"));
    return template(filled);
  }

  /** A strategy with its type, and if it is the usual one, with what that asks for. */
  private static Value.Fields rolling(Value.Fields strategy, Object... namesAndValues) {
    Value.Fields filled = with(strategy, "type", "RollingUpdate");
    if (!"RollingUpdate".equals(filled.text("type"))) {
      return filled;
    }
    return inside(
        withEmpty(filled, "rollingUpdate"),
        "rollingUpdate",
        rolling -> {
          Value.Fields all = rolling;
          for (int i = 0; i < namesAndValues.length; i += 2) {
            all = with(all, (String) namesAndValues[i], namesAndValues[i + 1]);
          }
          return all;
        });
  }

  private static Value.Fields statefulSet(Value.Fields spec) {
    Value.Fields filled = with(spec, "replicas", 1);
    filled = with(filled, "revisionHistoryLimit", 10);
    filled = with(filled, "podManagementPolicy", "OrderedReady");
    filled =
        inside(
            withEmpty(filled, "updateStrategy"),
            "updateStrategy",
            // Who writes the usual type gets no more than that, unlike with other controllers.
            strategy ->
                isOpen(strategy, "type") || strategy.get("rollingUpdate") != null
                    ? rolling(strategy, "partition", 0)
                    : strategy);
    filled =
        inside(
            withEmpty(filled, "persistentVolumeClaimRetentionPolicy"),
            "persistentVolumeClaimRetentionPolicy",
            policy -> with(with(policy, "whenDeleted", "Retain"), "whenScaled", "Retain"));
    return template(filled);
  }

  private static Value.Fields daemonSet(Value.Fields spec) {
    Value.Fields filled = with(spec, "revisionHistoryLimit", 10);
    filled =
        inside(
            withEmpty(filled, "updateStrategy"),
            "updateStrategy",
            strategy -> rolling(strategy, "maxUnavailable", 1, "maxSurge", 0));
    return template(filled);
  }

  private static Value.Fields job(Value.Fields spec) {
    Value.Fields filled = spec;
    if (filled.get("parallelism") == null) {
      // Where many work at a queue it is left open how many of them have to be done.
      filled = with(filled, "completions", 1);
    }
    filled = with(filled, "parallelism", 1);
    boolean perIndex = filled.get("backoffLimitPerIndex") != null;
    filled = with(filled, "backoffLimit", perIndex ? Integer.MAX_VALUE : 6);
    filled = with(filled, "completionMode", "NonIndexed");
    filled = with(filled, "suspend", false);
    boolean sortsFailures = filled.get("podFailurePolicy") != null;
    filled = with(filled, "podReplacementPolicy", sortsFailures ? "Failed" : "TerminatingOrFailed");
    return template(filled);
  }

  private static Value.Fields cronJob(Value.Fields spec) {
    Value.Fields filled = with(spec, "concurrencyPolicy", "Allow");
    filled = with(filled, "suspend", false);
    filled = with(filled, "successfulJobsHistoryLimit", 3);
    filled = with(filled, "failedJobsHistoryLimit", 1);
    return inside(filled, "jobTemplate", job -> inside(job, "spec", Defaults::template));
  }

  private static Value.Fields service(Value.Fields spec) {
    Value.Fields filled = with(spec, "type", "ClusterIP");
    filled = with(filled, "sessionAffinity", "None");
    String type = filled.text("type");
    if (!"ExternalName".equals(type)) {
      filled = with(filled, "internalTrafficPolicy", "Cluster");
    }
    if ("NodePort".equals(type)
        || "LoadBalancer".equals(type)
        || ("ClusterIP".equals(type) && hasItems(spec.get("externalIPs")))) {
      filled = with(filled, "externalTrafficPolicy", "Cluster");
    }
    if ("LoadBalancer".equals(type)) {
      filled = with(filled, "allocateLoadBalancerNodePorts", true);
    }
    if ("ClientIP".equals(filled.text("sessionAffinity"))) {
      filled =
          inside(
              withEmpty(filled, "sessionAffinityConfig"),
              "sessionAffinityConfig",
              config ->
                  inside(
                      withEmpty(config, "clientIP"),
                      "clientIP",
                      client -> with(client, "timeoutSeconds", 10800)));
    }
    return each(
        filled,
        "ports",
        port -> {
          Value number = port.get("port");
          Value.Fields full = with(port, "protocol", "TCP");
          return number == null || !isOpen(full, "targetPort")
              ? full
              : full.with("targetPort", assumed(number));
        });
  }

  private static boolean hasItems(@Nullable Value list) {
    return list != null && !list.items().isEmpty();
  }

  /** What holds of a pod and of a template for pods. */
  private static Value.Fields pod(Value.Fields spec) {
    Value.Fields filled = with(spec, "restartPolicy", "Always");
    filled = with(filled, "dnsPolicy", "ClusterFirst");
    filled = with(filled, "schedulerName", "default-scheduler");
    filled = with(filled, "terminationGracePeriodSeconds", 30);
    filled = withEmpty(filled, "securityContext");
    for (String list : CONTAINERS) {
      filled = each(filled, list, Defaults::container);
    }
    return each(filled, "ephemeralContainers", Defaults::container);
  }

  private static Value.Fields container(Value.Fields container) {
    Value.Fields filled = with(container, "imagePullPolicy", pullPolicy(container));
    filled = with(filled, "terminationMessagePath", "/dev/termination-log");
    filled = with(filled, "terminationMessagePolicy", "File");
    filled = withEmpty(filled, "resources");
    filled = each(filled, "ports", port -> with(port, "protocol", "TCP"));
    for (String probe : PROBES) {
      filled = inside(filled, probe, Defaults::probe);
    }
    return inside(
        filled,
        "lifecycle",
        lifecycle ->
            inside(inside(lifecycle, "postStart", Defaults::http), "preStop", Defaults::http));
  }

  /** Only what is called {@code latest}, or nothing at all, is pulled again and again. */
  private static String pullPolicy(Value.Fields container) {
    String written = container.text("image");
    String image = written == null ? "" : written;
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    boolean latest = tagged ? name.substring(colon + 1).equals("latest") : digest < 0;
    return latest && !name.isEmpty() ? "Always" : "IfNotPresent";
  }

  private static Value.Fields probe(Value.Fields probe) {
    Value.Fields filled = withNumber(probe, "timeoutSeconds", 1);
    filled = withNumber(filled, "periodSeconds", 10);
    filled = withNumber(filled, "successThreshold", 1);
    filled = withNumber(filled, "failureThreshold", 3);
    return http(inside(filled, "grpc", grpc -> with(grpc, "service", "")));
  }

  /** What asks by HTTP, or in another way. */
  private static Value.Fields http(Value.Fields action) {
    return inside(action, "httpGet", get -> with(with(get, "path", "/"), "scheme", "HTTP"));
  }

  /** What holds of a pod alone: a template is filled in when a pod is made of it. */
  private static Value.Fields ownPod(Value.Fields spec) {
    Value network = spec.get("hostNetwork");
    boolean onHost = network != null && network.isTrue();
    Value.Fields filled = with(spec, "enableServiceLinks", true);
    for (String list : CONTAINERS) {
      filled = each(filled, list, Defaults::requests);
      if (onHost) {
        filled = each(filled, list, container -> each(container, "ports", Defaults::portOfTheHost));
      }
    }
    return filled;
  }

  private static Value.Fields portOfTheHost(Value.Fields port) {
    Value number = port.get("containerPort");
    return number == null || !isOpen(port, "hostPort")
        ? port
        : port.with("hostPort", assumed(number));
  }

  /** What may be used at most is asked for, where nothing else is. */
  private static Value.Fields requests(Value.Fields container) {
    Value limits = container.at("resources", "limits");
    if (limits == null || limits.members().isEmpty()) {
      return container;
    }
    return inside(
        container,
        "resources",
        resources ->
            inside(
                withEmpty(resources, "requests"),
                "requests",
                requests -> {
                  Map<String, Value> filled = new LinkedHashMap<>(requests.members());
                  limits
                      .members()
                      .forEach((name, limit) -> {
                        if (requests.get(name) == null) {
                          filled.put(name, assumed(limit));
                        }
                      });
                  return new Value.Fields(requests.origin(), filled);
                }));
  }

  /** The same with a member changed, where it is a mapping. */
  private static Value.Fields inside(
      Value.Fields holder, String name, UnaryOperator<Value.Fields> change) {
    return holder.get(name) instanceof Value.Fields fields
        ? holder.with(name, change.apply(fields))
        : holder;
  }

  /** The same with each mapping in a list changed. */
  private static Value.Fields each(
      Value.Fields holder, String name, UnaryOperator<Value.Fields> change) {
    if (!(holder.get(name) instanceof Value.Items list)) {
      return holder;
    }
    List<Value> changed = new ArrayList<>(list.items().size());
    for (Value item : list.items()) {
      changed.add(item instanceof Value.Fields fields ? change.apply(fields) : item);
    }
    return holder.with(name, new Value.Items(list.origin(), changed));
  }

  private static Value.Fields withEmpty(Value.Fields holder, String name) {
    return holder.get(name) == null
        ? holder.with(name, new Value.Fields(holder.origin().assuming(WHY), Map.of()))
        : holder;
  }

  /** An empty text is as good as none. */
  private static Value.Fields with(Value.Fields holder, String name, Object value) {
    Value there = holder.get(name);
    return there == null || "".equals(there.text()) ? put(holder, name, value) : holder;
  }

  /** The same of a number that may not be zero, which is as good as none. */
  private static Value.Fields withNumber(Value.Fields holder, String name, int number) {
    return isOpen(holder, name) ? put(holder, name, number) : holder;
  }

  /** Whether a member says neither a name nor a number, but 0 at most. */
  private static boolean isOpen(Value.Fields holder, String name) {
    return switch (holder.get(name)) {
      case null -> true;
      case Value.Text text -> text.value().isEmpty();
      case Value.Whole number -> number.value() == 0;
      default -> false;
    };
  }

  private static Value.Fields put(Value.Fields holder, String name, Object value) {
    Origin origin = holder.origin().assuming(WHY);
    return holder.with(
        name,
        switch (value) {
          case Boolean flag -> new Value.Flag(origin, flag, flag.toString());
          case Integer number -> new Value.Whole(origin, number.longValue(), number.toString());
          default -> new Value.Text(origin, value.toString());
        });
  }

  private static Value assumed(Value copied) {
    return copied.moved(origin -> origin.assuming(WHY));
  }
}
