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
  private boolean init;
  private boolean unlabelled;

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
    security().in("capabilities", list).add("add", list, capability(capability));
  }

  /** Takes a capability away. */
  public void dropCapability(Origin list, Value capability) {
    security().in("capabilities", list).add("drop", list, capability(capability));
  }

  private static Value capability(Value written) {
    String text = written.text();
    if (text == null) {
      return written;
    }
    String capability = text.strip().toUpperCase(Locale.ROOT);
    return new Value.Text(
        written.origin(), capability.startsWith("CAP_") ? capability.substring(4) : capability);
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
    int colon = text.indexOf(':');
    String who = (colon < 0 ? text : text.substring(0, colon)).strip();
    Origin from = user.origin();
    Long uid = who.equals("root") ? Long.valueOf(0) : number(who);
    if (uid != null) {
      security().put("runAsUser", from, uid);
      security().put("runAsNonRoot", from, uid != 0);
    } else if (!who.isEmpty()) {
      annotate("user", user);
    }
    String group = colon < 0 ? "" : text.substring(colon + 1).strip();
    Long gid = group.equals("root") ? Long.valueOf(0) : number(group);
    if (gid != null) {
      security().put("runAsGroup", from, gid);
    }
  }

  /** With a sign, too, which Docker takes; it refuses what is negative or beyond 31 bits. */
  private static @Nullable Long number(String text) {
    if (text.isEmpty() || text.length() > 11) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean sign = i == 0 && text.length() > 1 && (c == '+' || c == '-');
      if (!sign && (c < '0' || c > '9')) {
        return null;
      }
    }
    long number = Long.parseLong(text);
    return number < 0 || number > Integer.MAX_VALUE ? null : Long.valueOf(number);
  }

  /**
   * Takes an option as {@code docker run --security-opt} does: {@code no-new-privileges}, {@code
   * seccomp=…}, {@code apparmor=…}, {@code label=…}, {@code systempaths=unconfined}, {@code
   * credentialspec=…}, {@code writable-cgroups=…}, and the older forms: with a colon, and {@code
   * disable} for {@code label=disable}.
   *
   * @return whether it is known
   */
  public boolean securityOption(Value option) {
    String text = option.text();
    if (text == null) {
      return false;
    }
    int cut = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
    String key = (cut < 0 ? text : text.substring(0, cut)).strip();
    String value = cut < 0 ? "" : text.substring(cut + 1).strip();
    Origin from = option.origin();
    switch (key) {
      case "no-new-privileges" -> {
        boolean escalates = !value.isEmpty() && !isTrue(value);
        security().put("allowPrivilegeEscalation", from, escalates);
      }
      case "seccomp" -> profile("seccompProfile", from, value, "builtin");
      case "apparmor" -> profile("appArmorProfile", from, value, "docker-default");
      case "label" -> label(from, value);
      case "disable" -> label(from, "disable");
      case "systempaths" -> {
        if (value.equals("unconfined")) {
          security().put("procMount", from, "Unmasked");
        }
      }
      case "credentialspec" ->
          security().in("windowsOptions", from).put("gmsaCredentialSpecName", from, value);
      case "writable-cgroups" -> annotate(key, new Value.Text(from, value));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** By the rules of Go, which Docker is written in. */
  static boolean isTrue(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      default -> false;
    };
  }

  private void profile(String field, Origin from, String value, String usual) {
    Draft profile = new Draft(from);
    if (value.equals("unconfined")) {
      profile.put("type", from, "Unconfined");
    } else if (value.isEmpty() || value.equals(usual)) {
      profile.put("type", from, "RuntimeDefault");
    } else {
      profile.put("type", from, "Localhost").put("localhostProfile", from, value);
    }
    security().put(field, profile.finish());
  }

  /**
   * What SELinux is told; without a label it lets a process do as it pleases, as spc_t. To Docker
   * {@code disable} goes before all others, wherever it stands.
   */
  private void label(Origin from, String value) {
    Draft options = security().in("seLinuxOptions", from);
    if (value.equals("disable")) {
      unlabelled = true;
      options.put("type", from, "spc_t");
    }
    if (unlabelled) {
      return;
    }
    int colon = value.indexOf(':');
    String part = colon < 0 ? "" : value.substring(0, colon);
    switch (part) {
      case "user", "role", "type", "level" -> options.put(part, from, value.substring(colon + 1));
      default -> {}
    }
  }

  /**
   * Fills in what Docker does where nobody says otherwise: a filter of system calls, except for the
   * privileged; a root file system that can be written; and a process may gain privileges by setuid
   * programs.
   *
   * @param why whose default it is, for example "Docker's default"
   */
  public void assumeDocker(String why) {
    Origin from = draft.origin().assuming(why);
    if (security().get("seccompProfile") == null && !isPrivileged()) {
      Draft profile = new Draft(from).put("type", from, "RuntimeDefault");
      security().put("seccompProfile", profile.finish());
    }
    assumeEscalation(why);
    for (String field : List.of("privileged", "readOnlyRootFilesystem")) {
      if (security().get(field) == null) {
        security().put(field, from, false);
      }
    }
  }

  /** Fills in that a process may gain privileges by setuid programs. */
  public void assumeEscalation(String why) {
    if (security().get("allowPrivilegeEscalation") == null) {
      security().put("allowPrivilegeEscalation", draft.origin().assuming(why), true);
    }
  }

  /** Shared memory of a size: a quantity of Kubernetes with its origin. */
  public void sharedMemory(Value size) {
    Origin from = size.origin();
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
    draft.add("volumeMounts", from, mount.finish());
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
    Draft port = new Draft(from).put("containerPort", container).put("hostPort", host);
    if (protocol != null) {
      port.put("protocol", from, protocol.toUpperCase(Locale.ROOT));
    }
    draft.add("ports", from, port.finish());
  }

  /** Sets {@code resources.limits} or {@code resources.requests} of one resource. */
  public void resource(String kind, String resource, Origin from, String quantity) {
    draft.in("resources", from).in(kind).put(resource, from, quantity);
  }

  Value.Fields finish() {
    return draft.finish();
  }
}
