package dev.breakwater.posture.pss;

/** A level of the Pod Security Standards, the laxest first; {@code privileged} forbids nothing. */
public enum Level {
  PRIVILEGED("privileged"),
  BASELINE("baseline"),
  RESTRICTED("restricted");

  private final String label;

  Level(String label) {
    this.label = label;
  }

  /** The name that Kubernetes has for it, for example {@code baseline}. */
  public String label() {
    return label;
  }
}
