package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of the cluster that there is not: those whose {@code Namespace} objects were read,
 * and any other as an API server makes it, with the label that it gives to all of them.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name">kubernetes.io/metadata.name</a>
 */
final class Namespaces {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private final Map<String, Value.Fields> objects = new HashMap<>();
  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private final Map<String, Object> plain = new HashMap<>();

  /** Takes an object if it is a {@code Namespace}; the first of a name counts. */
  void take(Value.Fields object) {
    Value metadata = object.get("metadata");
    String name = metadata == null ? null : metadata.text("name");
    if (Kind.of(object).isIn("", "Namespace") && name != null) {
      objects.putIfAbsent(name, object);
    }
  }

  /** The labels of a namespace. */
  Map<String, String> labels(String name) {
    return labels.computeIfAbsent(
        name,
        missing -> {
          Map<String, String> all = new HashMap<>(LabelSelector.labels(objects.get(missing)));
          all.put(NAME_LABEL, missing);
          return all;
        });
  }

  /** The metadata of a {@code Namespace} with that label. */
  static Value.Fields labelled(Value.Fields metadata, String name) {
    Origin origin = metadata.origin().assuming("the label that every namespace has");
    Value.Fields written =
        metadata.get("labels") instanceof Value.Fields labels
            ? labels
            : new Value.Fields(origin, Map.of());
    return metadata.with("labels", written.with(NAME_LABEL, new Value.Text(origin, name)));
  }

  /** The namespace as {@code namespaceObject} has it: what an API server shows of it. */
  Object plain(String name) {
    return plain.computeIfAbsent(name, this::make);
  }

  private Object make(String name) {
    Value.Fields object = objects.get(name);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (object != null && object.get("metadata") instanceof Value.Fields written) {
      written
          .members()
          .forEach((member, value) -> {
            if (isShown(member) && !(value instanceof Value.Nothing)) {
              metadata.put(member, value.plain());
            }
          });
    }
    metadata.put("labels", labels(name));
    Map<String, Object> made = LinkedHashMap.newLinkedHashMap(3);
    made.put("metadata", metadata);
    made.put("spec", part(object, "spec", Map.of("finalizers", List.of("kubernetes"))));
    made.put("status", part(object, "status", Map.of("phase", "Active")));
    return Collections.unmodifiableMap(made);
  }

  private static Object part(Value.@Nullable Fields object, String name, Object otherwise) {
    Value written = object == null ? null : object.get(name);
    return written == null ? otherwise : written.plain();
  }

  private static boolean isShown(String member) {
    return switch (member) {
      case "generateName",
          "annotations",
          "generation",
          "resourceVersion",
          "finalizers",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds" ->
          true;
      default -> false;
    };
  }
}
