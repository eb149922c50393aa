package dev.breakwater.inventory.golang;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.breakwater.inventory.detection.VersionBytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The version of a container runtime that the linker put in, where the build information does not
 * keep the linker's flags ({@code -trimpath} makes Go leave them out).
 *
 * <p>A value given with {@code -X} is a text of its own that ends with a zero, which Go's other
 * texts, all run together, do not. runc since 1.2 embeds a file with its version instead, which
 * ends with a line feed. Where such texts name more than one release, none of them is believed.
 * Only programs known to keep their version so are searched.
 */
final class LinkedVersion {
  private static final int WINDOW_BYTES = 64 * 1024;
  private static final int MAX_LENGTH = 64;
  private static final long MAX_SEARCHED_BYTES = 512L << 20;
  private static final String RUNC = "github.com/opencontainers/runc";

  private @Nullable String shortest;
  private @Nullable String release;
  private boolean contradicted;

  private LinkedVersion() {}

  /**
   * Whether a file's name is that of a container runtime, so that its bytes may be needed twice.
   */
  static boolean mayBeNeeded(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return switch (name) {
      case "runc", "containerd", "ctr", "dockerd", "docker", "buildkitd", "buildctl" -> true;
      case "kubelet", "kubectl", "kubeadm", "kube-proxy", "kube-apiserver" -> true;
      case "kube-scheduler", "kube-controller-manager" -> true;
      default -> name.startsWith("containerd-shim") || name.startsWith("docker-");
    };
  }

  /** Whether a module is a container runtime that keeps its version so. */
  static boolean isKept(String module) {
    return switch (module) {
      case RUNC, "k8s.io/kubernetes", "github.com/moby/buildkit" -> true;
      case "github.com/containerd/containerd", "github.com/containerd/containerd/v2" -> true;
      case "github.com/docker/docker", "github.com/moby/moby", "github.com/docker/cli" -> true;
      default -> false;
    };
  }

  /**
   * Searches a program.
   *
   * @param bytes that may be read anywhere
   * @param module the main module's path
   * @return with the {@code v} of Go's versions; null where there is none, or several
   */
  static @Nullable String find(ProgramBytes bytes, String module) throws IOException {
    if (!isKept(module) || !bytes.anywhere()) {
      return null;
    }
    String linked = search(bytes, (byte) 0);
    return linked == null && module.equals(RUNC) ? search(bytes, (byte) '\n') : linked;
  }

  private static @Nullable String search(ProgramBytes bytes, byte end) throws IOException {
    LinkedVersion found = new LinkedVersion();
    byte[] window = new byte[WINDOW_BYTES];
    long size = Math.min(bytes.size(), MAX_SEARCHED_BYTES);
    // Windows overlap, so that no text is cut; one that is found twice does not contradict itself.
    for (long at = 0; at < size && !found.contradicted; at += WINDOW_BYTES - MAX_LENGTH) {
      found.searchWindow(window, bytes.read(at, window, 0, WINDOW_BYTES), end);
    }
    return found.contradicted ? null : found.shortest;
  }

  private void searchWindow(byte[] window, int length, byte end) {
    for (int i = 1; i < length; i++) {
      // An embedded file has other texts right before it, a linked value a zero.
      boolean start = end == 0 ? window[i - 1] == 0 : !VersionBytes.isPart(window[i - 1]);
      boolean digit = window[i] >= '0' && window[i] <= '9';
      if (start && (digit || window[i] == 'v')) {
        int to = i;
        while (to < length && to - i < MAX_LENGTH && VersionBytes.isPart(window[to])) {
          to++;
        }
        if (to < length && window[to] == end) {
          add(LinkerFlags.release(new String(window, i, to - i, US_ASCII)));
        }
        i = to;
      }
    }
  }

  /** The build's own number, as in 1.1.5+ds1-1, may be there as well as the version, 1.1.5+ds1. */
  private void add(@Nullable String version) {
    if (version == null) {
      return;
    }
    int end = 1;
    while (end < version.length() && version.charAt(end) != '-' && version.charAt(end) != '+') {
      end++;
    }
    String numbers = version.substring(0, end);
    if (release == null || shortest == null) {
      release = numbers;
      shortest = version;
    } else if (!release.equals(numbers)) {
      contradicted = true;
    } else if (version.length() < shortest.length()) {
      shortest = version;
    }
  }
}
