package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;
import java.util.List;
import java.util.Map;

/**
 * Who answers {@code authorizer…check('verb')}. There is no cluster to ask, so it is whoever knows
 * the rules that hold; an expression that asks anybody else is told that nobody knows.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library">Kubernetes
 *     authorizer library</a>
 */
@FunctionalInterface
public interface Authorizer {
  /** The type of a variable {@code authorizer}; see {@link #as}. */
  CelType TYPE = AuthorizerFunctions.AUTHORIZER;

  /** The type of a variable {@code authorizer.requestResource}; see {@link #forResource}. */
  CelType RESOURCE_TYPE = AuthorizerFunctions.RESOURCE_CHECK;

  /** One that has no opinion about anything, so that nothing is allowed, and says why. */
  Authorizer NONE =
      _ -> new Answer(false, "no rules were given that would say who may do what", "");

  /** Whether somebody may do something. */
  Answer answer(Question question);

  /**
   * Who asks.
   *
   * @param name {@code system:serviceaccount:default:builder} of a service account
   * @param uid empty where it is not known
   */
  record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    public User {
      groups = List.copyOf(groups);
      extra = Map.copyOf(extra);
    }

    /** A service account. */
    public static User serviceAccount(String namespace, String name) {
      return new User(
          "system:serviceaccount:" + namespace + ":" + name,
          "",
          List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
          Map.of());
    }
  }

  /** A resource of the API; what is not said is empty. */
  record Target(String group, String resource, String subresource, String namespace, String name) {}

  /**
   * What is asked.
   *
   * @param path of a request for no resource, {@code /healthz}; empty for a resource
   * @param target the resource; all empty for a path
   * @param fieldSelector as it was written; empty for none
   * @param labelSelector as it was written; empty for none
   */
  record Question(
      User user,
      String verb,
      String path,
      Target target,
      String fieldSelector,
      String labelSelector) {}

  /**
   * What is answered.
   *
   * @param reason for people; may be empty
   * @param error empty where the question could be answered
   */
  record Answer(boolean allowed, String reason, String error) {}

  /** The value of a variable {@code authorizer}, for the user who sends the request. */
  default Object as(User user) {
    return new AuthorizerFunctions.Asking(this, user);
  }

  /** The value of a variable {@code authorizer.requestResource}. */
  default Object forResource(User user, Target target) {
    return new AuthorizerFunctions.ResourceCheck(
        new AuthorizerFunctions.Asking(this, user), target, "", "");
  }
}
