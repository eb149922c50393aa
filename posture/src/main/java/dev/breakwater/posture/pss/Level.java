package dev.breakwater.posture.pss;

/** A level of the Pod Security Standards, the laxest first; {@code privileged} forbids nothing. */
public enum Level {
  PRIVILEGED,
  BASELINE,
  RESTRICTED
}
