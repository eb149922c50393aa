package dev.breakwater.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says by name which files it wants and turns each into a fact. Called from many threads at once;
 * keeps no state.
 *
 * @param <F> what it learns from one file; immutable
 */
public interface Detector<F> {
  /**
   * Names this detector and the version of what it learns, for example {@code dpkg-status/1}. Facts
   * cached under another id are not used.
   */
  String id();

  /**
   * Whether it wants to see this file; called for every entry of kind {@link FileEntry.Kind#FILE},
   * so it must be quick.
   */
  boolean wants(FileEntry file);

  /**
   * Whether it wants to see directories too, for their owner and permissions; then {@link #wants}
   * is called for entries of kind {@link FileEntry.Kind#DIRECTORY} as well, and {@link #examine}
   * with no content. Of the layers that list a directory the highest counts; what no layer lists,
   * and the root itself, is not shown.
   */
  default boolean wantsDirectories() {
    return false;
  }

  /**
   * Whether it needs to know what {@link FileEntry#capabilities} executable files have. An archive
   * says so in any case; of files on disk they are only read where a detector wants them, because
   * that takes a call for each file.
   */
  default boolean wantsCapabilities() {
    return false;
  }

  /**
   * Files at fixed places that matter even when reached through symbolic links, such as {@code
   * var/lib/dpkg/status} where {@code var/lib/dpkg} is a link. Each is examined once at its real
   * path.
   */
  default List<String> fixedPaths() {
    return List.of();
  }

  /**
   * Learns from one file. A file with several names (hard links) is shown once for each name that
   * is wanted, unless nothing was learnt of it under the first.
   *
   * @return null where there is nothing to learn from this content, whatever its name
   * @throws IOException where the file is not what its name promises; becomes a problem in the
   *     report, with the message as its text
   */
  @Nullable F examine(FileEntry file, FileContent content) throws IOException;

  /** Writes a fact for the cache. */
  void encode(F fact, DataOutput out) throws IOException;

  /** Reads what {@link #encode} wrote. */
  F decode(DataInput in) throws IOException;
}
