package dev.breakwater.advisory.archive;

import java.io.IOException;
import java.util.Objects;

/**
 * Something about an archive that cannot be used: unreadable, unsigned, altered or out of reach.
 * The message is a clause for people that says what, where and why; it becomes the reason of an
 * assessment or the text of a problem.
 */
sealed class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    super(message);
  }

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The archive answered, and does not have this file. */
  static final class Missing extends ArchiveException {
    private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }
  }

  /** The archive did not answer, or not in time. */
  static final class Unreachable extends ArchiveException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
      super(message);
    }
  }
}
