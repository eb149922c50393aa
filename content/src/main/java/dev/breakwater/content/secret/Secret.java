package dev.breakwater.content.secret;

/** A secret on its way to its provider; never printed, never written. */
final class Secret {
  private final String text;

  Secret(String text) {
    this.text = text;
  }

  /** Only a request to the provider has use for this. */
  String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
