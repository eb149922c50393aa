package dev.breakwater.content.setting;

import dev.breakwater.core.Severity;
import java.util.List;

/** Finds secrets in a short text. Safe to share between threads. */
@FunctionalInterface
public interface TextSecrets {
  /** The secrets of a text, in the order in which they are there. */
  List<Sighting> find(String text);

  /**
   * A secret, told without the secret.
   *
   * @param rule its name
   * @param title what sort of secret it is
   * @param description what it looks like; nothing of the text itself but its known beginning
   * @param remedy where it is revoked, as an order to a person
   */
  record Sighting(
      String rule, String title, Severity severity, String description, String remedy) {}
}
