package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.library.CanonicalQuantity;
import dev.breakwater.posture.source.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The amounts of resources in objects of the kinds that come with an API server. It reads them into
 * a type of its own and hands policies what that writes: {@code cpu: 2} is the text {@code 2} to a
 * policy, and {@code 1024Mi} is {@code 1Gi}. Objects of defined kinds stay as they are sent.
 */
final class Amounts {
  /** Those whose kinds have any; nobody can define a kind in them. */
  private static final Set<String> GROUPS =
      Set.of("", "apps", "batch", "extensions", "autoscaling", "node.k8s.io");

  /** Mappings of amounts. No mapping of these groups that holds what else has such a name. */
  private static final Set<String> MAPPINGS =
      Set.of(
          "limits",
          "requests",
          "overhead",
          "podFixed",
          "capacity",
          "allocatable",
          "allocatedResources",
          "hard",
          "used",
          "max",
          "min",
          "default",
          "defaultRequest",
          "maxLimitRequestRatio");

  /** Single ones, after what they are in: their names alone may be keys of a ConfigMap, too. */
  private static final Map<String, Set<String>> SINGLE =
      Map.of(
          "emptyDir", Set.of("sizeLimit"),
          "resourceFieldRef", Set.of("divisor"),
          "target", Set.of("value", "averageValue"),
          "current", Set.of("value", "averageValue"),
          "scaleUp", Set.of("tolerance"),
          "scaleDown", Set.of("tolerance"));

  private Amounts() {}

  /** An object with its amounts as policies see them. */
  static Value asPoliciesSee(Value.Fields object, Kind kind) {
    return GROUPS.contains(kind.group()) ? in(object, "") : object;
  }

  /** What is in a value; the very same where there is no amount to be written otherwise. */
  private static Value in(Value value, String name) {
    return switch (value) {
      case Value.Fields fields -> inFields(fields, name);
      case Value.Items list -> inItems(list);
      default -> value;
    };
  }

  @SuppressWarnings("ReferenceEquality") // what is the same object need not be built again
  private static Value inFields(Value.Fields fields, String name) {
    boolean every = MAPPINGS.contains(name);
    Set<String> some = SINGLE.getOrDefault(name, Set.of());
    Map<String, Value> seen = LinkedHashMap.newLinkedHashMap(fields.members().size());
    boolean differs = false;
    for (Map.Entry<String, Value> member : fields.members().entrySet()) {
      Value now = member.getValue();
      Value then = every || some.contains(member.getKey()) ? amount(now) : now;
      then = in(then, member.getKey());
      differs |= then != now;
      seen.put(member.getKey(), then);
    }
    return differs ? new Value.Fields(fields.origin(), seen) : fields;
  }

  @SuppressWarnings("ReferenceEquality") // as there
  private static Value inItems(Value.Items list) {
    List<Value> seen = new ArrayList<>(list.items().size());
    boolean differs = false;
    for (Value item : list.items()) {
      Value then = in(item, "");
      differs |= then != item;
      seen.add(then);
    }
    return differs ? new Value.Items(list.origin(), seen) : list;
  }

  /** What is no amount stays: an API server refuses it before policies are asked. */
  private static Value amount(Value value) {
    String written = json(value);
    String canonical = written == null ? null : CanonicalQuantity.of(written);
    return canonical == null || canonical.equals(value.text())
        ? value
        : new Value.Text(value.origin(), canonical);
  }

  /** How it is sent, which for a number is not how it stands in a file: {@code 0x10} is 16. */
  private static @Nullable String json(Value value) {
    return switch (value) {
      case Value.Text text -> text.value();
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Real real when Double.isFinite(real.value()) ->
          BigDecimal.valueOf(real.value()).stripTrailingZeros().toPlainString();
      default -> null;
    };
  }
}
