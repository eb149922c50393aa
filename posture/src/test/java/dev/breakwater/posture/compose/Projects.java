package dev.breakwater.posture.compose;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A directory of Compose files, and what is read of them. */
final class Projects implements Sink {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Resource> resources = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private Set<Path> judged = Set.of();

  Projects(Path directory) {
    this.directory = directory;
  }

  /** Writes a file; the text is that of the whole file. */
  Projects file(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Projects variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Reads a project of these files. */
  Projects read(String... names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      files.add(directory.resolve(name));
    }
    resources.clear();
    problems.clear();
    judged = ComposeProject.read(files, environment, this);
    return this;
  }

  /** Reads one file of one service {@code web}, whose attributes are given without indentation. */
  Resource web(String attributes) {
    file("compose.yaml", "services:\n  web:\n" + attributes.indent(4));
    return read("compose.yaml").resource("web");
  }

  @Override
  public void add(Resource resource) {
    resources.add(resource);
  }

  @Override
  public void add(Problem problem) {
    problems.add(problem);
  }

  List<Resource> resources() {
    return resources;
  }

  Resource resource(String name) {
    for (Resource resource : resources) {
      if (resource.name().equals(name)) {
        return resource;
      }
    }
    throw new AssertionError("no service " + name + " among " + resources + ", " + problems);
  }

  /** Problems as {@code file:line what}, without the directory. */
  List<String> problems() {
    List<String> told = new ArrayList<>();
    for (Problem problem : problems) {
      String where = problem.where() + " " + problem.what();
      told.add(where.replace(directory + "/", ""));
    }
    return told;
  }

  Set<Path> judged() {
    return judged;
  }

  /** A value of the pod as {@code value @ file:line:column path}, with why where it is assumed. */
  String at(Resource resource, String... path) {
    Value value = find(resource, path);
    if (value == null) {
      return "nothing";
    }
    var origin = value.origin();
    String file = directory.relativize(Path.of(origin.file())).toString();
    return value.plain()
        + " @ "
        + file
        + ":"
        + origin.line()
        + ":"
        + origin.column()
        + " "
        + origin.path()
        + (origin.assumed() == null ? "" : " (" + origin.assumed() + ")");
  }

  /** A value of the pod, without its place; null where there is none. */
  static Object plain(Resource resource, String... path) {
    Value value = find(resource, path);
    return value == null ? null : value.plain();
  }

  /** The container's value. */
  static Object container(Resource resource, String... path) {
    List<String> whole = new ArrayList<>(List.of("spec", "containers", "0"));
    whole.addAll(List.of(path));
    return plain(resource, whole.toArray(String[]::new));
  }

  private static Value find(Resource resource, String... path) {
    Value here = resource.pod();
    for (String step : path) {
      if (here instanceof Value.Items list) {
        int index = Integer.parseInt(step);
        here = index < list.items().size() ? list.items().get(index) : null;
      } else if (here != null) {
        here = here.get(step);
      }
    }
    return here;
  }
}
