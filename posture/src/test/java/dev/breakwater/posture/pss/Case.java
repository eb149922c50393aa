package dev.breakwater.posture.pss;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A case of {@code cases.yaml}: how it changes the pod that restricted admits, and which controls
 * that breaks in which versions.
 */
record Case(String name, Value value) {
  /** The newest version and one that is still to come. */
  static final int LAST_VERSION = Version.NEWEST.minor() + 1;

  /** The lists of containers that a case is tried with, and the name of the one in it. */
  static final Map<String, String> SLOTS =
      Map.of("initContainers", "setup", "containers", "web", "ephemeralContainers", "debug");

  private static final String ADMITTED =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        annotations: {}
      spec:
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        initContainers:
        - name: setup
          image: example.org/web:1
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        containers:
        - name: web
          image: example.org/web:1
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        ephemeralContainers:
        - name: debug
          image: example.org/web:1
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;

  static List<Case> all() {
    try (InputStream in = Case.class.getResourceAsStream("cases.yaml")) {
      List<Case> cases = new ArrayList<>();
      for (Value value :
          read("cases.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8)).items()) {
        cases.add(new Case(value.text("name"), value));
      }
      return cases;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The only document of a file. */
  static Value read(String file, String text) {
    try {
      SourceFile source = SourceFile.of(file, text.getBytes(StandardCharsets.UTF_8));
      if (source.documents().size() != 1 || !source.problems().isEmpty()) {
        throw new AssertionError(source.documents() + " " + source.problems());
      }
      return source.documents().getFirst();
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  /** The pod that restricted admits in every version. */
  static Value.Fields admitted() {
    return (Value.Fields) read("pod.yaml", ADMITTED);
  }

  /** The pod that restricted admits, changed for the container in one of the slots. */
  Value.Fields pod(String slot) {
    Value.Fields pod = admitted();
    Value remove = value.get("remove");
    for (Value path : remove == null ? List.<Value>of() : remove.items()) {
      for (String whole : places(path.text(), slot)) {
        pod = (Value.Fields) Shape.with(pod, whole, null);
      }
    }
    Value set = value.get("set");
    if (set != null) {
      for (Map.Entry<String, Value> change : set.members().entrySet()) {
        for (String whole : places(change.getKey(), slot)) {
          pod = (Value.Fields) Shape.with(pod, whole, change.getValue());
        }
      }
    }
    return pod;
  }

  /** The slots in which it makes pods that differ. */
  Set<String> slots() {
    String text = Shape.json(value);
    return text.contains("container.") || text.contains("NAME")
        ? SLOTS.keySet()
        : Set.of("containers");
  }

  /** Whether an API server could store it as it is. */
  boolean isStored() {
    Value stored = value.get("stored");
    return stored == null || stored.isTrue();
  }

  /** The controls that are to be reported. */
  Set<String> expected(Level level, int version) {
    Value breaks = value.get(level.label());
    if (breaks == null) {
      breaks = value.get("breaks");
    }
    Set<String> expected = new TreeSet<>();
    if (breaks != null) {
      breaks
          .members()
          .forEach((control, range) -> {
            if (holds(range, version)) {
              expected.add(control);
            }
          });
    }
    return expected;
  }

  private static boolean holds(Value range, int version) {
    if (!(range instanceof Value.Text text)) {
      return false;
    }
    for (String part : text.value().split(" ", -1)) {
      int dash = part.indexOf('-');
      int last =
          dash == part.length() - 1
              ? Integer.MAX_VALUE
              : Integer.parseInt(part.substring(dash + 1));
      if (version >= Integer.parseInt(part.substring(0, dash)) && version <= last) {
        return true;
      }
    }
    return false;
  }

  /** The places that are to be reported, each with what is missing; empty where any will do. */
  Set<String> places(String slot) {
    Set<String> places = new TreeSet<>();
    Value at = value.get("at");
    for (Value place : at == null ? List.<Value>of() : at.items()) {
      String[] parts = place.text().split(" ", 2);
      for (String whole : places(parts[0], slot)) {
        places.add(Shape.quoted(whole) + (parts.length == 2 ? " " + parts[1] : ""));
      }
    }
    return places;
  }

  /** Where a place of the table is in a pod. */
  static List<String> places(String path, String slot) {
    String named = path.replace("NAME", SLOTS.get(slot));
    if (named.startsWith("annotations")) {
      return List.of("metadata." + named);
    }
    if (named.startsWith("container.")) {
      return List.of("spec." + slot + "[0]" + named.substring("container".length()));
    }
    if (named.startsWith("each.")) {
      List<String> places = new ArrayList<>();
      for (String each : SLOTS.keySet()) {
        places.add("spec." + each + "[0]" + named.substring("each".length()));
      }
      return places;
    }
    return List.of(named);
  }

  @Override
  public String toString() {
    return name;
  }
}
