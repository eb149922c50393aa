package dev.breakwater.posture.source;

/** What a manifest is written for. */
public enum Platform {
  KUBERNETES("Kubernetes"),
  COMPOSE("Compose"),
  ECS("Amazon ECS"),
  MARATHON("Marathon");

  private final String label;

  Platform(String label) {
    this.label = label;
  }

  /** The name for people. */
  public String label() {
    return label;
  }
}
