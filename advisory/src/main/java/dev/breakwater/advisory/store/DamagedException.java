package dev.breakwater.advisory.store;

/** A store file is not what its writer wrote; the message completes "it is damaged: …". */
class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }
}
