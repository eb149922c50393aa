package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Budget;
import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code ValidatingAdmissionPolicy}, compiled. Safe to share between threads.
 *
 * <p>It decides as an API server does, with one exception: the message of a check is made where the
 * check is false, and not for all of them, so a message that nobody would read cannot exhaust the
 * budget.
 *
 * @param validations in their order
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/">ValidatingAdmissionPolicy</a>
 */
record ValidatingPolicy(
    PolicyHead head, List<Validation> validations, List<AuditAnnotation> annotations) {
  private static final int MOST_VALIDATIONS = 1_000;
  private static final int MOST_ANNOTATIONS = 20;
  private static final int LONGEST_MESSAGE = 5 * 1024;

  ValidatingPolicy {
    validations = List.copyOf(validations);
    annotations = List.copyOf(annotations);
  }

  /**
   * What a policy says of a request.
   *
   * @param decider the expression that decided; null where none did
   */
  record Judgement(
      Outcome outcome,
      @Nullable String binding,
      @Nullable Expression decider,
      @Nullable String message,
      @Nullable String reason) {
    static final Judgement ALLOWED = new Judgement(Outcome.ALLOW, null, null, null, null);
  }

  /** Reads a policy; null where it cannot be used, and the faults tell why. */
  static @Nullable ValidatingPolicy read(FieldReader reader, SourceFile source) {
    PolicyHead head = PolicyHead.read(reader, source, "validations", "auditAnnotations");
    FieldReader spec = reader.fields("spec");
    if (head == null || spec == null) {
      return null;
    }
    List<Validation> validations = new ArrayList<>();
    List<FieldReader> checks = spec.each("validations");
    List<FieldReader> audited = spec.each("auditAnnotations");
    Cel language = head.language(true);
    if (checks.size() > MOST_VALIDATIONS) {
      spec.fault("validations", "more than " + MOST_VALIDATIONS + " are not read");
    } else if (!checks.isEmpty()) {
      Cel forMessages = head.language(false);
      for (FieldReader check : checks) {
        Validation validation = Validation.read(check, source, language, forMessages);
        if (validation != null) {
          validations.add(validation);
        }
      }
    } else if (audited.isEmpty()) {
      spec.fault("validations", "validations or auditAnnotations must contain at least one item");
    }
    List<AuditAnnotation> annotations = annotations(spec, audited, source, head.name(), language);
    return reader.faults().areFatal() ? null : new ValidatingPolicy(head, validations, annotations);
  }

  private static List<AuditAnnotation> annotations(
      FieldReader spec, List<FieldReader> written, SourceFile source, String policy, Cel language) {
    if (written.size() > MOST_ANNOTATIONS) {
      spec.fault("auditAnnotations", "must not have more than " + MOST_ANNOTATIONS + " items");
      return List.of();
    }
    List<AuditAnnotation> annotations = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (FieldReader reader : written) {
      AuditAnnotation annotation = AuditAnnotation.read(reader, source, policy, language);
      if (annotation != null) {
        annotations.add(annotation);
        if (!keys.add(annotation.key())) {
          reader.fault("key", Syntax.quote(annotation.key()) + " is there twice");
        }
      }
    }
    return annotations;
  }

  /** What it says of a request over all its bindings. */
  Judgement judge(List<Binding> bindings, Request request, Cluster cluster) {
    Judgement gravest = Judgement.ALLOWED;
    for (Call call : head.calls(bindings, request, cluster)) {
      Judgement judgement = judge(call);
      if (judgement.outcome().compareTo(gravest.outcome()) > 0) {
        gravest = judgement;
      }
    }
    return gravest;
  }

  private Judgement judge(Call call) {
    Invocation invocation = call.invocation();
    if (invocation == null) {
      return refused(call);
    }
    Conditions conditions = head.conditions(invocation);
    if (conditions.fault() != null) {
      return failed(call, conditions.faulty(), conditions.fault());
    }
    return conditions.hold() ? validate(call, invocation) : Judgement.ALLOWED;
  }

  /** There being no parameters where there must be some is no doubt but the binding's will. */
  private Judgement refused(Call call) {
    return call.missing() && !head.ignoresFaults()
        ? new Judgement(Outcome.DENY, call.binding().name(), null, call.fault(), "Invalid")
        : failed(call, null, String.valueOf(call.fault()));
  }

  private Judgement failed(Call call, @Nullable Expression expression, String fault) {
    return head.ignoresFaults()
        ? Judgement.ALLOWED
        : new Judgement(Outcome.ERROR, call.binding().name(), expression, fault, null);
  }

  private Judgement validate(Call call, Invocation invocation) {
    Budget budget = new Budget(Budget.PER_BINDING);
    Judgement gravest = Judgement.ALLOWED;
    for (Validation validation : validations) {
      Judgement judgement;
      try {
        judgement =
            Boolean.TRUE.equals(invocation.evaluate(validation.condition(), budget))
                ? Judgement.ALLOWED
                : refusal(call, validation, invocation, budget);
      } catch (FaultyExpressionException e) {
        judgement =
            failed(call, validation.condition().expression(), String.valueOf(e.getMessage()));
      }
      if (budget.left() < 0) {
        // Where the budget is spent, nothing that was evaluated counts.
        return judgement;
      }
      gravest = judgement.outcome().compareTo(gravest.outcome()) > 0 ? judgement : gravest;
    }
    Judgement audited = audit(call, invocation);
    return audited.outcome().compareTo(gravest.outcome()) > 0 ? audited : gravest;
  }

  private Judgement refusal(
      Call call, Validation validation, Invocation invocation, Budget budget) {
    Expression expression = validation.condition().expression();
    String message = null;
    if (validation.messageExpression() != null) {
      try {
        message = line(invocation.evaluate(validation.messageExpression(), budget));
      } catch (FaultyExpressionException e) {
        if (budget.left() < 0) {
          return failed(call, expression, "failed messageExpression: " + e.getMessage());
        }
      }
    }
    if (message == null && validation.message() != null && !validation.message().isEmpty()) {
      message = validation.message().strip();
    }
    if (message == null) {
      message = "failed expression: " + expression.text().strip();
    }
    return new Judgement(
        call.binding().outcome(), call.binding().name(), expression, message, validation.reason());
  }

  /** What was made, if it is one line that is not empty nor too long; else null. */
  private static @Nullable String line(Object made) {
    if (!(made instanceof String text)) {
      return null;
    }
    String line = text.strip();
    return line.isEmpty()
            || line.indexOf('\n') >= 0
            || line.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE
        ? null
        : line;
  }

  /** An annotation that fails refuses the request, whatever the binding's actions are. */
  private Judgement audit(Call call, Invocation invocation) {
    Budget budget = new Budget(Budget.PER_BINDING);
    for (AuditAnnotation annotation : annotations) {
      try {
        invocation.evaluateWithoutAuthorizer(annotation.value(), budget);
      } catch (FaultyExpressionException e) {
        Judgement judgement =
            failed(call, annotation.value().expression(), String.valueOf(e.getMessage()));
        if (judgement.outcome() != Outcome.ALLOW) {
          return judgement;
        }
      }
    }
    return Judgement.ALLOWED;
  }

  PolicyDecision decision(Judgement judgement, Request request) {
    Expression decider = judgement.decider();
    Origin origin = decider == null ? head.origin() : decider.start();
    return new PolicyDecision(
        head.name(),
        origin,
        judgement.binding(),
        request.about(),
        judgement.outcome(),
        decider == null ? null : decider.text().strip(),
        judgement.message(),
        judgement.reason());
  }
}
