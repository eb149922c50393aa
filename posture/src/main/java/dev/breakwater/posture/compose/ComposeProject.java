package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads Compose projects, of the Compose Specification and of the versions 1, 2 and 3 before it.
 *
 * <p>A service is judged whatever its profiles are. What Compose would refuse is a problem, and the
 * rest is judged. Files that are included or extended, and files of variables, are read wherever
 * they are on this machine if they are ordinary files; nothing is fetched from elsewhere.
 */
public final class ComposeProject {
  /** A project may have no more services; those beyond are a problem. */
  static final int MOST_SERVICES = 20_000;

  /** The names by which Compose finds a project, what goes before first. */
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  /** Every name by which Compose finds a project or its override file. */
  public static final List<String> USUAL_NAMES =
      Stream.concat(NAMES.stream(), OVERRIDES.stream()).toList();

  private ComposeProject() {}

  /** Whether a document is a Compose file, also one of the first version. */
  public static boolean looksLike(Value root) {
    return Layout.isCompose(root);
  }

  /** Whether a file is called as Compose files are: {@code docker-compose.prod.yml}. */
  public static boolean isName(String name) {
    String plain = name.startsWith("docker-") ? name.substring("docker-".length()) : name;
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && (plain.startsWith("compose.") || plain.startsWith("compose-"));
  }

  /**
   * The projects among the files of a directory: the one that Compose finds there, with its override
   * file, and each other file by itself.
   *
   * @param names of files in the directory; those that {@link #isName} does not know are left out
   */
  public static List<List<Path>> projects(Path directory, Collection<String> names) {
    Set<String> left = new TreeSet<>(names);
    left.removeIf(name -> !isName(name));
    List<List<Path>> projects = new ArrayList<>();
    String first = first(left, NAMES);
    if (first != null) {
      List<Path> files = new ArrayList<>(List.of(directory.resolve(first)));
      left.remove(first);
      String override = first(left, OVERRIDES);
      if (override != null) {
        files.add(directory.resolve(override));
        left.remove(override);
      }
      projects.add(files);
    }
    for (String name : left) {
      projects.add(List.of(directory.resolve(name)));
    }
    return projects;
  }

  private static @Nullable String first(Set<String> names, List<String> candidates) {
    for (String candidate : candidates) {
      if (names.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * Reads a project and gives each of its services. One file alone that Compose could not run, as
   * {@code compose.prod.yaml} with a service of no image, is laid over the project of its directory;
   * then the services that it names are given.
   *
   * @param files at least one, the later laid over the earlier; relative paths in all of them begin
   *     where the first one lies, and so does its {@code .env}
   * @param environment the variables of this process, which go before those of {@code .env}
   * @return the files all of whose services were given: these and the included ones
   */
  public static Set<Path> read(List<Path> files, Map<String, String> environment, Sink sink) {
    Faults faults = new Faults(sink);
    ModelReader reader = new ModelReader(faults);
    Path last = files.getLast();
    Path base = files.size() == 1 ? base(last, reader) : null;
    List<Path> whole = base == null ? files : List.of(base, last);
    Value.Fields model =
        reader.read(whole, ModelReader.directory(files.getFirst()), environment::get);
    Set<String> only = new HashSet<>();
    if (base != null) {
      reader.documents(last, null).forEach(document -> only.addAll(names(document)));
    }
    give(new Project(model, reader, faults), only, sink);
    Set<Path> judged = reader.judged();
    if (base != null) {
      judged.remove(base);
    }
    return judged;
  }

  /**
   * Reads a project of one file that is in memory.
   *
   * @param directory where its relative paths begin, and where its {@code .env} lies
   */
  public static void read(
      SourceFile file, Path directory, Map<String, String> environment, Sink sink) {
    Faults faults = new Faults(sink);
    ModelReader reader = new ModelReader(faults);
    Path path = directory.resolve("standard input");
    reader.preload(file, path, directory);
    Value.Fields model = reader.read(List.of(path), directory, environment::get);
    give(new Project(model, reader, faults), Set.of(), sink);
  }

  private static Set<String> names(Value.Fields document) {
    Value services = document.get("services");
    return services == null ? Set.of() : services.members().keySet();
  }

  /** The project that a file has to be laid over to be run; null where it runs alone. */
  private static @Nullable Path base(Path file, ModelReader reader) {
    Path directory = ModelReader.directory(file);
    for (Value.Fields document : reader.documents(file, null)) {
      for (String name : Layout.isOverlay(document) ? NAMES : List.<String>of()) {
        Path base = directory.resolve(name);
        if (Files.isRegularFile(base)) {
          return base.equals(file) ? null : base;
        }
      }
    }
    return null;
  }

  /**
   * Gives the services of a project.
   *
   * @param only names of those to give; empty for all
   */
  private static void give(Project project, Set<String> only, Sink sink) {
    Map<String, Integer> indexes = new HashMap<>();
    int count = 0;
    for (Service service : project.services().values()) {
      int index = indexes.merge(service.origin().file(), 1, Integer::sum) - 1;
      if (!only.isEmpty() && !only.contains(service.name())) {
        continue;
      }
      if (count == MOST_SERVICES) {
        project
            .faults()
            .add(
                service.origin(),
                "not judged, like what follows: the project has more than "
                    + MOST_SERVICES
                    + " services");
        return;
      }
      sink.add(ServicePod.of(project, service, index));
      count++;
    }
  }
}
