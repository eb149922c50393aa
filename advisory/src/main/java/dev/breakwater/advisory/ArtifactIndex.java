package dev.breakwater.advisory;

import dev.breakwater.core.BreakwaterException;
import java.util.Optional;

/** Knows published Java archives by their bytes. */
public interface ArtifactIndex {
  /**
   * The coordinates, {@code group:artifact:version}, that an archive was published under; empty
   * where it is not known.
   *
   * @param sha1 of the archive, 20 bytes
   * @throws BreakwaterException where the index is damaged
   */
  Optional<String> artifact(byte[] sha1) throws BreakwaterException;
}
