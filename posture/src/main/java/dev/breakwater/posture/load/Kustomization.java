package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kustomization is made of.
 *
 * @param directory as the user named it
 * @param file its file in the directory
 * @param component whether it can only be rendered as a part of another one
 * @param resources files and directories with objects, absolute; not those in the network
 * @param changes files with what changes them, which are no objects of their own, absolute
 * @param remote the first resource that is in the network; null where there is none
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/">The
 *     kustomization file</a>
 */
record Kustomization(
    Path directory,
    Path file,
    boolean component,
    Set<Path> resources,
    Set<Path> changes,
    @Nullable String remote) {
  private static final List<String> FILES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final List<String> RESOURCES = List.of("resources", "bases", "components", "crds");
  private static final List<String> CHANGES =
      List.of(
          "patchesStrategicMerge", "configurations", "generators", "transformers", "validators");
  private static final List<String> CHANGES_BY_PATH =
      List.of("patches", "patchesJson6902", "replacements");

  /** Whether a file of this name may be one. */
  static boolean isNamed(Path file) {
    Path name = file.getFileName();
    return name != null && FILES.contains(name.toString());
  }

  /** The one of a directory; null where there is none, or what is called so is something else. */
  static @Nullable Kustomization in(Path directory) {
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return read(directory, file);
      }
    }
    return null;
  }

  private static @Nullable Kustomization read(Path directory, Path file) {
    List<Value> documents;
    try {
      documents = SourceFile.read(file).documents();
    } catch (BreakwaterException e) {
      documents = List.of();
    }
    // One that cannot be read is rendered all the same, so that its owner's program says why.
    Set<Path> resources = new LinkedHashSet<>();
    Set<Path> changes = new LinkedHashSet<>();
    boolean component = false;
    String remote = null;
    for (Value document : documents) {
      String apiVersion = document.text("apiVersion");
      if (apiVersion != null && !apiVersion.startsWith("kustomize.config.k8s.io/")) {
        return null;
      }
      component |= "Component".equals(document.text("kind"));
      for (String name : RESOURCES) {
        addAll(document.get(name), directory, resources);
        remote = remote == null ? remote(document.get(name)) : remote;
      }
      for (String name : CHANGES) {
        addAll(document.get(name), directory, changes);
      }
      for (String name : CHANGES_BY_PATH) {
        for (Value change : items(document.get(name))) {
          add(change.text("path"), directory, changes);
        }
      }
    }
    return new Kustomization(directory, file, component, resources, changes, remote);
  }

  /** The first that is surely the address of a file or a repository elsewhere. */
  private static @Nullable String remote(@Nullable Value list) {
    for (Value item : items(list)) {
      String path = item.text();
      if (path != null
          && (path.contains("://") || path.contains("?ref=") || path.startsWith("github.com/"))) {
        return path;
      }
    }
    return null;
  }

  private static List<Value> items(@Nullable Value list) {
    return list == null ? List.of() : list.items();
  }

  private static void addAll(@Nullable Value list, Path directory, Set<Path> to) {
    for (Value item : items(list)) {
      add(item.text(), directory, to);
    }
  }

  private static void add(@Nullable String path, Path directory, Set<Path> to) {
    // A patch may stand in the list itself.
    if (path == null || path.indexOf('\n') >= 0) {
      return;
    }
    try {
      to.add(absolute(directory.resolve(path)));
    } catch (InvalidPathException notThere) {
      // The program that renders it says so.
    }
  }

  /** A path by which files can be compared. */
  static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
