package dev.breakwater.posture.load;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.compose.ComposeProject;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compose files: a file and the override file beside it are one project, and so is what a file
 * includes. For one run.
 */
final class ComposeFormat implements Format {
  /** Files that include one another, deeper than Compose projects are read. */
  private static final int DEEPEST = 30;

  private final Map<String, String> environment;

  /** What was judged with what includes it. */
  private final Set<Path> judged = new HashSet<>();

  /** What is to come, until one of it is read. */
  private final List<Path> expected = new ArrayList<>();

  /** The file that includes another one, by that one's absolute path. */
  private final Map<Path, Path> includers = new HashMap<>();

  /** What waits for the file that includes it to be judged. */
  private final Set<Path> waiting = new HashSet<>();

  /** What was wrong. A file is read again with each that lies over it, and is told of once. */
  private final Set<Problem> told = new HashSet<>();

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
  public void expect(Path file) {
    expected.add(file);
  }

  /** Looks who includes whom, if any file is called as Compose files are. */
  private void lookAhead() {
    if (expected.stream().anyMatch(ComposeProject::isNamed)) {
      for (Path file : expected) {
        for (Path included : ComposeProject.includes(file)) {
          includers.putIfAbsent(Walk.absolute(included), file);
        }
      }
    }
    expected.clear();
  }

  @Override
  public void read(SourceFile file, int document, Sink sink) {
    if (document == 0) {
      read(file, sink);
    }
  }

  /**
   * Judges a file, with the file that includes it if there is one, whichever has its turn first.
   */
  private void read(SourceFile file, Sink sink) {
    lookAhead();
    Path here = Walk.absolute(Path.of(file.name()));
    Path includer = includers.get(here);
    if (includer != null && !judged.contains(here) && waiting.size() < DEEPEST) {
      waiting.add(here);
      SourceFile first = waiting.contains(Walk.absolute(includer)) ? null : compose(includer);
      if (first != null) {
        read(first, sink);
      }
      waiting.remove(here);
    }
    // What includes a file takes it without the override that it has where it begins a project.
    List<Path> project = ComposeProject.project(Path.of(file.name()));
    if (!project.stream().map(Walk::absolute).allMatch(judged::contains)) {
      for (Path each : ComposeProject.read(file, environment, once(sink))) {
        judged.add(Walk.absolute(each));
      }
    }
  }

  private Sink once(Sink sink) {
    return new Sink() {
      @Override
      public void add(Resource resource) {
        sink.add(resource);
      }

      @Override
      public void add(Problem problem) {
        if (told.add(problem)) {
          sink.add(problem);
        }
      }
    };
  }

  /** A Compose file; null where it is none. What cannot be read is told when it has its turn. */
  private static @Nullable SourceFile compose(Path path) {
    try {
      SourceFile file = SourceFile.read(path);
      for (Value document : file.documents()) {
        if (ComposeProject.looksLike(document)) {
          return file;
        }
      }
    } catch (BreakwaterException toldLater) {
      return null;
    }
    return null;
  }

  @Override
  public boolean isPartOfAnother(Path file) {
    return ComposeProject.isOverride(file);
  }
}
