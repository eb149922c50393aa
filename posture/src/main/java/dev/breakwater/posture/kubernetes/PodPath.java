package dev.breakwater.posture.kubernetes;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the built-in kinds hold their pod, in every version of the API that they were ever in. */
final class PodPath {
  private static final List<String> ITSELF = List.of();
  private static final List<String> SPEC_TEMPLATE = List.of("spec", "template");
  private static final List<String> TEMPLATE = List.of("template");
  private static final List<String> CRON_JOB = List.of("spec", "jobTemplate", "spec", "template");
  private static final List<String> JOB_TEMPLATE = List.of("template", "spec", "template");

  private static final Set<String> KINDS =
      Set.of(
          "Pod",
          "PodTemplate",
          "ReplicationController",
          "Deployment",
          "ReplicaSet",
          "DaemonSet",
          "StatefulSet",
          "PetSet",
          "Job",
          "CronJob",
          "ScheduledJob",
          "JobTemplate");

  private PodPath() {}

  /** Whether a kind of this name makes pods, in one group or another. */
  static boolean isKind(@Nullable String name) {
    return name != null && KINDS.contains(name);
  }

  /**
   * The names that lead from an object to the metadata and the specification of its pod; null for a
   * kind that makes no pods. Kinds of other groups are not meant, whatever they are called.
   */
  static @Nullable List<String> of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return switch (slash < 0 ? "" : apiVersion.substring(0, slash)) {
      case "" ->
          switch (kind) {
            case "Pod" -> ITSELF;
            case "PodTemplate" -> TEMPLATE;
            case "ReplicationController" -> SPEC_TEMPLATE;
            default -> null;
          };
      // Deployments, daemon sets and jobs began in extensions; PetSet became StatefulSet.
      case "apps", "extensions" ->
          switch (kind) {
            case "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "PetSet", "Job" ->
                SPEC_TEMPLATE;
            default -> null;
          };
      case "batch" ->
          switch (kind) {
            case "Job" -> SPEC_TEMPLATE;
            case "CronJob", "ScheduledJob" -> CRON_JOB;
            case "JobTemplate" -> JOB_TEMPLATE;
            default -> null;
          };
      default -> null;
    };
  }
}
