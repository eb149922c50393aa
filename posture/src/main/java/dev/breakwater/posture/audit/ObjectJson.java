package dev.breakwater.posture.audit;

import dev.breakwater.core.Excuse;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.pss.Violation;
import dev.breakwater.posture.source.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Pod Security Standards say of one object, in JSON. */
public final class ObjectJson {
  private ObjectJson() {}

  /**
   * Prints one object.
   *
   * @param excused the findings that do not count, and why
   */
  public static void print(JsonPrinter json, Audited audited, Map<Finding, Excuse> excused) {
    List<Violation> broken = audited.broken();
    int counting = 0;
    for (Weakness finding : audited.findings().subList(0, broken.size())) {
      counting += excused.containsKey(finding) ? 0 : 1;
    }
    json.object()
        .member("file", audited.resource().file())
        .member("kind", audited.resource().kind())
        .member("name", audited.resource().name())
        .member("allowed", counting == 0);
    json.array("violations");
    for (int i = 0; i < broken.size(); i++) {
      if (!excused.containsKey(audited.findings().get(i))) {
        violation(json, audited.resource(), broken.get(i), null);
      }
    }
    json.endArray();
    if (counting < broken.size()) {
      json.array("waived");
      for (int i = 0; i < broken.size(); i++) {
        Excuse excuse = excused.get(audited.findings().get(i));
        if (excuse != null) {
          violation(json, audited.resource(), broken.get(i), excuse);
        }
      }
      json.endArray();
    }
    json.endObject();
  }

  private static void violation(
      JsonPrinter json, Resource resource, Violation broken, @Nullable Excuse excuse) {
    json.object()
        .member("control", broken.control())
        .member("path", Auditor.path(resource, broken))
        .member("container", broken.container());
    if (!broken.origin().file().equals(resource.file())) {
      json.member("file", broken.origin().file());
    }
    json.member("line", broken.origin().line()).member("message", Auditor.message(broken));
    if (excuse != null) {
      json.member("reason", excuse.reason());
    }
    json.endObject();
  }

  /** Prints what could not be read, which is not allowed because nobody knows. */
  public static void print(JsonPrinter json, Problem problem) {
    FileLine place = problem.place();
    json.object()
        .member("file", place.file())
        .absent("kind")
        .absent("name")
        .member("allowed", false)
        .array("violations")
        .endArray();
    if (place.line() > 0) {
      json.member("line", place.line());
    }
    json.member("error", problem.what()).endObject();
  }
}
