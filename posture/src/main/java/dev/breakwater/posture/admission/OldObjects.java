package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is there before objects are updated or deleted. */
public final class OldObjects {
  private final List<Resource> all;
  private final Map<Identity, Resource> byIdentity = new HashMap<>();

  /** What makes an object the same as another, in whatever version. */
  private record Identity(String group, String kind, @Nullable String namespace, String name) {
    static Identity of(Resource object) {
      return new Identity(
          Kind.of(object.object()).group(), object.kind(), object.namespace(), object.name());
    }
  }

  /** Of two objects that are the same, the first counts. */
  public OldObjects(List<Resource> all) {
    this.all = List.copyOf(all);
    for (Resource object : all) {
      byIdentity.putIfAbsent(Identity.of(object), object);
    }
  }

  /** All of them. */
  public List<Resource> all() {
    return all;
  }

  /**
   * What was there instead of an object; null where nobody knows.
   *
   * @param among how many objects are to be sent; one and one belong together, whatever their names
   */
  public @Nullable Resource find(Resource object, int among) {
    Resource same = byIdentity.get(Identity.of(object));
    return same == null && among == 1 && all.size() == 1 ? all.getFirst() : same;
  }
}
