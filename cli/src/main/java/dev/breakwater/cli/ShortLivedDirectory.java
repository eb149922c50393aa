package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A private directory that is gone when it is closed, or none. */
final class ShortLivedDirectory implements AutoCloseable {
  private final @Nullable Path directory;

  /**
   * Makes the directory.
   *
   * @param wanted false for none
   */
  ShortLivedDirectory(boolean wanted) throws BreakwaterException {
    try {
      directory = wanted ? Files.createTempDirectory("breakwater") : null;
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to make a temporary directory, but " + BreakwaterException.reason(e), e);
    }
  }

  Path orElse(Path other) {
    return directory == null ? other : directory;
  }

  @Override
  public void close() throws BreakwaterException {
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to delete " + directory + ", but " + BreakwaterException.reason(e), e);
    }
  }
}
