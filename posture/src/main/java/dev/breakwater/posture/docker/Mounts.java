package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container sees of what is outside it.
 *
 * <p>A path of the host is a {@code hostPath}, and so are a device and a volume that is bound to a
 * path. A named volume is a {@code persistentVolumeClaim}, which all containers share that name it;
 * an anonymous one and memory are an {@code emptyDir}.
 *
 * @see <a href="https://docs.docker.com/engine/storage/bind-mounts/">bind mounts</a>
 */
public final class Mounts {
  private static final String LOCAL = "local";

  private Mounts() {}

  /** Mounts as {@code --volume} does: {@code [source:]target[:mode]}. */
  static void volume(Value option, String text, ContainerDraft container) {
    if (!text.isBlank()) {
      add(VolumeSpec.parse(text), null, option.origin(), container);
    }
  }

  /** Mounts as {@code --mount} does: {@code type=bind,source=/a,target=/b,readonly}. */
  static void mount(Value option, String text, ContainerDraft container) {
    if (text.isBlank()) {
      return;
    }
    Map<String, String> words = words(text);
    Origin from = option.origin();
    String source = words.getOrDefault("source", words.getOrDefault("src", ""));
    String target =
        words.getOrDefault(
            "target", words.getOrDefault("dst", words.getOrDefault("destination", "")));
    String readOnly = words.getOrDefault("readonly", words.getOrDefault("ro", "false"));
    String type = words.getOrDefault("type", VolumeSpec.VOLUME);
    boolean local = words.getOrDefault("volume-driver", LOCAL).equals(LOCAL);
    Draft behind =
        local && type.equals(VolumeSpec.VOLUME)
            ? local(
                words.getOrDefault("volume-opt type", ""),
                words.getOrDefault("volume-opt o", ""),
                new Value.Text(from, words.getOrDefault("volume-opt device", "")))
            : null;
    boolean fixed = ContainerDraft.isTrue(readOnly);
    String propagation = words.get("bind-propagation");
    add(new VolumeSpec(type, source, target, fixed, propagation), behind, from, container);
  }

