package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Vulnerability;

/** Sentences that more than one form of report says in the same words. */
final class Wording {
  private Wording() {}

  /** What is wrong with an assessment: "npm: 37 packages were not assessed: there is no feed". */
  static String shortfall(Assessment assessment) {
    StringBuilder text = new StringBuilder(assessment.feed()).append(": ");
    // What scores or marks findings, such as KEV, answers for no package.
    if (assessment.packages() == 0) {
      return text.append(
              assessment.reason() == null ? assessment.state().label() : assessment.reason())
          .toString();
    }
    text.append(count(assessment.packages(), "package"));
    boolean one = assessment.packages() == 1;
    switch (assessment.state()) {
      case ASSESSED -> text.append(one ? " was assessed" : " were assessed");
      case STALE ->
          text.append(one ? " was" : " were").append(" assessed by data that are out of date");
      case PARTIAL -> text.append(one ? " was" : " were").append(" assessed in part");
      case NOT_ASSESSED -> text.append(one ? " was" : " were").append(" not assessed");
    }
    if (assessment.asOf() != null && assessment.state() == Assessment.State.STALE) {
      text.append(" (of ").append(day(assessment)).append(')');
    }
    if (assessment.reason() != null) {
      text.append(": ").append(assessment.reason());
    }
    return text.toString();
  }

  /** The day of a feed's data, {@code 2026-11-20}; empty where it has none. */
  static String day(Assessment assessment) {
    return assessment.asOf() == null ? "" : assessment.asOf().toString().substring(0, 10);
  }

  /** "1 package", "2 packages". */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** "1 vulnerability", "2 vulnerabilities". */
  static String many(long number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun.substring(0, noun.length() - 1) + "ies";
  }

  /** How it stands with a vulnerability that has no fix. */
  static String status(Vulnerability.Status status) {
    return switch (status) {
      case WILL_NOT_FIX -> "will not be fixed";
      case FIX_DEFERRED -> "fix deferred";
      case END_OF_LIFE -> "out of support";
      case UNDER_INVESTIGATION -> "being looked into";
      case UNKNOWN, AFFECTED, FIXED -> "no fix yet";
    };
  }
}
