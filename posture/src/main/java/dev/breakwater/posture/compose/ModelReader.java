package dev.breakwater.posture.compose;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.docker.FaultyTextException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a project into one model, as Compose does: variables are filled in, a file's
 * services extended, the file laid over those before it, and what is included set beside it.
 */
final class ModelReader {
  static final int MOST_FILES = 1_000;
  static final int MOST_DOCUMENTS = 100;

  /** In all documents, each as often as it is used. */
  static final int MOST_VALUES = 1_500_000;

  static final int DEEPEST_INCLUDE = 20;
  static final int LARGEST_ENV_FILE = 1024 * 1024;
  private static final List<String> SECTIONS =
      List.of("services", "volumes", "networks", "secrets", "configs");

  private final Faults faults;
  private final MergeTags tags = new MergeTags();
  private final Merge merge;
  private final Map<Path, List<Value.Fields>> documents = new HashMap<>();
  private final Map<Path, Map<String, Value>> variablesOf = new HashMap<>();
  private final Set<Path> judged = new LinkedHashSet<>();
  private final Set<Path> parts = new LinkedHashSet<>();

  /** Where the relative paths of a file begin. */
  private final Map<String, Path> roots = new HashMap<>();

  private Template.Variables variables = _ -> null;
  private int includes;
  private int values;

  ModelReader(Faults faults) {
    this.faults = faults;
    this.merge = new Merge(tags, faults);
  }

  /** The files all of whose services are in the model: those of the project and the included. */
  Set<Path> judged() {
    return judged;
  }

  /** The files that have nothing but parts of services, of which others are made. */
  Set<Path> parts() {
    return parts;
  }

  /** The documents of a file of which a service is extended. */
  List<Value.Fields> extended(Path file, Origin asked) {
    List<Value.Fields> read = documents(file, asked);
    boolean only = !read.isEmpty();
    for (Value.Fields document : read) {
      only &= Layout.hasOnlyParts(document);
    }
    if (only) {
      parts.add(file);
    }
    return read;
  }

  /** Reads a project whose variables come from an environment and from the .env file beside it. */
  Value.Fields read(List<Path> files, Template.Variables environment) {
    Path directory = directory(files.getFirst());
    variables = with(environment, besides(directory));
    return tags.prune(read(files, directory, variables, List.of(), null));
  }

  /** Takes a file that was read already, and whose problems were told. */
  void preload(SourceFile file, Path path) {
    documents.put(path, mappings(file));
  }

  private static List<Path> besides(Path directory) {
    Path env = directory.resolve(".env");
    return Files.isRegularFile(env) ? List.of(env) : List.of();
  }

