package dev.breakwater.core;

import org.jspecify.annotations.Nullable;

/**
 * A fault that a person has to hear of. The message says what was tried, where, why it failed and
 * what to do, in one or two sentences, without the name of a class.
 */
public class BreakwaterException extends Exception {
  private static final long serialVersionUID = 1L;

  public BreakwaterException(String message) {
    super(message);
  }

  public BreakwaterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
