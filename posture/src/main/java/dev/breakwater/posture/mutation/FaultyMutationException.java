package dev.breakwater.posture.mutation;

import dev.breakwater.core.BreakwaterException;

/** A mutation that cannot be applied to an object; the message says where and why. */
public final class FaultyMutationException extends BreakwaterException {
  private static final long serialVersionUID = 1L;

  /** A fault. */
  public FaultyMutationException(String message) {
    super(message);
  }
}
