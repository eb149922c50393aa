package dev.breakwater.inventory.conan;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph of nodes that Conan 1 locks. A node's {@code requires} become part of what is built,
 * its {@code build_requires} are tools; so what counts is what can be reached, by the former alone,
 * from the nodes that nobody asks for.
 *
 * @see <a href="https://docs.conan.io/1/versioning/lockfiles.html">Conan 1 lockfiles</a>
 */
final class ConanGraph {
  private final Map<String, Json> nodes;

  ConanGraph(Json nodes) {
    this.nodes = nodes.members();
  }

  void addTo(PackageList packages) {
    Deque<String> waiting = new ArrayDeque<>(roots());
    Set<String> seen = new HashSet<>(waiting);
    while (!waiting.isEmpty()) {
      Json node = nodes.get(waiting.remove());
      if (node == null) {
        continue;
      }
      String reference = reference(node);
      if (reference != null) {
        ConanReference.add(reference, packages);
      }
      for (String next : ids(node.get("requires"))) {
        if (seen.add(next)) {
          waiting.add(next);
        }
      }
    }
  }

  private List<String> roots() {
    Set<String> wanted = new HashSet<>();
    for (Json node : nodes.values()) {
      wanted.addAll(ids(node.get("requires")));
      wanted.addAll(ids(node.get("build_requires")));
    }
    List<String> roots = new ArrayList<>();
    for (Map.Entry<String, Json> node : nodes.entrySet()) {
      if (!wanted.contains(node.getKey()) && !node.getValue().text("context", "").equals("build")) {
        roots.add(node.getKey());
      }
    }
    return roots;
  }

  /** The application's own node has the path of its recipe instead of a published one. */
  private static @Nullable String reference(Json node) {
    if (node.text("path") != null) {
      return null;
    }
    String reference = node.text("ref");
    return reference == null ? node.text("pref") : reference;
  }

  /** An array of numbers of nodes, or in the oldest form an object with them as values. */
  private static List<String> ids(Json requires) {
    Collection<Json> values =
        requires instanceof Json.Struct struct ? struct.members().values() : requires.items();
    List<String> ids = new ArrayList<>(values.size());
    for (Json value : values) {
      String id = value.text();
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }
}
