package dev.breakwater.core.policy;

import java.io.Serial;

/** A policy that cannot be used, and where in its file that shows. */
final class FaultyPolicyException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  FaultyPolicyException(Position at, String what) {
    super(at + ": " + what);
  }

  FaultyPolicyException(String what) {
    super(what);
  }
}
