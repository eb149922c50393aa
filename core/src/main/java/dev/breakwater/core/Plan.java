package dev.breakwater.core;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The smallest set of changes that removes the most, the most useful first.
 *
 * @param steps each counted after those before it
 * @param together commands that carry out all steps of {@link Kind#UPGRADE} at once, for
 *     convenience; empty where there are fewer than two
 */
public record Plan(List<Step> steps, List<String> together) {
  /** Nothing to do, or nothing that can be done. */
  public static final Plan NONE = new Plan(List.of());

  public Plan {
    steps = List.copyOf(steps);
    together = List.copyOf(together);
  }

  /** A plan of single steps. */
  public Plan(List<Step> steps) {
    this(steps, List.of());
  }

  /**
   * One change.
   *
   * @param kind what sort of change it is
   * @param title one line for people, for example "upgrade openssl to 3.0.15-1~deb12u1"
   * @param commands what to run or to change; empty where only a person can tell
   * @param removes the findings that are gone after it and were not before
   * @param brings findings that it would bring
   * @param left findings of each severity that are left after this step and those before it
   */
  public record Step(
      Kind kind,
      String title,
      List<String> commands,
      List<Finding> removes,
      List<Vulnerability> brings,
      SortedMap<Severity, Integer> left) {

    public Step {
      commands = List.copyOf(commands);
      removes = List.copyOf(removes);
      brings = List.copyOf(brings);
      left = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(left));
    }
  }

  /** What sort of change it is. */
  public enum Kind {
    /** Build on another base image. */
    BASE,
    /** Upgrade packages with the operating system's package manager. */
    UPGRADE,
    /** Take another version of a library of the application. */
    REPLACE,
    /** Take something out, or change a setting. */
    CHANGE;

    /** The form used in reports, for example {@code upgrade}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
