package dev.breakwater.advisory.mirror;

import java.io.IOException;
import java.util.Objects;

/**
 * Something about an archive that cannot be used: unreadable, unsigned, altered or out of reach.
 * The message is a clause for people that says what, where and why; it becomes the reason of an
 * assessment or the text of a problem.
 */
public sealed class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public ArchiveException(String message) {
    super(message);
  }

  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The archive answered, and does not have this file. */
  public static final class Missing extends ArchiveException {
    private static final long serialVersionUID = 1L;

    public Missing(String message) {
      super(message);
    }
  }

  /** The archive did not answer, or not in time. */
  public static final class Unreachable extends ArchiveException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
      super(message);
    }
  }
}
