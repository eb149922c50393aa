package dev.breakwater.posture.kubernetes;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kubernetes objects: those of any kind as they are written, and with the built-in kinds that
 * make pods the pod; with other kinds the pods that their shape shows. Lists are taken apart, also
 * lists in lists.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Kubernetes API</a>
 */
public final class KubernetesObjects {
  private static final String KUSTOMIZE = "kustomize.config.k8s.io/";
  private static final List<String> LISTS_OF_POD =
      List.of("containers", "initContainers", "ephemeralContainers", "volumes");

  private static final String NOT_JUDGED = "; what it should hold is not judged";

  private final Sink sink;
  private int index;

  /** What is wrong with the pods of the object that is being read. */
  private List<Problem> unjudged = new ArrayList<>();

  private KubernetesObjects(Sink sink, int index) {
    this.sink = sink;
    this.index = index;
  }

  /**
   * Whether a document claims to be an object of Kubernetes, also one that forgot in which version
   * of the API it makes a pod.
   */
  public static boolean looksLike(Value document) {
    if (document.get("apiVersion") != null) {
      return document.get("kind") != null || document.get("metadata") != null;
    }
    return PodPath.isKind(document.text("kind"))
        && document.get("metadata") instanceof Value.Fields
        && (document.get("spec") != null || document.get("template") != null);
  }

  /**
   * Gives the objects of one document.
   *
   * @param document its place among the documents of the file that could be read, the first is 0
   */
  public static void read(SourceFile file, int document, Sink sink) {
    new KubernetesObjects(sink, 0).object(file.documents().get(document), "", "");
  }

  /** Gives the objects of all documents that look like such; the rest is passed over. */
  public static void read(SourceFile file, Sink sink) {
    KubernetesObjects objects = new KubernetesObjects(sink, 0);
    for (Value document : file.documents()) {
      if (looksLike(document)) {
        objects.object(document, "", "");
      }
    }
  }

