package dev.breakwater.content.permission;

import java.util.StringJoiner;

/**
 * The capabilities of Linux by number.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/master/include/uapi/linux/capability.h">
 *     linux/capability.h</a>
 */
final class Capabilities {
  private static final String[] NAMES = {
    "chown",
    "dac_override",
    "dac_read_search",
    "fowner",
    "fsetid",
    "kill",
    "setgid",
    "setuid",
    "setpcap",
    "linux_immutable",
    "net_bind_service",
    "net_broadcast",
    "net_admin",
    "net_raw",
    "ipc_lock",
    "ipc_owner",
    "sys_module",
    "sys_rawio",
    "sys_chroot",
    "sys_ptrace",
    "sys_pacct",
    "sys_admin",
    "sys_boot",
    "sys_nice",
    "sys_resource",
    "sys_time",
    "sys_tty_config",
    "mknod",
    "lease",
    "audit_write",
    "audit_control",
    "setfcap",
    "mac_override",
    "mac_admin",
    "syslog",
    "wake_alarm",
    "block_suspend",
    "audit_read",
    "perfmon",
    "bpf",
    "checkpoint_restore"
  };

  /** With any of these a program can make itself root, or do what root can. */
  private static final long ALMIGHTY =
      bits(
          "chown",
          "dac_override",
          "dac_read_search",
          "fowner",
          "setgid",
          "setuid",
          "sys_module",
          "sys_rawio",
          "sys_ptrace",
          "sys_admin",
          "mknod",
          "setfcap",
          "mac_admin",
          "mac_override",
          "bpf");

  private static final long NETWORK = bits("net_bind_service", "net_broadcast", "net_raw");

  private Capabilities() {}

  private static long bits(String... names) {
    long bits = 0;
    for (String name : names) {
      for (int i = 0; i < NAMES.length; i++) {
        if (NAMES[i].equals(name)) {
          bits |= 1L << i;
        }
      }
    }
    return bits;
  }

  /** Whether a set has a capability that is as good as being root. */
  static boolean almighty(long set) {
    return (set & ALMIGHTY) != 0;
  }

  /** Whether a set has only what {@code ping} and servers on low ports need. */
  static boolean networkOnly(long set) {
    return (set & ~NETWORK) == 0;
  }

  /** The names of a set, lowest number first. */
  static String names(long set) {
    StringJoiner names = new StringJoiner(", ");
    for (int i = 0; i < 64; i++) {
      if ((set & 1L << i) != 0) {
        names.add(i < NAMES.length ? "cap_" + NAMES[i] : "capability " + i);
      }
    }
    return names.toString();
  }
}
