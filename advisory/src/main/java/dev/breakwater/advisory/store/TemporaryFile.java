package dev.breakwater.advisory.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the store directory that nobody else uses. It is locked while it is in use, so that
 * another process can tell it from one that a killed update left behind.
 */
public final class TemporaryFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Open for reading and writing until {@link #close}. */
  public FileChannel channel() {
    return channel;
  }

  /** Removes the file where it still is under this name, and gives up its lock. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(path);
    } catch (IOException leftForTheNextUpdate) {
      // The next update removes what has no lock.
    }
  }
}
