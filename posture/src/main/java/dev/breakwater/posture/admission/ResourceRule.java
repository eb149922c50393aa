package dev.breakwater.posture.admission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which requests one rule of {@code matchConstraints} means; every part of it has to hold.
 *
 * @param resourceNames empty for any
 */
public record ResourceRule(
    List<String> groups,
    List<String> versions,
    List<String> resources,
    List<String> operations,
    List<String> resourceNames,
    Scope scope) {
  private static final String ANY = "*";

  public ResourceRule {
    groups = List.copyOf(groups);
    versions = List.copyOf(versions);
    resources = List.copyOf(resources);
    operations = List.copyOf(operations);
    resourceNames = List.copyOf(resourceNames);
  }

  /** Where the objects are. */
  public enum Scope {
    CLUSTER,
    NAMESPACED,
    ALL
  }

  boolean matches(Request request, ApiResource resource) {
    return hasScope(request)
        && isAmong(operations, request.operation().name())
        && isAmong(groups, resource.group())
        && isAmong(versions, resource.version())
        && hasResource(resource.name(), request.subresource())
        && (resourceNames.isEmpty() || resourceNames.contains(request.name()));
  }

  private boolean hasScope(Request request) {
    boolean namespaced = !request.resource().isNamespaces() && !request.namespace().isEmpty();
    return switch (scope) {
      case ALL -> true;
      case NAMESPACED -> namespaced;
      case CLUSTER -> !namespaced;
    };
  }

  private static boolean isAmong(List<String> words, String word) {
    return words.contains(ANY) || words.contains(word);
  }

  private boolean hasResource(String name, String subresource) {
    for (String resource : resources) {
      int slash = resource.indexOf('/');
      String rule = slash < 0 ? resource : resource.substring(0, slash);
      String sub = slash < 0 ? "" : resource.substring(slash + 1);
      if ((rule.equals(ANY) || rule.equals(name)) && (sub.equals(ANY) || sub.equals(subresource))) {
        return true;
      }
    }
    return false;
  }

  static ResourceRule read(FieldReader rule) {
    rule.knows("apiGroups", "apiVersions", "resources", "operations", "resourceNames", "scope");
    List<String> groups = wildcardAlone(rule, "apiGroups");
    List<String> versions = wildcardAlone(rule, "apiVersions");
    if (versions.contains("")) {
      rule.fault("apiVersions", "an empty version is none");
    }
    List<String> operations = wildcardAlone(rule, "operations");
    for (String operation : operations) {
      if (!isOperation(operation)) {
        rule.fault(
            "operations",
            Syntax.quote(operation)
                + " is not supported; it is one of *, CONNECT, CREATE, DELETE, UPDATE");
      }
    }
    List<String> names = rule.texts("resourceNames");
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      rule.check("resourceNames", Syntax.pathSegment(name));
      if (!seen.add(name)) {
        rule.fault("resourceNames", Syntax.quote(name) + " is there twice");
      }
    }
    Scope scope =
        switch (rule.oneOf("scope", ANY, "Cluster", "Namespaced", ANY)) {
          case "Cluster" -> Scope.CLUSTER;
          case "Namespaced" -> Scope.NAMESPACED;
          default -> Scope.ALL;
        };
    return new ResourceRule(groups, versions, resources(rule), operations, names, scope);
  }

  private static boolean isOperation(String text) {
    if (text.equals(ANY)) {
      return true;
    }
    for (Operation operation : Operation.values()) {
      if (operation.name().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> wildcardAlone(FieldReader rule, String name) {
    List<String> words = atLeastOne(rule, name);
    if (words.size() > 1 && words.contains(ANY)) {
      rule.fault(name, "if '*' is present, nothing else may be");
    }
    return words;
  }

  private static List<String> atLeastOne(FieldReader rule, String name) {
    List<String> words = rule.texts(name);
    if (words.isEmpty()) {
      rule.fault(name, "at least one is required");
    }
    return words;
  }

  /** Wildcards must not overlap with what is named beside them. */
  private static List<String> resources(FieldReader rule) {
    List<String> resources = atLeastOne(rule, "resources");
    List<String> all = new ArrayList<>();
    boolean named = false;
    for (String resource : resources) {
      int slash = resource.indexOf('/');
      if (resource.isEmpty()) {
        rule.fault("resources", "an empty name is no resource");
      } else if (slash < 0) {
        named |= !resource.equals(ANY);
      } else {
        String sub = resource.substring(slash + 1);
        for (String wildcard : List.of(resource.substring(0, slash) + "/*", "*/" + sub)) {
          if (all.contains(wildcard)) {
            rule.fault(
                "resources", "if '" + wildcard + "' is present, " + resource + " must not be");
          }
        }
        all.add(resource);
      }
    }
    if (resources.size() > 1 && resources.contains("*/*")) {
      rule.fault("resources", "if '*/*' is present, nothing else may be");
    }
    if (named && resources.contains(ANY)) {
      rule.fault("resources", "if '*' is present, no other resource may be");
    }
    return resources;
  }
}
