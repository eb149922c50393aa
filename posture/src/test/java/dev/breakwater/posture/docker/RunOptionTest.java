package dev.breakwater.posture.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunOptionTest {
  private static final Origin HERE = new Origin("app.json", 3, 5, "parameters[0].value", null);
  private static final List<String> NAMES =
      List.of(
          "privileged",
          "cap-add",
          "cap-drop",
          "security-opt",
          "user",
          "read-only",
          "device",
          "device-cgroup-rule",
          "use-api-socket",
          "volume",
          "mount",
          "tmpfs",
          "net",
          "network",
          "pid",
          "ipc",
          "userns",
          "cgroupns",
          "sysctl",
          "group-add",
          "publish",
          "env",
          "label",
          "shm-size",
          "ulimit",
          "memory",
          "memory-reservation",
          "cpus",
          "hostname",
          "runtime",
          "workdir",
          "health-cmd",
          "add-host",
          "expose",
          "platform",
          "volumes-from",
          "nonsense",
          "");

  private static Value.Fields pod(String name, Value value) {
    PodDraft pod = new PodDraft(HERE, (_, _) -> {});
    ContainerDraft container = pod.container(null, HERE);
    RunOption.apply(name, value, container);
    container.assumeDocker("Docker's default");
    return pod.finish();
  }

  @Test
  void whateverAnOptionSaysIsTakenOrKept() {
    Random random = new Random(7);
    String letters = "::==,,//--\\.+ 0123456789abcdefgiklmnoprstuvwxyzABCZ~@\u0000é\ud83d\ude80";
    for (int i = 0; i < 40_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String name = NAMES.get(random.nextInt(NAMES.size()));
      assertThat(pod(name, new Value.Text(HERE, text.toString())).plain()).isNotNull();
    }
  }

  @Test
  void valuesThatAreNoTextsAreNotThrownAt() {
    List<Value> odd =
        List.of(
            new Value.Nothing(HERE),
            new Value.Flag(HERE, true, "true"),
            new Value.Whole(HERE, 1, "1"),
            new Value.Real(HERE, Double.NaN, ".nan"),
            new Value.Items(HERE, List.of()),
            new Value.Fields(HERE, Map.of()));
    for (String name : NAMES) {
      for (Value value : odd) {
        assertThat(pod(name, value).plain()).isNotNull();
      }
    }
  }

  @Test
  void portsOfAPodHaveABound() {
    List<String> faults = new ArrayList<>();
    PodDraft pod = new PodDraft(HERE, (_, fault) -> faults.add(fault));
    ContainerDraft container = pod.container(null, HERE);
    for (int i = 0; i < 1_000; i++) {
      RunOption.apply("publish", new Value.Text(HERE, "1-256:1-256"), container);
    }
    Value made = pod.finish().at("spec", "containers");
    assertThat(made.items().getFirst().get("ports").items()).hasSize(131_072);
    assertThat(faults).isNotEmpty().containsOnly("not judged: the pod has more than 131072 ports");
  }

  @Test
  void thePlaceIsThatOfTheOption() {
    Value.Fields pod = pod("cap-add", new Value.Text(HERE, "cap_net_admin"));
    Value added =
        pod.at("spec", "containers")
            .items()
            .getFirst()
            .at("securityContext", "capabilities", "add")
            .items()
            .getFirst();
    assertThat(added).isEqualTo(new Value.Text(HERE, "NET_ADMIN"));
  }
}
