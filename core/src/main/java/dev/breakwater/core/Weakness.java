package dev.breakwater.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule found at a place: a secret, a setting, a permission, a file.
 *
 * @param id the rule, in words joined by hyphens, for example {@code aws-access-key}
 * @param evidence what exactly is there, for people, and never the secret itself: "20 characters
 *     that begin with AKIA"
 * @param references where to read about it: addresses, and names of controls such as {@code CIS
 *     Docker 4.1} or {@code CWE-798}
 * @param subjectPart what tells it from another of the same rule at the same place whatever the
 *     lines, such as the name of a user; null where the place suffices
 */
public record Weakness(
    String id,
    Kind kind,
    Severity severity,
    String title,
    String evidence,
    Location location,
    Remedy remedy,
    List<String> references,
    @Nullable String subjectPart)
    implements Finding {

  public Weakness {
    references = List.copyOf(references);
  }

  /** Rules have one name. */
  @Override
  public List<String> aliases() {
    return List.of();
  }

  @Override
  public String identity() {
    return kind.label()
        + '\n'
        + id
        + '\n'
        + text(location.path())
        + '\n'
        + text(location.pointer())
        + '\n'
        + text(subjectPart);
  }

  @Override
  public String distinction() {
    return evidence;
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }
}
