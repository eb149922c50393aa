package dev.breakwater.advisory.feed;

import dev.breakwater.core.BreakwaterException;
import org.jspecify.annotations.Nullable;

/** A host cannot be found or does not answer, so nothing else from it can be had either. */
final class UnreachableException extends BreakwaterException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
