package dev.breakwater.posture.load;

import dev.breakwater.posture.compose.ComposeProject;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compose files: a file and the override file beside it are one project. For one run. */
final class ComposeFormat implements Format {
  private final Map<String, String> environment;

  /** What was judged with what includes it. */
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
    if (document == 0 && !judged.contains(absolute(Path.of(file.name())))) {
      for (Path each : ComposeProject.read(file, environment, sink)) {
        judged.add(absolute(each));
      }
    }
  }

  @Override
  public boolean isPartOfAnother(Path file) {
    return ComposeProject.isOverride(file);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
