package dev.breakwater.inventory.base;

import dev.breakwater.core.PackageUrl;
import java.util.Map;
import java.util.Set;

/**
 * The packages that run containers or programs, by the names that distributions give them. A name
 * is taken apart at its dashes, and versions in it do not matter: {@code python3.11-minimal} and
 * {@code python39-libs} are both Python. What is only written in a language, such as {@code
 * python3-requests}, is none of them.
 */
final class RuntimePackages {
  /** Kernels, by the beginning of the name; what follows is a version or a flavour. */
  private static final String[] KERNELS = {
    "linux-image-",
    "linux-image",
    "linux-modules-",
    "linux-signed-image-",
    "kernel-default",
    "kernel-uek"
  };

  /** Kernels, by the whole name. */
  private static final Set<String> KERNEL_NAMES =
      Set.of(
          "kernel",
          "kernel-core",
          "kernel-modules",
          "kernel-modules-core",
          "kernel-modules-extra",
          "kernel-rt",
          "kernel-rt-core",
          "kernel-64k",
          "kernel-64k-core",
          "linux",
          "linux-edge",
          "linux-kernel",
          "linux-lts",
          "linux-rpi",
          "linux-stable",
          "linux-virt");

  /** What makes, starts or keeps containers. */
  private static final Set<String> ENGINES =
      Set.of(
          "buildah",
          "conmon",
          "containerd",
          "containerd.io",
          "cri-o",
          "crun",
          "docker",
          "docker-ce",
          "docker-ce-cli",
          "docker-ce-rootless-extras",
          "docker-cli",
          "docker-ee",
          "docker-engine",
          "docker.io",
          "gvisor",
          "incus",
          "k3s",
          "kata-containers",
          "kata-runtime",
          "kubelet",
          "kubernetes-node",
          "lxc",
          "lxd",
          "moby",
          "moby-containerd",
          "moby-engine",
          "moby-runc",
          "nerdctl",
          "podman",
          "rke2",
          "runc",
          "runsc",
          "systemd-container",
          "youki");

  private static final Set<String> JAVA =
      Set.of(
          "amazon",
          "base",
          "corretto",
          "crac",
          "default",
          "demo",
          "devel",
          "fastdebug",
          "headless",
          "hotspot",
          "java",
          "jdk",
          "jmods",
          "jre",
          "openjdk",
          "slowdebug",
          "src",
          "zero");
  private static final Set<String> NODE =
      Set.of("bin", "current", "devel", "dev", "full", "i", "libs", "lts");
  private static final Set<String> PYTHON =
      Set.of(
          "base",
          "command",
          "dbg",
          "debug",
          "dev",
          "devel",
          "distutils",
          "full",
          "idle",
          "lib",
          "libs",
          "minimal",
          "nopie",
          "pyc",
          "pycache",
          "stdlib",
          "test",
          "testsuite",
          "tk",
          "tkinter",
          "unversioned",
          "venv");
  private static final Set<String> RUBY =
      Set.of("bundled", "default", "dev", "devel", "full", "gems", "irb", "libs");
  private static final Set<String> PHP =
      Set.of(
          "bcmath",
          "bz",
          "cgi",
          "cli",
          "common",
          "curl",
          "dba",
          "dbg",
          "dev",
          "devel",
          "embed",
          "embedded",
          "enchant",
          "fpm",
          "gd",
          "gmp",
          "imap",
          "interbase",
          "intl",
          "json",
          "ldap",
          "mbstring",
          "mod",
          "mysql",
          "mysqlnd",
          "odbc",
          "opcache",
          "openssl",
          "pdo",
          "pgsql",
          "phar",
          "phpdbg",
          "process",
          "pspell",
          "readline",
          "session",
          "snmp",
          "soap",
          "sqlite",
          "sybase",
          "tidy",
          "xml",
          "xmlrpc",
          "xsl",
          "zip");
  private static final Set<String> DOTNET =
      Set.of(
          "apphost",
          "aspnetcore",
          "bundle",
          "deps",
          "host",
          "hostfxr",
          "pack",
          "runtime",
          "sdk",
          "targeting",
          "templates");
  private static final Set<String> GO =
      Set.of("any", "bin", "go", "misc", "race", "shared", "src", "std", "stdlib", "tests");
  private static final Set<String> ERLANG =
      Set.of(
          "asn",
          "base",
          "common",
          "compiler",
          "crypto",
          "dev",
          "diameter",
          "edoc",
          "eldap",
          "erts",
          "et",
          "eunit",
          "ftp",
          "hipe",
          "inets",
          "jinterface",
          "kernel",
          "megaco",
          "mnesia",
          "nox",
          "observer",
          "odbc",
          "os",
          "mon",
          "parsetools",
          "public",
          "key",
          "reltool",
          "runtime",
          "sasl",
          "snmp",
          "ssh",
          "ssl",
          "stdlib",
          "syntax",
          "tools",
          "tftp",
          "wx",
          "xmerl");
  private static final Set<String> PERL =
      Set.of("base", "debug", "dev", "devel", "interpreter", "libs", "macros", "modules");
  private static final Set<String> LUA = Set.of("dev", "devel", "libs");
  private static final Set<String> MONO =
      Set.of("common", "complete", "core", "devel", "runtime", "sgen");

