package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Authorizer;
import dev.breakwater.posture.cel.Cel;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What expressions of admission policies can speak about, with the types that an API server gives
 * them, so that what it refuses does not compile here.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression">Validation
 *     expression</a>
 */
final class Vocabulary {
  static final String OBJECT = "object";
  static final String OLD_OBJECT = "oldObject";
  static final String REQUEST = "request";
  static final String PARAMS = "params";
  static final String NAMESPACE = "namespaceObject";
  static final String AUTHORIZER = "authorizer";
  static final String REQUEST_RESOURCE = "authorizer.requestResource";
  static final String VARIABLES = "variables";

  private static final CelType STRING = SimpleType.STRING;
  private static final CelType STRINGS = ListType.create(STRING);

  /** Making a language costs as much as compiling a policy, and there are only these four. */
  private static final Map<Spoken, Cel> LANGUAGES = new ConcurrentHashMap<>();

  private Vocabulary() {}

  private record Spoken(boolean hasParams, boolean hasAuthorizer) {}

  /** The language of expressions that know no {@code variables}. */
  static Cel language(boolean hasParams, boolean hasAuthorizer) {
    return LANGUAGES.computeIfAbsent(
        new Spoken(hasParams, hasAuthorizer),
        spoken -> Cel.with(declared(spoken.hasParams, spoken.hasAuthorizer)));
  }

  /**
   * The language of expressions that know some {@code variables}.
   *
   * @param variables their types by their names; empty for none, so that nobody can name them
   */
  static Cel language(boolean hasParams, boolean hasAuthorizer, Map<String, CelType> variables) {
    Cel language = language(hasParams, hasAuthorizer);
    return variables.isEmpty() ? language : language.withStruct(VARIABLES, variables);
  }

  private static Map<String, CelType> declared(boolean hasParams, boolean hasAuthorizer) {
    Map<String, CelType> declared = new LinkedHashMap<>();
    declared.put(OBJECT, SimpleType.DYN);
    declared.put(OLD_OBJECT, SimpleType.DYN);
    declared.put(REQUEST, request());
    declared.put(NAMESPACE, namespace());
    if (hasParams) {
      declared.put(PARAMS, SimpleType.DYN);
    }
    if (hasAuthorizer) {
      declared.put(AUTHORIZER, Authorizer.TYPE);
      declared.put(REQUEST_RESOURCE, Authorizer.RESOURCE_TYPE);
    }
    return declared;
  }

  private static CelType request() {
    CelType kind = texts("kubernetes.GroupVersionKind", "group", "version", "kind");
    CelType resource = texts("kubernetes.GroupVersionResource", "group", "version", "resource");
    Map<String, CelType> user = new LinkedHashMap<>();
    user.put("username", STRING);
    user.put("uid", STRING);
    user.put("groups", STRINGS);
    user.put("extra", MapType.create(STRING, STRINGS));
    Map<String, CelType> request = new LinkedHashMap<>();
    request.put("kind", kind);
    request.put("resource", resource);
    request.put("subResource", STRING);
    request.put("requestKind", kind);
    request.put("requestResource", resource);
    request.put("requestSubResource", STRING);
    request.put("name", STRING);
    request.put("namespace", STRING);
    request.put("operation", STRING);
    request.put("userInfo", Cel.struct("kubernetes.UserInfo", user));
    request.put("dryRun", SimpleType.BOOL);
    request.put("options", SimpleType.DYN);
    return Cel.struct("kubernetes.AdmissionRequest", request);
  }

  private static CelType namespace() {
    Map<String, CelType> metadata = new LinkedHashMap<>();
    for (String name :
        new String[] {"name", "generateName", "namespace", "UID", "resourceVersion"}) {
      metadata.put(name, STRING);
    }
    metadata.put("labels", MapType.create(STRING, STRING));
    metadata.put("annotations", MapType.create(STRING, STRING));
    metadata.put("creationTimestamp", SimpleType.TIMESTAMP);
    metadata.put("deletionTimestamp", SimpleType.TIMESTAMP);
    metadata.put("deletionGracePeriodSeconds", SimpleType.INT);
    metadata.put("generation", SimpleType.INT);
    metadata.put("finalizers", STRINGS);
    CelType condition =
        Cel.struct(
            "kubernetes.NamespaceCondition",
            Map.of(
                "status", STRING,
                "type", STRING,
                "lastTransitionTime", SimpleType.TIMESTAMP,
                "message", STRING,
                "reason", STRING));
    return Cel.struct(
        "kubernetes.Namespace",
        Map.of(
            "metadata", Cel.struct("kubernetes.NamespaceMetadata", metadata),
            "spec", Cel.struct("kubernetes.NamespaceSpec", Map.of("finalizers", STRINGS)),
            "status",
                Cel.struct(
                    "kubernetes.NamespaceStatus",
                    Map.of("conditions", ListType.create(condition), "phase", STRING))));
  }

  private static CelType texts(String name, String... members) {
    Map<String, CelType> types = new LinkedHashMap<>();
    for (String member : members) {
      types.put(member, STRING);
    }
    return Cel.struct(name, types);
  }
}
