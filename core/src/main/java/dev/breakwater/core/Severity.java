package dev.breakwater.core;

import java.util.Locale;
import java.util.Optional;

/** How bad a finding is, worst first, so that natural order sorts the worst to the top. */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  NEGLIGIBLE,
  UNKNOWN;

  /** The lower-case name used in every format and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a label in any case; "moderate" and "important" are the names some vendors use. */
  public static Optional<Severity> parse(String label) {
    return switch (label.trim().toLowerCase(Locale.ROOT)) {
      case "critical" -> Optional.of(CRITICAL);
      case "high", "important" -> Optional.of(HIGH);
      case "medium", "moderate" -> Optional.of(MEDIUM);
      case "low" -> Optional.of(LOW);
      case "negligible", "unimportant", "none" -> Optional.of(NEGLIGIBLE);
      case "unknown" -> Optional.of(UNKNOWN);
      default -> Optional.empty();
    };
  }

  /**
   * The qualitative rating of a CVSS base score from 0.0 to 10.0 (CVSS v3.1 section 5, v4.0 section
   * 6).
   */
  public static Severity ofCvss(double score) {
    if (score >= 9.0) {
      return CRITICAL;
    }
    if (score >= 7.0) {
      return HIGH;
    }
    if (score >= 4.0) {
      return MEDIUM;
    }
    return score > 0.0 ? LOW : NEGLIGIBLE;
  }

  /**
   * Whether this is as bad as {@code threshold} or worse; what is unknown reaches no known
   * threshold.
   */
  public boolean reaches(Severity threshold) {
    return compareTo(threshold) <= 0;
  }
}
