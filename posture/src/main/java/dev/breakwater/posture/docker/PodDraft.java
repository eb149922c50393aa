package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pod in the making. Containers that share no namespaces where they come from share them here: a
 * pod has the host's where one of its containers has it.
 */
public final class PodDraft {
  private static final String ANNOTATION = "breakwater.dev/";

  private final Origin origin;
  private final Draft metadata;
  private final Draft spec;
  private final List<ContainerDraft> containers = new ArrayList<>();
  private int volumes;

  /** A pod without containers. */
  public PodDraft(Origin origin) {
    this.origin = origin;
    this.metadata = new Draft(origin);
    this.spec = new Draft(origin);
  }

  /** Its {@code metadata}. */
  public Draft metadata() {
    return metadata;
  }

  /** Its {@code spec}, but for the containers. */
  public Draft spec() {
    return spec;
  }

  /**
   * A container more, after those that are there.
   *
   * @param name null where it has none; it is given one then
   */
  public ContainerDraft container(@Nullable Value name, Origin from) {
    Value called =
        name == null
            ? new Value.Text(
                from.assuming("the container has no name"), "container-" + (containers.size() + 1))
            : name;
    ContainerDraft container = new ContainerDraft(this, called, from);
    containers.add(container);
    return container;
  }

  /**
   * Keeps what Kubernetes has no word for as an annotation, {@code breakwater.dev/NAME}, so that
   * policies can ask for it.
   *
   * @param value a scalar; anything else is passed over
   */
  public void annotate(String name, Value value) {
    String text = value.written();
    if (text != null) {
      metadata.in("annotations").put(ANNOTATION + name, value.origin(), text);
    }
  }

  /** The same of one container: its name is there where another container says something else. */
  void annotate(String name, Value value, String container) {
    Value other = metadata.in("annotations").get(ANNOTATION + name);
    boolean alone = other == null || Objects.equals(other.written(), value.written());
    annotate(alone ? name : name + '.' + container, value);
  }

  /** Gives it the host's network, PIDs, or whatever {@code field} names. */
  public void share(String field, Origin from) {
    spec.put(field, from, true);
  }

  /** Sets a kernel parameter. */
  public void sysctl(Origin from, Value name, Value value) {
    Draft sysctl = new Draft(from).put("name", name);
    String text = value.written();
    sysctl.put("value", text == null ? value : new Value.Text(value.origin(), text));
    spec.in("securityContext").add("sysctls", from, sysctl.finish());
  }

  /** Adds a volume of any type that {@code source} holds, under its own name. */
  public void volume(Value name, Draft source) {
    spec.add("volumes", source.origin(), source.put("name", name).finish());
  }

  /** Adds a volume that nobody has named, and returns its name. */
  Value volume(Draft source) {
    volumes++;
    Origin from = source.origin().assuming("the volume has no name");
    Value name = new Value.Text(from, "volume-" + volumes);
    volume(name, source);
    return name;
  }

  /** A volume that is a file, directory or device of the host. */
  public static Draft hostPath(Origin from, Value path) {
    Draft volume = new Draft(from);
    volume.in("hostPath").put("path", path);
    return volume;
  }

  /** A volume that others keep: the data are not the host's own. */
  public static Draft claim(Origin from, Value name) {
    Draft volume = new Draft(from);
    volume.in("persistentVolumeClaim").put("claimName", name);
    return volume;
  }

  /** A volume that is gone with the pod. */
  public static Draft scratch(Origin from) {
    Draft volume = new Draft(from);
    volume.in("emptyDir");
    return volume;
  }

  /**
   * A volume of memory.
   *
   * @param size as a quantity of Kubernetes, with its origin; null for any
   */
  public static Draft memory(Origin from, @Nullable Value size) {
    Draft volume = scratch(from);
    volume.in("emptyDir").put("medium", from, "Memory").put("sizeLimit", size);
    return volume;
  }

  /**
   * Fills in that no container is given a token of a cluster.
   *
   * @param why for example "ECS has no service accounts"
   */
  public void assumeNoAccount(String why) {
    spec.put("automountServiceAccountToken", origin.assuming(why), false);
  }

  /** The pod: {@code apiVersion}, {@code kind}, {@code metadata} and {@code spec}. */
  public Value.Fields finish() {
    for (ContainerDraft container : containers) {
      String list = container.init() ? "initContainers" : "containers";
      spec.add(list, origin, container.finish());
    }
    return new Draft(origin)
        .put("apiVersion", origin, "v1")
        .put("kind", origin, "Pod")
        .put("metadata", metadata.finish())
        .put("spec", spec.finish())
        .finish();
  }
}
