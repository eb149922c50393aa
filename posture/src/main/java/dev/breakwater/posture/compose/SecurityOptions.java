package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import org.jspecify.annotations.Nullable;

/**
 * What {@code security_opt} asks of Docker, in the words of a pod; the last of each kind counts,
 * but {@code label=disable} wherever it stands.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#security-opt">docker
 *     run --security-opt</a>
 */
final class SecurityOptions {
  /** The type that Docker gives a process where labelling is off. */
  private static final String UNCONFINED_TYPE = "spc_t";

  private final Faults faults;
  private @Nullable Value noNewPrivileges;
  private Value.@Nullable Fields seccomp;
  private Value.@Nullable Fields appArmor;
  private @Nullable Draft seLinux;
  private boolean unlabelled;
  private @Nullable Origin unmasked;

  private SecurityOptions(Faults faults) {
    this.faults = faults;
  }

  static SecurityOptions of(Service service) {
    SecurityOptions options = new SecurityOptions(service.faults());
    for (Value option : service.list("security_opt")) {
      options.take(option);
    }
    return options;
  }

  private void take(Value option) {
    String written = option.written();
    if (written == null) {
      faults.add(option.origin(), "must be a text, such as \"no-new-privileges:true\"");
      return;
    }
    int cut = written.indexOf('=');
    if (cut < 0) {
      cut = written.indexOf(':');
    }
    String name = cut < 0 ? written : written.substring(0, cut);
    String value = cut < 0 ? "" : written.substring(cut + 1);
    Origin origin = option.origin();
    switch (name) {
      case "no-new-privileges" ->
          noNewPrivileges = Service.flag(new Value.Text(origin, cut < 0 ? "true" : value), faults);
      case "seccomp" -> seccomp = profile(origin, value, "builtin");
      case "apparmor" -> appArmor = profile(origin, value, "docker-default");
      case "label" -> label(origin, value);
      case "disable" -> label(origin, "disable");
      case "systempaths" -> unmasked = value.equals("unconfined") ? origin : null;
      case "credentialspec", "writable-cgroups" -> {}
      default -> faults.add(origin, "is no security option of Docker: " + name);
    }
  }

  private static Value.Fields profile(Origin origin, String value, String standard) {
    Draft profile = new Draft(origin);
    if (value.equals("unconfined")) {
      return profile.put("type", origin, "Unconfined").done();
    }
    if (value.isEmpty() || value.equals(standard)) {
      return profile.put("type", origin, "RuntimeDefault").done();
    }
    return profile.put("type", origin, "Localhost").put("localhostProfile", origin, value).done();
  }

  private void label(Origin origin, String value) {
    if (seLinux == null) {
      seLinux = new Draft(origin);
    }
    if (value.equals("disable")) {
      unlabelled = true;
      seLinux.put("type", origin, UNCONFINED_TYPE);
    }
    if (unlabelled) {
      return;
    }
    int colon = value.indexOf(':');
    String part = colon < 0 ? value : value.substring(0, colon);
    switch (part) {
      case "user", "role", "type", "level" -> seLinux.put(part, origin, value.substring(colon + 1));
      case "nested", "filetype" -> {}
      default -> faults.add(origin, "is no label option of Docker: " + part);
    }
  }

  /** Whether processes may not gain privileges; null where nothing is said. */
  @Nullable Value noNewPrivileges() {
    return noNewPrivileges;
  }

  /** A seccomp profile of Kubernetes; null where nothing is said. */
  Value.@Nullable Fields seccomp() {
    return seccomp;
  }

  /** An AppArmor profile of Kubernetes; null where nothing is said. */
  Value.@Nullable Fields appArmor() {
    return appArmor;
  }

  /** SELinux options of Kubernetes; null where nothing is said. */
  Value.@Nullable Fields seLinux() {
    return seLinux == null ? null : seLinux.done();
  }

  /** Where it says that no path of /proc is masked; null where it does not. */
  @Nullable Origin unmasked() {
    return unmasked;
  }
}
