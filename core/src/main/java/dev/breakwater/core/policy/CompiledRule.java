package dev.breakwater.core.policy;

import dev.breakwater.core.Decision;
import dev.breakwater.core.Finding;
import dev.breakwater.core.cel.EvaluationFault;
import dev.breakwater.core.cel.TooCostlyError;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is ready to be asked.
 *
 * @param file the policy's file, for people
 * @param message makes the message; null where the rule has no expression for it
 */
record CompiledRule(String file, Rule rule, Program condition, @Nullable Program message) {
  private static final int MAX_MESSAGE = 5 * 1024;

  static CompiledRule of(String file, Rule rule, Language language) throws FaultyPolicyException {
    Expression messageExpression = rule.messageExpression();
    return new CompiledRule(
        file,
        rule,
        language.condition(rule.condition()),
        messageExpression == null ? null : language.text(messageExpression));
  }

  Decision.Effect effect() {
    return rule.effect();
  }

  /** The decision where the condition holds or cannot be evaluated; nothing where it does not. */
  List<Decision> decide(Facts facts) {
    try {
      if (!holds(facts)) {
        return List.of();
      }
      List<Finding> deciders = deciders(facts);
      return List.of(
          new Decision(
              rule.name(),
              where(rule.line()),
              rule.condition().oneLine(),
              rule.effect(),
              message(facts, deciders),
              deciders));
    } catch (CelEvaluationException e) {
      return List.of(undecided(reason(e)));
    } catch (TooCostlyError e) {
      return List.of(undecided(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // The library is large, and no fault of it may take the other rules' decisions along.
      return List.of(undecided("CEL failed: " + e.getMessage()));
    } catch (StackOverflowError e) {
      return List.of(undecided("it is nested too deep"));
    }
  }

  Decision undecided(String why) {
    return new Decision(
        rule.name(),
        where(rule.line()),
        rule.condition().oneLine(),
        Decision.Effect.ERROR,
        "the rule "
            + rule.name()
            + " ("
            + where(rule.condition().at(1, 0).line())
            + ") could not be decided: "
            + why,
        List.of());
  }

  private boolean holds(Facts facts) throws CelEvaluationException {
    return Boolean.TRUE.equals(evaluate(condition, facts));
  }

  private static Object evaluate(Program program, Facts facts) throws CelEvaluationException {
    View<Facts> report = new View<>(ReportShapes.REPORT, facts);
    return program.eval(variable ->
        ReportShapes.REPORT.members().containsKey(variable)
            ? Optional.of(report.select(variable))
            : Optional.empty());
  }

  /**
   * The findings for each of which alone the condition holds; none where it holds without any, or
   * only for several together, or where asking for each takes too long.
   */
  private List<Finding> deciders(Facts facts) {
    List<Finding> deciders = new ArrayList<>();
    try {
      if (holdsFor(facts, List.of())) {
        return List.of();
      }
      for (View<Found> view : facts.findings()) {
        Found found = view.thing();
        if (found != null && holdsFor(facts, List.of(view))) {
          deciders.add(found.finding());
        }
      }
    } catch (TooCostlyError e) {
      return List.of();
    }
    return deciders;
  }

  private boolean holdsFor(Facts facts, List<View<Found>> findings) {
    try {
      return holds(facts.with(findings));
    } catch (CelEvaluationException | RuntimeException e) {
      // The rule holds all the same, and CEL may fail in its own way where there are no findings.
      return false;
    }
  }

  private String message(Facts facts, List<Finding> deciders) {
    if (rule.message() != null) {
      return rule.message();
    }
    String made = message == null ? null : made(message, facts);
    if (made != null) {
      return made;
    }
    if (deciders.isEmpty()) {
      return rule.name() + ": " + rule.condition().oneLine();
    }
    return rule.name() + ": " + deciders.size() + (deciders.size() == 1 ? " finding" : " findings");
  }

  /** As for Kubernetes: a message that cannot be made, or is no line, is as none. */
  private static @Nullable String made(Program program, Facts facts) {
    try {
      if (evaluate(program, facts) instanceof String text) {
        String line = text.strip();
        boolean isLine =
            !line.isEmpty()
                && line.length() <= MAX_MESSAGE
                && line.codePoints().noneMatch(Character::isISOControl);
        return isLine ? line : null;
      }
    } catch (CelEvaluationException | TooCostlyError e) {
      // The decision stands without it.
    }
    return null;
  }

  /** What CEL says, in words where it only names the culprit. */
  private static String reason(CelEvaluationException e) {
    String said = EvaluationFault.of(e).message();
    return switch (e.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> "there is no such key or member: " + said;
      case DIVIDE_BY_ZERO -> "division by zero";
      case NUMERIC_OVERFLOW -> "a number becomes too large: " + said;
      case BAD_FORMAT, INVALID_ARGUMENT -> "a value cannot be read: " + said;
      case ITERATION_BUDGET_EXCEEDED ->
          "it takes more than " + Language.MAX_ITERATIONS + " iterations";
      default -> said;
    };
  }

  private String where(int line) {
    return file + ":" + line;
  }
}
