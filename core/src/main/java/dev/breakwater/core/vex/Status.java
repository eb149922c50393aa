package dev.breakwater.core.vex;

import java.util.Locale;
import java.util.Optional;

/** How a product stands to a vulnerability. */
enum Status {
  NOT_AFFECTED,
  AFFECTED,
  FIXED,
  UNDER_INVESTIGATION;

  /** The word of OpenVEX, for example {@code not_affected}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Status> parse(String label) {
    for (Status status : values()) {
      if (status.label().equals(label)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** Whether a finding need not count. */
  boolean excuses() {
    return this == NOT_AFFECTED || this == FIXED;
  }
}
