package dev.breakwater.cli;

import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.source.Resource;

/** A decision of an admission policy in JSON. */
final class PolicyDecisionJson {
  private PolicyDecisionJson() {}

  static void print(JsonPrinter json, PolicyDecision decision) {
    json.object().member("policy", decision.policy());
    print(json, decision.resource());
    json.member("decision", decision.outcome().label())
        .member("expression", decision.expression())
        .member("message", decision.message())
        .endObject();
  }

  /** Prints which object it is about, as the member {@code resource}. */
  static void print(JsonPrinter json, Resource resource) {
    json.object("resource")
        .member("file", resource.file())
        .member("index", resource.index())
        .member("kind", resource.kind())
        .member("namespace", resource.namespace())
        .member("name", resource.name())
        .endObject();
  }
}
