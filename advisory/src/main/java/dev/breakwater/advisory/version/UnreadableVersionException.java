package dev.breakwater.advisory.version;

/** A text that is no version of the kind it should be; the message names the text and says why. */
public final class UnreadableVersionException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableVersionException(String message) {
    super(message);
  }
}
