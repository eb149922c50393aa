package dev.breakwater.advisory.mirror;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the archives that a subject names: over HTTP, or as directories of the subject's own file
 * system. For one thread; what it gives may be shared. Connections end when it is closed.
 */
public final class ArchiveTransports implements AutoCloseable {
  private final Optional<Path> root;
  private final ArchiveOptions options;
  private @Nullable HttpFetcher http;

  /**
   * @param root of the file system that the subject is, where it is a directory: {@code file:}
   *     addresses are looked for in it, and nowhere else
   */
  public ArchiveTransports(Optional<Path> root, ArchiveOptions options) {
    this.root = root;
    this.options = options;
  }

  /**
   * The archive at an address.
   *
   * @param uri {@code http:}, {@code https:}, {@code file:} or {@code copy:}, with a slash at its
   *     end unless it is a single file
   * @throws ArchiveException where addresses of its kind cannot be read
   */
  public ArchiveTransport to(String uri) throws ArchiveException {
    String scheme = scheme(uri);
    return switch (scheme) {
      case "http", "https" -> HttpTransport.of(uri, http());
      case "file", "copy" -> {
        if (root.isEmpty()) {
          throw new ArchiveException(
              "the archive is a directory ("
                  + scheme
                  + ":), which only the machine itself can read");
        }
        yield new DirectoryTransport(root.get(), uri.substring(scheme.length() + 1));
      }
      default -> throw new ArchiveException("sources of the kind " + scheme + ": cannot be read");
    };
  }

  /** What stands before the first colon, in lower case; empty where there is no colon. */
  public static String scheme(String uri) {
    return uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  private HttpFetcher http() throws ArchiveException {
    if (http == null) {
      http = new HttpFetcher(options);
    }
    return http;
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
  }
}
