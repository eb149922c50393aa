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
 * @param main the main module; null where the program was built outside a module
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

  private static final int MAX_MODULES = 50_000;
  private static final int MAX_PATH_LENGTH = 2048;
  private static final String LINKER_FLAGS = "build\t-ldflags=";

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

  /** The packages: the main module, its dependencies, and the standard library. */
  List<Candidate> packages(String file) {
    List<Candidate> packages = new ArrayList<>();
    // The Go distribution's own programs are modules that the standard library stands for.
    if (main != null && !main.path().equals("cmd") && !main.path().equals("std")) {
      packages.add(new Module(main.path(), mainVersion(main)).at(file));
    }
    for (Module dependency : dependencies) {
      packages.add(dependency.at(file));
    }
    packages.add(candidate("stdlib", ToolchainVersion.of(goVersion), file));
    return packages.stream().distinct().toList();
  }

  /**
   * The main module's version. Go stamps {@code v0.0.0-…} where the checkout had no tag, which says
   * nothing of the release it is. Builds that stamp no version often hand one to the linker as
   * {@code -X main.version=…}.
   */
  private String mainVersion(Module module) {
    String stamped = module.version();
    if (!stamped.equals(DEVELOPMENT) && !stamped.startsWith("v0.0.0-")) {
      return stamped;
    }
    String linked = linkerFlags == null ? null : LinkerFlags.mainVersion(linkerFlags);
    return linked == null ? DEVELOPMENT : linked;
  }

  static Candidate candidate(String path, String version, String file) {
    int slash = path.lastIndexOf('/');
    String namespace = slash < 0 ? null : path.substring(0, slash);
    PackageUrl purl = PackageUrl.of("golang", namespace, path.substring(slash + 1), version);
    return new Candidate(purl, path, version, null, file);
  }
}
