package dev.breakwater.posture.mutation;

import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.Binding;
import dev.breakwater.posture.admission.Call;
import dev.breakwater.posture.admission.Cluster;
import dev.breakwater.posture.admission.Conditions;
import dev.breakwater.posture.admission.Expression;
import dev.breakwater.posture.admission.Invocation;
import dev.breakwater.posture.admission.Kind;
import dev.breakwater.posture.admission.Operation;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyHead;
import dev.breakwater.posture.admission.Request;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes objects as an API server does that has these policies and bindings. A server asks them in
 * no order that it promises; here it is that of the files. Whom a request concerns is settled
 * before the first change, its conditions are asked of the object as it is by then. After a change,
 * the policies that want it are asked once more, also the one that made it. Where nobody gave any
 * binding, each policy is in force for everything. For one thread.
 */
public final class Mutator {
  private final Cluster cluster;
  private final List<Bound> bound = new ArrayList<>();

  /** Of the kinds that a definition describes. */
  private final Map<Kind, ObjectType> defined = new HashMap<>();

  private record Bound(MutatingPolicy policy, List<Binding> bindings) {}

  /** Of policies that were read. */
  public Mutator(MutatingPolicies policies) {
    this.cluster = policies.files().cluster();
    for (MutatingPolicy policy : policies.policies()) {
      bound.add(new Bound(policy, policies.bindings(policy)));
    }
  }

  /**
   * What becomes of an object.
   *
   * @param old on {@code UPDATE} what is there; null where nobody knows
   */
  public Mutated mutate(Resource object, @Nullable Resource old, RequestOptions options) {
    Work work = new Work(object, old, options);
    if (options.operation() != Operation.DELETE && !Admission.isExempt(work.request().kind())) {
      work.round(false);
      if (work.isChanged()) {
        work.round(true);
      }
    }
    return work.result();
  }

  /** One object on its way. */
  private final class Work {
    private final Resource resource;
    private final @Nullable Resource old;
    private final RequestOptions options;
    private final List<Mutated.Step> steps = new ArrayList<>();
    private Value.Fields object;

    Work(Resource resource, @Nullable Resource old, RequestOptions options) {
      this.resource = resource;
      this.old = old;
      this.options = options;
      this.object = resource.object();
    }

    Request request() {
      Resource now =
          new Resource(
              resource.platform(),
              resource.file(),
              resource.index(),
              resource.kind(),
              resource.name(),
              resource.namespace(),
              object,
              resource.pods(),
              resource.unjudged());
      return cluster.request(now, old, options);
    }

    boolean isChanged() {
      return !Equality.same(object, resource.object());
    }

    Mutated result() {
      return new Mutated(resource, isChanged() ? object : resource.object(), steps);
    }

    private ObjectType type(Kind kind) {
      Value schema = cluster.schema(kind);
      return schema == null
          ? ObjectTypes.of(object)
          : defined.computeIfAbsent(kind, _ -> ObjectTypes.defined(schema));
    }

    void round(boolean again) {
      Request request = request();
      List<MutatingPolicy> policies = new ArrayList<>();
      List<List<Call>> calls = new ArrayList<>();
      for (Bound each : bound) {
        if (!again || each.policy().isReinvoked()) {
          policies.add(each.policy());
          calls.add(each.policy().head().calls(each.bindings(), request, cluster));
        }
      }
      for (int i = 0; i < policies.size(); i++) {
        for (Call call : calls.get(i)) {
          call(policies.get(i), call);
        }
      }
    }

    private void call(MutatingPolicy policy, Call call) {
      Invocation invocation = call.invocation();
      if (invocation == null) {
        failed(policy, call, null, String.valueOf(call.fault()));
        return;
      }
      Conditions conditions = policy.head().conditions(invocation.about(request()));
      if (conditions.fault() != null) {
        failed(policy, call, conditions.faulty(), conditions.fault());
      } else if (conditions.hold()) {
        mutate(policy, call, invocation);
      }
    }

    /** A change that fails leaves the others. */
    private void mutate(MutatingPolicy policy, Call call, Invocation invocation) {
      Value.Fields before = object;
      for (Mutation mutation : policy.mutations()) {
        Expression expression = mutation.compiled().expression();
        try {
          Request request = request();
          object =
              mutation.apply(
                  type(request.kind()),
                  object,
                  invocation.about(request),
                  "set by the policy " + policy.head().name());
        } catch (FaultyExpressionException | FaultyMutationException e) {
          failed(policy, call, expression, String.valueOf(e.getMessage()));
        }
      }
      if (!Equality.same(object, before)) {
        step(
            new Mutated.Step(
                policy.head().name(),
                call.binding().name(),
                policy.head().origin(),
                Outcome.ALLOW,
                null));
      }
    }

    /** What is the same in the second round as in the first is said once. */
    private void step(Mutated.Step step) {
      if (!steps.contains(step)) {
        steps.add(step);
      }
    }

    private void failed(
        MutatingPolicy policy, Call call, @Nullable Expression expression, String fault) {
      PolicyHead head = policy.head();
      Outcome outcome =
          head.ignoresFaults() ? Outcome.ALLOW : call.missing() ? Outcome.DENY : Outcome.ERROR;
      step(
          new Mutated.Step(
              head.name(),
              call.binding().name(),
              expression == null ? head.origin() : expression.start(),
              outcome,
              fault));
    }
  }
}
