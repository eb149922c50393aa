package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses objects by their labels; without requirements, all of them.
 *
 * @param requirements all of which have to hold
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels
 *     and selectors</a>
 */
public record LabelSelector(List<Requirement> requirements) {
  /** Chooses everything. */
  static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** What a requirement asks. */
  public enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String written;

    Operator(String written) {
      this.written = written;
    }
  }

  /** One requirement on the label {@code key}. */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    boolean holds(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }
  }

  /** Whether an object with these labels is chosen. */
  boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.holds(labels)) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty() {
    return requirements.isEmpty();
  }

  /** The labels of an object; empty where it has none, or they are no texts. */
  static Map<String, String> labels(@Nullable Value object) {
    Value labels = object == null ? null : object.at("metadata", "labels");
    if (labels == null) {
      return Map.of();
    }
    Map<String, String> texts = HashMap.newHashMap(labels.members().size());
    labels
        .members()
        .forEach((name, value) -> {
          String text = value.text();
          if (text != null) {
            texts.put(name, text);
          }
        });
    return texts;
  }

  static LabelSelector read(@Nullable FieldReader selector) {
    if (selector == null) {
      return EVERYTHING;
    }
    selector.knows("matchLabels", "matchExpressions");
    List<Requirement> requirements = new ArrayList<>();
    FieldReader labels = selector.fields("matchLabels");
    if (labels != null) {
      for (String name : labels.names()) {
        labels.check(name, Syntax.qualifiedName(name));
        String value = labels.text(name);
        if (value != null) {
          labels.check(name, Syntax.labelValue(value));
          requirements.add(new Requirement(name, Operator.IN, List.of(value)));
        }
      }
    }
    for (FieldReader expression : selector.each("matchExpressions")) {
      expression.knows("key", "operator", "values");
      Requirement requirement = requirement(expression);
      if (requirement != null) {
        requirements.add(requirement);
      }
    }
    return new LabelSelector(requirements);
  }

  private static @Nullable Requirement requirement(FieldReader expression) {
    String key = expression.required("key");
    String written = expression.required("operator");
    List<String> values = expression.texts("values");
    if (key != null) {
      expression.check("key", Syntax.qualifiedName(key));
    }
    if (key == null || written == null) {
      return null;
    }
    for (Operator operator : Operator.values()) {
      if (operator.written.equals(written)) {
        boolean asksForValues = operator == Operator.IN || operator == Operator.NOT_IN;
        if (asksForValues && values.isEmpty()) {
          expression.fault("values", "must be specified when `operator` is 'In' or 'NotIn'");
        } else if (!asksForValues && !values.isEmpty()) {
          expression.fault(
              "values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        return new Requirement(key, operator, values);
      }
    }
    expression.fault("operator", Syntax.quote(written) + " is not a valid selector operator");
    return null;
  }
}
