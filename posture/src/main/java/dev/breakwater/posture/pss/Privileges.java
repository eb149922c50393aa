package dev.breakwater.posture.pss;

import org.jspecify.annotations.Nullable;

/** Which powers the processes of a pod have, and may get. */
final class Privileges {
  private static final String CONTEXT = "securityContext";
  private static final String ALL = "ALL";

  private Privileges() {}

  static void privileged(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      judgement.forbidTrue(container, container.at(CONTEXT, "privileged"), "runs privileged");
    }
  }

  static void usualCapabilities(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      for (Place added : container.at(CONTEXT, "capabilities", "add").items()) {
        String capability = added.text();
        if (capability == null) {
          judgement.addWrongType(container, added, "a text");
        } else if (!AllowedValues.isCapability(capability)) {
          judgement.add(container, added, adds(capability));
        }
      }
    }
  }

  static void leastCapabilities(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      Place capabilities = container.at(CONTEXT, "capabilities");
      drop(container, capabilities.to("drop"), judgement);
      for (Place added : capabilities.to("add").items()) {
        String capability = added.text();
        if (capability == null) {
          judgement.addWrongType(container, added, "a text");
        } else if (!AllowedValues.isCapability(capability)) {
          judgement.addForBaseline(container, added, adds(capability));
        } else if (!capability.equals(AllowedValues.RESTRICTED_CAPABILITY)) {
          judgement.add(container, added, adds(capability));
        }
      }
    }
  }

  private static void drop(Container container, Place drop, Judgement judgement) {
    for (Place dropped : drop.items()) {
      if (ALL.equals(dropped.text())) {
        return;
      }
    }
    if (drop.belongs() != null) {
      judgement.addWrongType(container, drop, "a list");
    } else {
      judgement.add(container, drop, "does not drop all capabilities");
    }
  }

  private static String adds(String capability) {
    return "adds the capability " + Judgement.shortened(capability);
  }

  static void escalation(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      Place escalation = container.at(CONTEXT, "allowPrivilegeEscalation");
      if (escalation.isFalse()) {
        continue;
      }
      if (escalation.isThere() && !escalation.isTrue()) {
        judgement.addWrongType(container, escalation, "true or false");
      } else {
        judgement.add(container, escalation, "may gain more privileges than it starts with");
      }
    }
  }

  static void nonRoot(Pod pod, Judgement judgement) {
    Place ofPod = pod.context("runAsNonRoot");
    if (ofPod.isThere() && !ofPod.isTrue()) {
      explicitRoot(null, ofPod, judgement);
    }
    for (Container container : pod.containers()) {
      Place own = container.at(CONTEXT, "runAsNonRoot");
      if (own.isThere()) {
        if (!own.isTrue()) {
          explicitRoot(container, own, judgement);
        }
      } else if (!ofPod.isThere()) {
        judgement.add(container, own, "may run as root");
      }
    }
  }

  private static void explicitRoot(
      @Nullable Container container, Place place, Judgement judgement) {
    if (place.isFalse()) {
      judgement.add(container, place, "is allowed to run as root");
    } else {
      judgement.addWrongType(container, place, "true or false");
    }
  }

  static void user(Pod pod, Judgement judgement) {
    user(null, pod.context("runAsUser"), judgement);
    for (Container container : pod.containers()) {
      user(container, container.at(CONTEXT, "runAsUser"), judgement);
    }
  }

  private static void user(@Nullable Container container, Place user, Judgement judgement) {
    if (user.isZero()) {
      judgement.add(container, user, "runs as root");
    } else if (user.isThere() && !user.isWhole()) {
      judgement.addWrongType(container, user, "a whole number");
    }
  }
}
