package dev.breakwater.content.clue;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Finding.Kind;
import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Weakness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clue means.
 *
 * @param id words joined by hyphens
 * @param title one line for people
 * @param remedy what to do, one sentence that begins with a verb
 * @param references addresses, and names of controls
 */
public record Rule(
    String id, Kind kind, Severity severity, String title, String remedy, List<String> references) {

  public Rule {
    references = List.copyOf(references);
  }

  /** A setting, permission or password that is less safe than it can be. */
  public static Rule setting(
      String id, Severity severity, String title, String remedy, String... references) {
    return new Rule(id, Kind.MISCONFIGURATION, severity, title, remedy, List.of(references));
  }

  /** Something that lies where others can read it. */
  public static Rule secret(
      String id, Severity severity, String title, String remedy, String... references) {
    return new Rule(id, Kind.SECRET, severity, title, remedy, List.of(references));
  }

  /** Something that does harm. */
  public static Rule malware(
      String id, Severity severity, String title, String remedy, String... references) {
    return new Rule(id, Kind.MALWARE, severity, title, remedy, List.of(references));
  }

  /** The finding that a clue makes. */
  public Weakness finding(String evidence, Location location, @Nullable String part) {
    return new Weakness(
        id,
        kind,
        severity,
        title,
        evidence,
        location,
        new Finding.Remedy(remedy),
        references,
        part);
  }
}
