package dev.breakwater.core.cel;

import java.io.Serial;

/**
 * An evaluation that has cost all that it may. An error, because CEL takes exceptions for values
 * that the other side of an {@code ||} can outweigh, and would go on.
 */
public final class TooCostlyError extends Error {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * What ends an evaluation.
   *
   * @param message for people, such as "it takes more than 50 steps"
   */
  public TooCostlyError(String message) {
    super(message, null, false, false);
  }
}
