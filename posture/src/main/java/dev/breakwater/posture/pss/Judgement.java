package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is found against a pod while one control is judged. */
final class Judgement {
  /** What a pod is on every platform. */
  static final String WORKLOAD = "the workload";

  /** A pod with more is no better known for it, and hostile. */
  private static final int MOST_VIOLATIONS = 1_000;

  /** Names and values are written by strangers. */
  private static final int MOST_CHARACTERS = 100;

  private final Control control;
  private final List<Violation> violations;
  private final int before;

  /** What stands in the way of several paths is told once. */
  private final Set<Origin> obstacles = new HashSet<>();

  /**
   * Begins to judge.
   *
   * @param violations to which those of this control are added
   */
  Judgement(Control control, List<Violation> violations) {
    this.control = control;
    this.violations = violations;
    this.before = violations.size();
  }

  /**
   * A place breaks the control.
   *
   * @param container null where it is about the pod
   * @param message what the container or the workload does, for example {@code runs privileged}
   */
  void add(@Nullable Container container, Place place, String message) {
    add(container, place, control.level(), message);
  }

  /** A place breaks the control, and also the laxer one that the control stands for. */
  void addForBaseline(@Nullable Container container, Place place, String message) {
    add(container, place, Level.BASELINE, message);
  }

  private void add(@Nullable Container container, Place place, Level level, String message) {
    if (violations.size() - before == MOST_VIOLATIONS
        || (place.belongs() != null && !obstacles.add(place.value().origin()))) {
      return;
    }
    String whole = (container == null ? WORKLOAD : container.label()) + ' ' + message;
    violations.add(
        new Violation(
            control.id(),
            level,
            container == null ? null : container.name(),
            place.value().origin(),
            place.missing(),
            whole));
  }

  /**
   * A place breaks the control because what is there is of another type.
   *
   * @param expected what belongs there, for example {@code true or false}
   */
  void addWrongType(@Nullable Container container, Place place, String expected) {
    String belongs = place.belongs() == null ? expected : place.belongs();
    add(container, place, "has " + sort(place.value()) + " where " + belongs + " belongs");
  }

  /** A flag that may be false or missing breaks the control where it is true. */
  void forbidTrue(@Nullable Container container, Place place, String message) {
    if (place.isTrue()) {
      add(container, place, message);
    } else if (place.isThere() && !place.isFalse()) {
      addWrongType(container, place, "true or false");
    }
  }

  private static String sort(Value value) {
    return switch (value) {
      case Value.Nothing _ -> "nothing";
      case Value.Flag _ -> "true or false";
      case Value.Whole _, Value.Real _ -> "a number";
      case Value.Text _ -> "a text";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a mapping";
    };
  }

  /** A text of the pod, as long as a message can bear. */
  static String shortened(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    boolean halved = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return text.substring(0, halved ? MOST_CHARACTERS - 1 : MOST_CHARACTERS) + '…';
  }
}
