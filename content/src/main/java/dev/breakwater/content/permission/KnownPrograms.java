package dev.breakwater.content.permission;

import dev.breakwater.inventory.detection.OwnedPath;
import java.util.Set;

/**
 * Programs that distributions install setuid, setgid or with capabilities because they are made for
 * it, and programs that hand all their power to whoever starts them.
 */
final class KnownPrograms {
  private static final Set<String> MADE_FOR_IT =
      Set.of(
          "Xorg.wrap",
          "abrt-action-install-debuginfo-to-abrt-cache",
          "arping",
          "at",
          "bbsuid",
          "bsd-write",
          "camel-lock-helper-1.2",
          "chage",
          "chfn",
          "chrome-sandbox",
          "chsh",
          "clockdiff",
          "cockpit-session",
          "crontab",
          "dbus-daemon-launch-helper",
          "doas",
          "dotlockfile",
          "dumpcap",
          "exim4",
          "expiry",
          "fping",
          "fusermount",
          "fusermount3",
          "gnome-keyring-daemon",
          "gpasswd",
          "grub2-set-bootflag",
          "gst-ptp-helper",
          "krb5_child",
          "ksu",
          "kwin_wayland",
          "ldap_child",
          "locate",
          "lockfile",
          "lxc-user-nic",
          "mail-lock",
          "mail-touchlock",
          "mail-unlock",
          "mlocate",
          "mount",
          "mount.cifs",
          "mount.ecryptfs_private",
          "mount.nfs",
          "mtr-packet",
          "mutt_dotlock",
          "netreport",
          "newgidmap",
          "newgrp",
          "newuidmap",
          "ntfs-3g",
          "p11child",
          "pam_timestamp_check",
          "passwd",
          "ping",
          "ping4",
          "ping6",
          "pkexec",
          "plocate",
          "polkit-agent-helper-1",
          "postdrop",
          "postqueue",
          "pppd",
          "procmail",
          "proxy_child",
          "rcp",
          "rlogin",
          "rsh",
          "selinux_child",
          "sendmail",
          "sg",
          "slocate",
          "snap-confine",
          "ssh-agent",
          "ssh-keysign",
          "staprun",
          "su",
          "sudo",
          "sudo-rs",
          "sudoedit",
          "suexec",
          "traceroute6.iputils",
          "umount",
          "umount.nfs",
          "unix2_chkpwd",
          "unix_chkpwd",
          "userhelper",
          "usernetctl",
          "utempter",
          "vmware-user-suid-wrapper",
          "wall",
          "write",
          "write.ul",
          "xterm");

  private static final Set<String> HANDS_OVER_POWER =
      Set.of(
          "ash",
          "awk",
          "base64",
          "bash",
          "bwrap",
          "capsh",
          "cat",
          "chmod",
          "chown",
          "chroot",
          "cp",
          "cpio",
          "cpulimit",
          "csh",
          "ctr",
          "curl",
          "dash",
          "dd",
          "docker",
          "ed",
          "emacs",
          "env",
          "ex",
          "expect",
          "find",
          "fish",
          "flock",
          "ftp",
          "gawk",
          "gcc",
          "gdb",
          "git",
          "head",
          "hexdump",
          "install",
          "ionice",
          "ip",
          "irb",
          "java",
          "jjs",
          "jq",
          "jrunscript",
          "ksh",
          "kubectl",
          "ld.so",
          "less",
          "ln",
          "logsave",
          "lua",
          "make",
          "mawk",
          "more",
          "mv",
          "mysql",
          "nano",
          "nawk",
          "nc",
          "ncat",
          "nerdctl",
          "netcat",
          "nice",
          "nmap",
          "node",
          "nodejs",
          "nohup",
          "nsenter",
          "openssl",
          "perl",
          "pg",
          "php",
          "pico",
          "podman",
          "psql",
          "python",
          "rbash",
          "rsync",
          "ruby",
          "run-parts",
          "runc",
          "rview",
          "rvim",
          "scp",
          "sed",
          "setarch",
          "sh",
          "socat",
          "sort",
          "sqlite3",
          "ssh",
          "start-stop-daemon",
          "stdbuf",
          "strace",
          "systemctl",
          "tail",
          "tar",
          "taskset",
          "tclsh",
          "tcpdump",
          "tcsh",
          "tee",
          "telnet",
          "time",
          "timeout",
          "unshare",
          "unzip",
          "vi",
          "view",
          "vim",
          "watch",
          "wget",
          "xargs",
          "xxd",
          "zip",
          "zsh");

  private KnownPrograms() {}

  /**
   * Whether a distribution means this program to have more power than who starts it.
   *
   * @param path a program of that name elsewhere than among the system's programs is not it
   */
  static boolean madeForIt(String path) {
    String canonical = OwnedPath.canonical(path);
    boolean amongPrograms =
        canonical.startsWith("usr/bin/")
            || canonical.startsWith("usr/sbin/")
            || canonical.startsWith("usr/lib/")
            || canonical.startsWith("usr/lib64/")
            || canonical.startsWith("usr/libexec/");
    return amongPrograms && MADE_FOR_IT.contains(name(path));
  }

  /** Whether who starts this program can make it do anything, versions in the name aside. */
  static boolean handsOverPower(String path) {
    String name = name(path);
    int end = name.length();
    while (end > 0 && isOfVersion(name.charAt(end - 1))) {
      end--;
    }
    return HANDS_OVER_POWER.contains(name) || HANDS_OVER_POWER.contains(name.substring(0, end));
  }

  private static boolean isOfVersion(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-';
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
