package dev.breakwater.posture.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.compose.ComposeProject;
import dev.breakwater.posture.ecs.EcsTaskDefinition;
import dev.breakwater.posture.marathon.MarathonApps;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.pss.Violation;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Docker's options are judged to be, and that it is the same as an attribute of Compose and as
 * a parameter of Marathon.
 */
class SameOptionTest {
  /**
   * An option.
   *
   * @param parameter its name for {@code docker run}
   * @param attribute its name in Compose; one that begins with {@code -} takes a list
   * @param value in both
   * @param verdict the controls that are broken by it, and with {@code -} those that it mends
   */
  record Option(String parameter, String attribute, String value, String verdict) {
    boolean isListed() {
      return attribute.startsWith("-");
    }

    String name() {
      return isListed() ? attribute.substring(1) : attribute;
    }

    @Override
    public String toString() {
      return parameter + " " + value;
    }
  }

  private static final String ADDED = "capabilities_baseline";
  private static final String TYPE = "seLinuxOptions";
  private static final String HOST = "hostPathVolumes restrictedVolumes";

  private static final Reading COMPOSE = (file, sink) -> ComposeProject.read(file, Map.of(), sink);
  private static final Reading ECS =
      (file, sink) -> EcsTaskDefinition.read(file.name(), 0, file.documents().getFirst(), sink);
  private static final Reading MARATHON =
      (file, sink) -> MarathonApps.read(file.name(), 0, file.documents().getFirst(), sink);

  private interface Reading {
    void read(SourceFile file, Sink sink);
  }

  static List<Option> options() {
    List<Option> options = new ArrayList<>();
    add(options, "privileged", "privileged", "true=privileged seccompProfile_restricted");
    add(options, "privileged", "privileged", "false=");
    add(options, "privileged", "privileged", "perhaps=privileged seccompProfile_restricted");
    add(options, "cap-add", "-cap_add", "SYS_ADMIN=" + ADDED, "cap_net_raw=" + ADDED);
    add(options, "cap-add", "-cap_add", "ALL=" + ADDED, "NET_BIND_SERVICE=", "CHOWN=");
    add(options, "cap-drop", "-cap_drop", "ALL=-capabilities_restricted", "CAP_CHOWN=");
    add(options, "cap-drop", "-cap_drop", "all=-capabilities_restricted", "NET_RAW=");
    String security = "security-opt";
    String listed = "-security_opt";
    String escalation = "-allowPrivilegeEscalation";
    add(options, security, listed, "no-new-privileges=" + escalation);
    add(options, security, listed, "no-new-privileges:true=" + escalation);
    add(options, security, listed, "no-new-privileges:false=", "no-new-privileges:perhaps=");
    String filter = "seccompProfile_baseline seccompProfile_restricted";
    add(options, security, listed, "seccomp:unconfined=" + filter, "seccomp:builtin=");
    add(options, security, listed, "seccomp:/profiles/web.json=", "seccomp:=");
    add(options, security, listed, "apparmor:unconfined=appArmorProfile");
    add(options, security, listed, "apparmor:docker-default=", "apparmor:mine=", "apparmor:=");
    add(options, security, listed, "label:disable=" + TYPE, "disable=" + TYPE);
    add(options, security, listed, "label:type:spc_t=" + TYPE, "label:type:container_t=");
    add(options, security, listed, "label:user:system_u=" + TYPE, "label:level:s0=");
    add(options, security, listed, "systempaths:unconfined=procMount procMount_restricted");
    add(options, security, listed, "writable-cgroups:true=", "credentialspec:file://a.json=");
    add(options, security, listed, "nonsense:1=");
    String root = "runAsUser";
    add(options, "user", "user", "0=" + root, "root=" + root, "0:0=" + root, "+0=" + root);
    add(options, "user", "user", "root:wheel=" + root, "00=" + root, "app=", "-1=");
    add(options, "user", "user", "1000=-runAsNonRoot", "1000:root=-runAsNonRoot");
    add(options, "user", "user", "99999999999=", "4294967296=");
    String memory = "-sysctls";
    add(options, "sysctl", memory, "kernel.msgmax=1=sysctls", "net.ipv4.ip_forward=1=sysctls");
    add(options, "sysctl", memory, "net.ipv4.tcp_syncookies=1=", "net.core.somaxconn=9=sysctls");
    add(options, "volume", "-volumes", "/etc:/host:ro=" + HOST, "./data:/data=" + HOST);
    add(options, "volume", "-volumes", "~/data:/data=" + HOST, "data:/data=", "/cache=");
    add(options, "volume", "-volumes", "C:\\data:C:\\data=" + HOST, "\\\\pipe\\d:/d=" + HOST);
    add(options, "device", "-devices", "/dev/kvm=" + HOST, "/dev/a:/dev/b:rw=" + HOST);
    add(options, "device", "-devices", "/dev/fuse:rwm=" + HOST, "vendor.example.org/gpu=0=");
    add(options, "device-cgroup-rule", "-device_cgroup_rules", "c 1:3 mr=" + HOST);
    add(options, "use-api-socket", "use_api_socket", "true=" + HOST, "false=");
    add(options, "tmpfs", "-tmpfs", "/tmp=", "/run:size=64m=");
    add(options, "network", "network_mode", "host=hostNamespaces", "none=", "bridge=");
    add(options, "pid", "pid", "host=hostNamespaces", "container:abc=");
    add(options, "ipc", "ipc", "host=hostNamespaces", "private=", "shareable=");
    add(options, "userns", "userns_mode", "host=");
    add(options, "uts", "uts", "host=");
    add(options, "publish", "-ports", "80:80=hostPorts", "127.0.0.1:80:80=hostPorts", "80=");
    add(
        options,
        "publish",
        "-ports",
        "8080-8081:80-81/tcp=hostPorts",
        "0:80=",
        "53:53/udp=hostPorts");
    add(options, "read-only", "read_only", "true=", "perhaps=");
    add(options, "group-add", "-group_add", "0=", "docker=");
    return options;
  }

