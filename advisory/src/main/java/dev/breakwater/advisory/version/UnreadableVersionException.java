package dev.breakwater.advisory.version;

/** A text that is no version of the kind it should be; the message names the text and says why. */
public final class UnreadableVersionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** So much of a hostile text is shown in a message. */
  private static final int SHOWN_CHARS = 80;

  public UnreadableVersionException(String message) {
    super(message);
  }

  /**
   * A text that an order refuses.
   *
   * @param kind for people, for example {@code Debian}
   * @param text shown shortened, control characters as question marks
   * @param reason for people, without a full stop
   */
  static UnreadableVersionException of(String kind, String text, String reason) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN_CHARS; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    if (text.length() > SHOWN_CHARS) {
      shown.append('…');
    }
    return new UnreadableVersionException(
        "\"" + shown + "\" is no " + kind + " version: " + reason);
  }

  /** Unreadable versions are expected and can be many, so no stack is recorded. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