  /**
   * Gives an object, or those in a list.
   *
   * @param listVersion what an item of a list is where it does not say so itself; empty for what is
   *     in none
   */
  private void object(Value value, String listVersion, String listKind) {
    if (!(value instanceof Value.Fields object)) {
      fault(value, "is no object");
      return;
    }
    String apiVersion = said(object, "apiVersion", listVersion);
    String kind = said(object, "kind", listKind);
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      fault(object, "is an object without " + (kind.isEmpty() ? "a kind" : "an apiVersion"));
    } else if (kind.endsWith("List") && object.members().containsKey("items")) {
      list(object, apiVersion, kind.substring(0, kind.length() - "List".length()));
    } else if (!apiVersion.startsWith(KUSTOMIZE)) {
      add(identified(object, apiVersion, kind), apiVersion, kind);
    }
  }

  /**
   * An item says by itself what it is, as clients have it; an API server leaves that to the list.
   */
  private static Value.Fields identified(Value.Fields object, String apiVersion, String kind) {
    if (object.get("apiVersion") != null && object.get("kind") != null) {
      return object;
    }
    Origin said = object.origin().assuming("the list says so");
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("apiVersion", new Value.Text(said, apiVersion));
    members.put("kind", new Value.Text(said, kind));
    object
        .members()
        .forEach((name, value) ->
            members.merge(name, value, (ours, own) -> own instanceof Value.Nothing ? ours : own));
    return new Value.Fields(object.origin(), members);
  }

  private void list(Value.Fields list, String apiVersion, String itemKind) {
    Value items = list.get("items");
    if (items != null && !(items instanceof Value.Items)) {
      fault(items, "must be a list of objects");
      return;
    }
    for (Value item : items == null ? List.<Value>of() : items.items()) {
      object(item, apiVersion, itemKind);
    }
  }

  /** A text; the other one where there is none. */
  private String said(Value.Fields object, String name, String otherwise) {
    String said = object.text(name);
    Value wrong = said == null ? object.get(name) : null;
    if (wrong != null) {
      fault(wrong, "must be a text");
    }
    return said == null || said.isEmpty() ? otherwise : said;
  }

  private void add(Value.Fields object, String apiVersion, String kind) {
    List<String> path = PodPath.of(apiVersion, kind);
    Value metadata = object.get("metadata");
    // The metadata of a pod are judged with it.
    boolean judged = path != null && path.isEmpty();
    if (metadata != null && !(metadata instanceof Value.Fields) && !judged) {
      fault(metadata, "must be a mapping");
    }
    if (path == null) {
      addCustom(object, kind);
      return;
    }
    Value.Fields pod = pod(object, kind, path);
    sink.add(resource(object, kind, pod == null ? List.of() : List.of(pod)));
  }

  private void addCustom(Value.Fields object, String kind) {
    CustomPods made = CustomPods.in(object);
    made.templates().forEach(this::checkPod);
    if (made.isCrowded()) {
      doubt(
          object,
          "has more than " + CustomPods.MOST_TEMPLATES + " pod templates; the rest is not judged");
    }
    Value stray = made.stray();
    if (stray != null) {
      doubt(
          stray,
          "runs a container in a way that only the kind " + kind + " knows; it is not judged");
    }
    sink.add(resource(object, kind, made.templates()));
    for (Value.Fields whole : made.objects()) {
      object(whole, "", "");
    }
  }

  private Resource resource(Value.Fields object, String kind, List<Value.Fields> pods) {
    List<Problem> doubts = unjudged;
    unjudged = new ArrayList<>();
    Value metadata = object.get("metadata");
    String name = written(metadata, "name");
    if (name == null) {
      name = written(metadata, "generateName");
    }
    return new Resource(
        Platform.KUBERNETES,
        object.origin().file(),
        index++,
        kind,
        name == null ? "" : name,
        written(metadata, "namespace"),
        object,
        pods,
        doubts);
  }

  private static @Nullable String written(@Nullable Value metadata, String name) {
    Value value = metadata == null ? null : metadata.get(name);
    String written = value == null ? null : value.written();
    return written == null || written.isEmpty() ? null : written;
  }

  private Value.@Nullable Fields pod(Value.Fields object, String kind, List<String> path) {
    Value.Fields here = object;
    for (String name : path) {
      Value next = here.get(name);
      if (next == null) {
        doubt(here, "has no " + name + ", so " + kind + " has no pod" + NOT_JUDGED);
        return null;
      }
      if (!(next instanceof Value.Fields fields)) {
        wrong(next, "must be a mapping");
        // Whatever leads to no pod is judged as one of which nothing can be told.
        return new Value.Fields(next.origin(), Map.of("spec", next));
      }
      here = fields;
    }
    checkPod(here);
    return here;
  }

  /** Says where a judge finds something else than it looks for. */
  private void checkPod(Value.Fields pod) {
    Value metadata = pod.get("metadata");
    if (metadata != null && !(metadata instanceof Value.Fields)) {
      wrong(metadata, "must be a mapping");
    }
    Value spec = pod.get("spec");
    if (spec == null) {
      doubt(pod, "has no spec" + NOT_JUDGED);
      return;
    }
    if (!(spec instanceof Value.Fields)) {
      wrong(spec, "must be a mapping");
      return;
    }
    for (String name : LISTS_OF_POD) {
      Value list = spec.get(name);
      if (list != null && !(list instanceof Value.Items)) {
        wrong(list, "must be a list");
        continue;
      }
      for (Value item : list == null ? List.<Value>of() : list.items()) {
        if (!(item instanceof Value.Fields)) {
          wrong(item, "must be a mapping");
        }
      }
    }
    MisspeltFields.find(
        spec,
        (value, right) ->
            doubt(value, "is no field of a pod, but " + right + " is; it is not judged"));
  }

  /** What is of the wrong type in a pod counts as unsafe, as nobody knows what was meant. */
  private void wrong(Value where, String what) {
    doubt(where, what + "; it counts as unsafe");
  }

  private void fault(Value where, String what) {
    sink.add(told(where, what + NOT_JUDGED));
  }

  private void doubt(Value where, String what) {
    unjudged.add(told(where, what));
  }

  private static Problem told(Value where, String what) {
    Origin origin = where.origin();
    String path = origin.path().isEmpty() ? "the document" : origin.path();
    return new Problem(origin.place(), path + " " + what);
  }
}
