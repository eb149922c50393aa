package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is there before objects are updated or deleted. */
public final class OldObjects {
  private final List<Resource> all;

  /** Those of one name, in whatever namespaces. */
  private final Map<Identity, List<Resource>> byIdentity = new HashMap<>();

  /** What makes an object the same as another of its namespace, in whatever version. */
  private record Identity(String group, String kind, String name) {
    static Identity of(Resource object) {
      return new Identity(Kind.of(object.object()).group(), object.kind(), object.name());
    }
  }

  /** Of two objects that are the same, the first counts. */
  public OldObjects(List<Resource> all) {
    this.all = List.copyOf(all);
    for (Resource object : all) {
      byIdentity.computeIfAbsent(Identity.of(object), _ -> new ArrayList<>()).add(object);
    }
  }

  /** All of them. */
  public List<Resource> all() {
    return all;
  }

  /**
   * What was there instead of an object; null where nobody knows. A cluster says of each object in
   * which namespace it is, a file may leave that to whoever applies it: where one of the two says
   * none, the name has to be enough.
   *
   * @param among how many objects are to be sent; one and one belong together, whatever their names
   */
  public @Nullable Resource find(Resource object, int among) {
    List<Resource> named = byIdentity.getOrDefault(Identity.of(object), List.of());
    for (Resource old : named) {
      if (Objects.equals(old.namespace(), object.namespace())) {
        return old;
      }
    }
    boolean isOpen = object.namespace() == null;
    Resource only = null;
    for (Resource old : named) {
      if (isOpen || old.namespace() == null) {
        if (only != null) {
          return null;
        }
        only = old;
      }
    }
    return only == null && among == 1 && all.size() == 1 ? all.getFirst() : only;
  }
}
