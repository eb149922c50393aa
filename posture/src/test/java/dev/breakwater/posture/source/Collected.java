package dev.breakwater.posture.source;

import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.List;

/** All that was found. */
public final class Collected implements Sink {
  private final List<Resource> resources = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

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

  /** For example {@code Deployment/web}. */
  public List<String> names() {
    return resources.stream().map(each -> each.kind() + "/" + each.name()).toList();
  }

  /** The object that {@link #names} calls so. */
  public Value.Fields object(String name) {
    int index = names().indexOf(name);
    if (index < 0) {
      throw new AssertionError(name + " is not in " + names());
    }
    return resources.get(index).object();
  }

  /** For example {@code x.yaml:3: spec must be a mapping}. */
  public List<String> complaints() {
    return problems.stream().map(each -> each.where() + ": " + each.what()).toList();
  }
}
