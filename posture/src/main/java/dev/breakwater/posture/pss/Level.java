package dev.breakwater.posture.pss;

import java.util.Optional;

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

  /** Reads a label, as it is written in the labels of namespaces; empty where it is none. */
  public static Optional<Level> parse(String label) {
    for (Level level : values()) {
      if (level.label.equals(label)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
