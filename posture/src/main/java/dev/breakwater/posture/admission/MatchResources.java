package dev.breakwater.posture.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a policy, or a binding of it, is about.
 *
 * @param rules empty for all
 * @param excluded win over {@code rules}
 * @param exact whether only the named groups and versions count, and not their equivalents
 * @param namespaces by the labels of the object's namespace, or the object's own where it is one
 * @param objects by the labels of the object, the old or the new one
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchpolicy">Matching
 *     requests</a>
 */
public record MatchResources(
    List<ResourceRule> rules,
    List<ResourceRule> excluded,
    boolean exact,
    LabelSelector namespaces,
    LabelSelector objects) {
  /** Means every request. */
  static final MatchResources EVERYTHING =
      new MatchResources(
          List.of(), List.of(), false, LabelSelector.EVERYTHING, LabelSelector.EVERYTHING);

  public MatchResources {
    rules = List.copyOf(rules);
    excluded = List.copyOf(excluded);
  }

  static MatchResources read(FieldReader reader) {
    reader.knows(
        "resourceRules",
        "excludeResourceRules",
        "matchPolicy",
        "namespaceSelector",
        "objectSelector");
    return new MatchResources(
        rules(reader, "resourceRules"),
        rules(reader, "excludeResourceRules"),
        reader.oneOf("matchPolicy", "Equivalent", "Equivalent", "Exact").equals("Exact"),
        LabelSelector.read(reader.fields("namespaceSelector")),
        LabelSelector.read(reader.fields("objectSelector")));
  }

  private static List<ResourceRule> rules(FieldReader reader, String name) {
    List<ResourceRule> rules = new ArrayList<>();
    for (FieldReader rule : reader.each(name)) {
      rules.add(ResourceRule.read(rule));
    }
    return rules;
  }

  /** As what it means a request; null where it does not. */
  @Nullable Match match(Request request, Namespaces known) {
    if (!matchesNamespace(request, known)
        || !matchesLabels(request)
        || match(excluded, request) != null) {
      return null;
    }
    return rules.isEmpty() ? new Match(request.kind(), request.resource()) : match(rules, request);
  }

  private boolean matchesNamespace(Request request, Namespaces known) {
    String name = request.namespace();
    boolean isNamespace = request.resource().isNamespaces();
    if (namespaces.isEmpty() || (name.isEmpty() && !isNamespace)) {
      return true;
    }
    return namespaces.matches(
        isNamespace && request.subresource().isEmpty()
            ? LabelSelector.labels(
                request.object() != null ? request.object() : request.oldObject())
            : known.labels(name));
  }

  private boolean matchesLabels(Request request) {
    return objects.isEmpty() || has(request.labels()) || has(request.oldLabels());
  }

  private boolean has(@Nullable Map<String, String> labels) {
    return labels != null && objects.matches(labels);
  }

  private @Nullable Match match(List<ResourceRule> among, Request request) {
    for (ResourceRule rule : among) {
      if (rule.matches(request, request.resource())) {
        return new Match(request.kind(), request.resource());
      }
    }
    if (exact) {
      return null;
    }
    for (ResourceRule rule : among) {
      for (KnownKind.GroupVersion version : equivalents(rule, request)) {
        ApiResource equivalent =
            new ApiResource(version.group(), version.version(), request.resource().name());
        if (!equivalent.equals(request.resource()) && rule.matches(request, equivalent)) {
          return new Match(request.kindIn(version), equivalent);
        }
      }
    }
    return null;
  }

  /**
   * The groups and versions that the object can be had in, too. Nobody knows those of a kind that
   * nobody defined: then the rule's versions are taken for versions that there are.
   */
  private static List<KnownKind.GroupVersion> equivalents(ResourceRule rule, Request request) {
    if (!request.versions().isEmpty()) {
      return request.versions();
    }
    List<KnownKind.GroupVersion> named = new ArrayList<>();
    for (String version : rule.versions()) {
      if (!version.equals("*")) {
        named.add(new KnownKind.GroupVersion(request.kind().group(), version));
      }
    }
    return named;
  }
}
