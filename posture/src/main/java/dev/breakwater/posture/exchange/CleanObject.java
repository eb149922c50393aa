package dev.breakwater.posture.exchange;

import dev.breakwater.posture.source.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object as its author would have written it: without what a cluster adds, which another one
 * would refuse or take amiss, and without what says no more than nothing does.
 */
final class CleanObject {
  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields",
          "selfLink",
          "ownerReferences",
          "finalizers");

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private CleanObject() {}

  /**
   * The object, cleaned.
   *
   * @param apiVersion to write instead of its own
   */
  static Value.Fields of(Value.Fields object, String apiVersion) {
    Tree clean = Tree.at(object.origin()).put("apiVersion", apiVersion);
    clean.put("kind", object.get("kind"));
    clean.put("metadata", metadata(object.get("metadata")));
    for (Map.Entry<String, Value> member : object.members().entrySet()) {
      switch (member.getKey()) {
        case "apiVersion", "kind", "metadata", "status" -> {}
        default -> clean.put(member.getKey(), Tree.only(member.getValue(), CleanObject::said));
      }
    }
    return clean.fields();
  }

  /** An object that policies are parametrised by: all that it says counts. */
  static Value.Fields parameter(Value.Fields object) {
    Tree clean = Tree.at(object.origin());
    for (Map.Entry<String, Value> member : object.members().entrySet()) {
      switch (member.getKey()) {
        case "status" -> {}
        case "metadata" -> clean.put("metadata", metadata(member.getValue()));
        default -> clean.put(member.getKey(), member.getValue());
      }
    }
    return clean.fields();
  }

  private static @Nullable Value metadata(@Nullable Value metadata) {
    if (!(metadata instanceof Value.Fields fields)) {
      return metadata;
    }
    Tree clean = Tree.at(fields.origin());
    for (Map.Entry<String, Value> member : fields.members().entrySet()) {
      if (member.getKey().equals("annotations")) {
        Value annotations =
            Tree.only(member.getValue(), (name, value) -> name.equals(LAST_APPLIED) ? null : value);
        clean.put("annotations", annotations.members().isEmpty() ? null : annotations);
      } else if (!OF_THE_CLUSTER.contains(member.getKey())) {
        clean.put(member.getKey(), member.getValue());
      }
    }
    return clean.fields();
  }

  /** What a server fills in where nobody says anything is nothing said. */
  private static @Nullable Value said(String name, Value value) {
    boolean isDefault =
        switch (name) {
          case "namespaceSelector", "objectSelector", "matchResources" ->
              value instanceof Value.Fields fields && said(fields).members().isEmpty();
          case "scope" -> "*".equals(value.text());
          case "matchPolicy" -> "Equivalent".equals(value.text());
          default -> value instanceof Value.Nothing;
        };
    return isDefault ? null : value;
  }

  private static Value said(Value.Fields fields) {
    return Tree.only(fields, CleanObject::said);
  }
}
