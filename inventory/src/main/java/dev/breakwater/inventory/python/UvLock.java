package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code uv.lock}. What is for development follows from the graph: the projects of the workspace,
 * which lie in directories, are packages too; what is reached from them over {@code dependencies}
 * and {@code optional-dependencies} (extras), not over {@code dev-dependencies}, is there for other
 * reasons. The projects themselves and other directories are left out. Where there is no project,
 * all is kept.
 *
 * @see <a href="https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile">uv, lock file</a>
 */
final class UvLock {
  /** Of more versions of one name than this, which none has, the rest is kept unasked. */
  private static final int MAX_VERSIONS = 100;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, List<Node>> byName = new HashMap<>();

  /** Lists of dependencies yet to be followed, each of which gets here once. */
  private final ArrayDeque<Json> open = new ArrayDeque<>();

  /** A package in the graph. */
  private static final class Node {
    final String name;
    final String version;
    final Json described;

    /**
     * The directory that it lies in, relative to the file's; null for what is not the application's
     * own.
     */
    final @Nullable String directory;

    /** Extras of it that something asks for. */
    final Set<String> extras = new HashSet<>();

    boolean reached;

    Node(Json described) {
      this.described = described;
      this.name = described.text("name", "");
      this.version = described.text("version", "");
      Json source = described.get("source");
      String directory = source.text("virtual");
      directory = directory == null ? source.text("editable") : directory;
      this.directory = directory == null ? source.text("directory") : directory;
    }
  }

  private UvLock(Json lock) {
    for (Json each : lock.get("package").items()) {
      Node node = new Node(each);
      nodes.add(node);
      List<Node> versions = byName.computeIfAbsent(node.name, name -> new ArrayList<>(1));
      if (versions.size() < MAX_VERSIONS) {
        versions.add(node);
      } else {
        node.reached = true;
      }
    }
  }

  static PackageFacts packages(Json lock, String path) {
    UvLock graph = new UvLock(lock);
    boolean hasProject = graph.walk(lock.get("manifest").texts("members"));
    PythonPackages found = new PythonPackages(path);
    for (Node node : graph.nodes) {
      if (node.directory == null && (node.reached || !hasProject)) {
        found.add(node.name, node.version);
      }
    }
    return found.facts();
  }

  /**
   * Walks from the projects.
   *
   * @param members the projects' names; empty where there is one only
   * @return whether there are any
   */
  private boolean walk(List<String> members) {
    Set<String> projects = new HashSet<>(members);
    boolean any = false;
    for (Node node : nodes) {
      boolean project =
          projects.isEmpty() ? ".".equals(node.directory) : projects.contains(node.name);
      if (project) {
        any = true;
        reach(node, node.described.get("optional-dependencies").members().keySet());
      }
    }
    while (!open.isEmpty()) {
      follow(open.remove());
    }
    return any;
  }

  private void follow(Json dependencies) {
    for (Json each : dependencies.items()) {
      String version = each.text("version");
      List<String> extras = each.texts("extra");
      for (Node node : byName.getOrDefault(each.text("name", ""), List.of())) {
        // Only where several versions are locked does a dependency say which.
        if (version == null || version.equals(node.version)) {
          reach(node, extras);
        }
      }
    }
  }

  private void reach(Node node, Iterable<String> extras) {
    if (!node.reached) {
      node.reached = true;
      open.add(node.described.get("dependencies"));
    }
    for (String extra : extras) {
      if (node.extras.add(extra)) {
        open.add(node.described.get("optional-dependencies").get(extra));
      }
    }
  }
}
