package dev.breakwater.inventory.golang;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Go's linker recorded: the lines that {@code go version -m} prints.
 *
 * @param goVersion as written, for example {@code go1.22.3 X:boringcrypto}
 * @param main the main module; null where the program was built outside a module, and its package
 *     does not tell one either
 * @param dependencies replacements instead of what they replace
 * @param linkerFlags the value of {@code -ldflags}; null where none was recorded
 * @param unreadable how many lines were none of these
 */
record BuildInfo(
    String goVersion,
    @Nullable Module main,
    List<Module> dependencies,
    @Nullable String linkerFlags,
    int unreadable) {

  /** What Go writes for a version that it does not know. */
  static final String DEVELOPMENT = "(devel)";

  /** Of a main module that is known by its package only. */
  private static final String UNTOLD = "";

  private static final int MAX_MODULES = 50_000;
  private static final int MAX_PATH_LENGTH = 2048;
  private static final String LINKER_FLAGS = "build\t-ldflags=";
  private static final String PACKAGE = "path\t";

  /** A module. */
  record Module(String path, String version) {
    Candidate at(String file) {
      return candidate(path, version, file);
    }
  }

  BuildInfo {
    dependencies = List.copyOf(dependencies);
  }

  static BuildInfo parse(String goVersion, String text) {
    Module main = null;
    String mainPackage = null;
    List<Module> dependencies = new ArrayList<>();
    String linkerFlags = null;
    int unreadable = 0;
    boolean replaceable = false;
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      start = end < 0 ? text.length() : end + 1;
      if (line.startsWith("mod\t")) {
        main = module(line, 4);
        unreadable += main == null ? 1 : 0;
      } else if (line.startsWith(PACKAGE)) {
        mainPackage = line.substring(PACKAGE.length());
      } else if (line.startsWith("dep\t")) {
        Module dependency = module(line, 4);
        replaceable = dependency != null && dependencies.size() < MAX_MODULES;
        if (dependency != null && replaceable) {
          dependencies.add(dependency);
        } else {
          unreadable++;
        }
      } else if (line.startsWith("=>\t") && replaceable) {
        int last = dependencies.size() - 1;
        Module replacement = replacement(line, dependencies.get(last));
        if (replacement == null) {
          dependencies.remove(last);
          unreadable++;
        } else {
          dependencies.set(last, replacement);
        }
        replaceable = false;
      } else if (line.startsWith(LINKER_FLAGS)) {
        linkerFlags = line.substring(LINKER_FLAGS.length());
      }
    }
    if (main == null && mainPackage != null) {
      main = moduleOfPackage(mainPackage);
    }
    return new BuildInfo(goVersion, main, dependencies, linkerFlags, unreadable);
  }

  /** A module's path and version, which a sum may follow. */
  private static @Nullable Module module(String line, int start) {
    int tab = line.indexOf('\t', start);
    String path = line.substring(start, tab < 0 ? line.length() : tab);
    int next = tab < 0 ? line.length() : tab + 1;
    int end = line.indexOf('\t', next);
    String version = line.substring(next, end < 0 ? line.length() : end);
    return isModulePath(path)
        ? new Module(path, version.isEmpty() || version.length() > 256 ? DEVELOPMENT : version)
        : null;
  }

  /**
   * The module of a package that was built outside modules, as distributions and Docker do. Where
   * it begins is known only of hosts that keep each repository at the same depth.
   */
  private static @Nullable Module moduleOfPackage(String path) {
    int segments = path.startsWith("github.com/") ? 3 : path.startsWith("k8s.io/") ? 2 : 0;
    int end = -1;
    for (int i = 0; i < segments; i++) {
      end = path.indexOf('/', end + 1);
      if (end < 0) {
        end = path.length();
        return i == segments - 1 && isModulePath(path) ? new Module(path, UNTOLD) : null;
      }
    }
    if (segments == 0 || !isModulePath(path)) {
      return null;
    }
    int next = path.indexOf('/', end + 1);
    String major = path.substring(end + 1, next < 0 ? path.length() : next);
    String root = path.substring(0, end);
    return new Module(isMajorVersion(major) ? root + "/" + major : root, UNTOLD);
  }

  /** {@code v2} and later, which a module's path ends in. */
  private static boolean isMajorVersion(String segment) {
    if (segment.length() < 2 || segment.charAt(0) != 'v' || segment.charAt(1) == '0') {
      return false;
    }
    for (int i = 1; i < segment.length(); i++) {
      if (segment.charAt(i) < '0' || segment.charAt(i) > '9') {
        return false;
      }
    }
    return !segment.equals("v1");
  }

  /** A directory that replaces a module has no identity of its own, so the module keeps its. */
  private static @Nullable Module replacement(String line, Module replaced) {
    String path =
        line.substring(3, line.indexOf('\t', 3) < 0 ? line.length() : line.indexOf('\t', 3));
    return isDirectory(path) ? new Module(replaced.path(), DEVELOPMENT) : module(line, 3);
  }

  /** As {@code go.mod} tells them apart. */
  static boolean isDirectory(String path) {
    return path.equals(".")
        || path.equals("..")
        || path.startsWith("./")
        || path.startsWith("../")
        || path.startsWith("/")
        || path.startsWith(".\\")
        || path.startsWith("..\\")
        || path.startsWith("\\")
        || (path.length() > 1 && path.charAt(1) == ':');
  }

  static boolean isModulePath(String path) {
    if (path.isEmpty() || path.length() > MAX_PATH_LENGTH || path.contains("//")) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      char character = path.charAt(i);
      if (character <= ' ' || character == 0x7f || character == '@') {
        return false;
      }
    }
    return path.charAt(0) != '/' && path.charAt(path.length() - 1) != '/';
  }

  /**
   * The packages: the main module, its dependencies, and the standard library.
   *
   * @param linked the main module's version that was found elsewhere in the program; null where
   *     none was
   */
  List<Candidate> packages(String file, @Nullable String linked) {
    List<Candidate> packages = new ArrayList<>();
    // The Go distribution's own programs are modules that the standard library stands for.
    if (main != null && !main.path().equals("cmd") && !main.path().equals("std")) {
      String version = mainVersion();
      if (version == null) {
        version = linked == null ? DEVELOPMENT : linked;
      }
      // Without a version even the module is a guess: its path may end in a major version.
      boolean guess = main.version().equals(UNTOLD) && version.equals(DEVELOPMENT);
      if (!guess || LinkedVersion.isKept(main.path())) {
        packages.add(new Module(main.path(), version).at(file));
      }
    }
    for (Module dependency : dependencies) {
      packages.add(dependency.at(file));
    }
    packages.add(candidate("stdlib", ToolchainVersion.of(goVersion), file));
    return packages.stream().distinct().toList();
  }

  /**
   * The main module's version; null where it is not told. Go stamps {@code v0.0.0-…} where the
   * checkout had no tag, which says nothing of the release it is. Builds that stamp no version
   * often hand one to the linker as {@code -X main.version=…}.
   */
  @Nullable String mainVersion() {
    if (main == null) {
      return null;
    }
    String stamped = main.version();
    boolean told = !stamped.equals(DEVELOPMENT) && !stamped.equals(UNTOLD);
    if (told && !stamped.startsWith("v0.0.0-")) {
      return stamped;
    }
    return linkerFlags == null ? null : LinkerFlags.mainVersion(linkerFlags, main.path());
  }

  static Candidate candidate(String path, String version, String file) {
    int slash = path.lastIndexOf('/');
    String namespace = slash < 0 ? null : path.substring(0, slash);
    PackageUrl purl = PackageUrl.of("golang", namespace, path.substring(slash + 1), version);
    return new Candidate(purl, path, version, null, file);
  }
}
