package dev.breakwater.posture.source;

import dev.breakwater.core.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object of a manifest: a Kubernetes object, a service of Compose, a task definition of ECS, an
 * app of Marathon.
 *
 * @param platform what it is written for
 * @param file as the user named it
 * @param index of the object in the file, the first is 0; the items of a {@code List} are objects
 *     of their own
 * @param kind the Kubernetes kind, for example {@code Deployment}; {@code Service} of Compose,
 *     {@code TaskDefinition} of ECS, {@code App} or {@code Pod} of Marathon
 * @param name for people; empty where it has none
 * @param namespace null where none is written
 * @param object the Kubernetes object as it is written; for the others the pod that they amount to,
 *     whole: {@code apiVersion}, {@code kind: Pod}, {@code metadata}, {@code spec}
 * @param pods {@code metadata} and {@code spec} of the pods that it is or makes, in the words of
 *     the Kubernetes API, each value with the origin it has in the file; empty for what makes none.
 *     Only kinds that are not built in make several
 * @param unjudged what is wrong with its pods, so that they cannot be judged, or not as they are
 *     written; of no concern to who judges the object itself
 */
public record Resource(
    Platform platform,
    String file,
    int index,
    String kind,
    String name,
    @Nullable String namespace,
    Value.Fields object,
    List<Value.Fields> pods,
    List<Problem> unjudged) {
  public Resource {
    pods = List.copyOf(pods);
    unjudged = List.copyOf(unjudged);
  }

  /** What makes one kind of pod, or none. */
  public Resource(
      Platform platform,
      String file,
      int index,
      String kind,
      String name,
      @Nullable String namespace,
      Value.Fields object,
      Value.@Nullable Fields pod) {
    this(
        platform,
        file,
        index,
        kind,
        name,
        namespace,
        object,
        pod == null ? List.of() : List.of(pod),
        List.of());
  }

  /** The first of the pods; null where there is none. */
  public Value.@Nullable Fields pod() {
    return pods.isEmpty() ? null : pods.getFirst();
  }

  /** The same with another place among the objects of its file. */
  public Resource withIndex(int other) {
    return new Resource(platform, file, other, kind, name, namespace, object, pods, unjudged);
  }
}
