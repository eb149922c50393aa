package dev.breakwater.posture.load;

import dev.breakwater.posture.compose.ComposeProject;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compose files: a file and the override file beside it are one project. For one run. */
final class ComposeFormat implements Format {
  private final Map<String, String> environment;
  private final Set<Path> judged = new HashSet<>();

  /**
   * @param environment the variables that fill the files
   */
  ComposeFormat(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public boolean looksLike(Value document) {
    return ComposeProject.looksLike(document);
  }

  @Override
  public void read(SourceFile file, int document, Sink sink) {
    Path path = Path.of(file.name());
    if (!Files.isRegularFile(path)) {
      ComposeProject.read(file, Path.of(""), environment, sink);
    } else if (!judged.contains(path.toAbsolutePath().normalize())) {
      for (Path each : ComposeProject.read(project(path), environment, sink)) {
        judged.add(each.toAbsolutePath().normalize());
      }
    }
  }

  @Override
  public boolean isPartOfAnother(Path file) {
    return !project(file).getFirst().equals(file)
        || judged.contains(file.toAbsolutePath().normalize());
  }

  /** The files of the project that a file belongs to. */
  private static List<Path> project(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return List.of(file);
    }
    Set<String> names = new HashSet<>();
    for (String name : ComposeProject.USUAL_NAMES) {
      if (Files.isRegularFile(directory.resolve(name))) {
        names.add(name);
      }
    }
    for (List<Path> project : ComposeProject.projects(Path.of(""), names)) {
      if (project.contains(file.getFileName())) {
        return project.stream().map(file::resolveSibling).toList();
      }
    }
    return List.of(file);
  }
}
