package dev.breakwater.posture.compose;

/** A text that Compose would refuse; the message says why, without the place. */
final class FaultyTextException extends Exception {
  private static final long serialVersionUID = 1L;

  FaultyTextException(String message) {
    super(message);
  }
}
