package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A pod in the making. Containers that share no namespaces where they come from share them here: a
 * pod has the host's where one of its containers has it.
 */
public final class PodDraft {
  /** Twice as many as a host has of TCP. */
  private static final int MOST_PORTS = 131_072;

  private static final int LONGEST_ANNOTATION = 10_000;
  private static final String ANNOTATION = "breakwater.dev/";

  private final Origin origin;
  private final Draft metadata;
  private final Draft spec;
  private final BiConsumer<Origin, String> faults;
  private final List<ContainerDraft> containers = new ArrayList<>();
  private final Set<String> shared = new HashSet<>();
  private boolean windows;
  private int volumes;
  private int ports;

  /**
   * A pod without containers.
   *
   * @param faults takes what Docker would refuse, or what is not known of it: where it stands, and
   *     why; what it most likely means is in the pod
   */
  public PodDraft(Origin origin, BiConsumer<Origin, String> faults) {
    this.origin = origin;
    this.faults = faults;
    this.metadata = new Draft(origin);
    this.spec = new Draft(origin);
  }

  /** Says what Docker would refuse. */
  void fault(Origin where, String what) {
    faults.accept(where, what);
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

  /**
   * The same of one container: its name is there where something else was said before, and after
   * that the values are joined with commas, as long as they are short.
   */
  void annotate(String name, Value value, String container) {
    String text = value.written();
    Value first = annotation(name);
    if (text == null || first == null || text.equals(first.written())) {
      annotate(name, value);
      return;
    }
    String own = name + '.' + container;
    Value before = annotation(own);
    String all = before == null ? null : before.written();
    if (before == null || all == null) {
      annotate(own, value);
    } else if (!text.equals(all) && all.length() + text.length() < LONGEST_ANNOTATION) {
      annotate(own, new Value.Text(before.origin(), all + "," + text));
    }
  }

  private @Nullable Value annotation(String name) {
    return metadata.in("annotations").get(ANNOTATION + name);
  }

  /** Gives it the host's network, PIDs, or whatever {@code field} names. */
  public void share(String field, Origin from) {
    spec.put(field, from, true);
  }

  /** Gives it that of the host, if that is what a mode says, or else takes it away again. */
  void share(String field, Origin from, boolean host) {
    if (host || spec.get(field) != null) {
      spec.put(field, from, host);
    }
  }

  /** Says for which system it is: {@code linux} or {@code windows}. */
  public void system(Origin from, String name) {
    windows = name.equals("windows");
    spec.in("os", from).put("name", from, name);
  }

  boolean isWindows() {
    return windows;
  }

  /** Lets a name of a host stand for an address. */
  public void host(Origin from, String name, String address) {
    Draft alias = new Draft(from).put("ip", from, address);
    alias.add("hostnames", from, new Value.Text(from, name));
    spec.add("hostAliases", from, alias.finish());
  }

  /** Adds a group to those of all processes, by its number. */
  void group(Origin from, long number) {
    Value group = new Value.Whole(from, number, String.valueOf(number));
    spec.in("securityContext").add("supplementalGroups", from, group);
  }

  /** Whether it may have as many ports more; tells where it may not. */
  boolean mayPublish(int more, Origin where) {
    if (more > MOST_PORTS - ports) {
      fault(where, "not judged: the pod has more than " + MOST_PORTS + " ports");
      return false;
    }
    ports += more;
    return true;
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
    volumes++;
    spec.add("volumes", source.origin(), source.put("name", name).finish());
  }

  /** Adds a volume that nobody has named, and returns its name. */
  Value volume(Draft source) {
    Origin from = source.origin().assuming("the volume has no name");
    Value name = new Value.Text(from, "volume-" + volumes);
    volume(name, source);
    return name;
  }

  /** Adds a volume under its own name, unless one is there that was shared by that name. */
  public void share(Value name, Draft source) {
    if (shared.add(String.valueOf(name.text()))) {
      volume(name, source);
    }
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
    Origin whole = origin.assuming("the pod that this amounts to");
    return new Draft(origin)
        .put("apiVersion", whole, "v1")
        .put("kind", whole, "Pod")
        .put("metadata", metadata.finish())
        .put("spec", spec.finish())
        .finish();
  }
}
