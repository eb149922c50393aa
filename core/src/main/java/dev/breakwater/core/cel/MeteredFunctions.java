package dev.breakwater.core.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.ContainsFunction.ContainsOverload;
import dev.cel.runtime.standard.EndsWithFunction.EndsWithOverload;
import dev.cel.runtime.standard.MatchesFunction.MatchesOverload;
import dev.cel.runtime.standard.SizeFunction.SizeOverload;
import dev.cel.runtime.standard.StartsWithFunction.StartsWithOverload;
import java.util.Set;

/** Functions of the standard that cost more than a step, as the standard says but not for ever. */
public final class MeteredFunctions {
  /** What is given anew here, apart from the joining of lists. */
  public static final Set<CelStandardOverload> OVERLOADS =
      Set.of(
          AddOverload.ADD_STRING,
          AddOverload.ADD_BYTES,
          SizeOverload.SIZE_STRING,
          SizeOverload.STRING_SIZE,
          ContainsOverload.CONTAINS_STRING,
          StartsWithOverload.STARTS_WITH_STRING,
          EndsWithOverload.ENDS_WITH_STRING,
          MatchesOverload.MATCHES,
          MatchesOverload.MATCHES_STRING);

  private MeteredFunctions() {}

  /**
   * Gives a runtime these functions. Lists are joined by what it brings along, because how they are
   * depends on what lists are made of there.
   *
   * @param joinLists an overload {@code add_list}
   */
  public static CelRuntimeBuilder addTo(CelRuntimeBuilder builder, CelFunctionBinding joinLists) {
    return builder
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_+_",
                CelFunctionBinding.from(
                    "add_string", String.class, String.class, MeteredFunctions::joined),
                joinLists,
                CelFunctionBinding.from(
                    "add_bytes",
                    CelByteString.class,
                    CelByteString.class,
                    MeteredFunctions::joined)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "size",
                CelFunctionBinding.from("size_string", String.class, MeteredFunctions::size),
                CelFunctionBinding.from("string_size", String.class, MeteredFunctions::size)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "contains",
                CelFunctionBinding.from(
                    "contains_string", String.class, String.class, MeteredFunctions::contains)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "startsWith",
                CelFunctionBinding.from(
                    "starts_with_string",
                    String.class,
                    String.class,
                    MeteredFunctions::startsWith)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "endsWith",
                CelFunctionBinding.from(
                    "ends_with_string", String.class, String.class, MeteredFunctions::endsWith)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from(
                    "matches", String.class, String.class, MeteredFunctions::matches),
                CelFunctionBinding.from(
                    "matches_string", String.class, String.class, MeteredFunctions::matches)));
  }

  /** As the standard says, but not for ever: {@code a + a} of {@code a + a} doubles every time. */
  private static String joined(String left, String right) {
    Meter.CURRENT.get().chargeText((long) left.length() + right.length());
    return left + right;
  }

  private static CelByteString joined(CelByteString left, CelByteString right) {
    Meter.CURRENT.get().chargeBytes((long) left.size() + right.size());
    return left.concat(right);
  }

  private static long size(String text) {
    Meter.CURRENT.get().charge(text.length() / 16);
    return text.codePointCount(0, text.length());
  }

  /** The worst texts, such as of one letter only, are gone through for each of their characters. */
  private static boolean contains(String text, String part) {
    Meter.CURRENT.get().charge((long) text.length() * (1 + part.length() / 16) / 16);
    return text.contains(part);
  }

  private static boolean startsWith(String text, String part) {
    Meter.CURRENT.get().charge(part.length() / 16);
    return text.startsWith(part);
  }

  private static boolean endsWith(String text, String part) {
    Meter.CURRENT.get().charge(part.length() / 16);
    return text.endsWith(part);
  }

  private static boolean matches(String text, String regex) {
    return Meter.CURRENT.get().matches(text, regex);
  }
}
