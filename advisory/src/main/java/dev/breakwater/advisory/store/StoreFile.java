package dev.breakwater.advisory.store;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one file of the store stands, its whole content checked.
 *
 * @param name the ecosystem, or {@code kev} or {@code epss}
 * @param path where it is
 * @param state whether it can be used
 * @param problem what is wrong and what to do, a sentence for people; null where it can be used
 * @param records how many advisories or scores it holds; 0 where it cannot be read
 * @param provenance where it comes from; null where it cannot be read
 * @param checkedAt when an update last found it current
 * @param bytes its size
 */
public record StoreFile(
    String name,
    Path path,
    State state,
    @Nullable String problem,
    int records,
    @Nullable Provenance provenance,
    Instant checkedAt,
    long bytes) {

  /** Whether a file can be used. */
  public enum State {
    OK,
    /** Its bytes are not what was written. */
    DAMAGED,
    /** Written by a Breakwater with another store format. */
    OTHER_FORMAT
  }
}
