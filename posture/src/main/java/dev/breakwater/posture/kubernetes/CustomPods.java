package dev.breakwater.posture.kubernetes;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an object of a kind that is not built in makes, by its shape. Sure is a template: what is
 * called one, stands in the object's own specification or in that of another template, and has a
 * specification with containers, or that shares what only pods share with their host. So a pattern
 * or a patch for other objects, as engines of policies have it, is none.
 */
final class CustomPods {
  /** More are in no object that anybody wrote. */
  static final int MOST_TEMPLATES = 100;

  private static final String SPEC = "spec";

  /** What is not the object's own word: what it was, or what it hands on. */
  private static final Set<String> PASSED_OVER = Set.of("metadata", "status", "data");

  /** Where kinds of others put containers that stand in no pod. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "container",
          "containers",
          "ephemeralContainers",
          "initContainers",
          "script",
          "sidecars",
          "steps");

  /** What tells a pod whose containers its kind adds. */
  private static final List<String> OF_HOST = List.of("hostIPC", "hostNetwork", "hostPID");

  private final List<Value.Fields> templates = new ArrayList<>();
  private final List<Value.Fields> objects = new ArrayList<>();
  private @Nullable Value stray;
  private boolean crowded;

  private CustomPods() {}

  static CustomPods in(Value.Fields object) {
    CustomPods found = new CustomPods();
    for (Map.Entry<String, Value> member : object.members().entrySet()) {
      if (!PASSED_OVER.contains(member.getKey())) {
        found.look(member.getKey(), member.getValue(), true);
      }
    }
    return found;
  }

  /** The templates, each with the specification of a pod; the first {@link #MOST_TEMPLATES}. */
  List<Value.Fields> templates() {
    return templates;
  }

  /** Whether there are more templates. */
  boolean isCrowded() {
    return crowded;
  }

  /** Whole objects that stand in it, as in a template of OpenShift. */
  List<Value.Fields> objects() {
    return objects;
  }

  /** The first containers that are in no template; null where there are none. */
  @Nullable Value stray() {
    return stray;
  }

  /**
   * Looks through a member.
   *
   * @param own whether a template there is the object's own
   */
  private void look(String name, Value value, boolean own) {
    if (value instanceof Value.Items list) {
      for (Value item : list.items()) {
        look(name, item, own);
      }
    } else if (value instanceof Value.Fields here) {
      if (isObject(here)) {
        objects.add(here);
        return;
      }
      boolean template = name.equals("template") || name.endsWith("Template");
      boolean whole = own && template && hasContainers(here.get(SPEC));
      if (whole || (own && template && sharesHost(here.get(SPEC)))) {
        crowded |= templates.size() == MOST_TEMPLATES;
        if (!crowded) {
          templates.add(here);
        }
      }
      // Where the kind adds the containers, they may stand in the template in its own way.
      if (!whole) {
        if (stray == null && CONTAINERS.contains(name) && runsImage(here)) {
          stray = here;
        }
        for (Map.Entry<String, Value> member : here.members().entrySet()) {
          boolean owns = own && (template || !member.getKey().equals(SPEC));
          look(member.getKey(), member.getValue(), owns);
        }
      }
    }
  }

  /** A reference to an object has its kind, too, but nothing of what is in it. */
  private static boolean isObject(Value.Fields value) {
    return value.text("apiVersion") != null
        && value.text("kind") != null
        && (value.get(SPEC) != null || value.get("template") != null);
  }

  private static boolean hasContainers(@Nullable Value spec) {
    return spec != null
        && (holdsMappings(spec.get("containers")) || holdsMappings(spec.get("initContainers")));
  }

  private static boolean sharesHost(@Nullable Value spec) {
    for (String name : OF_HOST) {
      if (spec != null && spec.get(name) instanceof Value.Flag) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsMappings(@Nullable Value list) {
    return list != null
        && !list.items().isEmpty()
        && list.items().getFirst() instanceof Value.Fields;
  }

  /** Whether it names an image, and no pattern of images. */
  private static boolean runsImage(Value.Fields container) {
    String image = container.text("image");
    if (image == null || image.isEmpty()) {
      return false;
    }
    for (int i = 0; i < image.length(); i++) {
      if ("*?!|&<> ".indexOf(image.charAt(i)) >= 0) {
        return image.contains("{{");
      }
    }
    return true;
  }
}
