package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.SourceFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The files that the arguments of a command name, and what is wrong with them. */
final class SourceFiles {
  /** As many as anybody keeps policies in. */
  private static final int MOST = 100_000;

  private final CommandSpec spec;
  private final Console console;
  private final List<Problem> problems = new ArrayList<>();

  SourceFiles(CommandSpec spec, Console console) {
    this.spec = spec;
    this.console = console;
  }

  /**
   * Files, those in directories whose names end like YAML or JSON, and for {@code -} standard
   * input.
   *
   * @param option that names them, for messages
   */
  List<SourceFile> read(String option, List<String> names) {
    List<SourceFile> files = new ArrayList<>();
    for (String name : names) {
      if (name.equals("-")) {
        add(files, null);
        continue;
      }
      Path path = Options.path(spec, option, name);
      if (Files.isDirectory(path)) {
        for (Path file : in(path)) {
          add(files, file);
        }
      } else {
        add(files, path);
      }
    }
    return files;
  }

  private void add(List<SourceFile> files, @Nullable Path file) {
    try {
      files.add(
          file == null
              ? SourceFile.of("-", console.in().readNBytes(SourceFile.MAX_BYTES + 1))
              : SourceFile.read(file));
    } catch (BreakwaterException | IOException e) {
      problems.add(
          new Problem(file == null ? "-" : file.toString(), String.valueOf(e.getMessage())));
    }
  }

  private List<Path> in(Path directory) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = String.valueOf(file.getFileName());
              if (attributes.isRegularFile()
                  && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))) {
                files.add(file);
              }
              return files.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) {
              problems.add(
                  new Problem(
                      file.toString(), "could not be read: " + BreakwaterException.reason(fault)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problems.add(
          new Problem(
              directory.toString(), "could not be walked: " + BreakwaterException.reason(e)));
    }
    if (files.size() >= MOST) {
      problems.add(
          new Problem(
              directory.toString(), "has more than " + MOST + " files; the rest is left out"));
    }
    files.sort(null);
    return files;
  }

  List<Problem> problems() {
    return problems;
  }
}
