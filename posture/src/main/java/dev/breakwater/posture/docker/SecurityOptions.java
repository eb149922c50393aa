package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;

/**
 * What {@code docker run --security-opt} asks for: {@code no-new-privileges}, {@code seccomp=…},
 * {@code apparmor=…}, {@code label=…}, {@code systempaths=unconfined}, {@code credentialspec=…},
 * {@code writable-cgroups=…}, and the older forms: with a colon, and {@code disable} for {@code
 * label=disable}. The last of each kind counts, but {@code label=disable} wherever it stands.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#security-opt">docker
 *     run --security-opt</a>
 */
final class SecurityOptions {
  private final ContainerDraft container;
  private boolean unlabelled;

  SecurityOptions(ContainerDraft container) {
    this.container = container;
  }

  void take(Value option) {
    String text = option.text();
    if (text == null) {
      container.pod().fault(option.origin(), "must be a text, such as \"no-new-privileges:true\"");
      return;
    }
    int cut = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
    String key = (cut < 0 ? text : text.substring(0, cut)).strip();
    String value = cut < 0 ? "" : text.substring(cut + 1).strip();
    Origin from = option.origin();
    switch (key) {
      case "no-new-privileges" -> noNewPrivileges(from, cut < 0 ? "true" : value);
      case "seccomp" -> profile("seccompProfile", from, value, "builtin");
      case "apparmor" -> profile("appArmorProfile", from, value, "docker-default");
      case "label" -> label(from, value);
      case "disable" -> label(from, "disable");
      case "systempaths" -> {
        if (value.equals("unconfined")) {
          container.security().put("procMount", from, "Unmasked");
        }
      }
      // Podman's; a path that is not masked any more is as good as all of them.
      case "unmask" -> container.security().put("procMount", from, "Unmasked");
      case "mask", "proc-opts" -> {}
      case "credentialspec", "credentialspecdomainless" ->
          container.security().in("windowsOptions", from).put("gmsaCredentialSpecName", from, value);
      case "writable-cgroups" -> container.annotate(key, new Value.Text(from, value));
      default -> container.pod().fault(from, "is no security option of Docker: " + key);
    }
  }

  private void noNewPrivileges(Origin from, String value) {
    boolean forbidden = container.truth(new Value.Text(from, value)).isTrue();
    container.security().put("allowPrivilegeEscalation", from, !forbidden);
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
    container.security().put(field, profile.finish());
  }

  /**
   * What SELinux is told; without a label it lets a process do as it pleases, as spc_t. To Docker
   * {@code disable} goes before all others, wherever it stands.
   */
  private void label(Origin from, String value) {
    if (value.equals("disable")) {
      unlabelled = true;
      label(from, "type", "spc_t");
    }
    if (unlabelled) {
      return;
    }
    int colon = value.indexOf(':');
    String part = colon < 0 ? value : value.substring(0, colon);
    switch (part) {
      case "user", "role", "type", "level" -> label(from, part, value.substring(colon + 1));
      case "nested", "filetype" -> {}
      default -> container.pod().fault(from, "is no label option of Docker: " + part);
    }
  }

  private void label(Origin from, String part, String value) {
    container.security().in("seLinuxOptions", from).put(part, from, value);
  }
}
