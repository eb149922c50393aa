package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.Map;
import java.util.Set;

/** Where a pod's volumes come from. */
final class Volumes {
  private static final String HOST_PATH = "hostPath";

  /** {@code image} counts in every version, although no release before 1.31 knows it. */
  private static final Set<String> HARMLESS =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static final Set<String> FORBIDDEN =
      Set.of(
          HOST_PATH,
          "awsElasticBlockStore",
          "azureDisk",
          "azureFile",
          "cephfs",
          "cinder",
          "fc",
          "flexVolume",
          "flocker",
          "gcePersistentDisk",
          "gitRepo",
          "glusterfs",
          "iscsi",
          "nfs",
          "photonPersistentDisk",
          "portworxVolume",
          "quobyte",
          "rbd",
          "scaleIO",
          "storageos",
          "vsphereVolume");

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
        volume(volume, judgement);
      } else if (volume.belongs() == null && volume.value() instanceof Value.Nothing) {
        judgement.add(null, volume, "has a volume of an unknown type");
      } else {
        judgement.addWrongType(null, volume, "a mapping");
      }
    }
  }

  /** An API server takes one source a volume; whatever says more is judged by the worst. */
  private static void volume(Place volume, Judgement judgement) {
    boolean known = false;
    for (Map.Entry<String, Value> member : volume.value().members().entrySet()) {
      String type = member.getKey();
      Place source = Place.of(member.getValue());
      if (source.value() instanceof Value.Nothing) {
        continue;
      }
      if (type.equals(HOST_PATH)) {
        judgement.addForBaseline(null, source, mounts(source));
        known = true;
      } else if (FORBIDDEN.contains(type)) {
        judgement.add(null, source, "has a volume of the type " + type);
        known = true;
      } else if (HARMLESS.contains(type)) {
        known = true;
        if (!source.isMapping()) {
          judgement.addWrongType(null, source, "a mapping");
        }
      }
    }
    if (!known) {
      judgement.add(null, volume, "has a volume of an unknown type");
    }
  }
}
