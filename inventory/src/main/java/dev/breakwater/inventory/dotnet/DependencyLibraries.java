package dev.breakwater.inventory.dotnet;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The {@code libraries} of {@code *.deps.json} and {@code project.assets.json}, and what the {@code
 * targets} take of each.
 *
 * <p>Libraries of type {@code package} count where the target takes anything of them that is needed
 * when the program runs; one that only the compiler needed, or that is there for what it depends
 * on, brings no code. The one exception is the package that a shared framework is named after,
 * which .NET Core 2 lists so, and under whose name advisories were issued. A {@code runtimepack} is
 * the runtime itself, published with the program; it is named after its package, with a prefix.
 * Projects are the application's own.
 *
 * @see <a
 *     href="https://github.com/dotnet/cli/blob/v2.0.0/Documentation/specs/runtime-configuration-file.md">runtime
 *     configuration files</a>
 */
final class DependencyLibraries {
  private static final String RUNTIME_PACK_PREFIX = "runtimepack.";

  private DependencyLibraries() {}

  /**
   * Reads the libraries.
   *
   * @param subject what the file is about, the part of its name before {@code .deps.json}
   */
  static void read(Json document, String subject, PackageList packages) {
    Collection<Json> targets = targets(document);
    for (Map.Entry<String, Json> library : document.get("libraries").members().entrySet()) {
      switch (library.getValue().text("type", "")) {
        case "package" -> {
          if (isOf(subject, library.getKey()) || isNeeded(library.getKey(), targets)) {
            add(library.getKey(), packages);
          }
        }
        case "runtimepack" -> add(withoutPrefix(library.getKey()), packages);
        default -> {}
      }
    }
  }

  private static boolean isOf(String name, String library) {
    return library.indexOf('/') == name.length()
        && library.regionMatches(true, 0, name, 0, name.length());
  }

  /** The target that the program was published for, or all where the file does not tell. */
  private static Collection<Json> targets(Json document) {
    Json all = document.get("targets");
    String name = document.get("runtimeTarget").text("name");
    return name == null ? all.members().values() : List.of(all.get(name));
  }

  private static boolean isNeeded(String library, Collection<Json> targets) {
    boolean known = false;
    for (Json target : targets) {
      Json taken = target.get(library);
      known |= taken instanceof Json.Struct;
      if (hasFiles(taken.get("runtime"))
          || hasFiles(taken.get("native"))
          || hasFiles(taken.get("runtimeTargets"))
          || hasFiles(taken.get("resource"))
          || hasFiles(taken.get("resources"))) {
        return true;
      }
    }
    return !known;
  }

  /** A file called {@code _._} stands for none. */
  private static boolean hasFiles(Json group) {
    for (String file : group.members().keySet()) {
      if (!file.endsWith("_._")) {
        return true;
      }
    }
    return false;
  }

  private static String withoutPrefix(String library) {
    return library.startsWith(RUNTIME_PACK_PREFIX)
        ? library.substring(RUNTIME_PACK_PREFIX.length())
        : library;
  }

  /** {@code name/version}. */
  private static void add(String library, PackageList packages) {
    int slash = library.indexOf('/');
    if (slash <= 0) {
      packages.addImpossible();
      return;
    }
    packages.add("nuget", null, library.substring(0, slash), library.substring(slash + 1));
  }
}
