package dev.breakwater.posture.cel;

import dev.breakwater.core.Likely;
import dev.breakwater.core.cel.EvaluationFault;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Faults in the words of an API server, with their place. */
final class Faults {
  private static final String CANDIDATES = " (candidates:";
  private static final String CONTAINER = " (in container '')";
  private static final String UNDECLARED = "undeclared reference to '";
  private static final String UNDEFINED = "undefined field '";

  /** How what the grammar says begins, which an API server tells from what macros say. */
  private static final List<String> GRAMMAR =
      List.of("mismatched", "extraneous", "no viable", "missing", "token recognition");

  private static final String FUNCTION_FAILED = "Function '";
  private static final String NO_FLAG = "Expected boolean value";
  private static final String UNRESOLVED = "Error resolving field '";

  private Faults() {}

  /** What the parser says. */
  static FaultyExpressionException ofSyntax(CelIssue issue) {
    String said = issue.getMessage();
    return at(
        issue.getSourceLocation(),
        GRAMMAR.stream().anyMatch(said::startsWith) ? "Syntax error: " + said : said);
  }

  /** What the compiler says. */
  static FaultyExpressionException of(
      CelIssue issue, Map<String, CelType> variables, Collection<String> functions) {
    String message = issue.getMessage();
    int candidates = message.indexOf(CANDIDATES);
    String said = candidates < 0 ? message : message.substring(0, candidates);
    return at(
        issue.getSourceLocation(),
        withoutParameters(said.replace(CONTAINER, "")) + suggestion(message, variables, functions));
  }

  /** Where there is no place, as of an expression that is too long, the library has a line -1. */
  private static FaultyExpressionException at(CelSourceLocation place, String message) {
    return place.getLine() < 1
        ? new FaultyExpressionException(message, 0, 0)
        : new FaultyExpressionException(message, place.getLine(), place.getColumn() + 1);
  }

  /** A fault at a part of an expression. */
  static FaultyExpressionException at(CelAbstractSyntaxTree tree, long part, String message) {
    Integer offset = tree.getSource().getPositionsMap().get(part);
    CelSourceLocation place =
        offset == null
            ? CelSourceLocation.NONE
            : tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
    return at(place, message);
  }

  /** What is known of no type is dynamic; the library gives it a name such as {@code %key0}. */
  private static String withoutParameters(String message) {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < message.length(); i++) {
      if (message.charAt(i) != '%') {
        said.append(message.charAt(i));
        continue;
      }
      int end = i + 1;
      while (end < message.length() && Character.isLetterOrDigit(message.charAt(end))) {
        end++;
      }
      said.append(end > i + 1 ? "dyn" : "%");
      i = end - 1;
    }
    return said.toString();
  }

  private static String suggestion(
      String message, Map<String, CelType> variables, Collection<String> functions) {
    if (message.startsWith(UNDECLARED)) {
      List<String> known = new ArrayList<>(variables.keySet());
      known.addAll(functions);
      return Likely.meant(named(message, UNDECLARED), known);
    }
    if (message.startsWith(UNDEFINED)) {
      List<String> known = new ArrayList<>();
      for (CelType type : StructTypes.of(variables.values()).types()) {
        if (type instanceof StructType struct) {
          known.addAll(struct.fieldNames());
        }
      }
      return Likely.meant(named(message, UNDEFINED), known);
    }
    return "";
  }

  private static String named(String message, String before) {
    int end = message.indexOf('\'', before.length());
    return end < 0 ? "" : message.substring(before.length(), end);
  }

  /** What the evaluation says. */
  static FaultyExpressionException of(
      CelEvaluationException e, EvaluationFault fault, String expression) {
    String said = fault.message();
    for (Throwable cause = e.getCause();
        said.startsWith(FUNCTION_FAILED) && cause != null;
        cause = cause.getCause()) {
      // What the library says names the function and all its arguments, but not what is wrong.
      said = String.valueOf(cause.getMessage());
    }
    int characters = expression.codePointCount(0, expression.length());
    int at = expression.offsetByCodePoints(0, Math.clamp(fault.offset(), 0, characters));
    String message =
        switch (e.getErrorCode()) {
          case OVERLOAD_NOT_FOUND -> "no such overload";
          case DIVIDE_BY_ZERO ->
              expression.startsWith("%", at) ? "modulus by zero" : "division by zero";
          case NUMERIC_OVERFLOW -> said.contains("long overflow") ? "integer overflow" : said;
          case INDEX_OUT_OF_BOUNDS -> said.replace("Index out", "index out");
          case ATTRIBUTE_NOT_FOUND ->
              said.startsWith(UNRESOLVED) ? "no such key: " + named(said, UNRESOLVED) : said;
          default -> said.startsWith(NO_FLAG) ? "no such overload" : said;
        };
    if (fault.offset() < 0) {
      return new FaultyExpressionException(message, 0, 0);
    }
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (expression.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new FaultyExpressionException(
        message, line, 1 + expression.codePointCount(lineStart, at));
  }
}
