package dev.breakwater.core;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * A fault that a person has to hear of. The message says what was tried, where, why it failed and
 * what to do, in one or two sentences, without the name of a class.
 */
public class BreakwaterException extends Exception {
  private static final long serialVersionUID = 1L;

  public BreakwaterException(String message) {
    super(message);
  }

  public BreakwaterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Why reading or writing failed, for people; the message of a file's exception is its path. */
  public static String reason(Exception fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException file when file.getReason() != null ->
          String.valueOf(file.getReason());
      default -> fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    };
  }
}
