package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that policies can be parametrised by. */
final class Params {
  private final KnownKinds kinds;

  /** By group and name of the kind. */
  private final Map<String, List<Param>> byKind = new HashMap<>();

  Params(KnownKinds kinds) {
    this.kinds = kinds;
  }

  /** An object. */
  private static final class Param {
    private final Value.Fields object;
    private final Kind kind;
    private final @Nullable String name;
    private final @Nullable String namespace;
    private final Map<String, String> labels;
    private @Nullable Object plain;

    Param(Value.Fields object) {
      this.object = object;
      this.kind = Kind.of(object);
      Value metadata = object.get("metadata");
      this.name = metadata == null ? null : metadata.text("name");
      this.namespace = metadata == null ? null : metadata.text("namespace");
      this.labels = LabelSelector.labels(object);
    }

    /** For CEL, in the version of the API that a policy asks for. */
    Object plain(Kind asked) {
      if (plain == null) {
        plain = Amounts.asPoliciesSee(object, kind).plain();
      }
      return kind.equals(asked) ? plain : Converted.to(asked, plain);
    }
  }

  /**
   * What a binding gives to its policy.
   *
   * @param params each of which the policy is evaluated with; null is one that is not there
   * @param fault why they cannot be told; null where they can
   * @param missing whether there are none although there must be
   */
  record Found(List<@Nullable Object> params, @Nullable String fault, boolean missing) {
    Found {
      params = Collections.unmodifiableList(params);
    }

    private static Found faulty(String fault) {
      return new Found(List.of(), fault, false);
    }
  }

  void take(Value.Fields object) {
    Kind kind = Kind.of(object);
    byKind.computeIfAbsent(key(kind), _ -> new ArrayList<>()).add(new Param(object));
  }

  private static String key(Kind kind) {
    return kind.group() + ' ' + kind.name();
  }

  /** Every object of a kind, or the one that is not there: what a policy without bindings gets. */
  Found all(@Nullable ParamKind asked) {
    List<@Nullable Object> all = new ArrayList<>();
    if (asked != null) {
      for (Param param : byKind.getOrDefault(key(asked.kind()), List.of())) {
        all.add(param.plain(asked.kind()));
      }
    }
    if (all.isEmpty()) {
      all.add(null);
    }
    return new Found(all, null, false);
  }

  /** What a binding chooses for a request. */
  Found find(@Nullable ParamKind asked, @Nullable ParamRef reference, Request request) {
    if (asked == null || reference == null) {
      return all(null);
    }
    List<Param> there = byKind.getOrDefault(key(asked.kind()), List.of());
    boolean namespaced = isNamespaced(asked.kind(), reference, there);
    if (!namespaced && reference.namespace() != null) {
      return Found.faulty(
          "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
    }
    String namespace = reference.namespace() != null ? reference.namespace() : request.namespace();
    if (namespaced && namespace.isEmpty()) {
      return Found.faulty(
          "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    }
    List<@Nullable Object> chosen = new ArrayList<>();
    for (Param param : there) {
      String in = param.namespace == null ? request.usualNamespace() : param.namespace;
      if ((!namespaced || in.equals(namespace)) && isChosen(param, reference)) {
        chosen.add(param.plain(asked.kind()));
      }
    }
    return new Found(chosen, null, chosen.isEmpty() && reference.mustExist());
  }

  private static boolean isChosen(Param param, ParamRef reference) {
    LabelSelector selector = reference.selector();
    return selector == null
        ? param.name != null && param.name.equals(reference.name())
        : selector.matches(param.labels);
  }

  /** Nobody knows it of a kind that nobody defined: then what is written tells. */
  private boolean isNamespaced(Kind kind, ParamRef reference, List<Param> there) {
    KnownKind known = kinds.find(kind);
    if (known != null) {
      return known.namespaced();
    }
    boolean namespaced = reference.namespace() != null;
    for (Param param : there) {
      namespaced |= param.namespace != null;
    }
    return namespaced;
  }
}
