package dev.breakwater.advisory.feed;

/** A record of a feed cannot be used; the message says why, for people. */
final class BrokenRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenRecordException(String message) {
    super(message);
  }
}
