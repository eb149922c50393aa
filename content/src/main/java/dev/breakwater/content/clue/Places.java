package dev.breakwater.content.clue;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Subject;
import dev.breakwater.image.Found;
import org.jspecify.annotations.Nullable;

/** Says where in a subject something was found. */
public record Places(Subject subject) {
  /**
   * The place of what was found.
   *
   * @param line the first is 1; 0 for the whole file
   */
  public Location of(Found<?> found, int line, boolean hidden) {
    return new Location(found.path(), line, 0, null, layer(found.layer()), hidden);
  }

  /** The diff-id of a layer; null where the subject has no layer of that index. */
  public @Nullable Digest layer(int index) {
    return index < 0 || index >= subject.layers().size()
        ? null
        : subject.layers().get(index).diffId();
  }
}
