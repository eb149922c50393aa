package dev.breakwater.image.engine;

import java.io.IOException;

/** The engine answered, and has no such image or container. */
public final class NotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
