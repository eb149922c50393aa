package dev.breakwater.posture.docker;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.pss.Violation;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader makes of a text, and where its parts come from. */
public final class Translated implements Sink {
  private final List<Resource> resources = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** What is tested. */
  public interface Reader {
    void read(String file, int index, Value root, Sink sink);
  }

  /** Reads all documents of a text. */
  public static Translated of(String file, String text, Reader reader) {
    Translated translated = new Translated();
    for (Value document : documents(file, text)) {
      reader.read(file, translated.resources.size(), document, translated);
    }
    return translated;
  }

  /** The documents of a text; whatever is wrong with it fails. */
  public static List<Value> documents(String file, String text) {
    try {
      SourceFile source = SourceFile.of(file, text.getBytes(StandardCharsets.UTF_8));
      if (!source.problems().isEmpty()) {
        throw new AssertionError(source.problems().toString());
      }
      return source.documents();
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void add(Resource resource) {
    resources.add(resource);
  }

  @Override
  public void add(Problem problem) {
    problems.add(problem);
  }

  public List<Resource> resources() {
    return resources;
  }

  public List<Problem> problems() {
    return problems;
  }

  /** {@code Kind name} of each. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Resource resource : resources) {
      names.add(resource.kind() + " " + resource.name());
    }
    return names;
  }

  /**
   * What stands in the first pod at a path such as {@code spec.containers[0].image}. A point within
   * a name is written as U+2024.
   */
  public Object plain(String path) {
    return at(path).plain();
  }

  /** The line and the path where that comes from: {@code 5 containerDefinitions[0].image}. */
  public String place(String path) {
    Origin origin = at(path).origin();
    return origin.line() + " " + origin.path();
  }

  /** Why it is there although nobody wrote it; null where somebody did. */
  public @Nullable String assumed(String path) {
    return at(path).origin().assumed();
  }

  /** What the first pod breaks of a level: {@code control line path}. */
  public List<String> broken(Level level) {
    List<String> broken = new ArrayList<>();
    for (Violation violation : new PodSecurity(level, Version.NEWEST).check(pod())) {
      Origin origin = violation.origin();
      broken.add(violation.control() + " " + origin.line() + " " + origin.path());
    }
    return broken;
  }

  /** Whether something stands there. */
  public boolean has(String path) {
    return find(path) != null;
  }

  private Value at(String path) {
    Value value = find(path);
    if (value == null) {
      throw new AssertionError("nothing at " + path + " of " + pod().plain());
    }
    return value;
  }

  private Value.Fields pod() {
    Value.Fields pod = resources.getFirst().pod();
    if (pod == null) {
      throw new AssertionError("no pod");
    }
    return pod;
  }

  private @Nullable Value find(String path) {
    Value here = pod();
    for (String name : path.split("\\.", -1)) {
      String step = name.replace('\u2024', '.');
      int bracket = step.indexOf('[');
      here = here.get(bracket < 0 ? step : step.substring(0, bracket));
      if (here != null && bracket >= 0) {
        int index = Integer.parseInt(step.substring(bracket + 1, step.length() - 1));
        here = index < here.items().size() ? here.items().get(index) : null;
      }
      if (here == null) {
        return null;
      }
    }
    return here;
  }
}
