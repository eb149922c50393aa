package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.EvaluationFault;
import dev.breakwater.core.cel.Likely;
import dev.cel.common.CelIssue;
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

  private static final String FUNCTION_FAILED = "Function '";
  private static final String NO_FLAG = "Expected boolean value";
  private static final String UNRESOLVED = "Error resolving field '";

  private Faults() {}

  /** What the parser says. */
  static FaultyExpressionException ofSyntax(CelIssue issue) {
    return new FaultyExpressionException(
        "Syntax error: " + issue.getMessage(),
        issue.getSourceLocation().getLine(),
        issue.getSourceLocation().getColumn() + 1);
  }

  /** What the compiler says. */
  static FaultyExpressionException of(
      CelIssue issue, Map<String, CelType> variables, Collection<String> functions) {
    String message = issue.getMessage();
    int candidates = message.indexOf(CANDIDATES);
    String said = candidates < 0 ? message : message.substring(0, candidates);
    return new FaultyExpressionException(
        said.replace(CONTAINER, "") + suggestion(message, variables, functions),
        issue.getSourceLocation().getLine(),
        issue.getSourceLocation().getColumn() + 1);
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
    if (said.startsWith(FUNCTION_FAILED) && e.getCause() != null) {
      // What the library says names the function and all its arguments, but not what is wrong.
      said = String.valueOf(e.getCause().getMessage());
    }
    int at = expression.offsetByCodePoints(0, Math.max(0, fault.offset()));
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
