package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.Map;

/** Where a pod's volumes come from. */
final class Volumes {
  private static final String HOST_PATH = "hostPath";

  private Volumes() {}

  static void hostPaths(Pod pod, Judgement judgement) {
    for (Place volume : pod.spec().to("volumes").items()) {
      Place hostPath = volume.to(HOST_PATH);
      if (hostPath.belongs() != null) {
        judgement.addWrongType(null, hostPath, "a mapping");
      } else if (hostPath.isThere()) {
        judgement.add(null, hostPath, mounts(hostPath));
      }
    }
  }

  private static String mounts(Place hostPath) {
    String path = hostPath.to("path").text();
    return path == null
        ? "mounts a path of its host"
        : "mounts " + Judgement.shortened(path) + " of its host";
  }

  static void restricted(Pod pod, Judgement judgement) {
    for (Place volume : pod.spec().to("volumes").items()) {
      if (volume.isMapping()) {
        volume(volume.value().members(), judgement);
      } else {
        judgement.addWrongType(null, volume, "a mapping");
      }
    }
  }

  /**
   * An API server takes one source a volume; whatever says more is judged by the worst. Where there
   * is no source, it makes an {@code emptyDir} of it before anything is judged.
   */
  private static void volume(Map<String, Value> members, Judgement judgement) {
    Place unknown = null;
    boolean known = false;
    for (Map.Entry<String, Value> member : members.entrySet()) {
      String type = member.getKey();
      Place source = Place.of(member.getValue());
      if (type.equals("name") || source.value() instanceof Value.Nothing) {
        continue;
      }
      if (type.equals(HOST_PATH)) {
        judgement.addForBaseline(null, source, mounts(source));
      } else if (AllowedValues.isOtherVolume(type)) {
        judgement.add(null, source, "has a volume of the type " + type);
      } else if (!AllowedValues.isRestrictedVolume(type)) {
        unknown = source;
        continue;
      } else if (!source.isMapping()) {
        judgement.addWrongType(null, source, "a mapping");
      }
      known = true;
    }
    if (unknown != null && !known) {
      judgement.add(null, unknown, "has a volume of a type that is not known");
    }
  }
}
