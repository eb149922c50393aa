package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A container in the making. What it is given of a wrong type stays so, because a judge counts that
 * as unsafe.
 */
public final class ContainerDraft {
  private final PodDraft pod;
  private final String name;
  private final Draft draft;
  private final SecurityOptions options = new SecurityOptions(this);
  private boolean init;

  ContainerDraft(PodDraft pod, Value name, Origin origin) {
    this.pod = pod;
    String text = name.written();
    this.name = text == null ? "" : text;
    this.draft = new Draft(origin).put("name", name);
  }

  /** The pod that it is a part of. */
  public PodDraft pod() {
    return pod;
  }

  /** Its members, but for {@code securityContext}. */
  public Draft draft() {
    return draft;
  }

  /** Its {@code securityContext}. */
  public Draft security() {
    return draft.in("securityContext");
  }

  /** Says that it has to end before the others begin. */
  public void runsFirst() {
    init = true;
  }

  boolean init() {
    return init;
  }

  /** Keeps what Kubernetes has no word for as an annotation of the pod. */
  public void annotate(String what, Value value) {
    pod.annotate(what, value, name);
  }

  /** Whether it is privileged, or says something that is neither yes nor no. */
  public boolean isPrivileged() {
    Value privileged = security().get("privileged");
    return privileged != null && !privileged.isFalse();
  }

  /** Adds a capability: {@code NET_ADMIN}, {@code CAP_NET_ADMIN}, in any case, or {@code ALL}. */
  public void addCapability(Origin list, Value capability) {
    capability("add", list, capability);
  }

  /** Takes a capability away. */
  public void dropCapability(Origin list, Value capability) {
    capability("drop", list, capability);
  }

  private void capability(String how, Origin list, Value written) {
    String text = written.written();
    if (text == null || text.isBlank()) {
      pod.fault(written.origin(), "must be the name of a capability");
      return;
    }
    String name = text.strip().toUpperCase(Locale.ROOT);
    String plain = name.startsWith("CAP_") ? name.substring(4) : name;
    Value capability = new Value.Text(written.origin(), plain);
    security().in("capabilities").add(how, list, capability);
  }

  /**
   * Says whether something is so. A text counts by the rules of Go; what is neither true nor false
   * stays what it is, which no judge takes for safe.
   */
  void flag(String field, Value value) {
    security().put(field, truth(value));
  }

  /** True or false where a text says so by the rules of Go; else the same, which is told. */
  Value truth(Value value) {
    String text = value.written();
    if (!(value instanceof Value.Flag)) {
      if (text != null && isTrue(text)) {
        return new Value.Flag(value.origin(), true, text);
      }
      if (text != null && isFalse(text)) {
        return new Value.Flag(value.origin(), false, text);
      }
      pod.fault(value.origin(), "must be true or false");
    }
    return value;
  }

  /**
   * Says who it runs as: {@code uid[:gid]}, or names. A name other than {@code root} proves
   * nothing, as only the image knows whom it means.
   */
  public void user(Value user) {
    String text = user.written();
    if (text == null) {
      security().put("runAsUser", user);
      return;
    }
    if (pod.isWindows()) {
      security().in("windowsOptions", user.origin()).put("runAsUserName", user);
      return;
    }
    Origin from = user.origin();
    String who = user(text);
    Long uid = id(from, who);
    if (uid != null) {
      security().put("runAsUser", from, uid);
      security().put("runAsNonRoot", from, uid != 0);
    } else if (!who.isEmpty()) {
      annotate("user", user);
    }
    int colon = text.indexOf(':');
    Long gid = colon < 0 ? null : id(from, text.substring(colon + 1).strip());
    if (gid != null) {
      security().put("runAsGroup", from, gid);
    }
  }

  /** Whether that is the administrator. */
  public boolean isRoot(Value user) {
    String text = user.written();
    Long id = text == null ? null : id(user.origin(), user(text));
    return id != null && id == 0;
  }

  /** The part that stands for the user, before that for the group. */
  private static String user(String text) {
    int colon = text.indexOf(':');
    return (colon < 0 ? text : text.substring(0, colon)).strip();
  }

  /** Adds a group to those of its processes: a number, or a name that only the image knows. */
  void group(Value group, String text) {
    Long id = id(group.origin(), text.strip());
    if (id != null) {
      pod.group(group.origin(), id);
    } else if (!text.isBlank()) {
      annotate("group-add", group);
    }
  }

  /**
   * The number of a user or a group, with a sign, too, which Docker takes; null for a name, and for
   * what is negative or beyond 31 bits, which Docker refuses.
   */
  private @Nullable Long id(Origin where, String text) {
    if (text.equals("root")) {
      return 0L;
    }
    int digits = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    if (digits == text.length()) {
      return null;
    }
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    long id = text.length() > 18 ? -1 : Long.parseLong(text);
    if (id < 0 || id > Integer.MAX_VALUE) {
      pod.fault(where, "has a number beyond those of users: " + text);
      return null;
    }
    return id;
  }

  /** Takes an option as {@code docker run --security-opt} does. */
  public void securityOption(Value option) {
    options.take(option);
  }

