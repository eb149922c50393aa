package dev.breakwater.posture.cel.library;

/** A text that is not what it should be; the message is the one that an API server gives. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message, null, false, false);
  }
}
