package dev.breakwater.core;

import java.util.List;
import java.util.Locale;

/**
 * One rule of a policy that speaks against a subject.
 *
 * @param rule its name
 * @param where the policy's file and line, or the option that set it, for example {@code --fail-on}
 * @param expression what was true
 * @param effect what follows
 * @param message one sentence for people
 * @param findings what made it true; empty where no single findings did
 */
public record Decision(
    String rule,
    String where,
    String expression,
    Effect effect,
    String message,
    List<Finding> findings) {

  public Decision {
    findings = List.copyOf(findings);
  }

  /** What follows of a rule. */
  public enum Effect {
    /** The subject does not pass. */
    DENY,
    /** The subject passes, and somebody should look at it. */
    WARN,
    /** The rule could not be decided, so the subject is not assessed. */
    ERROR;

    /** The form used in reports, for example {@code deny}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