  /** Values with their verdicts, which stand after the last equals sign. */
  private static void add(List<Option> to, String parameter, String attribute, String... values) {
    for (String each : values) {
      int cut = each.lastIndexOf('=');
      to.add(new Option(parameter, attribute, each.substring(0, cut), each.substring(cut + 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionHasOneVerdict(Option option) {
    Set<String> expected = new TreeSet<>(marathon(List.of()));
    for (String control : option.verdict().split(" ", -1)) {
      if (control.startsWith("-")) {
        expected.remove(control.substring(1));
      } else if (!control.isEmpty()) {
        expected.add(control);
      }
    }
    assertThat(marathon(List.of(option))).isEqualTo(expected);
    assertThat(compose(List.of(option))).isEqualTo(expected);
  }

  @Test
  void withoutLabelsNoOtherLabelCounts() {
    List<Option> labels =
        List.of(
            new Option("security-opt", "-security_opt", "label=disable", ""),
            new Option("security-opt", "-security_opt", "label=type:container_t", ""));
    assertThat(marathon(labels)).contains("seLinuxOptions");
    assertThat(compose(labels)).contains("seLinuxOptions");
  }

  @ParameterizedTest
  @CsvSource({
    "none, bind, /etc, HOST",
    "none, 'ro,rbind', ./data, HOST",
    "tmpfs, bind, /etc, HOST",
    "ext4, '', /dev/sdb1, HOST",
    "overlay, 'lowerdir=/etc,upperdir=/u,workdir=/w', overlay, HOST",
    "nfs4, 'addr=192.0.2.1,rw', :/exports, NETWORK",
    "cifs, 'username=a', //192.0.2.1/share, DOCKER",
    "tmpfs, size=1m, tmpfs, DOCKER",
    "tmpfs, size=1m, /tmp, DOCKER",
    "'', '', '', DOCKER",
  })
  void aVolumeIsWhatTheLocalDriverMounts(
      String type, String options, String device, Mounts.Behind behind) {
    assertThat(Mounts.Behind.of(type, options, device)).isEqualTo(behind);
    Set<String> expected = new TreeSet<>(marathon(List.of()));
    switch (behind) {
      case HOST -> expected.addAll(List.of(HOST.split(" ", -1)));
      case NETWORK -> expected.add("restrictedVolumes");
      case DOCKER -> {}
    }
    String volume =
        """
        services:
          web:
            image: example.org/web:1
            volumes: ["data:/data"]
        volumes:
          data:
            driver_opts: {type: "%s", o: "%s", device: "%s"}
        """
            .formatted(type, options, device);
    assertThat(broken("none/compose.yaml", volume, COMPOSE)).isEqualTo(expected);
    String task =
        """
        {"family": "web", "containerDefinitions": [{"name": "web", "image": "example.org/web:1"}],
         "volumes": [{"name": "data", "dockerVolumeConfiguration": {"driver": "DRIVER",
           "driverOpts": {"type": "%s", "o": "%s", "device": "%s"}}}]}
        """
            .formatted(type, options, device);
    assertThat(broken("task.json", task.replace("DRIVER", "local"), ECS)).isEqualTo(expected);
    assertThat(broken("task.json", task.replace("DRIVER", "rexray/ebs"), ECS))
        .isEqualTo(marathon(List.of()));
    if (!options.contains(",")) {
      Value mount =
          new Value.Text(
              new Origin("app.json", 1, 1, "", null),
              ("type=volume,source=data,target=/data,"
                      + "volume-opt=type=%s,volume-opt=o=%s,volume-opt=device=%s")
                  .formatted(type, options, device));
      PodDraft pod = new PodDraft(mount.origin(), (_, _) -> {});
      ContainerDraft container = pod.container(null, mount.origin());
      RunOption.apply("mount", mount, container);
      container.assumeDocker("Docker's default");
      assertThat(broken(pod.finish())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/etc, true",
    "~/x, true",
    "../x, true",
    "./a/../../x, true",
    "a/b/../c, false",
    "a/.., false",
    "./a, false",
    "..a, false",
    "'', false"
  })
  void aPathLeadsOutByItsNames(String path, boolean out) {
    assertThat(HostPath.leadsOut(path)).isEqualTo(out);
    String app =
        """
        {"id": "/web", "networks": [{"mode": "container"}], "container": {"type": "DOCKER",
         "docker": {"image": "example.org/web:1"},
         "volumes": [{"containerPath": "/data", "hostPath": "%s"}]}}
        """
            .formatted(path);
    assertThat(broken("app.json", app, MARATHON).contains("hostPathVolumes")).isEqualTo(out);
    String secret =
        """
        services: {web: {image: "example.org/web:1", secrets: [data]}}
        secrets: {data: {file: "%s"}}
        """
            .formatted(path);
    assertThat(broken("none/compose.yaml", secret, COMPOSE).contains("hostPathVolumes"))
        .isEqualTo(out);
  }

  private static Set<String> compose(List<Option> options) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder("services:\n  web:\n    image: example.org/web:1\n");
    for (Option option : options) {
      if (option.isListed()) {
        attributes.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(quoted(option));
      } else {
        text.append("    " + option.name() + ": " + quoted(option) + "\n");
      }
    }
    attributes.forEach((name, values) -> text.append("    " + name + ": " + values + "\n"));
    return broken("none/compose.yaml", text.toString(), COMPOSE);
  }

  private static Set<String> marathon(List<Option> options) {
    List<String> parameters = new ArrayList<>();
    for (Option option : options) {
      parameters.add(
          "{\"key\": \"" + option.parameter() + "\", \"value\": " + quoted(option) + "}");
    }
    return broken(
        "app.json",
        """
        {"id": "/web", "networks": [{"mode": "container"}], "container": {"type": "DOCKER",
         "docker": {"image": "example.org/web:1", "parameters": PARAMETERS}}}
        """
            .replace("PARAMETERS", parameters.toString()),
        MARATHON);
  }

  private static String quoted(Option option) {
    return '"' + option.value().replace("\\", "\\\\") + '"';
  }

  /** The controls of restricted that the pod of a text breaks. */
  private static Set<String> broken(String name, String text, Reading reading) {
    Translated translated = new Translated();
    reading.read(file(name, text), translated);
    Value.Fields pod = translated.resources().getFirst().pod();
    if (pod == null) {
      throw new AssertionError("no pod in " + text);
    }
    return broken(pod);
  }

  private static Set<String> broken(Value.Fields pod) {
    Set<String> broken = new TreeSet<>();
    for (Level level : List.of(Level.BASELINE, Level.RESTRICTED)) {
      for (Violation violation : new PodSecurity(level, Version.NEWEST).check(pod)) {
        broken.add(violation.control());
      }
    }
    return broken;
  }

  private static SourceFile file(String name, String text) {
    try {
      return SourceFile.of(name, text.getBytes(StandardCharsets.UTF_8));
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }
}