  /** Where the relative paths of a project begin. */
  private static Path directory(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private Value.Fields read(
      List<Path> files,
      Path directory,
      Template.Variables environment,
      List<Path> trail,
      @Nullable Origin asked) {
    Inheritance inheritance =
        new Inheritance(this, merge, new Interpolation(environment, faults), faults);
    Value.Fields model = null;
    for (Path file : files) {
      judged.add(file);
      roots.put(file.toString(), directory);
      List<Value.Fields> documents = documents(file, asked);
      if (!documents.isEmpty() && documents.stream().noneMatch(Layout::saysAnything)) {
        faults.add(documents.getFirst().origin(), "is no Compose file, so it is not judged");
      }
      for (Value.Fields document : documents) {
        if (!take(document)) {
          continue;
        }
        Value.Fields own = inheritance.resolve(document, file);
        model = model == null ? own : merge.models(model, own);
      }
    }
    if (model == null) {
      return new Value.Fields(new Origin(files.getFirst().toString(), 0, 0, "", null), Map.of());
    }
    Value include = model.get("include");
    return include == null
        ? model
        : including(model, include, directory, environment, and(trail, files.getFirst()));
  }

  /** Whether a document more can be used; tells where it cannot. */
  boolean take(Value.Fields document) {
    if (values > MOST_VALUES) {
      return false;
    }
    values += size(document);
    if (values <= MOST_VALUES) {
      return true;
    }
    faults.add(
        document.origin(),
        "not judged: the files of this project have more than " + MOST_VALUES + " values");
    return false;
  }

  private static int size(Value value) {
    int size = 1;
    for (Value item : value.items()) {
      size += size(item);
    }
    for (Value member : value.members().values()) {
      size += size(member);
    }
    return size;
  }

  private static List<Path> and(List<Path> trail, Path file) {
    List<Path> longer = new ArrayList<>(trail);
    longer.add(file.normalize());
    return longer;
  }

  private Value.Fields including(
      Value.Fields model,
      Value include,
      Path directory,
      Template.Variables environment,
      List<Path> trail) {
    Value.Fields all = model;
    for (Value entry : include instanceof Value.Items list ? list.items() : List.of(include)) {
      Value.Fields included = included(entry, directory, environment, trail);
      if (included != null) {
        all = beside(all, included);
      }
    }
    return all;
  }

  private Value.@Nullable Fields included(
      Value entry, Path directory, Template.Variables environment, List<Path> trail) {
    Value paths = entry instanceof Value.Fields ? entry.get("path") : entry;
    List<Path> files = paths == null ? List.of() : paths(paths, directory);
    if (files.isEmpty()) {
      faults.add(entry.origin(), "includes no file");
      return null;
    }
    Path first = files.getFirst();
    if (trail.contains(first.normalize())) {
      faults.add(entry.origin(), "includes " + first + ", which includes this file again");
      return null;
    }
    if (++includes > MOST_FILES) {
      faults.add(
          entry.origin(), "not included: the project includes more than " + MOST_FILES + " files");
      return null;
    }
    if (trail.size() > DEEPEST_INCLUDE) {
      faults.add(
          entry.origin(), "not included: files include one another " + DEEPEST_INCLUDE + " deep");
      return null;
    }
    Value written = entry.get("project_directory");
    Path own =
        written == null || written.written() == null
            ? directory(first)
            : path(written, directory, directory(first));
    Value envFile = entry.get("env_file");
    List<Path> envFiles = envFile != null ? paths(envFile, directory) : besides(own);
    return read(files, own, with(environment, envFiles), trail, entry.origin());
  }

  private List<Path> paths(Value value, Path directory) {
    List<Path> paths = new ArrayList<>();
    for (Value item : value instanceof Value.Items list ? list.items() : List.of(value)) {
      Path path = local(item, directory);
      if (path != null) {
        paths.add(path);
      }
    }
    return paths;
  }

  /**
   * The file that a value names, from where the relative paths of its own file begin; null where it
   * names none of this machine's, which is told.
   */
  @Nullable Path local(Value value) {
    return local(value, roots.getOrDefault(value.origin().file(), Path.of("")));
  }

  private Path path(Value value, Path directory, Path otherwise) {
    Path path = local(value, directory);
    return path == null ? otherwise : path;
  }

  /** The file that a value names; null where it names none of this machine's, which is told. */
  private @Nullable Path local(Value value, Path directory) {
    String written = value.written();
    if (written == null || written.isEmpty()) {
      faults.add(value.origin(), "names no file");
      return null;
    }
    if (isRemote(written)) {
      faults.add(value.origin(), "names " + written + ", which is not fetched; not judged");
      return null;
    }
    try {
      return directory.resolve(written).normalize();
    } catch (InvalidPathException e) {
      faults.add(value.origin(), "names a file that cannot be: " + e.getReason());
      return null;
    }
  }

  private static boolean isRemote(String path) {
    return path.contains("://") || path.startsWith("git@") || path.startsWith("github.com/");
  }

  /** Sets what is included beside what includes it, and below it where both have the same name. */
  private Value.Fields beside(Value.Fields model, Value.Fields included) {
    Value.Fields all = model;
    for (String section : SECTIONS) {
      if (!(included.get(section) instanceof Value.Fields more)) {
        continue;
      }
      Value own = model.get(section);
      Map<String, Value> members = new LinkedHashMap<>(own == null ? Map.of() : own.members());
      more.members()
          .forEach((name, value) ->
              members.merge(
                  name,
                  value,
                  (above, below) ->
                      above.plain().equals(below.plain())
                          ? above
                          : merge.member(section, name, below, above)));
      all = all.with(section, new Value.Fields(more.origin(), members));
    }
    return all;
  }

  /**
   * The documents of a file that are mappings.
   *
   * @param asked where it is named; null for a file of the project itself
   */
  List<Value.Fields> documents(Path file, @Nullable Origin asked) {
    List<Value.Fields> known = documents.get(file);
    if (known != null) {
      return known;
    }
    List<Value.Fields> read = new ArrayList<>();
    if (documents.size() == MOST_FILES) {
      tell(file, asked, file + " was not read: the project has more than " + MOST_FILES + " files");
    } else {
      try {
        SourceFile source = SourceFile.read(file);
        for (Problem problem : source.problems()) {
          faults.add(problem);
        }
        read.addAll(mappings(source));
      } catch (BreakwaterException e) {
        tell(file, asked, String.valueOf(e.getMessage()));
      }
    }
    documents.put(file, read);
    roots.putIfAbsent(file.toString(), directory(file));
    return read;
  }

  private List<Value.Fields> mappings(SourceFile source) {
    tags.find(source.name(), source.text());
    List<Value.Fields> mappings = new ArrayList<>();
    for (Value document : source.documentsAsWritten()) {
      if (mappings.size() == MOST_DOCUMENTS) {
        faults.add(
            document.origin(),
            "not judged: the file has more than " + MOST_DOCUMENTS + " documents");
        break;
      }
      if (document instanceof Value.Fields fields) {
        mappings.add(Layout.sections(fields));
      } else {
        faults.add(document.origin(), "is no mapping, so Compose would refuse the file");
      }
    }
    return mappings;
  }

  private void tell(Path file, @Nullable Origin asked, String what) {
    if (asked == null) {
      faults.add(file.toString(), what);
    } else {
      faults.add(asked, what);
    }
  }

  private static String reason(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? "There is no file " + file
        : "Tried to read " + file + ", but " + BreakwaterException.reason(e);
  }

  private static byte[] bytes(Path file, int most) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no ordinary file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("it is longer than " + most / 1024 / 1024 + " MB");
      }
      return bytes;
    }
  }

  /** An environment, and behind it the variables of files, the later file before the earlier. */
  private Template.Variables with(Template.Variables environment, List<Path> envFiles) {
    Map<String, DotEnv.Variable> more = new HashMap<>();
    for (Path file : envFiles) {
      if (!file.toString().equals("/dev/null")) {
        try {
          more.putAll(variables(file, environment));
        } catch (IOException e) {
          faults.add(file.toString(), "Its variables are not used: " + reason(file, e));
        }
      }
    }
    return more.isEmpty()
        ? environment
        : name -> {
          String value = environment.get(name);
          DotEnv.Variable variable = value == null ? more.get(name) : null;
          return variable == null ? value : variable.value();
        };
  }

  /**
   * The variables of a file that a value names, each with its place there. What cannot be read is
   * told. What is missing is not: such files have the secrets of one machine, so that few projects
   * keep them with the rest, and names and values of variables decide nothing.
   */
  Map<String, Value> variables(Value named) {
    Path file = local(named);
    if (file == null || !Files.exists(file)) {
      return Map.of();
    }
    Map<String, Value> known = variablesOf.get(file);
    if (known != null) {
      return known;
    }
    Map<String, Value> read = new LinkedHashMap<>();
    variablesOf.put(file, read);
    if (variablesOf.size() > MOST_FILES) {
      faults.add(
          named.origin(),
          file + " was not read: the project has more than " + MOST_FILES + " files");
      return read;
    }
    try {
      variables(file, variables)
          .forEach((name, variable) -> {
            Origin line = new Origin(file.toString(), variable.line(), 1, name, null);
            read.put(name, new Value.Text(line, variable.value()));
          });
    } catch (IOException e) {
      faults.add(named.origin(), reason(file, e));
    }
    return read;
  }

  /**
   * The variables of a file.
   *
   * @throws IOException where it cannot be read, or Compose would refuse it
   */
  static Map<String, DotEnv.Variable> variables(Path file, Template.Variables environment)
      throws IOException {
    String text = new String(bytes(file, LARGEST_ENV_FILE), StandardCharsets.UTF_8);
    try {
      return DotEnv.parse(text, environment);
    } catch (FaultyTextException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
