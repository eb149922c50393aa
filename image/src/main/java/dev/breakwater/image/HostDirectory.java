package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * This machine's own files: all local disks, but no containers, nothing of other machines, and no
 * views of the kernel.
 */
final class HostDirectory {
  /** Where engines keep images and containers unless told otherwise, relative to the root. */
  private static final List<String> STORES =
      List.of(
          "run/containerd",
          "run/docker",
          "var/lib/containerd",
          "var/lib/containers/storage",
          "var/lib/docker",
          "var/lib/rancher/k3s/agent/containerd",
          "var/lib/rancher/rke2/agent/containerd",
          "var/snap/microk8s/common/var/lib/containerd");

  /** Where they keep them for a user. */
  private static final String USERS_DOCKER = "/.local/share/docker";

  private static final String USERS_STORAGE = "/.local/share/containers/storage";

  private HostDirectory() {}

  static Image open(List<Path> besides, Limits limits) throws BreakwaterException {
    return open(Path.of("/"), besides, MountTable.ofThisMachine(), limits);
  }

  /**
   * Opens a machine's files.
   *
   * @param root of the machine
   * @param besides absolute paths to leave out
   */
  static Image open(Path root, List<Path> besides, MountTable mounts, Limits limits)
      throws BreakwaterException {
    Set<String> left = new HashSet<>(STORES);
    for (Path directory : besides) {
      leave(directory, root, left);
    }
    // Large machines keep them on another disk, with a link in the usual place.
    for (String store : STORES) {
      leave(root.resolve(store), root, left);
    }
    String before = root.toString().equals("/") ? "/" : root + "/";
    Subject subject = new Subject("host", hostName(), null, null, null, List.of());
    return new DirectoryImage(
        root,
        subject,
        (path, otherDevice) ->
            !(otherDevice && (mounts.isPseudo(before + path) || mounts.isForeign(before + path)))
                && !left.contains(path)
                && !path.endsWith(USERS_DOCKER)
                && !path.endsWith(USERS_STORAGE),
        limits);
  }

  private static void leave(Path directory, Path root, Set<String> left) {
    Path real = directory;
    try {
      real = directory.toRealPath();
    } catch (IOException notThere) {
      // Then nothing lies there.
    }
    for (Path path : List.of(directory, real)) {
      if (path.startsWith(root) && !path.equals(root)) {
        left.add(root.relativize(path).toString());
      }
    }
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "this machine";
    }
  }
}
