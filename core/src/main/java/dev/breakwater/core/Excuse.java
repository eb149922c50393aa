package dev.breakwater.core;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Why a finding does not count. */
public sealed interface Excuse {
  /** The reason, one line for people. */
  String reason();

  /**
   * Somebody accepted it until a day.
   *
   * @param file the file of waivers
   * @param line of the waiver in that file; the first is 1
   * @param owner who answers for it
   * @param expires the last day on which it holds, in UTC
   */
  record Waived(String file, int line, String reason, String owner, LocalDate expires)
      implements Excuse {}

  /**
   * A VEX document says that the subject is not affected, or no longer.
   *
   * @param document the file
   * @param author who says so
   * @param status {@code not_affected} or {@code fixed}
   * @param justification VEX's own word, for example {@code vulnerable_code_not_present}; null
   *     where there is none
   * @param reason the impact statement, or the justification
   */
  record Stated(
      String document, String author, String status, @Nullable String justification, String reason)
      implements Excuse {}

  /**
   * An earlier report has it too.
   *
   * @param report the file
   */
  record Known(String report) implements Excuse {
    @Override
    public String reason() {
      return "already in " + report;
    }
  }
}
