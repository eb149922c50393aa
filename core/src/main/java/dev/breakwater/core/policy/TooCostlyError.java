package dev.breakwater.core.policy;

import java.io.Serial;

/**
 * An evaluation that has cost all that it may. An error, because CEL takes exceptions for values
 * that the other side of an {@code ||} can outweigh, and would go on.
 */
final class TooCostlyError extends Error {
  @Serial private static final long serialVersionUID = 1L;

  TooCostlyError(String message) {
    super(message, null, false, false);
  }
}
