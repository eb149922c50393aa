package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests as an API server does that has these policies and bindings. Where nobody gave
 * any binding, each policy is in force for everything, denies, and takes each object of its {@code
 * paramKind}. For one thread.
 */
public final class Admission {
  private final Cluster cluster;
  private final List<Bound> bound = new ArrayList<>();

  private record Bound(ValidatingPolicy policy, List<Binding> bindings) {}

  /** An admission by policies that were read. */
  public Admission(AdmissionPolicies policies) {
    this.cluster = policies.files().cluster();
    for (ValidatingPolicy policy : policies.policies()) {
      bound.add(new Bound(policy, policies.bindings(policy)));
    }
  }

  /** What each policy says of an object that is created in the usual way. */
  public List<PolicyDecision> decide(Resource object) {
    return decide(object, null, RequestOptions.USUAL);
  }

  /**
   * What each policy says of a request with an object.
   *
   * @param old on {@code UPDATE} and {@code DELETE} what is there; null where nobody knows
   */
  public List<PolicyDecision> decide(
      Resource object, @Nullable Resource old, RequestOptions options) {
    return decide(cluster.request(object, old, options));
  }

  /** What each policy says of a request, in the order of the policies. */
  public List<PolicyDecision> decide(Request request) {
    boolean exempt = isExempt(request.kind());
    List<PolicyDecision> decisions = new ArrayList<>(bound.size());
    for (Bound each : bound) {
      ValidatingPolicy.Judgement judgement =
          exempt
              ? ValidatingPolicy.Judgement.ALLOWED
              : each.policy().judge(each.bindings(), request, cluster);
      decisions.add(each.policy().decision(judgement, request));
    }
    return decisions;
  }

  /** An API server asks no policy about policies, so that none can lock everybody out. */
  public static boolean isExempt(Kind kind) {
    return kind.group().equals(PolicyFiles.GROUP)
        && switch (kind.name()) {
          case "ValidatingAdmissionPolicy",
              "ValidatingAdmissionPolicyBinding",
              "MutatingAdmissionPolicy",
              "MutatingAdmissionPolicyBinding",
              "ValidatingWebhookConfiguration",
              "MutatingWebhookConfiguration" ->
              true;
          default -> false;
        };
  }
}
