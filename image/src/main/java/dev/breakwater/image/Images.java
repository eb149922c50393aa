package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;

/** Opens images. */
public final class Images {
  private Images() {}

  /**
   * Opens an image: its manifest and configuration are read, its layers are not.
   *
   * @throws BreakwaterException saying what cannot be opened, where, why, and what to do
   */
  @SuppressWarnings("DoNotCallSuggester") // until it is built
  public static Image open(ImageSource source, ImageOptions options, Progress progress)
      throws BreakwaterException {
    throw new BreakwaterException("not built yet: " + source + options + progress);
  }
}
