package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the kernel confines a pod: AppArmor, SELinux, seccomp, {@code /proc}, its parameters. */
final class Confinement {
  private static final String CONTEXT = "securityContext";
  private static final String APP_ARMOR = "appArmorProfile";
  private static final String SE_LINUX = "seLinuxOptions";
  private static final String SECCOMP = "seccompProfile";
  private static final String SEES_PROC = "sees more of /proc than by default";

  /** Where AppArmor profiles were asked for before release 1.30, and still may be. */
  private static final String APP_ARMOR_ANNOTATION =
      "container.apparmor.security.beta.kubernetes.io/";

  /** Where seccomp profiles were asked for before release 1.19. */
  private static final String SECCOMP_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";

  private static final String SECCOMP_CONTAINER_ANNOTATION =
      "container.seccomp.security.alpha.kubernetes.io/";

  private Confinement() {}

  static void appArmor(Pod pod, Judgement judgement) {
    profiles(pod, APP_ARMOR, "AppArmor", judgement);
    for (Map.Entry<String, Value> entry : annotations(pod, judgement).entrySet()) {
      String name = entry.getKey();
      Place profile = Place.of(entry.getValue());
      if (name.startsWith(APP_ARMOR_ANNOTATION)
          && !(profile.value() instanceof Value.Nothing)
          && !"".equals(profile.text())
          && !isUsualAnnotation(profile)) {
        // Also one for a container that is not there counts.
        String container = name.substring(APP_ARMOR_ANNOTATION.length());
        annotation(
            Container.named(container, "container ", profile), profile, "AppArmor", judgement);
      }
    }
  }

  static void seLinux(Pod pod, Version version, Judgement judgement) {
    seLinux(null, pod.context(SE_LINUX), version, judgement);
    for (Container container : pod.containers()) {
      seLinux(container, container.at(CONTEXT, SE_LINUX), version, judgement);
    }
  }

  private static void seLinux(
      @Nullable Container container, Place options, Version version, Judgement judgement) {
    Place place = options.to("type");
    String type = place.text();
    if (type != null && !AllowedValues.isSeLinuxType(type, version)) {
      judgement.add(container, place, "runs with the SELinux type " + Judgement.shortened(type));
    } else if (type == null && place.isThere()) {
      judgement.addWrongType(container, place, "a text");
    }
    seLinuxIdentity(container, options.to("user"), "user", judgement);
    seLinuxIdentity(container, options.to("role"), "role", judgement);
  }

  private static void seLinuxIdentity(
      @Nullable Container container, Place place, String what, Judgement judgement) {
    String identity = place.text();
    if (!place.isThere() || "".equals(identity)) {
      return;
    }
    if (identity == null) {
      judgement.addWrongType(container, place, "a text");
    } else {
      judgement.add(
          container, place, "runs with the SELinux " + what + ' ' + Judgement.shortened(identity));
    }
  }

  /** What baseline asks: a profile need not be there, but must confine where it is. */
  static void seccomp(Pod pod, Version version, Judgement judgement) {
    if (!AllowedValues.hasSeccompFields(version)) {
      seccompAnnotations(pod, judgement);
      return;
    }
    profiles(pod, SECCOMP, "seccomp", judgement);
  }

  private static void seccompAnnotations(Pod pod, Judgement judgement) {
    Map<String, Value> annotations = annotations(pod, judgement);
    Value ofPod = annotations.get(SECCOMP_ANNOTATION);
    if (ofPod != null) {
      seccompAnnotation(null, Place.of(ofPod), judgement);
    }
    for (Container container : pod.containers()) {
      String name = container.name();
      Value own = name == null ? null : annotations.get(SECCOMP_CONTAINER_ANNOTATION + name);
      if (own != null) {
        seccompAnnotation(container, Place.of(own), judgement);
      }
    }
  }

  private static void seccompAnnotation(
      @Nullable Container container, Place profile, Judgement judgement) {
    if (!isUsualAnnotation(profile) && !"docker/default".equals(profile.text())) {
      annotation(container, profile, "seccomp", judgement);
    }
  }

  /** What restricted asks: every container has a profile, be it its own or the pod's. */
  static void seccompRequired(Pod pod, Judgement judgement) {
    profiles(pod, SECCOMP, "seccomp", judgement);
    if (pod.context(SECCOMP).isThere()) {
      return;
    }
    for (Container container : pod.containers()) {
      Place own = container.at(CONTEXT, SECCOMP);
      if (!own.isThere()) {
        judgement.add(container, own.to("type"), "has no seccomp profile");
      }
    }
  }

  static void procMount(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      Place mount = container.at(CONTEXT, "procMount");
      String type = mount.text();
      if (!mount.isThere() || "Default".equals(type)) {
        continue;
      }
      if (type == null) {
        judgement.addWrongType(container, mount, "a text");
      } else if (pod.hasItsOwnUsers()) {
        judgement.add(container, mount, SEES_PROC);
      } else {
        judgement.addForBaseline(container, mount, SEES_PROC);
      }
    }
  }

  static void parameters(Pod pod, Version version, Judgement judgement) {
    for (Place item : pod.context("sysctls").items()) {
      Place place = item.to("name");
      String name = place.text();
      if (name == null) {
        if (place.isThere()) {
          judgement.addWrongType(null, place, "a text");
        } else {
          judgement.add(null, place, "sets a kernel parameter without a name");
        }
      } else if (!AllowedValues.isKernelParameter(name, version)) {
        judgement.add(null, place, "sets the kernel parameter " + Judgement.shortened(name));
      }
    }
  }

  /** The profiles of the pod and of its containers confine, where they are there. */
  private static void profiles(Pod pod, String field, String what, Judgement judgement) {
    profile(null, pod.context(field), what, judgement);
    for (Container container : pod.containers()) {
      profile(container, container.at(CONTEXT, field), what, judgement);
    }
  }

  private static void profile(
      @Nullable Container container, Place profile, String what, Judgement judgement) {
    Place place = profile.to("type");
    String type = place.text();
    if (!profile.isThere() || "RuntimeDefault".equals(type) || "Localhost".equals(type)) {
      return;
    }
    if (type != null) {
      judgement.addForBaseline(container, place, asksFor(type, "Unconfined", what));
    } else if (place.isThere()) {
      judgement.addWrongType(container, place, "a text");
    } else {
      judgement.addForBaseline(
          container, place, "has a profile of " + what + " that does not say its type");
    }
  }

  private static String asksFor(String profile, String unconfined, String what) {
    return profile.equals(unconfined)
        ? "is not confined by " + what
        : "asks for the " + what + " profile " + Judgement.shortened(profile);
  }

  private static boolean isUsualAnnotation(Place profile) {
    String text = profile.text();
    return text != null && (text.equals("runtime/default") || text.startsWith("localhost/"));
  }

  private static void annotation(
      @Nullable Container container, Place profile, String what, Judgement judgement) {
    String text = profile.text();
    if (text == null) {
      judgement.addWrongType(container, profile, "a text");
    } else {
      judgement.add(container, profile, asksFor(text, "unconfined", what));
    }
  }

  /** The annotations; none, and a violation, where they are no mapping. */
  private static Map<String, Value> annotations(Pod pod, Judgement judgement) {
    Place annotations = pod.annotations();
    if (annotations.isThere() && !annotations.isMapping()) {
      judgement.addWrongType(null, annotations, "a mapping");
    }
    return annotations.isMapping() ? annotations.value().members() : Map.of();
  }
}
