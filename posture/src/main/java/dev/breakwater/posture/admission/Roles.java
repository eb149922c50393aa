package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Authorizer;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may do what, by the roles and their bindings that were read, as an API server with RBAC
 * decides. Aggregated cluster roles are as they are written.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC</a>
 */
final class Roles implements Authorizer {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String ANY = "*";

  /** By namespace, kind and name. */
  private final Map<String, Value> roles = new HashMap<>();

  private final List<Grant> grants = new ArrayList<>();

  /**
   * A binding of a role.
   *
   * @param namespace that it is for; empty for all of them
   */
  private record Grant(String namespace, Value binding) {}

  /**
   * Takes an object if it is a role or a binding of one.
   *
   * @param otherwise the namespace of what names none
   */
  void take(Value.Fields object, String otherwise) {
    Kind kind = Kind.of(object);
    Value metadata = object.get("metadata");
    String name = metadata == null ? null : metadata.text("name");
    if (!kind.group().equals(GROUP) || metadata == null || name == null) {
      return;
    }
    String written = metadata.text("namespace");
    String namespace = written == null ? otherwise : written;
    switch (kind.name()) {
      case "Role" -> roles.putIfAbsent(key(namespace, "Role", name), object);
      case "ClusterRole" -> roles.putIfAbsent(key("", "ClusterRole", name), object);
      case "RoleBinding" -> grants.add(new Grant(namespace, object));
      case "ClusterRoleBinding" -> grants.add(new Grant("", object));
      default -> {}
    }
  }

  private static String key(String namespace, String kind, String name) {
    return namespace + '/' + kind + '/' + name;
  }

  @Override
  public Answer answer(Question question) {
    if (question.user().groups().contains("system:masters")) {
      return new Answer(true, "", "");
    }
    if (grants.isEmpty()) {
      return Authorizer.NONE.answer(question);
    }
    for (Grant grant : grants) {
      boolean isHere =
          grant.namespace.isEmpty() || grant.namespace.equals(question.target().namespace());
      if (isHere && isTo(grant, question.user())) {
        if (allows(grant, question)) {
          return new Answer(true, "allowed by " + name(grant.binding), "");
        }
      }
    }
    return new Answer(false, "", "");
  }

  private static String name(Value binding) {
    Value metadata = binding.get("metadata");
    return binding.text("kind") + " " + (metadata == null ? "" : metadata.text("name"));
  }

  private static boolean isTo(Grant grant, User user) {
    Value subjects = grant.binding.get("subjects");
    for (Value subject : subjects == null ? List.<Value>of() : subjects.items()) {
      String kind = String.valueOf(subject.text("kind"));
      String name = String.valueOf(subject.text("name"));
      boolean is =
          switch (kind) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" -> {
              String namespace = subject.text("namespace");
              yield user.name()
                  .equals(
                      "system:serviceaccount:"
                          + (namespace == null ? grant.namespace : namespace)
                          + ":"
                          + name);
            }
            default -> false;
          };
      if (is) {
        return true;
      }
    }
    return false;
  }

  private boolean allows(Grant grant, Question question) {
    Value reference = grant.binding.get("roleRef");
    if (reference == null) {
      return false;
    }
    String kind = String.valueOf(reference.text("kind"));
    String name = String.valueOf(reference.text("name"));
    Value role = roles.get(key(kind.equals("Role") ? grant.namespace : "", kind, name));
    boolean clusterWide = grant.namespace.isEmpty();
    if (role == null) {
      // Every cluster has this one, and it allows everything.
      return kind.equals("ClusterRole")
          && name.equals("cluster-admin")
          && (clusterWide || question.path().isEmpty());
    }
    return allows(role, question, clusterWide);
  }

  private static boolean allows(Value role, Question question, boolean clusterWide) {
    Value rules = role.get("rules");
    for (Value rule : rules == null ? List.<Value>of() : rules.items()) {
      boolean does =
          question.path().isEmpty()
              ? allows(rule, question.target())
              : clusterWide && isPath(rule, question.path());
      if (does && isAmong(rule, "verbs", question.verb())) {
        return true;
      }
    }
    return false;
  }

  private static boolean allows(Value rule, Target target) {
    String resource =
        target.subresource().isEmpty()
            ? target.resource()
            : target.resource() + '/' + target.subresource();
    boolean named =
        isAmong(rule, "resources", resource)
            || (!target.subresource().isEmpty()
                && isAmong(rule, "resources", "*/" + target.subresource()));
    return named
        && isAmong(rule, "apiGroups", target.group())
        && (rule.get("resourceNames") == null || isWritten(rule, "resourceNames", target.name()));
  }

  private static boolean isPath(Value rule, String path) {
    Value paths = rule.get("nonResourceURLs");
    for (Value each : paths == null ? List.<Value>of() : paths.items()) {
      String pattern = each.text();
      if (pattern != null
          && (pattern.equals(path)
              || (pattern.endsWith(ANY)
                  && path.startsWith(pattern.substring(0, pattern.length() - 1))))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAmong(Value rule, String name, String word) {
    return isWritten(rule, name, word) || isWritten(rule, name, ANY);
  }

  private static boolean isWritten(Value rule, String name, String word) {
    Value words = rule.get(name);
    for (Value each : words == null ? List.<Value>of() : words.items()) {
      if (word.equals(each.text())) {
        return true;
      }
    }
    return false;
  }
}
