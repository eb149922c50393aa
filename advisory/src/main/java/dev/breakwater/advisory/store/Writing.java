package dev.breakwater.advisory.store;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.file.Path;

/** What all writers say when the disk is full. */
final class Writing {
  static BreakwaterException failed(Path place, IOException e) {
    return new BreakwaterException(
        "Tried to write the store file "
            + place
            + ": "
            + BreakwaterException.reason(e)
            + ". The data that were there before are unchanged.",
        e);
  }

  private Writing() {}
}
