package dev.breakwater.image.tar;

import java.io.IOException;

/** The bytes are not a well-formed tar archive; the message is for people. */
public final class TarException extends IOException {
  private static final long serialVersionUID = 1L;

  TarException(String message) {
    super(message);
  }
}
