package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Severity;
import dev.breakwater.posture.source.Platform;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTest {
  @Test
  void idsAreUpstreamsInItsOrder() {
    List<String> ids = new ArrayList<>();
    for (Control control : Control.values()) {
      ids.add(control.id());
    }
    assertThat(ids)
        .containsExactly(
            "appArmorProfile",
            "capabilities_baseline",
            "hostNamespaces",
            "hostPathVolumes",
            "hostPorts",
            "hostProbesAndHostLifecycle",
            "privileged",
            "procMount",
            "seLinuxOptions",
            "seccompProfile_baseline",
            "sysctls",
            "windowsHostProcess",
            "allowPrivilegeEscalation",
            "capabilities_restricted",
            "procMount_restricted",
            "restrictedVolumes",
            "runAsNonRoot",
            "runAsUser",
            "seccompProfile_restricted");
  }

  @Test
  void everyControlHelpsPeople() {
    for (Control control : Control.values()) {
      assertThat(Control.of(control.id())).contains(control);
      assertThat(control.title()).isNotBlank().doesNotEndWith(".");
      assertThat(control.severity()).isBetween(Severity.HIGH, Severity.LOW);
      assertThat(control.references().getFirst()).startsWith("https://kubernetes.io/");
      for (Platform platform : Platform.values()) {
        assertThat(control.remedy(platform)).isNotBlank().doesNotEndWith(".");
      }
      Control laxer = control.replaces();
      if (laxer != null) {
        assertThat(laxer.level()).isLessThan(control.level());
        assertThat(laxer).isLessThan(control);
      }
    }
    assertThat(Control.of("")).isEmpty();
  }
}
