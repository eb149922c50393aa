package dev.breakwater.posture.cel;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.core.cel.Meter;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Evaluates expressions about one pod and a few simple things. */
final class Expressions {
  static final Map<String, Object> POD =
      Map.of(
          "metadata",
          Map.of("name", "web", "labels", Map.of("app", "shop", "tier", "front")),
          "spec",
          Map.of(
              "hostNetwork",
              false,
              "replicas",
              3L,
              "ratio",
              0.5,
              "port",
              "80",
              "containers",
              List.of(
                  Map.of(
                      "name",
                      "main",
                      "image",
                      "registry.example.org/shop/web:1.2.3",
                      "securityContext",
                      Map.of("privileged", false, "runAsUser", 1000L),
                      "resources",
                      Map.of("limits", Map.of("memory", "512Mi"))),
                  Map.of("name", "side", "image", "registry.example.org/shop/proxy:2"))));

  private static final Cel CEL =
      Cel.with(
          Map.of(
              "object",
              SimpleType.DYN,
              "numbers",
              ListType.create(SimpleType.INT),
              "word",
              SimpleType.STRING));

  private Expressions() {}

  static Program compiled(String expression, CelType... results) throws Exception {
    return CEL.compile(expression, Set.of(results));
  }

  /** What it gives; lists and maps are plain ones. */
  static Object value(String expression) throws Exception {
    return plain(compiled(expression).evaluate(Expressions::variable, budget()));
  }

  static boolean holds(String expression) throws Exception {
    return (Boolean) value(expression);
  }

  /** What it costs, in the units of an API server. */
  static long cost(String expression) throws Exception {
    Budget budget = budget();
    compiled(expression).evaluate(Expressions::variable, budget);
    return Budget.PER_BINDING - budget.left();
  }

  /** What is wrong with it, when it is compiled or evaluated. */
  static FaultyExpressionException fault(String expression) {
    return Objects.requireNonNull(
        catchThrowableOfType(FaultyExpressionException.class, () -> value(expression)),
        () -> "nothing is wrong with " + expression);
  }

  static String message(String expression) {
    return String.valueOf(fault(expression).getMessage());
  }

  static Budget budget() {
    return new Budget(Budget.PER_BINDING);
  }

  static Object variable(String name) {
    return switch (name) {
      case "object" -> POD;
      case "numbers" -> List.of(1L, 2L, 3L, 4L, 5L);
      case "word" -> "breakwater";
      default -> throw new AssertionError("nobody declared " + name);
    };
  }

  /** The same in plain lists and maps. */
  static Object plain(Object value) {
    return switch (value) {
      case List<?> list -> {
        List<Object> plain = new ArrayList<>();
        list.forEach(element -> plain.add(plain(Values.of(element))));
        yield plain;
      }
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((key, member) -> plain.put(key, plain(Values.of(member))));
        yield plain;
      }
      case Optional<?> optional -> optional.map(Expressions::plain);
      default -> value;
    };
  }

  /** Runs what counts steps outside of an evaluation. */
  static <T> T metered(ScopedValue.CallableOp<T, RuntimeException> work) {
    Meter meter = new Meter(new Meter.Limits(1_000_000, Long.MAX_VALUE, 1_000_000, 1_000_000));
    return ScopedValue.where(Meter.CURRENT, meter).call(work);
  }
}
