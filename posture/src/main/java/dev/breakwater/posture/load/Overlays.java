package dev.breakwater.posture.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which kustomizations of a walk are rendered: those that no other one includes. What a rendered
 * one includes is not audited by itself, because it is in what was rendered; of one that was not,
 * the resources are audited as they are written, but not the changes to them, which are no objects.
 */
final class Overlays {
  private final Map<Path, Kustomization> all;

  /** Files that are judged as parts of something rendered, or are no objects; absolute. */
  private final Set<Path> consumed = new HashSet<>();

  Overlays(Map<Path, Kustomization> all) {
    this.all = all;
  }

  /** What is rendered, in the order of the walk. */
  List<Kustomization> roots() {
    Set<Path> included = new HashSet<>();
    for (Map.Entry<Path, Kustomization> each : all.entrySet()) {
      for (Path resource : each.getValue().resources()) {
        if (!resource.equals(each.getKey())) {
          included.add(resource);
        }
      }
    }
    List<Kustomization> roots = new ArrayList<>();
    Set<Path> reached = new HashSet<>();
    for (Map.Entry<Path, Kustomization> each : all.entrySet()) {
      if (!included.contains(each.getKey())) {
        addRoot(each.getValue(), roots, reached);
      }
    }
    // Those left include one another in a circle; their owner's program says so.
    for (Map.Entry<Path, Kustomization> each : all.entrySet()) {
      if (!reached.contains(each.getKey()) && included.contains(each.getKey())) {
        addRoot(each.getValue(), roots, reached);
      }
    }
    return roots;
  }

  private void addRoot(
      Kustomization root, Collection<Kustomization> roots, Collection<Path> reached) {
    Set<Path> parts = partsOf(Walk.absolute(root.directory()));
    reached.addAll(parts);
    if (root.component()) {
      return;
    }
    roots.add(root);
    for (Path part : parts) {
      Kustomization inner = all.get(part);
      for (Path change : inner == null ? Set.<Path>of() : inner.changes()) {
        if (change.startsWith(part)) {
          consumed.add(change);
        }
      }
    }
  }

  /** Remembers that one was rendered. */
  void rendered(Kustomization root) {
    consumed.addAll(partsOf(Walk.absolute(root.directory())));
  }

  /** What one takes from the network, itself or by what it includes; null where it does not. */
  @Nullable String remote(Kustomization root) {
    for (Path part : partsOf(Walk.absolute(root.directory()))) {
      Kustomization inner = all.get(part);
      if (inner != null && inner.remote() != null) {
        return inner.remote();
      }
    }
    return null;
  }

  /** Whether a file is not audited by itself. */
  boolean isConsumed(Path file) {
    return consumed.contains(Walk.absolute(file));
  }

  /** The files and directories that one is made of, with itself. */
  private Set<Path> partsOf(Path directory) {
    Set<Path> parts = new LinkedHashSet<>();
    List<Path> open = new ArrayList<>(List.of(directory));
    while (!open.isEmpty()) {
      Path next = open.removeLast();
      if (parts.add(next)) {
        Kustomization inner = all.get(next);
        if (inner != null) {
          open.addAll(inner.resources());
        }
      }
    }
    return parts;
  }
}