  private static Map<String, String> words(String text) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : text.split(",", -1)) {
      int equals = word.indexOf('=');
      String key = (equals < 0 ? word : word.substring(0, equals)).strip();
      String value = equals < 0 ? "true" : word.substring(equals + 1).strip();
      // A volume has several options of one name; what they say is told by their own key.
      if (key.equals("volume-opt") && value.indexOf('=') > 0) {
        key = "volume-opt " + value.substring(0, value.indexOf('='));
        value = value.substring(value.indexOf('=') + 1);
      }
      words.put(key, value);
    }
    return words;
  }

  /**
   * Mounts whatever is said.
   *
   * @param behind what a volume of Docker is made of, if that is known
   */
  public static void add(
      VolumeSpec spec, @Nullable Draft behind, Origin from, ContainerDraft container) {
    Value name;
    if (spec.isNamed()) {
      name = new Value.Text(from, String.valueOf(spec.source()));
      container.pod().share(name, behind == null ? PodDraft.claim(from, name) : behind);
    } else {
      Draft volume = behind == null ? unnamed(spec, from, container.pod()) : behind;
      name = container.pod().volume(volume);
    }
    Draft mount = new Draft(from).put("name", name).put("mountPath", from, spec.target());
    if (spec.readOnly()) {
      mount.put("readOnly", from, true);
    }
    switch (String.valueOf(spec.propagation())) {
      case "shared", "rshared" -> mount.put("mountPropagation", from, "Bidirectional");
      case "slave", "rslave" -> mount.put("mountPropagation", from, "HostToContainer");
      default -> {}
    }
    container.mount(mount);
  }

  private static Draft unnamed(VolumeSpec spec, Origin from, PodDraft pod) {
    String written = spec.source();
    Value source = new Value.Text(from, written == null ? "" : written);
    return switch (spec.type()) {
      case VolumeSpec.BIND, "npipe" -> PodDraft.hostPath(from, source);
      case VolumeSpec.VOLUME, "cluster" -> PodDraft.scratch(from);
      case "tmpfs" -> PodDraft.memory(from, null);
      case "image" -> {
        Draft image = new Draft(from);
        image.in("image").put("reference", source);
        yield image;
      }
      default -> {
        pod.fault(from, "is a volume of no known type: " + spec.type());
        Draft unknown = new Draft(from);
        unknown.in(spec.type());
        yield unknown;
      }
    };
  }

  /**
   * A volume of Docker's local driver, which mounts whatever its options say.
   *
   * @return null where it is one of Docker's own
   */
  public static @Nullable Draft local(String type, String options, Value device) {
    String written = device.written();
    return switch (Behind.of(type, options, written == null ? "" : written)) {
      case HOST -> PodDraft.hostPath(device.origin(), device);
      case NETWORK -> {
        Draft volume = new Draft(device.origin());
        volume.in("nfs").put("path", device);
        yield volume;
      }
      case DOCKER -> null;
    };
  }

  /** What is behind a volume of the local driver. */
  public enum Behind {
    /** A directory, or a device with a file system, of the host. */
    HOST,
    /** A directory of another machine by NFS. */
    NETWORK,
    /** What Docker keeps itself, or memory, or what only others can tell. */
    DOCKER;

    /**
     * Tells it by the options {@code type}, {@code o} and {@code device}, as mount(8) takes them.
     * To the kernel a bind has no type, whatever is said of it; an overlay's directories are in
     * {@code o}.
     */
    public static Behind of(String type, String options, String device) {
      if (VolumeSpec.isPath(device) && (hasWord(options, "bind") || hasWord(options, "rbind"))) {
        return HOST;
      }
      if (type.startsWith("nfs")) {
        return NETWORK;
      }
      // Two slashes begin the name of a share of Windows.
      boolean host = VolumeSpec.isPath(device) && !device.startsWith("//") && !type.equals("tmpfs");
      return host || type.equals("overlay") ? HOST : DOCKER;
    }
  }

  /** Mounts memory as {@code --tmpfs} does: {@code target[:options]}. */
  static void memory(Value option, String text, ContainerDraft container) {
    if (!text.isBlank()) {
      Origin from = option.origin();
      int colon = text.indexOf(':');
      Value path = new Value.Text(from, colon < 0 ? text : text.substring(0, colon));
      boolean readOnly = colon >= 0 && hasWord(text.substring(colon + 1), "ro");
      container.mount(PodDraft.memory(from, null), path, readOnly);
    }
  }

  /**
   * Gives it a device. Kubernetes knows devices of the host only as files of the host; a name of
   * the Container Device Interface is none of those.
   */
  public static void device(DeviceSpec device, Origin from, ContainerDraft container) {
    Value source = new Value.Text(from, device.source());
    if (device.source().startsWith("/")) {
      Value target = new Value.Text(from, device.target());
      container.mount(PodDraft.hostPath(from, source), target, false);
    } else if (!device.source().isBlank()) {
      container.annotate("device", source);
    }
  }

  /** Lets it use what devices a rule says, which are whatever is below {@code /dev}. */
  static void deviceRule(Value option, ContainerDraft container) {
    Origin from = option.origin();
    container.pod().volume(PodDraft.hostPath(from, new Value.Text(from, "/dev")));
  }

  /** Gives it the socket of Docker. */
  static void apiSocket(Value option, ContainerDraft container) {
    Origin from = option.origin();
    Value socket = new Value.Text(from, "/var/run/docker.sock");
    container.mount(PodDraft.hostPath(from, socket), socket, false);
  }

  /** Whether a list with commas has a word. */
  static boolean hasWord(String list, String word) {
    for (String each : list.split(",", -1)) {
      if (each.strip().equals(word)) {
        return true;
      }
    }
    return false;
  }
}
