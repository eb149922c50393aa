package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges apply configurations into objects as server-side apply does: objects and mappings field by
 * field, keyed lists item by item, sets value by value. What can only be replaced as a whole is
 * refused, as an API server refuses it, because what the configuration does not repeat would be
 * lost. Nothing can be removed.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">
 *     Merge strategy</a>
 */
final class ApplyConfiguration {
  private static final int MAX_SHOWN = 20;

  private final List<String> takenAsOne = new ArrayList<>();

  private ApplyConfiguration() {}

  /**
   * The object with the configuration in it; what the configuration does not touch is shared.
   *
   * @param type of the object
   * @throws FaultyMutationException where the configuration is not one for this object
   */
  static Value.Fields merge(ObjectType type, Value.Fields object, Value.Fields configuration)
      throws FaultyMutationException {
    new Growth().grow(configuration, 0);
    ApplyConfiguration application = new ApplyConfiguration();
    application.checkFields(type, configuration, "");
    if (!application.takenAsOne.isEmpty()) {
      throw new FaultyMutationException(
          "may not mutate atomic arrays, maps or structs: "
              + String.join(", ", application.takenAsOne)
              + "; a JSON patch can");
    }
    return mergeFields(type, object, configuration);
  }

  private void checkFields(ObjectType type, Value.Fields patch, String path)
      throws FaultyMutationException {
    for (Map.Entry<String, Value> member : patch.members().entrySet()) {
      String below = path + '.' + member.getKey();
      ObjectType.Field field = type.field(member.getKey());
      if (field == null) {
        throw new FaultyMutationException(
            below + ": field not declared in schema: " + type.name() + " has none of that name");
      }
      check(field.shape(), member.getValue(), below, field.merged());
    }
  }

  private void check(Shape shape, Value patch, String path, boolean merged)
      throws FaultyMutationException {
    if (patch instanceof Value.Nothing) {
      throw new FaultyMutationException(
          path + " is null: an apply configuration cannot remove anything; a JSON patch can");
    }
    switch (shape) {
      case Shape.Scalar scalar -> {
        if (!TypeCheck.fits(scalar, patch)) {
          throw unfit(path, scalar.words(), patch);
        }
      }
      case Shape.Named named -> {
        if (!(patch instanceof Value.Fields fields)) {
          throw unfit(path, "a mapping", patch);
        }
        ObjectType type = named.type().get();
        if (type.asOne() && !merged) {
          refuse(path);
        }
        checkFields(type, fields, path);
      }
      case Shape.MapOf map -> {
        if (!(patch instanceof Value.Fields fields)) {
          throw unfit(path, "a mapping", patch);
        }
        if (map.asOne()) {
          refuse(path);
        }
        int above = takenAsOne.size();
        for (Map.Entry<String, Value> member : fields.members().entrySet()) {
          check(map.value(), member.getValue(), path + '.' + member.getKey(), false);
        }
        // An API server does not look for them in the values of a mapping.
        takenAsOne.subList(above, takenAsOne.size()).clear();
      }
      case Shape.ListOf list -> checkList(list, patch, path);
      case Shape.Anything anything -> checkAnything(anything, patch, path);
    }
  }

  private void checkList(Shape.ListOf list, Value patch, String path)
      throws FaultyMutationException {
    if (!(patch instanceof Value.Items items)) {
      throw unfit(path, "a list", patch);
    }
    if (list.asOne()) {
      refuse(path);
    }
    Set<Object> keys = new HashSet<>();
    int index = 0;
    for (Value item : items.items()) {
      String below = path + '[' + index++ + ']';
      check(list.item(), item, below, false);
      if (!list.asOne()) {
        for (Shape.Key key : list.keys()) {
          if (item.get(key.name()) == null && key.usual() == null) {
            throw new FaultyMutationException(
                below
                    + ": associative list with keys has an element that omits key field "
                    + key.name());
          }
        }
        if (!keys.add(key(list, item))) {
          throw new FaultyMutationException(
              below + ": duplicate entries for key " + key(list, item));
        }
      }
    }
  }

  private void checkAnything(Shape.Anything anything, Value patch, String path)
      throws FaultyMutationException {
    if (patch instanceof Value.Items && !anything.isDeclared()) {
      refuse(path);
    }
    for (Map.Entry<String, Value> member : patch.members().entrySet()) {
      check(anything, member.getValue(), path + '.' + member.getKey(), false);
    }
  }

  private void refuse(String path) {
    if (takenAsOne.size() < MAX_SHOWN) {
      takenAsOne.add(path);
    }
  }

