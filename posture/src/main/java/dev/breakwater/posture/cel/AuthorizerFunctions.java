package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.FunctionSet.member;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import dev.breakwater.posture.cel.Authorizer.Answer;
import dev.breakwater.posture.cel.Authorizer.Question;
import dev.breakwater.posture.cel.Authorizer.Target;
import dev.breakwater.posture.cel.Authorizer.User;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import java.util.List;
import java.util.Optional;

/** What can be asked of an {@link Authorizer}, step by step. */
final class AuthorizerFunctions {
  private static final String PACKAGE = "kubernetes.authorization.";

  static final CelType AUTHORIZER = OpaqueType.create(PACKAGE + "Authorizer");
  static final CelType RESOURCE_CHECK = OpaqueType.create(PACKAGE + "ResourceCheck");
  private static final CelType PATH_CHECK = OpaqueType.create(PACKAGE + "PathCheck");
  private static final CelType GROUP_CHECK = OpaqueType.create(PACKAGE + "GroupCheck");
  private static final CelType DECISION = OpaqueType.create(PACKAGE + "Decision");

  private static final Target NO_TARGET = new Target("", "", "", "", "");
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;

  private AuthorizerFunctions() {}

  /** {@code authorizer}. */
  record Asking(Authorizer authorizer, User user) {}

  /** {@code authorizer.path('/healthz')}. */
  record PathCheck(Asking asking, String path) {}

  /** {@code authorizer.group('apps')}. */
  record GroupCheck(Asking asking, String group) {}

  /** {@code authorizer.group('apps').resource('deployments')}, and what is said besides. */
  record ResourceCheck(Asking asking, Target target, String fieldSelector, String labelSelector) {
    ResourceCheck with(Target other) {
      return new ResourceCheck(asking, other, fieldSelector, labelSelector);
    }
  }

  static List<CelType> types() {
    return List.of(AUTHORIZER, PATH_CHECK, GROUP_CHECK, RESOURCE_CHECK, DECISION);
  }

  /** The type of a value of these; nothing for other values. */
  static Optional<CelType> typeOf(Object value) {
    return switch (value) {
      case Asking _ -> Optional.of(AUTHORIZER);
      case PathCheck _ -> Optional.of(PATH_CHECK);
      case GroupCheck _ -> Optional.of(GROUP_CHECK);
      case ResourceCheck _ -> Optional.of(RESOURCE_CHECK);
      case Answer _ -> Optional.of(DECISION);
      default -> Optional.empty();
    };
  }

  static FunctionSet functions() {
    return new FunctionSet()
        .with(
            "path",
            member("authorizer_path", PATH_CHECK, AUTHORIZER, STRING),
            Asking.class,
            String.class,
            (asking, path) -> new PathCheck(asking, notEmpty("path", path)))
        .with(
            "group",
            member("authorizer_group", GROUP_CHECK, AUTHORIZER, STRING),
            Asking.class,
            String.class,
            GroupCheck::new)
        .with(
            "serviceAccount",
            member("authorizer_serviceaccount", AUTHORIZER, AUTHORIZER, STRING, STRING),
            List.of(Asking.class, String.class, String.class),
            arguments ->
                serviceAccount((Asking) arguments[0], (String) arguments[1], (String) arguments[2]))
        .with(
            "resource",
            member("groupcheck_resource", RESOURCE_CHECK, GROUP_CHECK, STRING),
            GroupCheck.class,
            String.class,
            (group, resource) ->
                new ResourceCheck(
                    group.asking,
                    new Target(group.group, notEmpty("resource", resource), "", "", ""),
                    "",
                    ""))
        .with(
            "subresource",
            member("resourcecheck_subresource", RESOURCE_CHECK, RESOURCE_CHECK, STRING),
            ResourceCheck.class,
            String.class,
            (check, subresource) ->
                check.with(
                    new Target(
                        check.target.group(),
                        check.target.resource(),
                        subresource,
                        check.target.namespace(),
                        check.target.name())))
        .with(
            "namespace",
            member("resourcecheck_namespace", RESOURCE_CHECK, RESOURCE_CHECK, STRING),
            ResourceCheck.class,
            String.class,
            (check, namespace) ->
                check.with(
                    new Target(
                        check.target.group(),
                        check.target.resource(),
                        check.target.subresource(),
                        namespace,
                        check.target.name())))
        .with(
            "name",
            member("resourcecheck_name", RESOURCE_CHECK, RESOURCE_CHECK, STRING),
            ResourceCheck.class,
            String.class,
            (check, name) ->
                check.with(
                    new Target(
                        check.target.group(),
                        check.target.resource(),
                        check.target.subresource(),
                        check.target.namespace(),
                        name)))
        .with(
            "fieldSelector",
            member("authorizer_fieldselector", RESOURCE_CHECK, RESOURCE_CHECK, STRING),
            ResourceCheck.class,
            String.class,
            (check, selector) ->
                new ResourceCheck(check.asking, check.target, selector, check.labelSelector))
        .with(
            "labelSelector",
            member("authorizer_labelselector", RESOURCE_CHECK, RESOURCE_CHECK, STRING),
            ResourceCheck.class,
            String.class,
            (check, selector) ->
                new ResourceCheck(check.asking, check.target, check.fieldSelector, selector))
        .with(
            "check",
            member("pathcheck_check", DECISION, PATH_CHECK, STRING),
            PathCheck.class,
            String.class,
            (check, verb) -> ask(check.asking, verb, check.path, NO_TARGET, "", ""))
        .with(
            "check",
            member("resourcecheck_check", DECISION, RESOURCE_CHECK, STRING),
            ResourceCheck.class,
            String.class,
            (check, verb) ->
                ask(check.asking, verb, "", check.target, check.fieldSelector, check.labelSelector))
        .with("allowed", member("decision_allowed", BOOL, DECISION), Answer.class, Answer::allowed)
        .with("reason", member("decision_reason", STRING, DECISION), Answer.class, Answer::reason)
        .with(
            "errored",
            member("decision_errored", BOOL, DECISION),
            Answer.class,
            answer -> !answer.error().isEmpty())
        .with("error", member("decision_error", STRING, DECISION), Answer.class, Answer::error);
  }

  private static Answer ask(
      Asking asking,
      String verb,
      String path,
      Target target,
      String fieldSelector,
      String labelSelector) {
    return asking.authorizer.answer(
        new Question(asking.user, verb, path, target, fieldSelector, labelSelector));
  }

  private static String notEmpty(String what, String value) {
    if (value.isBlank()) {
      throw new CelInvalidArgumentException(what + " must not be empty");
    }
    return value;
  }

  private static Asking serviceAccount(Asking asking, String namespace, String name) {
    if (name.length() > MAX_NAME || !areLabels(name)) {
      throw new CelInvalidArgumentException("Invalid service account name");
    }
    if (namespace.length() > MAX_LABEL || namespace.indexOf('.') >= 0 || !areLabels(namespace)) {
      throw new CelInvalidArgumentException("Invalid service account namespace");
    }
    return new Asking(asking.authorizer, User.serviceAccount(namespace, name));
  }

  /** Whether a name is labels as RFC 1123 has them, with dots between. */
  private static boolean areLabels(String name) {
    boolean beginning = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean end = i + 1 == name.length() || name.charAt(i + 1) == '.';
      if (!letter && (beginning || end || c != '-') && (c != '.' || beginning || end)) {
        return false;
      }
      beginning = c == '.';
    }
    return !beginning;
  }
}
