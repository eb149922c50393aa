package dev.breakwater.posture.source;

import dev.breakwater.core.Problem;

/** Who takes what is found in files, as it is found. */
public interface Sink {
  /** Takes an object. */
  void add(Resource resource);

  /** Takes what could not be read, or not rendered. */
  void add(Problem problem);
}
