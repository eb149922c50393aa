package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case, with every sort of container, at both levels and in every version. */
class PodSecurityCasesTest {
  static List<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void breaksWhatItSays(Case subject) {
    for (String slot : subject.slots()) {
      Value.Fields pod = (Value.Fields) Case.read("pod.yaml", Shape.json(subject.pod(slot)));
      for (Level level : List.of(Level.BASELINE, Level.RESTRICTED)) {
        for (int version = 0; version <= Case.LAST_VERSION; version++) {
          List<Violation> violations = new PodSecurity(level, new Version(version)).check(pod);
          assertThat(controls(violations))
              .as("%s, %s 1.%s: %s", slot, level, version, violations)
              .isEqualTo(subject.expected(level, version));
          if (!violations.isEmpty() && subject.value().get("at") != null) {
            assertThat(places(violations))
                .as("%s, %s 1.%s: %s", slot, level, version, violations)
                .isEqualTo(subject.places(slot));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void privilegedForbidsNothing(Case subject) {
    assertThat(new PodSecurity(Level.PRIVILEGED, Version.NEWEST).check(subject.pod("containers")))
        .isEmpty();
  }

  /** For every control and version: a pod that it alone keeps out, and none that is not there. */
  @Test
  void everyControlIsBrokenAlone() {
    for (Control control : Control.values()) {
      for (Level level : List.of(Level.BASELINE, Level.RESTRICTED)) {
        List<Integer> versions = new ArrayList<>();
        for (int version = 0; version <= Case.LAST_VERSION; version++) {
          for (Case subject : cases()) {
            if (subject.expected(level, version).equals(Set.of(control.id()))) {
              versions.add(version);
              break;
            }
          }
        }
        assertThat(versions).as(control + " at " + level).isEqualTo(versions(control, level));
      }
    }
  }

  /** In which versions upstream reports a control at a level. */
  private static List<Integer> versions(Control control, Level level) {
    List<Integer> versions = new ArrayList<>();
    for (int version = 0; version <= Case.LAST_VERSION; version++) {
      boolean replaced = false;
      for (Control other : Control.values()) {
        // A pod for Windows shows the laxer control even where the stricter one is in force.
        boolean shown = other.id().startsWith("cap") || other.id().startsWith("seccomp");
        replaced |=
            level == Level.RESTRICTED
                && other.replaces() == control
                && other.isIn(new Version(version))
                && !(shown && version >= 25);
      }
      if (control.level().compareTo(level) <= 0
          && control.isIn(new Version(version))
          && !replaced) {
        versions.add(version);
      }
    }
    return versions;
  }

  private static Set<String> controls(List<Violation> violations) {
    Set<String> controls = new TreeSet<>();
    for (Violation violation : violations) {
      controls.add(violation.control());
    }
    return controls;
  }

  private static Set<String> places(List<Violation> violations) {
    Set<String> places = new TreeSet<>();
    Set<Violation> seen = new HashSet<>();
    for (Violation violation : violations) {
      assertThat(seen.add(violation)).as("twice: " + violation).isTrue();
      String missing = violation.missing().isEmpty() ? "" : " " + violation.missing();
      places.add(violation.origin().path() + missing);
    }
    return places;
  }
}
