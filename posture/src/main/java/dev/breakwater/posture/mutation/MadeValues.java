package dev.breakwater.posture.mutation;

import com.google.common.primitives.UnsignedLong;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What expressions make, as values of objects. */
public final class MadeValues {
  private static final int MAX_DEPTH = 200;

  private MadeValues() {}

  /**
   * The value of what an expression gave, as JSON has it: bytes in base64, a duration in seconds, a
   * time as RFC 3339 writes it.
   *
   * @param origin of all its parts
   * @throws FaultyMutationException where JSON has nothing for it, or it is nested too deep
   */
  public static Value of(Object made, Origin origin) throws FaultyMutationException {
    return of(made, origin, 0);
  }

  private static Value of(Object made, Origin origin, int depth) throws FaultyMutationException {
    if (depth > MAX_DEPTH) {
      throw new FaultyMutationException(
          "the expression gives a value that is nested more than " + MAX_DEPTH + " deep");
    }
    return switch (made) {
      case NullValue _ -> new Value.Nothing(origin);
      case Boolean flag -> new Value.Flag(origin, flag, flag.toString());
      case Long number -> new Value.Whole(origin, number, number.toString());
      case Double number -> real(number, origin);
      case UnsignedLong number -> unsigned(number, origin);
      case String text -> new Value.Text(origin, text);
      case CelByteString bytes ->
          new Value.Text(origin, Base64.getEncoder().encodeToString(bytes.toByteArray()));
      case Duration duration -> new Value.Text(origin, seconds(duration));
      case Instant time -> new Value.Text(origin, time.toString());
      case List<?> list -> {
        List<Value> items = new ArrayList<>(list.size());
        for (Object item : list) {
          items.add(of(item, origin, depth + 1));
        }
        yield new Value.Items(origin, items);
      }
      case Map<?, ?> map -> {
        Map<String, Value> members = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (!(entry.getKey() instanceof String name)) {
            throw new FaultyMutationException(
                "the expression gives a mapping whose key " + entry.getKey() + " is no text");
          }
          members.put(name, of(entry.getValue(), origin, depth + 1));
        }
        yield new Value.Fields(origin, members);
      }
      default ->
          throw new FaultyMutationException(
              "the expression gives something that JSON has no value for");
    };
  }

  private static Value real(double number, Origin origin) throws FaultyMutationException {
    if (!Double.isFinite(number)) {
      throw new FaultyMutationException(
          "the expression gives " + number + ", for which JSON has no number");
    }
    return new Value.Real(origin, number, Double.toString(number));
  }

  private static Value unsigned(UnsignedLong number, Origin origin) {
    return number.longValue() >= 0
        ? new Value.Whole(origin, number.longValue(), number.toString())
        : new Value.Real(origin, number.doubleValue(), number.toString());
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .stripTrailingZeros()
            .toPlainString()
        + "s";
  }
}
