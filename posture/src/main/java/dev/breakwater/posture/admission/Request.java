package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to an API server, as far as policies can ask about it. What costs something is made
 * when a policy first asks, and once. For one thread.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/config-api/apiserver-admission.v1/#admission-k8s-io-v1-AdmissionRequest">AdmissionRequest</a>
 */
public final class Request {
  private final Resource about;
  private final RequestOptions options;
  private final Value.@Nullable Fields object;
  private final Value.@Nullable Fields oldObject;
  private final Kind kind;
  private final ApiResource resource;
  private final String name;
  private final KnownKind target;
  private final String subresource;
  private final String namespace;

  private @Nullable Map<String, String> labels;
  private @Nullable Map<String, String> oldLabels;
  private @Nullable Map<String, Object> plain;
  private @Nullable Map<String, Object> oldPlain;

  /**
   * A request to do with {@code about} what the options say.
   *
   * @param about the object that is sent; on {@code DELETE} the one that is there
   * @param old on {@code UPDATE} and {@code DELETE} what is there; null where nobody knows
   */
  Request(Resource about, @Nullable Resource old, RequestOptions options, KnownKinds kinds) {
    this.about = about;
    this.options = options;
    this.kind = Kind.of(about.object());
    this.name = nameOf(about.object());
    KnownKind own = kinds.get(kind);
    String asked = options.subresource();
    int slash = asked.indexOf('/');
    this.subresource = asked.isEmpty() ? own.subresource() : asked.substring(slash + 1);
    this.target = target(own, slash < 0 ? own.plural() : asked.substring(0, slash), kinds);
    this.resource = resourceOf(kind, target);
    this.namespace = namespace(about, options, target, resource);
    boolean deletes = options.operation() == Operation.DELETE;
    Value.Fields there = old == null ? (deletes ? about.object() : null) : old.object();
    this.object = deletes ? null : placed(about.object());
    this.oldObject =
        there == null || options.operation() == Operation.CREATE ? null : placed(there);
  }

  /** The kind that it is sent to; that of the object, unless that goes to another's subresource. */
  private static KnownKind target(KnownKind own, String plural, KnownKinds kinds) {
    KnownKind known =
        own.subresource().isEmpty() && own.plural().equals(plural) ? own : kinds.ofResource(plural);
    return known == null ? own : known;
  }

  private static ApiResource resourceOf(Kind kind, KnownKind target) {
    if (target.name().equals(kind.name()) || target.versions().isEmpty()) {
      return new ApiResource(kind.group(), kind.version(), target.plural());
    }
    KnownKind.GroupVersion usual = target.versions().getFirst();
    return new ApiResource(usual.group(), usual.version(), target.plural());
  }

  private static String namespace(
      Resource about, RequestOptions options, KnownKind known, ApiResource resource) {
    if (resource.isNamespaces()) {
      return nameOf(about.object());
    }
    String written = writtenNamespace(about.object());
    if (written != null) {
      // A kind that nobody knows is namespaced if one of its objects is in a namespace.
      return known.namespaced() || known.versions().isEmpty() ? written : "";
    }
    return known.namespaced() ? options.namespace() : "";
  }

  private static String nameOf(Value.Fields object) {
    Value metadata = object.get("metadata");
    String written = metadata == null ? null : metadata.text("name");
    return written == null ? "" : written;
  }

  private static @Nullable String writtenNamespace(Value.Fields object) {
    Value metadata = object.get("metadata");
    String written = metadata == null ? null : metadata.text("namespace");
    return written == null || written.isEmpty() ? null : written;
  }

  /**
   * An object with what an API server writes into it before policies see it: the namespace of the
   * request, and the label that every {@code Namespace} has.
   */
  private Value.Fields placed(Value.Fields from) {
    if (!(from.get("metadata") instanceof Value.Fields metadata)) {
      return from;
    }
    if (kind.isIn("", "Namespace")) {
      return name.isEmpty() ? from : from.with("metadata", Namespaces.labelled(metadata, name));
    }
    if (namespace.isEmpty() || resource.isNamespaces() || writtenNamespace(from) != null) {
      return from;
    }
    Value.Text where =
        new Value.Text(metadata.origin().assuming("the namespace of the request"), namespace);
    return from.with("metadata", metadata.with("namespace", where));
  }

  /** The object that it is about, as it stands in a file. */
  public Resource about() {
    return about;
  }

