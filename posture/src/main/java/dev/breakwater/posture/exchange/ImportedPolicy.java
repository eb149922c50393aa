package dev.breakwater.posture.exchange;

import dev.breakwater.posture.source.Value;
import java.util.List;

/**
 * A policy with what belongs to it.
 *
 * @param name of the policy
 * @param documents the policy, its bindings, and the objects that it is parametrised by
 */
public record ImportedPolicy(String name, List<Value.Fields> documents) {
  public ImportedPolicy {
    documents = List.copyOf(documents);
  }

  /** As {@code kubectl apply} takes it. */
  public String yaml() {
    return YamlWriter.writeAll(documents);
  }
}
