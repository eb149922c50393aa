package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Authorizer;
import dev.breakwater.posture.cel.Budget;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.breakwater.posture.cel.Program;
import dev.cel.common.values.NullValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is asked about a request with one parameter: what its expressions are evaluated
 * with. Each variable is evaluated when it is first used, and once, whether it fails or not. For
 * one thread.
 */
public final class Invocation implements Program.Variables {
  private final PolicyHead policy;
  private final Request request;
  private final Match match;
  private final @Nullable Object param;
  private final Cluster cluster;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, FaultyExpressionException> faults = new HashMap<>();
  private Budget budget = new Budget(0);
  private boolean authorizes = true;
  private @Nullable Object plainRequest;

  /** What the last fault of a variable says that is not that of another variable. */
  private @Nullable String root;

  Invocation(
      PolicyHead policy, Request request, Match match, @Nullable Object param, Cluster cluster) {
    this.policy = policy;
    this.request = request;
    this.match = match;
    this.param = param;
    this.cluster = cluster;
  }

  /** The same policy and parameter with another request, which knows nothing of this one's. */
  public Invocation about(Request other) {
    return new Invocation(policy, other, match, param, cluster);
  }

  /**
   * The value of an expression.
   *
   * @param within what it costs, with the variables that it is the first to use, is taken from
   *     there
   * @throws FaultyExpressionException where it fails, or costs too much
   */
  public Object evaluate(Program program, Budget within) throws FaultyExpressionException {
    budget = within;
    try {
      return program.evaluate(this, within);
    } catch (StackOverflowError e) {
      throw new FaultyExpressionException("it is nested too deep", 0, 0);
    }
  }

  /** The same of an expression of a policy; one that does not compile fails. */
  public Object evaluate(Compiled compiled, Budget within) throws FaultyExpressionException {
    return evaluate(compiled.runnable(), within);
  }

  /**
   * The same without an authorizer. An API server lets audit annotations name one, and then has
   * none for them.
   */
  Object evaluateWithoutAuthorizer(Compiled compiled, Budget within)
      throws FaultyExpressionException {
    authorizes = false;
    try {
      return evaluate(compiled, within);
    } finally {
      authorizes = true;
    }
  }

  @Override
  public Object value(String name) throws FaultyExpressionException {
    return switch (name) {
      case Vocabulary.OBJECT -> object(name, request.plainObject());
      case Vocabulary.OLD_OBJECT -> object(name, request.plainOldObject());
      case Vocabulary.AUTHORIZER -> authorizer().as(request.user().asking());
      case Vocabulary.REQUEST_RESOURCE ->
          authorizer().forResource(request.user().asking(), target());
      case Vocabulary.PARAMS -> orNull(param);
      case Vocabulary.REQUEST -> plainRequest();
      case Vocabulary.NAMESPACE ->
          request.namespace().isEmpty() || request.resource().isNamespaces()
              ? NullValue.NULL_VALUE
              : cluster.namespaces().plain(request.namespace());
      default -> variable(name);
    };
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? NullValue.NULL_VALUE : value;
  }

  private Object object(String name, @Nullable Object plain) {
    if (plain == null || match.kind().equals(request.kind())) {
      return orNull(plain);
    }
    Object converted = values.get(name);
    if (converted == null) {
      converted = Converted.to(match.kind(), plain);
      values.put(name, converted);
    }
    return converted;
  }

  private Object plainRequest() {
    if (plainRequest == null) {
      plainRequest = request.plainRequest(match);
    }
    return plainRequest;
  }

  private Authorizer authorizer() throws FaultyExpressionException {
    if (!authorizes) {
      throw new FaultyExpressionException("there is no authorizer here", 0, 0);
    }
    return cluster.authorizer();
  }

  private Authorizer.Target target() {
    return new Authorizer.Target(
        request.resource().group(),
        request.resource().name(),
        request.subresource(),
        request.namespace(),
        request.name());
  }

  private Object variable(String qualified) throws FaultyExpressionException {
    Object known = values.get(qualified);
    if (known != null) {
      return known;
    }
    FaultyExpressionException before = faults.get(qualified);
    if (before != null) {
      throw before;
    }
    Compiled variable = policy.variables().get(qualified.substring(qualified.indexOf('.') + 1));
    if (variable == null) {
      throw new FaultyExpressionException("there is no variable " + qualified, 0, 0);
    }
    try {
      Object value = variable.runnable().evaluate(this, budget);
      values.put(qualified, value);
      return value;
    } catch (FaultyExpressionException e) {
      FaultyExpressionException fault = named(qualified, e);
      faults.put(qualified, fault);
      throw fault;
    }
  }

  /** The fault of a variable names it, unless it is that of another variable, which is named. */
  private FaultyExpressionException named(String variable, FaultyExpressionException fault) {
    String message = String.valueOf(fault.getMessage());
    if (root == null || !message.contains(root)) {
      root = "the variable " + variable + " fails: " + message;
    }
    return new FaultyExpressionException(root, 0, 0);
  }
}