  /** What it does. */
  public Operation operation() {
    return options.operation();
  }

  /** The kind of the object. */
  public Kind kind() {
    return kind;
  }

  /** Where it is sent to. */
  public ApiResource resource() {
    return resource;
  }

  /** The part of the object that it is sent to; empty for the whole. */
  public String subresource() {
    return subresource;
  }

  /** The name of the object; empty where the server makes one. */
  public String name() {
    return name;
  }

  /** The namespace; empty for what is in none, and of a {@code Namespace} its own name. */
  public String namespace() {
    return namespace;
  }

  /** Who makes it. */
  public User user() {
    return options.user();
  }

  /** What is sent; null on {@code DELETE}. */
  public Value.@Nullable Fields object() {
    return object;
  }

  /** What is there; null on {@code CREATE}, or where nobody knows. */
  public Value.@Nullable Fields oldObject() {
    return oldObject;
  }

  /** Where objects are that name no namespace. */
  String usualNamespace() {
    return options.namespace();
  }

  /** The groups and versions that its resource can be had in; empty where nobody knows them. */
  List<KnownKind.GroupVersion> versions() {
    return target.versions();
  }

  /** The kind of its object where its resource is had in another version. */
  Kind kindIn(KnownKind.GroupVersion version) {
    return target.name().equals(kind.name())
        ? new Kind(version.group(), version.version(), kind.name())
        : kind;
  }

  /** The labels of the object; null where there is none, or one that can have none. */
  @Nullable Map<String, String> labels() {
    if (labels == null && object != null && options.operation() != Operation.CONNECT) {
      labels = LabelSelector.labels(Defaults.labelled(object));
    }
    return labels;
  }

  /** The labels of the object that is there; null where there is none. */
  @Nullable Map<String, String> oldLabels() {
    if (oldLabels == null && oldObject != null) {
      oldLabels = LabelSelector.labels(Defaults.labelled(oldObject));
    }
    return oldLabels;
  }

  /** The object for CEL; null where there is none. */
  @Nullable Map<String, Object> plainObject() {
    if (plain == null && object != null) {
      plain = plain(object);
    }
    return plain;
  }

  /** The object that is there for CEL; null where there is none. */
  @Nullable Map<String, Object> plainOldObject() {
    if (oldPlain == null && oldObject != null) {
      oldPlain = plain(oldObject);
    }
    return oldPlain;
  }

  @SuppressWarnings("unchecked") // what plain() of a mapping promises
  private Map<String, Object> plain(Value.Fields fields) {
    Value.Fields filled = Defaults.filled(Defaults.labelled(fields));
    return (Map<String, Object>) Amounts.asPoliciesSee(filled, kind).plain();
  }

  /**
   * The request for CEL.
   *
   * @param match as what the policy knows the object
   */
  Map<String, Object> plainRequest(Match match) {
    Map<String, Object> request = LinkedHashMap.newLinkedHashMap(12);
    request.put("kind", match.kind().plain());
    request.put("resource", match.resource().plain());
    putUnlessEmpty(request, "subResource", subresource());
    request.put("requestKind", kind.plain());
    request.put("requestResource", resource.plain());
    putUnlessEmpty(request, "requestSubResource", subresource());
    putUnlessEmpty(request, "name", name);
    putUnlessEmpty(request, "namespace", namespace);
    request.put("operation", options.operation().name());
    request.put("userInfo", options.user().plain());
    request.put("dryRun", options.dryRun());
    request.put("options", plainOptions());
    return Collections.unmodifiableMap(request);
  }

  private static void putUnlessEmpty(Map<String, Object> request, String name, String value) {
    if (!value.isEmpty()) {
      request.put(name, value);
    }
  }

  private Map<String, Object> plainOptions() {
    String optionsKind =
        switch (options.operation()) {
          case CREATE -> "CreateOptions";
          case UPDATE -> "UpdateOptions";
          case DELETE -> "DeleteOptions";
          case CONNECT -> kind.name();
        };
    Map<String, Object> plainOptions = LinkedHashMap.newLinkedHashMap(2);
    plainOptions.put("kind", optionsKind);
    plainOptions.put(
        "apiVersion",
        options.operation() == Operation.CONNECT ? kind.apiVersion() : "meta.k8s.io/v1");
    return plainOptions;
  }
}