  private static FaultyMutationException unfit(String path, String words, Value value) {
    return new FaultyMutationException(
        path + ": expected " + words + ", got " + TypeCheck.kind(value));
  }

  private static Value.Fields mergeFields(ObjectType type, Value.Fields live, Value.Fields patch) {
    Map<String, Value> merged = new LinkedHashMap<>(live.members());
    patch
        .members()
        .forEach((name, value) -> {
          ObjectType.Field field = type.field(name);
          merged.put(name, merge(Objects.requireNonNull(field, name), merged.get(name), value));
        });
    return new Value.Fields(live.origin(), merged);
  }

  private static Value merge(ObjectType.Field field, @Nullable Value live, Value patch) {
    return field.merged()
            && field.shape() instanceof Shape.Named named
            && live instanceof Value.Fields fields
            && patch instanceof Value.Fields more
        ? mergeFields(named.type().get(), fields, more)
        : merge(field.shape(), live, patch);
  }

  private static Value merge(Shape shape, @Nullable Value live, Value patch) {
    if (live instanceof Value.Fields fields && patch instanceof Value.Fields more) {
      return switch (shape) {
        case Shape.Named named when !named.type().get().asOne() ->
            mergeFields(named.type().get(), fields, more);
        case Shape.MapOf map when !map.asOne() -> mergeMap(map.value(), fields, more);
        case Shape.Anything anything -> mergeMap(anything, fields, more);
        case Shape.Named _, Shape.MapOf _, Shape.ListOf _, Shape.Scalar _ -> patch;
      };
    }
    return shape instanceof Shape.ListOf list
            && !list.asOne()
            && live instanceof Value.Items items
            && patch instanceof Value.Items more
        ? mergeList(list, items, more)
        : patch;
  }

  private static Value mergeMap(Shape value, Value.Fields live, Value.Fields patch) {
    Map<String, Value> merged = new LinkedHashMap<>(live.members());
    patch.members().forEach((name, more) -> merged.put(name, merge(value, merged.get(name), more)));
    return new Value.Fields(live.origin(), merged);
  }

  /**
   * Merges keyed lists and sets. Items that both have come in the order of the configuration, the
   * others stay beside their neighbours, and what is only in the configuration comes after what is
   * only in the object. An item that the object has twice is replaced rather than merged.
   */
  private static Value mergeList(Shape.ListOf list, Value.Items live, Value.Items patch) {
    List<Object> liveKeys = keys(list, live);
    List<Object> patchKeys = keys(list, patch);
    Map<Object, Value> byKey = new HashMap<>();
    Set<Object> twice = new HashSet<>();
    for (int i = 0; i < liveKeys.size(); i++) {
      if (byKey.put(liveKeys.get(i), live.items().get(i)) != null) {
        twice.add(liveKeys.get(i));
      }
    }
    Set<Object> inPatch = new HashSet<>(patchKeys);
    List<Object> shared = new ArrayList<>(patchKeys);
    shared.retainAll(byKey.keySet());
    int nextShared = 0;
    Set<Object> done = new HashSet<>();
    List<Value> merged = new ArrayList<>();
    int l = 0;
    int r = 0;
    while (l < liveKeys.size() || r < patchKeys.size()) {
      Object awaited = nextShared < shared.size() ? shared.get(nextShared) : null;
      if (l < liveKeys.size()) {
        Object key = liveKeys.get(l);
        if (!inPatch.contains(key)) {
          merged.add(live.items().get(l++));
          continue;
        }
        if (r < patchKeys.size() && awaited != null && !awaited.equals(key)) {
          l++;
          continue;
        }
        if (done.contains(key) || (r < patchKeys.size() && patchKeys.get(r).equals(key))) {
          l++;
        }
      }
      if (r < patchKeys.size()) {
        Object key = patchKeys.get(r);
        Value there = twice.contains(key) ? null : byKey.get(key);
        merged.add(merge(list.item(), there, patch.items().get(r++)));
        done.add(key);
        if (key.equals(awaited)) {
          nextShared++;
        }
      }
    }
    return new Value.Items(live.origin(), merged);
  }

  private static List<Object> keys(Shape.ListOf list, Value.Items items) {
    List<Object> keys = new ArrayList<>(items.items().size());
    for (Value item : items.items()) {
      keys.add(key(list, item));
    }
    return keys;
  }

  private static Object key(Shape.ListOf list, Value item) {
    if (list.keys().isEmpty()) {
      return item.plain();
    }
    List<Object> key = new ArrayList<>(list.keys().size());
    for (Shape.Key each : list.keys()) {
      Value part = item.get(each.name());
      key.add(part != null ? part.plain() : Objects.requireNonNullElse(each.usual(), ""));
    }
    return key;
  }
}
