package dev.breakwater.posture.admission;

import java.util.Locale;

/** What a policy says of a request, the least grave first. */
public enum Outcome {
  /** Nothing against it. */
  ALLOW,
  /** It passes, and is written into the audit log. */
  AUDIT,
  /** It passes, and its sender is warned. */
  WARN,
  /** Whether it passes cannot be said: an expression fails, and the policy fails closed. */
  ERROR,
  /** It is refused. */
  DENY;

  /** As reports have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
