package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Origin;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a policy into force.
 *
 * @param name null for that of a policy which nobody bound, and which is in force everywhere
 * @param origin of the binding
 * @param policy the name of the policy
 * @param params null for none
 * @param resources which of the policy's requests it is about
 * @param actions what a false validation leads to: outcomes but for {@code ALLOW} and {@code ERROR}
 */
public record Binding(
    @Nullable String name,
    Origin origin,
    String policy,
    @Nullable ParamRef params,
    MatchResources resources,
    Set<Outcome> actions) {
  public Binding {
    actions = Set.copyOf(actions);
  }

  /** As if the policy were bound to everything, to deny. */
  public static Binding everywhere(PolicyHead policy) {
    return new Binding(
        null,
        policy.origin(),
        policy.name(),
        null,
        MatchResources.EVERYTHING,
        Set.of(Outcome.DENY));
  }

  boolean isEverywhere() {
    return name == null;
  }

  /** The gravest of what a false validation leads to. */
  Outcome outcome() {
    Outcome gravest = Outcome.ALLOW;
    for (Outcome action : actions) {
      gravest = action.compareTo(gravest) > 0 ? action : gravest;
    }
    return gravest;
  }

  /**
   * Reads a binding.
   *
   * @param acts whether it says what a false validation leads to, as those of mutating policies do
   *     not
   * @return null where it cannot be used
   */
  public static @Nullable Binding read(FieldReader reader, boolean acts) {
    reader.knows("apiVersion", "kind", "metadata", "spec", "status");
    FieldReader metadata = reader.fields("metadata");
    String name = metadata == null ? null : PolicyHead.name(metadata);
    FieldReader spec = reader.fields("spec");
    if (metadata == null || spec == null) {
      reader.fault(metadata == null ? "metadata" : "spec", "is required");
      return null;
    }
    if (acts) {
      spec.knows("policyName", "paramRef", "matchResources", "validationActions");
    } else {
      spec.knows("policyName", "paramRef", "matchResources");
    }
    String policy = spec.required("policyName");
    spec.check("policyName", policy == null ? null : Syntax.subdomain(policy));
    FieldReader resources = spec.fields("matchResources");
    Binding binding =
        new Binding(
            name,
            reader.value().origin(),
            policy == null ? "" : policy,
            ParamRef.read(spec.fields("paramRef")),
            resources == null ? MatchResources.EVERYTHING : MatchResources.read(resources),
            acts ? actions(spec) : Set.of());
    return reader.faults().areFatal() ? null : binding;
  }

  private static Set<Outcome> actions(FieldReader spec) {
    List<String> written = spec.texts("validationActions");
    Set<Outcome> actions = EnumSet.noneOf(Outcome.class);
    for (String word : written) {
      @Nullable Outcome action =
          switch (word) {
            case "Deny" -> Outcome.DENY;
            case "Warn" -> Outcome.WARN;
            case "Audit" -> Outcome.AUDIT;
            default -> null;
          };
      if (action == null) {
        spec.fault(
            "validationActions",
            Syntax.quote(word) + " is not supported; it is one of Audit, Deny, Warn");
      } else if (!actions.add(action)) {
        spec.fault("validationActions", Syntax.quote(word) + " is there twice");
      }
    }
    if (written.isEmpty()) {
      spec.fault("validationActions", "at least one validation action is required");
    }
    if (actions.contains(Outcome.DENY) && actions.contains(Outcome.WARN)) {
      spec.fault("validationActions", "must not contain both Deny and Warn");
    }
    return actions;
  }
}
