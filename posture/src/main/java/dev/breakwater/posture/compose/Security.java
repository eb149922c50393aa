package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The security contexts of the pod that a service amounts to.
 *
 * <p>What Docker does unasked is there, marked as assumed: its seccomp and AppArmor profiles, no
 * privileges, but leave to gain some. Docker's own fourteen capabilities are not: the runtimes of
 * Kubernetes give the same ones, so that {@code add} and {@code drop} mean the same in both. A
 * privileged container has no profiles, in Docker as in Kubernetes.
 */
final class Security {
  private static final String DEFAULT = "Docker's default";

  /** The highest number of a user or a group that Docker takes. */
  private static final long MAX_ID = Integer.MAX_VALUE;

  private final Service service;
  private final Origin origin;
  private final SecurityOptions options;

  /** What runs in the container besides its own process, when that has begun or is to end. */
  private final List<Value> hooks = new ArrayList<>();

  Security(Service service) {
    this.service = service;
    this.origin = service.origin();
    this.options = SecurityOptions.of(service);
    hooks.addAll(service.list("post_start"));
    hooks.addAll(service.list("pre_stop"));
  }

  Value.Fields ofContainer() {
    Origin assumed = origin.assuming(DEFAULT);
    Draft context = new Draft(origin);
    Value privileged = privileged();
    context.put("privileged", assumed, false).put("privileged", privileged);
    context.put("allowPrivilegeEscalation", escalation(assumed));
    context.put(
        "capabilities",
        new Draft(origin)
            .put("add", place("cap_add"), capabilities("cap_add"))
            .put("drop", place("cap_drop"), capabilities("cap_drop")));
    context.put("readOnlyRootFilesystem", assumed, false);
    context.put("readOnlyRootFilesystem", service.flag("read_only"));
    user(context);
    boolean confined = privileged == null || privileged.isFalse();
    context.put("seccompProfile", profile(options.seccomp(), confined, assumed));
    context.put("appArmorProfile", profile(options.appArmor(), confined, assumed));
    context.put("seLinuxOptions", options.seLinux());
    Origin unmasked = options.unmasked();
    if (unmasked != null) {
      context.put("procMount", unmasked, "Unmasked");
    }
    return context.done();
  }

  /** What a command is given that runs in the container, the container has. */
  private @Nullable Value privileged() {
    Value own = service.flag("privileged");
    if (own != null && !own.isFalse()) {
      return own;
    }
    for (Value hook : hooks) {
      Value flag = hook.get("privileged");
      if (flag != null && !Service.flag(flag, service.faults()).isFalse()) {
        return Service.flag(flag, service.faults());
      }
    }
    return own;
  }

  private Value escalation(Origin assumed) {
    Value forbidden = options.noNewPrivileges();
    return switch (forbidden) {
      case null -> new Value.Flag(assumed, true, "true");
      case Value.Flag flag ->
          new Value.Flag(flag.origin(), !flag.value(), String.valueOf(!flag.value()));
      default -> forbidden;
    };
  }

  private Origin place(String attribute) {
    Value value = service.get(attribute);
    return value == null ? origin : value.origin();
  }

  private List<Value> capabilities(String attribute) {
    List<Value> names = new ArrayList<>();
    for (Value item : service.list(attribute)) {
      String written = item.written();
      if (written == null || written.isEmpty()) {
        service.faults().add(item.origin(), "must be the name of a capability");
        continue;
      }
      String name = written.toUpperCase(Locale.ROOT);
      names.add(new Value.Text(item.origin(), name.startsWith("CAP_") ? name.substring(4) : name));
    }
    return names;
  }

  /** A user by name is known to the image alone, unless it is root. */
  private void user(Draft context) {
    Value user = service.get("user");
    String written = service.written("user");
    if (user != null && written != null) {
      int colon = written.indexOf(':');
      user(context, user.origin(), id(user.origin(), name(written)));
      Long group = colon < 0 ? null : id(user.origin(), written.substring(colon + 1));
      if (group != null) {
        context.put("runAsGroup", user.origin(), group);
      }
    }
    for (Value hook : hooks) {
      Value other = hook.get("user");
      String named = other == null ? null : other.written();
      Long id = other == null || named == null ? null : id(other.origin(), name(named));
      if (other != null && id != null && id == 0) {
        user(context, other.origin(), id);
      }
    }
  }

  private static void user(Draft context, Origin place, @Nullable Long id) {
    if (id != null) {
      context.put("runAsUser", place, id);
      context.put("runAsNonRoot", place, id != 0);
    }
  }

  /** The part that stands for the user, before that for the group. */
  private static String name(String written) {
    int colon = written.indexOf(':');
    return colon < 0 ? written : written.substring(0, colon);
  }

  private @Nullable Long id(Origin place, String written) {
    if (written.equals("root")) {
      return 0L;
    }
    int digits = written.startsWith("+") || written.startsWith("-") ? 1 : 0;
    if (digits == written.length()) {
      return null;
    }
    for (int i = digits; i < written.length(); i++) {
      if (written.charAt(i) < '0' || written.charAt(i) > '9') {
        return null;
      }
    }
    long id = written.length() > 18 ? -1 : Long.parseLong(written);
    if (id < 0 || id > MAX_ID) {
      service.faults().add(place, "has a number beyond those of users: " + written);
      return null;
    }
    return id;
  }

  private static Value.@Nullable Fields profile(
      Value.@Nullable Fields asked, boolean confined, Origin assumed) {
    return asked == null && confined
        ? new Draft(assumed).put("type", assumed, "RuntimeDefault").done()
        : asked;
  }

  Draft ofPod() {
    Draft context = new Draft(origin);
    List<Value> sysctls = new ArrayList<>();
    service
        .pairs("sysctls", '=')
        .forEach((name, value) -> {
          String written = value.written();
          sysctls.add(
              new Draft(value.origin())
                  .put("name", value.origin(), name)
                  .put("value", value.origin(), written == null ? "" : written)
                  .done());
        });
    context.put("sysctls", place("sysctls"), sysctls);
    List<Value> groups = new ArrayList<>();
    for (Value item : service.list("group_add")) {
      String written = item.written();
      Long id = written == null ? null : id(item.origin(), written);
      if (id != null && written != null) {
        groups.add(new Value.Whole(item.origin(), id, written));
      }
    }
    return context.put("supplementalGroups", place("group_add"), groups);
  }
}
