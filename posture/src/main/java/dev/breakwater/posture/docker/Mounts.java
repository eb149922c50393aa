package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container sees of what is outside it, as the options of {@code docker run} write it.
 *
 * @see <a href="https://docs.docker.com/engine/storage/bind-mounts/">bind mounts</a>
 */
public final class Mounts {
  private static final String LOCAL = "local";

  private Mounts() {}

  /** Mounts as {@code --volume} does: {@code [source:]target[:mode]}. */
  public static void volume(Value option, ContainerDraft container) {
    String text = option.written();
    if (text == null || text.isBlank()) {
      return;
    }
    Origin from = option.origin();
    List<String> parts = parts(text);
    if (parts.size() == 1) {
      container.mount(PodDraft.scratch(from), new Value.Text(from, parts.getFirst()), false);
      return;
    }
    boolean readOnly = parts.size() > 2 && hasWord(parts.get(2), "ro");
    mount(from, parts.get(0), parts.get(1), readOnly, container);
  }

  private static void mount(
      Origin from, String source, String target, boolean readOnly, ContainerDraft container) {
    Value name = new Value.Text(from, source);
    Draft volume = isPath(source) ? PodDraft.hostPath(from, name) : PodDraft.claim(from, name);
    container.mount(volume, new Value.Text(from, target), readOnly);
  }

  /** Mounts as {@code --mount} does: {@code type=bind,source=/a,target=/b,readonly}. */
  public static void mount(Value option, ContainerDraft container) {
    String text = option.written();
    if (text == null || text.isBlank()) {
      return;
    }
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
    Origin from = option.origin();
    String source = words.getOrDefault("source", words.getOrDefault("src", ""));
    String target =
        words.getOrDefault(
            "target", words.getOrDefault("dst", words.getOrDefault("destination", "")));
    String readOnly = words.getOrDefault("readonly", words.getOrDefault("ro", "false"));
    Value path = new Value.Text(from, target);
    Draft volume =
        switch (words.getOrDefault("type", "volume")) {
          case "bind", "npipe" -> PodDraft.hostPath(from, new Value.Text(from, source));
          case "tmpfs" -> PodDraft.memory(from, null);
          default -> {
            Value device = new Value.Text(from, words.getOrDefault("volume-opt device", ""));
            String type = words.getOrDefault("volume-opt type", "");
            String options = words.getOrDefault("volume-opt o", "");
            boolean local = words.getOrDefault("volume-driver", LOCAL).equals(LOCAL);
            Draft behind = local ? local(type, options, device) : null;
            if (behind != null) {
              yield behind;
            }
            yield source.isEmpty()
                ? PodDraft.scratch(from)
                : PodDraft.claim(from, new Value.Text(from, source));
          }
        };
    container.mount(volume, path, ContainerDraft.isTrue(readOnly));
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
      if (isPath(device) && (hasWord(options, "bind") || hasWord(options, "rbind"))) {
        return HOST;
      }
      if (type.startsWith("nfs")) {
        return NETWORK;
      }
      // Two slashes begin the name of a share of Windows.
      boolean host = isPath(device) && !device.startsWith("//") && !type.equals("tmpfs");
      return host || type.equals("overlay") ? HOST : DOCKER;
    }
  }

  /** Mounts memory as {@code --tmpfs} does: {@code target[:options]}. */
  public static void memory(Value option, ContainerDraft container) {
    String text = option.written();
    if (text != null && !text.isBlank()) {
      Origin from = option.origin();
      String options = parts(text).size() > 1 ? parts(text).get(1) : "";
      Value path = new Value.Text(from, parts(text).getFirst());
      container.mount(PodDraft.memory(from, null), path, hasWord(options, "ro"));
    }
  }

  /**
   * Gives it a device as {@code --device} does: {@code host[:container[:permissions]]}. Kubernetes
   * knows devices of the host only as files of the host; a name of the Container Device Interface,
   * {@code vendor.example.org/class=name}, is none of those.
   */
  public static void device(Value option, ContainerDraft container) {
    String text = option.written();
    if (text == null || text.isBlank()) {
      return;
    }
    if (!text.startsWith("/")) {
      container.annotate("device", option);
      return;
    }
    List<String> parts = parts(text);
    // The second part may be permissions, which hold no slash.
    String target =
        parts.size() > 1 && parts.get(1).startsWith("/") ? parts.get(1) : parts.getFirst();
    Origin from = option.origin();
    Value path = new Value.Text(from, parts.getFirst());
    container.mount(PodDraft.hostPath(from, path), new Value.Text(from, target), false);
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

  /** Whether a source is a path of the host, and no name of a volume. */
  private static boolean isPath(String source) {
    return source.startsWith("/")
        || source.startsWith(".")
        || source.startsWith("~")
        || source.startsWith("\\")
        || isDrive(source, 0);
  }

  /** What is between colons, but for that of a drive of Windows; three parts at most. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>(3);
    int begin = 0;
    for (int i = 0; i < text.length() && parts.size() < 2; i++) {
      if (text.charAt(i) == ':' && !(i == begin + 1 && isDrive(text, begin))) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  private static boolean isDrive(String text, int at) {
    return text.length() > at + 2
        && Character.isLetter(text.charAt(at))
        && text.charAt(at + 1) == ':'
        && (text.charAt(at + 2) == '\\' || text.charAt(at + 2) == '/');
  }

  private static boolean hasWord(String list, String word) {
    for (String each : list.split(",", -1)) {
      if (each.strip().equals(word)) {
        return true;
      }
    }
    return false;
  }
}
