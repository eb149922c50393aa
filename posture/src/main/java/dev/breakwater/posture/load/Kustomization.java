package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a kustomization is made of.
 *
 * @param directory as the user named it
 * @param file its file in the directory
 * @param component whether it can only be rendered as a part of another one
 * @param resources files and directories with objects, absolute; not those in the network
 * @param changes files with what changes them, which are no objects of their own, absolute
 * @param patches what changes parts of objects, in their order
 * @param transforms whether it has transformers of its own, which may be patches as well
 * @param prefix what it puts before names
 * @param suffix what it puts after them
 * @param metadata what it asks to be told of the origin of objects
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
    List<Patch> patches,
    boolean transforms,
    String prefix,
    String suffix,
    List<String> metadata,
    @Nullable String remote) {
  private static final List<String> FILES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final List<String> RESOURCES = List.of("resources", "bases", "components", "crds");
  private static final List<String> CHANGES =
      List.of(
          "patchesStrategicMerge", "configurations", "generators", "transformers", "validators");
  private static final List<String> PATCHES =
      List.of("patches", "patchesStrategicMerge", "patchesJson6902");
  private static final List<String> CHANGES_BY_PATH =
      List.of("patches", "patchesJson6902", "replacements");

  /**
   * A patch.
   *
   * @param file absolute; null where it stands in the kustomization itself
   * @param written its documents where it stands there, with their lines as far as they are known
   * @param target which objects it is for; null where it says so itself
   */
  record Patch(@Nullable Path file, List<Value> written, @Nullable Value target) {}

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
    SourceFile source;
    try {
      source = SourceFile.read(file);
    } catch (BreakwaterException e) {
      source = SourceFile.rendered(file.toString(), "", UnaryOperator.identity());
    }
    // One that cannot be read is rendered all the same, so that its owner's program says why.
    Set<Path> resources = new LinkedHashSet<>();
    Set<Path> changes = new LinkedHashSet<>();
    List<Patch> patches = new ArrayList<>();
    List<String> metadata = new ArrayList<>();
    boolean component = false;
    boolean transforms = false;
    String prefix = "";
    String suffix = "";
    String remote = null;
    for (Value document : source.documents()) {
      String apiVersion = document.text("apiVersion");
      if (apiVersion != null && !apiVersion.startsWith("kustomize.config.k8s.io/")) {
        return null;
      }
      component |= "Component".equals(document.text("kind"));
      transforms |= document.get("transformers") != null;
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
      for (String name : PATCHES) {
        for (Value patch : items(document.get(name))) {
          patches.add(patch(patch, directory, source));
        }
      }
      prefix = Objects.requireNonNullElse(document.text("namePrefix"), prefix);
      suffix = Objects.requireNonNullElse(document.text("nameSuffix"), suffix);
      for (Value each : items(document.get("buildMetadata"))) {
        metadata.add(String.valueOf(each.text()));
      }
    }
    return new Kustomization(
        directory,
        file,
        component,
        resources,
        changes,
        patches,
        transforms,
        prefix,
        suffix,
        metadata,
        remote);
  }

  /** A patch: a path or the patch itself, or a mapping with either. */
  private static Patch patch(Value patch, Path directory, SourceFile source) {
    Value inside = patch.get("patch");
    Value written = inside == null && patch.text() != null ? patch : inside;
    Set<Path> file = new LinkedHashSet<>();
    add(patch.text() == null ? patch.text("path") : patch.text(), directory, file);
    return new Patch(
        file.isEmpty() ? null : file.iterator().next(),
        file.isEmpty() && written != null ? documents(written, source) : List.of(),
        patch.get("target"));
  }

  /**
   * The documents in a text, with their lines in the file around it where it stands there line by
   * line; none where they cannot be read.
   */
  private static List<Value> documents(Value written, SourceFile source) {
    int above = written.origin().line();
    String head = source.line(above).strip();
    boolean block = head.endsWith("|") || head.endsWith("|-") || head.endsWith("|+");
    String first = source.line(above + 1);
    int indent = block ? first.length() - first.stripLeading().length() : 0;
    try {
      byte[] text = String.valueOf(written.text()).getBytes(StandardCharsets.UTF_8);
      SourceFile inside = SourceFile.of(source.name(), text);
      if (inside.problems().isEmpty()) {
        return inside.documents().stream()
            .map(each -> each.moved(at -> below(at, above, indent)))
            .toList();
      }
    } catch (BreakwaterException e) {
      // The program that renders it says so.
    }
    return List.of();
  }

  private static Origin below(Origin inner, int above, int indent) {
    return indent == 0
        ? new Origin(inner.file(), 0, 0, inner.path(), null)
        : new Origin(
            inner.file(), inner.line() + above, inner.column() + indent, inner.path(), null);
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
      to.add(Walk.absolute(directory.resolve(path)));
    } catch (InvalidPathException notThere) {
      // The program that renders it says so.
    }
  }
}
