package dev.breakwater.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading one layer.
 *
 * @param facts null where it could not be read
 * @param failure why there are no facts; empty where there are some
 */
record LayerRead(@Nullable LayerFacts facts, String failure) {
  static LayerRead of(LayerFacts facts) {
    return new LayerRead(facts, "");
  }

  static LayerRead failed(IOException e) {
    String message = e.getMessage();
    return new LayerRead(null, message == null ? e.getClass().getSimpleName() : message);
  }
}
