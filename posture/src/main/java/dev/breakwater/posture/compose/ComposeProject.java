package dev.breakwater.posture.compose;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** Files that variables choose; those beyond are one name that is none. */
  private static final int MOST_CHOSEN = 1000;

  /** The names by which Compose finds a project, what goes before first. */
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private ComposeProject() {}

  /** Whether a document is a Compose file, also one of the first version. */
  public static boolean looksLike(Value root) {
    return Layout.isCompose(root);
  }

  /**
   * Whether a file is the override of a project that Compose finds beside it: that project is read
   * with it, and it is no project itself.
   */
  public static boolean isOverride(Path file) {
    String name = String.valueOf(file.getFileName());
    return OVERRIDES.contains(name) && first(file, NAMES) != null && chosen(file).isEmpty();
  }

  /**
   * The files of the project that a file is or begins: those that {@code COMPOSE_FILE} names in the
   * {@code .env} beside it, if it is their first, or else itself, and its override if it has one.
   *
   * @see <a href="https://docs.docker.com/compose/how-tos/environment-variables/envvars/">
   *     COMPOSE_FILE</a>
   */
  public static List<Path> project(Path file) {
    List<Path> chosen = chosen(file);
    if (!chosen.isEmpty()) {
      boolean begins = absolute(chosen.getFirst()).equals(absolute(file));
      chosen.set(0, file);
      return begins ? chosen : List.of(file);
    }
    Path override = file.equals(first(file, NAMES)) ? first(file, OVERRIDES) : null;
    return override == null ? List.of(file) : List.of(file, override);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** What the variables beside a file choose as the files of their project; empty for nothing. */
  private static List<Path> chosen(Path file) {
    List<Path> chosen = new ArrayList<>();
    Path beside = file.resolveSibling(".env");
    if (Files.isRegularFile(beside)) {
      try {
        Map<String, DotEnv.Variable> variables = ModelReader.variables(beside, _ -> null);
        DotEnv.Variable files = variables.get("COMPOSE_FILE");
        DotEnv.Variable separator = variables.get("COMPOSE_PATH_SEPARATOR");
        String names = files == null ? "" : files.value();
        String between =
            separator == null || separator.value().isEmpty()
                ? File.pathSeparator
                : separator.value();
        for (String name : names.split(Pattern.quote(between), MOST_CHOSEN)) {
          if (!name.isBlank()) {
            add(name.strip(), file, chosen);
          }
        }
      } catch (IOException toldWhenItIsJudged) {
        return chosen;
      }
    }
    return chosen;
  }

  /** Whether a file is called as Compose files are. */
  public static boolean isNamed(Path file) {
    return isYaml(file) && String.valueOf(file.getFileName()).contains("compose");
  }

  private static boolean isYaml(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /**
   * The other files of the project that a file begins, those that it includes, and, if it {@link
   * #isNamed}, those whose services it extends; none for an override. What only variables tell is
   * not among them.
   */
  public static List<Path> includes(Path file) {
    if (!isYaml(file) || isOverride(file) || !Files.isRegularFile(file)) {
      return List.of();
    }
    boolean named = isNamed(file);
    List<Path> project = project(file);
    List<Path> included = new ArrayList<>(project.subList(1, project.size()));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SourceFile.MAX_BYTES + 1);
      // Few files name others, and to read one as YAML takes much longer.
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      boolean names =
          named
              ? text.contains("include") || text.contains("extends")
              : text.startsWith("include:") || text.contains("\ninclude:");
      if (!names) {
        return included;
      }
      for (Value document : SourceFile.of(file.toString(), bytes).documents()) {
        Value include = looksLike(document) ? document.get("include") : null;
        for (Value entry : include == null ? List.<Value>of() : entries(include)) {
          Value paths = entry instanceof Value.Fields ? entry.get("path") : entry;
          for (Value path : paths == null ? List.<Value>of() : entries(paths)) {
            add(path.text(), file, included);
          }
        }
        Value services = document.get("services");
        for (Value service : services == null ? List.<Value>of() : services.members().values()) {
          Value extended = service.at("extends", "file");
          if (extended != null) {
            add(extended.text(), file, included);
          }
        }
      }
    } catch (BreakwaterException | IOException toldWhenItIsJudged) {
      return included;
    }
    return included;
  }

  private static List<Value> entries(Value value) {
    return value instanceof Value.Items list ? list.items() : List.of(value);
  }

  private static void add(@Nullable String path, Path from, List<Path> to) {
    try {
      if (path != null) {
        to.add(from.resolveSibling(path).normalize());
      }
    } catch (InvalidPathException noPath) {
      // Whoever judges the file says so.
    }
  }

  /** The first of these names that is there beside a file. */
  private static @Nullable Path first(Path file, List<String> names) {
    for (String name : names) {
      Path candidate = file.resolveSibling(name);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * Reads a project and gives each of its services. One file alone that Compose could not run, as
   * {@code compose.prod.yaml} with a service of no image, is laid over the project of its
   * directory; then the services that it names are given.
   *
   * @param files at least one, the later laid over the earlier; relative paths in all of them begin
   *     where the first one lies, and so does its {@code .env}
   * @param environment the variables of this process, which go before those of {@code .env}
   * @return the files all of whose services were given: these and the included ones; and those that
   *     have nothing but parts of services, of which other files make whole ones
   */
  public static Set<Path> read(List<Path> files, Map<String, String> environment, Sink sink) {
    Faults faults = new Faults(sink);
    return read(files, environment, new ModelReader(faults), faults, sink);
  }

  /**
   * Reads the {@link #project} of a file, of which the file itself was read already. Its own {@link
   * SourceFile#problems()} are not told again.
   *
   * @param file whose name is its path, or no path: then relative paths begin in the working
   *     directory
   */
  public static Set<Path> read(SourceFile file, Map<String, String> environment, Sink sink) {
    Faults faults = new Faults(sink);
    ModelReader reader = new ModelReader(faults);
    Path path = Path.of(file.name());
    reader.preload(file, path);
    return read(project(path), environment, reader, faults, sink);
  }

  private static Set<Path> read(
      List<Path> files,
      Map<String, String> environment,
      ModelReader reader,
      Faults faults,
      Sink sink) {
    Path last = files.getLast();
    Path base = files.size() == 1 ? base(last, reader) : null;
    List<Path> whole = base == null ? files : List.of(base, last);
    Project project = new Project(reader.read(whole, environment::get), reader, faults);
    Set<Path> judged = new LinkedHashSet<>(reader.parts());
    if (base == null) {
      judged.addAll(reader.judged());
      give(project, project.services().keySet(), null, sink);
    } else {
      judged.add(last);
      Set<String> named = new LinkedHashSet<>();
      reader.documents(last, null).forEach(document -> named.addAll(names(document)));
      give(project, named, last, sink);
    }
    return judged;
  }

  private static Set<String> names(Value.Fields document) {
    Value services = document.get("services");
    return services == null ? Set.of() : services.members().keySet();
  }

  /** The file that another has to be laid over to be run; null where it runs alone. */
  private static @Nullable Path base(Path file, ModelReader reader) {
    for (Value.Fields document : reader.documents(file, null)) {
      if (Layout.isOverlay(document)) {
        Path base = first(file, NAMES);
        return file.equals(base) ? null : base;
      }
    }
    return null;
  }

  /**
   * Gives those services of a project that have one of these names.
   *
   * @param overlay the file that has them all; null where each is in the file of its own that says
   *     the first of it
   */
  private static void give(Project project, Set<String> names, @Nullable Path overlay, Sink sink) {
    Map<String, Integer> indexes = new HashMap<>();
    int count = 0;
    for (String name : names) {
      Service service = project.services().get(name);
      if (service == null) {
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
      String file = overlay == null ? service.origin().file() : overlay.toString();
      int index = indexes.merge(file, 1, Integer::sum) - 1;
      sink.add(ServicePod.of(project, service, file, index));
      count++;
    }
  }
}
