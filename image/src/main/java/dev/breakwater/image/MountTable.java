package dev.breakwater.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is mounted on this machine, by mount point. */
final class MountTable {
  /** File systems that hold no files, only views of the kernel. */
  private static final Set<String> PSEUDO =
      Set.of(
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "fusectl",
          "hugetlbfs",
          "mqueue",
          "nsfs",
          "proc",
          "pstore",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "sysfs",
          "tracefs");

  /** File systems that belong to containers or to other machines. */
  private static final Set<String> FOREIGN =
      Set.of(
          "9p",
          "afs",
          "ceph",
          "cifs",
          "fuse.fuse-overlayfs",
          "fuse.glusterfs",
          "fuse.sshfs",
          "gfs2",
          "lustre",
          "nfs",
          "nfs4",
          "overlay",
          "smb3",
          "virtiofs");

  private final Map<String, String> types = new HashMap<>();

  private MountTable() {}

  /** What is mounted now; nothing where the machine does not say. */
  static MountTable ofThisMachine() {
    try {
      return parse(Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1));
    } catch (IOException notLinux) {
      return new MountTable();
    }
  }

  /**
   * Reads {@code mountinfo}: of several mounts on one point the last is what shows.
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
   */
  static MountTable parse(String mountinfo) {
    MountTable table = new MountTable();
    for (String line : mountinfo.split("\n")) {
      String[] fields = line.split(" ");
      for (int i = 6; i + 1 < fields.length; i++) {
        if (fields[i].equals("-")) {
          table.types.put(unescape(fields[4]), fields[i + 1]);
          break;
        }
      }
    }
    return table;
  }

  /** Space, tab, newline and backslash are written in octal. */
  private static String unescape(String path) {
    if (path.indexOf('\\') < 0) {
      return path;
    }
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** Whether anything at all is mounted at exactly this absolute path. */
  boolean isMountPoint(String path) {
    return types.containsKey(path);
  }

  /** Whether a container's or another machine's file system is mounted at exactly this path. */
  boolean isForeign(String path) {
    String type = types.get(path);
    return type != null && FOREIGN.contains(type);
  }

  /** Whether a file system that holds no files is mounted at exactly this absolute path. */
  boolean isPseudo(String path) {
    String type = types.get(path);
    return type != null && PSEUDO.contains(type);
  }
}
