package dev.breakwater.posture.kubernetes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the built-in kinds hold their pod, in every version of the API that they were ever in. */
final class PodPath {
  private static final List<String> ITSELF = List.of();
  private static final List<String> SPEC_TEMPLATE = List.of("spec", "template");
  private static final List<String> TEMPLATE = List.of("template");
  private static final List<String> CRON_JOB = List.of("spec", "jobTemplate", "spec", "template");
  private static final List<String> JOB_TEMPLATE = List.of("template", "spec", "template");

  private PodPath() {}

  /** Whether a kind of this name makes pods. */
  static boolean isKind(@Nullable String name) {
    return name != null && of(name) != null;
  }

  /**
   * The names that lead from an object to the metadata and the specification of its pod; null for a
   * kind that makes no pods. Kinds of other people's groups, which have a dot, are not meant,
   * whatever they are called; a kind that stands in the wrong one of Kubernetes' own groups is.
   */
  static @Nullable List<String> of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    int dot = apiVersion.indexOf('.');
    return dot >= 0 && dot < slash ? null : of(kind);
  }

  private static @Nullable List<String> of(String kind) {
    return switch (kind) {
      case "Pod" -> ITSELF;
      case "PodTemplate" -> TEMPLATE;
      case "ReplicationController",
          "Deployment",
          "ReplicaSet",
          "DaemonSet",
          "StatefulSet",
          "PetSet",
          "Job" ->
          SPEC_TEMPLATE;
      case "CronJob", "ScheduledJob" -> CRON_JOB;
      case "JobTemplate" -> JOB_TEMPLATE;
      default -> null;
    };
  }
}
