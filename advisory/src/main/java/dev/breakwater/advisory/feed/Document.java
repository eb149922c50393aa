package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.store.Provenance;
import dev.breakwater.advisory.store.TemporaryFile;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking for a document of a feed. */
sealed interface Document {
  /** It is as it was when it was fetched last. */
  record Unchanged() implements Document {}

  /** There is none there. */
  record Absent() implements Document {}

  /**
   * Here it is.
   *
   * @param origin what to ask with next time
   * @param lastModified as far as the place says; null where it does not
   * @param temporary to be removed after use; null where the file is the feed's own
   */
  record Content(
      Path file,
      Provenance.Origin origin,
      @Nullable Instant lastModified,
      @Nullable TemporaryFile temporary)
      implements Document, AutoCloseable {
    @Override
    public void close() {
      if (temporary != null) {
        temporary.close();
      }
    }
  }
}
