package dev.breakwater.core.report;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each layer of a subject stands, as {@link Subject#indexOf} says, for many questions. */
final class LayerIndex {
  private final Map<Digest, Integer> places = new HashMap<>();

  LayerIndex(Subject subject) {
    List<Subject.Layer> layers = subject.layers();
    for (int i = 0; i < layers.size(); i++) {
      places.putIfAbsent(layers.get(i).diffId(), i);
    }
  }

  /** The lowest is 0; -1 where there is none of that diff-id. */
  int of(@Nullable Digest layer) {
    return layer == null ? -1 : places.getOrDefault(layer, -1);
  }
}