  /** The first word of a name without its version, and the words that may follow. */
  private static final Map<String, Set<String>> LANGUAGES =
      Map.ofEntries(
          Map.entry("java", JAVA),
          Map.entry("jdk", JAVA),
          Map.entry("jre", JAVA),
          Map.entry("openjdk", JAVA),
          Map.entry("temurin", JAVA),
          Map.entry("zulu", JAVA),
          Map.entry("msopenjdk", JAVA),
          Map.entry("node", NODE),
          Map.entry("nodejs", NODE),
          Map.entry("libnode", NODE),
          Map.entry("python", PYTHON),
          Map.entry("libpython", PYTHON),
          Map.entry("pypy", PYTHON),
          Map.entry("ruby", RUBY),
          Map.entry("libruby", RUBY),
          Map.entry("php", PHP),
          Map.entry("libphp", PHP),
          Map.entry("dotnet", DOTNET),
          Map.entry("aspnetcore", DOTNET),
          Map.entry("go", GO),
          Map.entry("golang", GO),
          Map.entry("stdlib", GO),
          Map.entry("erlang", ERLANG),
          Map.entry("perl", PERL),
          Map.entry("libperl", PERL),
          Map.entry("lua", LUA),
          Map.entry("liblua", LUA),
          Map.entry("mono", MONO));

  private RuntimePackages() {}

  /** Whether this package runs containers or programs. */
  static boolean contains(PackageUrl purl) {
    return switch (purl.type()) {
      case "deb", "rpm", "apk", "generic", "bitnami" -> isNamed(purl.name());
      // All other modules are part of a program, even where they are those of an engine.
      case "golang" -> purl.namespace() == null && purl.name().equals("stdlib");
      default -> false;
    };
  }

  private static boolean isNamed(String name) {
    return isKernel(name) || ENGINES.contains(name) || isLanguage(name);
  }

  private static boolean isKernel(String name) {
    if (KERNEL_NAMES.contains(name)) {
      return true;
    }
    for (String start : KERNELS) {
      if (name.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLanguage(String whole) {
    // RHEL's own interpreter, and Apache's module that is PHP.
    String name = without("libapache2-mod-", without("platform-", without("default-", whole)));
    int end = name.indexOf('-');
    Set<String> words = LANGUAGES.get(unversioned(end < 0 ? name : name.substring(0, end)));
    if (words == null) {
      return false;
    }
    while (end >= 0) {
      int start = end + 1;
      end = name.indexOf('-', start);
      String word = unversioned(end < 0 ? name.substring(start) : name.substring(start, end));
      if (!word.isEmpty() && !words.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private static String without(String start, String name) {
    return name.startsWith(start) ? name.substring(start.length()) : name;
  }

  /**
   * The word before its version: {@code python} of {@code python3.11}; empty for a bare version.
   */
  private static String unversioned(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= '0' && c <= '9') {
        return word.substring(0, i);
      }
    }
    return word;
  }
}
