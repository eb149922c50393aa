package dev.breakwater.advisory.feed;

import dev.breakwater.core.Vulnerability;
import java.util.List;
import java.util.Locale;

/**
 * What vendors say of how they treat a vulnerability, in the words of Debian's and Ubuntu's
 * trackers, of Red Hat, and of VEX (CSAF and OpenVEX). A state is no fix, and Debian's no-dsa is
 * not "will not fix".
 *
 * @see <a href="https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html">CSAF 2.0, product
 *     status</a>
 */
final class VendorState {
  private VendorState() {}

  /** The last state that says something; {@link Vulnerability.Status#UNKNOWN} where none does. */
  static Vulnerability.Status of(List<String> states) {
    Vulnerability.Status status = Vulnerability.Status.UNKNOWN;
    for (String state : states) {
      Vulnerability.Status said = of(state);
      if (said != Vulnerability.Status.UNKNOWN) {
        status = said;
      }
    }
    return status;
  }

  private static Vulnerability.Status of(String state) {
    return switch (normal(state)) {
      case "end_of_life", "eol", "out_of_support_scope" -> Vulnerability.Status.END_OF_LIFE;
      case "no_dsa", "nodsa", "postponed", "deferred", "fix_deferred" ->
          Vulnerability.Status.FIX_DEFERRED;
      case "ignored", "will_not_fix", "wont_fix", "no_fix_planned" ->
          Vulnerability.Status.WILL_NOT_FIX;
      case "undetermined", "under_investigation", "needs_triage", "needs_evaluation" ->
          Vulnerability.Status.UNDER_INVESTIGATION;
      case "affected", "known_affected", "needed", "pending", "in_progress", "vulnerable" ->
          Vulnerability.Status.AFFECTED;
      default -> Vulnerability.Status.UNKNOWN;
    };
  }

  /** Whether the vendor says that the package does not have the vulnerability. */
  static boolean isNotAffected(List<String> states) {
    for (String state : states) {
      switch (normal(state)) {
        case "not_affected", "known_not_affected", "dne" -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  private static String normal(String state) {
    return state.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_').replace("'", "");
  }
}
