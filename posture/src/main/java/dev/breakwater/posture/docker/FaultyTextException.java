package dev.breakwater.posture.docker;

/** A text that Docker or Compose would refuse; the message says why, without the place. */
public class FaultyTextException extends Exception {
  private static final long serialVersionUID = 1L;

  public FaultyTextException(String message) {
    super(message);
  }
}
