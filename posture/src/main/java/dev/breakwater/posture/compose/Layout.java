package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shapes of Compose files: services under {@code services}, or, in files of the first version,
 * services and nothing else.
 */
final class Layout {
  private static final Set<String> SECTIONS =
      Set.of(
          "version",
          "name",
          "include",
          "services",
          "networks",
          "volumes",
          "secrets",
          "configs",
          "models");

  /** Attributes that only services have, of which one tells a service of Compose from others. */
  private static final Set<String> OF_SERVICES =
      Set.of(
          "build",
          "cap_add",
          "cap_drop",
          "command",
          "container_name",
          "depends_on",
          "deploy",
          "device_cgroup_rules",
          "devices",
          "entrypoint",
          "env_file",
          "extends",
          "healthcheck",
          "image",
          "ipc",
          "network_mode",
          "pid",
          "ports",
          "post_start",
          "pre_stop",
          "privileged",
          "provider",
          "read_only",
          "restart",
          "security_opt",
          "sysctls",
          "tmpfs",
          "use_api_socket",
          "user",
          "userns_mode",
          "uts",
          "volumes",
          "volumes_from");

  /** What services of the first version could have besides. */
  private static final Set<String> OF_FIRST_VERSION =
      Set.of(
          "cgroup_parent",
          "cpu_quota",
          "cpu_shares",
          "cpuset",
          "dns",
          "dns_search",
          "dockerfile",
          "domainname",
          "environment",
          "expose",
          "external_links",
          "extra_hosts",
          "group_add",
          "hostname",
          "labels",
          "links",
          "log_driver",
          "log_opt",
          "mac_address",
          "mem_limit",
          "mem_swappiness",
          "memswap_limit",
          "net",
          "oom_score_adj",
          "shm_size",
          "stdin_open",
          "stop_signal",
          "tty",
          "ulimits",
          "volume_driver",
          "working_dir");

  private Layout() {}

  /** Sections of files that are something else, although they have services, too. */
  private static final List<String> FOREIGN =
      List.of("apiVersion", "jobs", "kind", "pipeline", "recipe", "steps", "tooling", "workflows");

  /** Whether a document is a Compose file. */
  static boolean isCompose(Value root) {
    for (String section : FOREIGN) {
      if (root.get(section) != null) {
        return false;
      }
    }
    return root.get("services") == null ? includes(root) || isFirstVersion(root) : hasService(root);
  }

  /** A file that says nothing but what else is part of the project, in a form only Compose has. */
  private static boolean includes(Value root) {
    boolean named = false;
    for (String section : root.members().keySet()) {
      if (!SECTIONS.contains(section) && !section.startsWith("x-")) {
        return false;
      }
    }
    Value include = root.get("include");
    for (Value entry : include == null ? List.<Value>of() : include.items()) {
      Value path = entry instanceof Value.Fields ? entry.get("path") : entry;
      String first = path == null ? null : path.written();
      named |= path instanceof Value.Items || (first != null && isComposeName(first));
    }
    return named;
  }

  private static boolean isComposeName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).contains("compose");
  }

  private static boolean hasService(Value root) {
    Value services = root.get("services");
    Collection<Value> all = services == null ? List.of() : services.members().values();
    for (Value service : all) {
      for (String attribute : service.members().keySet()) {
        if (OF_SERVICES.contains(attribute)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether it has services of the first version and nothing else, and each says what it runs. */
  private static boolean isFirstVersion(Value root) {
    for (Map.Entry<String, Value> member : root.members().entrySet()) {
      Value service = member.getValue();
      if (!member.getKey().startsWith("x-")
          && service.text("image") == null
          && service.get("build") == null
          && service.get("extends") == null) {
        return false;
      }
    }
    return hasOnlyServices(root);
  }

  /** Whether it has services of the first version, or parts of such, and nothing else. */
  private static boolean hasOnlyServices(Value root) {
    boolean any = false;
    for (Map.Entry<String, Value> member : root.members().entrySet()) {
      if (member.getKey().startsWith("x-")) {
        continue;
      }
      if (!(member.getValue() instanceof Value.Fields)) {
        return false;
      }
      for (String attribute : member.getValue().members().keySet()) {
        if (!OF_SERVICES.contains(attribute) && !OF_FIRST_VERSION.contains(attribute)) {
          return false;
        }
      }
      any = true;
    }
    return any;
  }

  /**
   * Whether a file only runs with another: it has a service of which that says the image, or one
   * that needs a service which only that has.
   */
  static boolean isOverlay(Value.Fields root) {
    Value services = root.get("services");
    Map<String, Value> all = services == null ? Map.of() : services.members();
    for (Value service : all.values()) {
      boolean runs = runs(service) || service.get("extends") != null;
      if (!runs || (root.get("include") == null && !all.keySet().containsAll(needed(service)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean runs(Value service) {
    return service.get("image") != null
        || service.get("build") != null
        || service.get("provider") != null;
  }

  /**
   * Whether none of a file's services runs, so that they are there for others to extend. One that
   * extends another file's may have its image from there.
   */
  static boolean hasOnlyParts(Value.Fields root) {
    Value services = root.get("services");
    for (Value service : services == null ? List.<Value>of() : services.members().values()) {
      if (runs(service) || service.at("extends", "file") != null) {
        return false;
      }
    }
    return services != null;
  }

  private static Set<String> needed(Value service) {
    Set<String> needed = new HashSet<>();
    Value before = service.get("depends_on");
    if (before != null) {
      Pairs.of(before, '\n')
          .members()
          .forEach((name, how) -> {
            if (how.get("required") == null) {
              needed.add(name);
            }
          });
    }
    for (String mode : List.of("network_mode", "pid", "ipc")) {
      String joined = LongForm.written(service, mode);
      if (joined != null && joined.startsWith(Project.SERVICE)) {
        needed.add(joined.substring(Project.SERVICE.length()));
      }
    }
    return needed;
  }

  /** Whether it says anything that Compose knows; what that is may be faulty. */
  static boolean saysAnything(Value.Fields root) {
    for (String name : root.members().keySet()) {
      if (SECTIONS.contains(name) || name.startsWith("x-")) {
        return true;
      }
    }
    return false;
  }

  /** The same file, of which it is known that it is one, with its services under "services". */
  static Value.Fields sections(Value.Fields root) {
    for (String name : root.members().keySet()) {
      if (SECTIONS.contains(name)) {
        return root;
      }
    }
    return hasOnlyServices(root) ? new Value.Fields(root.origin(), Map.of("services", root)) : root;
  }
}
