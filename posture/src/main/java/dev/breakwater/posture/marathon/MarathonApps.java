package dev.breakwater.posture.marathon;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Marathon runs: an app, a list of apps, a group of apps and groups, a pod. Each app and
 * each pod is one pod of Kubernetes. An app without a network is on the host's, because that is
 * what Marathon gives it.
 *
 * @see <a href="https://mesosphere.github.io/marathon/api-console/index.html">the API</a>
 * @see <a href="https://mesosphere.github.io/marathon/docs/networking.html">networking</a>
 */
public final class MarathonApps {
  /** Groups within groups; Marathon knows no bound. */
  private static final int MAX_DEPTH = 50;

  private static final int MOST_PROBLEMS = 50;

  /** What a group holds. */
  private static final List<String> LISTS = List.of("apps", "pods", "groups");

  private final String file;
  private final Sink sink;
  private int index;
  private int problems;

  private MarathonApps(String file, int index, Sink sink) {
    this.file = file;
    this.index = index;
    this.sink = sink;
  }

  /**
   * Whether a document has apps or pods in it. Other programs have documents with an {@code id} and
   * a {@code cmd}, too, so what says nothing that only Marathon says is not taken for one.
   */
  public static boolean looksLike(Value root) {
    return looksLike(root, 0);
  }

  private static boolean looksLike(Value value, int depth) {
    if (depth > MAX_DEPTH) {
      return false;
    }
    if (value instanceof Value.Items(Origin _, var items)) {
      return holdsOne(items, depth);
    }
    if (!isPath(value.text("id"))) {
      // The answer of the API to the question which apps there are.
      Value apps = value.members().size() == 1 ? value.get("apps") : null;
      return apps != null && looksLike(apps, depth + 1);
    }
    if (isApp(value) || isPod(value)) {
      return true;
    }
    for (String list : LISTS) {
      Value items = value.get(list);
      if (items != null && holdsOne(items.items(), depth)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsOne(List<Value> items, int depth) {
    for (Value item : items) {
      if (looksLike(item, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Lower-case letters, digits, hyphens and dots between slashes. */
  private static boolean isPath(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > 1000) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letter && c != '-' && c != '.' && c != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isApp(Value value) {
    Value container = value.get("container");
    if (container instanceof Value.Fields) {
      return container.get("docker") != null
          || "MESOS".equals(container.text("type"))
          || "DOCKER".equals(container.text("type"));
    }
    boolean runs = value.get("cmd") != null || value.get("args") != null;
    boolean takes =
        value.get("cpus") != null || value.get("mem") != null || value.get("instances") != null;
    return runs && takes;
  }

  /** Kubernetes and others have lists of containers, too; a pod of Marathon's says resources. */
  private static boolean isPod(Value value) {
    Value containers = value.get("containers");
    if (containers == null || value.get("apiVersion") != null) {
      return false;
    }
    for (Value container : containers.items()) {
      if (container.get("resources") != null
          || container.get("exec") != null
          || (container.get("image") instanceof Value.Fields image && image.get("kind") != null)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads all apps and pods of a document.
   *
   * @param file as the user named it
   * @param index of the first of them in the file
   */
  public static void read(String file, int index, Value root, Sink sink) {
    new MarathonApps(file, index, sink).read(root, "", 0);
  }

  /** Whatever stands in a list of apps is one, even if it says too little to be known alone. */
  private void read(Value value, String group, int depth) {
    if (depth > MAX_DEPTH) {
      problem(value, "stands in more than " + MAX_DEPTH + " groups, so it is not judged");
    } else if (value instanceof Value.Items(Origin _, var items)) {
      for (Value item : items) {
        read(item, group, depth + 1);
      }
    } else if (!(value instanceof Value.Fields fields)) {
      problem(value, "is no app, so it is not judged");
    } else if (fields.get("containers") != null) {
      add("Pod", fields, group);
    } else if (holdsLists(fields)) {
      String inside = path(group, fields);
      for (String list : LISTS) {
        Value items = fields.get(list);
        if (items != null) {
          read(items, inside, depth + 1);
        }
      }
    } else {
      add("App", fields, group);
    }
  }

  private static boolean holdsLists(Value value) {
    for (String list : LISTS) {
      if (value.get(list) != null) {
        return true;
      }
    }
    return false;
  }

  private void add(String kind, Value.Fields fields, String group) {
    String name = path(group, fields);
    Value.Fields pod;
    if (kind.equals("Pod")) {
      PodReader reader = new PodReader(fields, name, this::problem);
      if (reader.hasTooManyVariables()) {
        problem(fields, "has so many variables that those of the pod are not judged");
      }
      pod = reader.read();
    } else {
      pod = new AppReader(fields, name, this::problem).read();
    }
    sink.add(new Resource(Platform.MARATHON, file, index++, kind, name, null, pod, pod));
  }

  /** An identifier that does not begin with a slash is within its group. */
  private static String path(String group, Value value) {
    String id = value.text("id");
    if (id == null || id.isEmpty()) {
      return group;
    }
    if (group.isEmpty() || id.startsWith("/")) {
      return id;
    }
    return group.endsWith("/") ? group + id : group + "/" + id;
  }

  private void problem(Value value, String what) {
    problem(value.origin(), what);
  }

  private void problem(Origin origin, String what) {
    if (problems++ < MOST_PROBLEMS) {
      String path = origin.path().isEmpty() ? "it" : origin.path();
      sink.add(new Problem(origin.place(), path + " " + what));
    }
  }
}
