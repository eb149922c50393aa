package dev.breakwater.advisory.feed;

import java.net.URI;
import java.nio.file.Path;

/** Where one document of a feed is. */
sealed interface Location {
  /** For provenance and messages. */
  String address();

  record Local(Path path) implements Location {
    @Override
    public String address() {
      return path.toUri().toString();
    }
  }

  record Remote(URI uri) implements Location {
    @Override
    public String address() {
      return uri.toString();
    }
  }
}