  /** By the rules of Go, which Docker is written in. */
  static boolean isTrue(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      default -> false;
    };
  }

  private static boolean isFalse(String text) {
    return switch (text) {
      case "0", "f", "F", "false", "FALSE", "False" -> true;
      default -> false;
    };
  }

  /**
   * Fills in what Docker does on Linux where nobody says otherwise: a filter of system calls,
   * except for the privileged; a root file system that can be written; and a process may gain
   * privileges by setuid programs.
   *
   * @param why whose default it is, for example "Docker's default"
   */
  public void assumeDocker(String why) {
    if (pod.isWindows()) {
      return;
    }
    assumeProfile("seccompProfile", why);
    assumeEscalation(why);
    Origin from = draft.origin().assuming(why);
    for (String field : List.of("privileged", "readOnlyRootFilesystem")) {
      if (security().get(field) == null) {
        security().put(field, from, false);
      }
    }
  }

  /** Fills in the engine's own profile, which the privileged have not. */
  public void assumeProfile(String field, String why) {
    if (security().get(field) == null && !isPrivileged() && !pod.isWindows()) {
      Origin from = draft.origin().assuming(why);
      security().put(field, new Draft(from).put("type", from, "RuntimeDefault").finish());
    }
  }

  /** Fills in that a process may gain privileges by setuid programs. */
  public void assumeEscalation(String why) {
    if (security().get("allowPrivilegeEscalation") == null) {
      security().put("allowPrivilegeEscalation", draft.origin().assuming(why), true);
    }
  }

  /** Shared memory of a size: a quantity of Kubernetes with its origin, null for any. */
  public void sharedMemory(Origin from, @Nullable Value size) {
    mount(PodDraft.memory(from, size), new Value.Text(from, "/dev/shm"), false);
  }

  /** Mounts a volume that nobody has named. */
  public void mount(Draft volume, Value path, boolean readOnly) {
    mount(volume.origin(), pod.volume(volume), path, readOnly);
  }

  /** Mounts a volume of the pod. */
  public void mount(Origin from, Value volume, Value path, boolean readOnly) {
    Draft mount = new Draft(from).put("name", volume).put("mountPath", path);
    if (readOnly) {
      mount.put("readOnly", from, true);
    }
    mount(mount);
  }

  /** Adds a mount; without a path its volume is there, and that is all. */
  void mount(Draft mount) {
    Value path = mount.get("mountPath");
    if (path == null || !"".equals(path.text())) {
      draft.add("volumeMounts", mount.origin(), mount.finish());
    }
  }

  /** Adds a variable of the environment; its value may be null where nobody knows it. */
  public void variable(Origin from, Value variable, @Nullable Value value) {
    Draft entry = new Draft(from).put("name", variable);
    String text = value == null ? null : value.written();
    if (value != null && text != null) {
      entry.put("value", value.origin(), text);
    }
    draft.add("env", from, entry.finish());
  }

  /** Adds a variable of the environment whose value is kept in a secret. */
  public void secretVariable(Origin from, Value variable, Value secret, String key) {
    Draft entry = new Draft(from).put("name", variable);
    Draft reference = entry.in("valueFrom", secret.origin()).in("secretKeyRef");
    reference.put("name", secret).put("key", secret.origin(), key);
    draft.add("env", from, entry.finish());
  }

  /**
   * Adds a port.
   *
   * @param host the host's port that leads to it, 0 for one that is chosen when it starts; null
   *     where none does
   */
  public void port(Origin from, Value container, @Nullable Value host, @Nullable String protocol) {
    port(from, container, host, protocol, null);
  }

  void port(
      Origin from,
      Value container,
      @Nullable Value host,
      @Nullable String protocol,
      @Nullable String hostIp) {
    Draft port = new Draft(from).put("containerPort", container).put("hostPort", host);
    if (hostIp != null) {
      port.put("hostIP", from, hostIp);
    }
    if (protocol != null) {
      port.put("protocol", from, protocol.toUpperCase(Locale.ROOT));
    }
    draft.add("ports", from, port.finish());
  }

  /** Sets {@code resources.limits} or {@code resources.requests} of one resource. */
  public void resource(String kind, String resource, Origin from, String quantity) {
    draft.in("resources", from).in(kind).put(resource, from, quantity);
  }

  /** Sets how much memory it may use or asks for. To Docker none at all is as much as there is. */
  public void memory(String kind, Value size) {
    String text = size.written();
    String quantity = text == null ? null : ByteSize.quantity(text);
    if (text == null || text.isEmpty()) {
      return;
    }
    if (quantity == null) {
      pod.fault(size.origin(), "is no size of memory, such as 512m");
    } else if (!quantity.startsWith("0")) {
      resource(kind, "memory", size.origin(), quantity);
    }
  }

  /** Sets how many CPUs it may use or asks for. To Docker none at all are as many as there are. */
  public void cpus(String kind, Value cpus) {
    String text = cpus.written();
    if (text == null || text.isEmpty()) {
      return;
    }
    double number = isDecimal(text) ? Double.parseDouble(text) : -1;
    if (number < 0) {
      pod.fault(cpus.origin(), "is no number of CPUs, such as 0.5");
    } else if (number > 0) {
      resource(kind, "cpu", cpus.origin(), text.startsWith(".") ? "0" + text : text);
    }
  }

  /** Digits, at least one, with a point among them or none. */
  private static boolean isDecimal(String text) {
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return points <= 1 && text.length() > points && text.length() <= 20;
  }

  Value.Fields finish() {
    return draft.finish();
  }
}
