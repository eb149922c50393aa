package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.store.Provenance.Origin;
import dev.breakwater.advisory.store.StoreDirectory;
import dev.breakwater.advisory.store.TemporaryFile;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.net.EnvironmentProxies;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents over HTTP into temporary files of the store's directory, or finds them in a
 * directory. Requests are conditional where the store knows an entity tag or date; server errors
 * and broken connections are tried again, a host that cannot be reached is not. Safe to share
 * between threads.
 */
final class Fetcher implements AutoCloseable {
  private static final int PIECE = 64 * 1024;
  private static final long MAX_RETRY_AFTER_SECONDS = 30;

  private final StoreDirectory store;
  private final Limits limits;
  private final Progress progress;
  private final Reachability reachability;
  private @Nullable HttpClient client;

  Fetcher(StoreDirectory store, Limits limits, Progress progress) {
    this.store = store;
    this.limits = limits;
    this.progress = progress;
    this.reachability = new Reachability(limits.connect());
  }

  /**
   * Gets a document.
   *
   * @param known its origin when it was fetched last; null to have it in any case
   * @param maxBytes refuse a longer one
   * @throws UnreachableException where its host cannot be reached
   * @throws BreakwaterException where it cannot be had for another reason
   */
  Document get(Location location, @Nullable Origin known, long maxBytes)
      throws BreakwaterException {
    return switch (location) {
      case Location.Local(Path path) -> local(location, path, known, maxBytes);
      case Location.Remote(URI uri) -> remote(uri, known, maxBytes);
    };
  }

  private static Document local(Location location, Path path, @Nullable Origin known, long maxBytes)
      throws BreakwaterException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return new Document.Absent();
      }
      if (attributes.size() > maxBytes) {
        throw tooLong(location.address(), maxBytes);
      }
      Instant modified = attributes.lastModifiedTime().toInstant();
      Origin origin =
          new Origin(location.address(), attributes.size() + "-" + modified, modified.toString());
      return origin.equals(known)
          ? new Document.Unchanged()
          : new Document.Content(path, origin, modified, null);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Document.Absent();
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to read the feed " + path + ": " + e.getMessage() + ".", e);
    }
  }

  private Document remote(URI uri, @Nullable Origin known, long maxBytes)
      throws BreakwaterException {
    Duration pause = limits.backoff();
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<String> unreachable = reachability.failure(uri);
        if (unreachable.isPresent()) {
          throw new UnreachableException(
              "Cannot reach " + uri.getHost() + ": " + unreachable.get() + ".", null);
        }
        return request(uri, known, maxBytes);
      } catch (RetryException e) {
        if (attempt >= limits.attempts()) {
          throw new BreakwaterException(
              "Tried to fetch " + uri + " " + attempt + " times: " + e.getMessage() + ".", e);
        }
        sleep(e.wait == null ? pause : e.wait);
        pause = pause.multipliedBy(2);
      } catch (ConnectException | HttpConnectTimeoutException e) {
        throw new UnreachableException(
            "Cannot reach " + uri.getHost() + ": " + message(e) + ".", e);
      } catch (InterruptedException e) {
        throw interrupted(uri, e);
      } catch (IOException e) {
        if (attempt >= limits.attempts()) {
          throw new BreakwaterException(
              "Tried to fetch " + uri + " " + attempt + " times: " + message(e) + ".", e);
        }
        sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private Document request(URI uri, @Nullable Origin known, long maxBytes)
      throws IOException, InterruptedException, RetryException, BreakwaterException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(limits.answer()).header("User-Agent", "breakwater");
    if (known != null && known.etag() != null) {
      request.header("If-None-Match", known.etag());
    }
    if (known != null && known.lastModified() != null) {
      request.header("If-Modified-Since", known.lastModified());
    }
    HttpResponse<InputStream> response =
        client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == 200) {
        return save(uri, response, body, maxBytes);
      }
      if (status == 304 && known != null) {
        return new Document.Unchanged();
      }
      if (status == 404 || status == 410) {
        return new Document.Absent();
      }
      if (status >= 500 || status == 429 || status == 408) {
        throw new RetryException("the server answered " + status, retryAfter(response));
      }
      throw new BreakwaterException(
          "Tried to fetch " + uri + ": the server answered " + status + ".");
    }
  }

  private Document save(
      URI uri, HttpResponse<InputStream> response, InputStream body, long maxBytes)
      throws IOException, BreakwaterException {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (length > maxBytes) {
      throw tooLong(uri.toString(), maxBytes);
    }
    TemporaryFile temporary = store.temporary();
    boolean kept = false;
    try (StallGuard guard = new StallGuard(body, limits)) {
      long received = copy(uri, body, temporary.channel(), guard, length, maxBytes);
      if (length >= 0 && received != length) {
        throw new IOException("the answer ended after " + received + " of " + length + " bytes");
      }
      String modified = response.headers().firstValue("Last-Modified").orElse(null);
      Origin origin =
          new Origin(uri.toString(), response.headers().firstValue("ETag").orElse(null), modified);
      kept = true;
      return new Document.Content(temporary.path(), origin, date(modified), temporary);
    } finally {
      if (!kept) {
        temporary.close();
      }
    }
  }

  private long copy(
      URI uri, InputStream body, FileChannel out, StallGuard guard, long length, long maxBytes)
      throws IOException, BreakwaterException {
    String step = "fetching " + uri;
    byte[] piece = new byte[PIECE];
    long received = 0;
    try {
      for (int n; (n = body.read(piece)) >= 0; ) {
        received += n;
        if (received > maxBytes) {
          throw tooLong(uri.toString(), maxBytes);
        }
        write(out, piece, n);
        guard.moved();
        progress.at(step, received, length);
      }
    } catch (IOException e) {
      if (guard.reason() != null) {
        throw new IOException(guard.reason(), e);
      }
      throw e;
    }
    if (guard.reason() != null) {
      throw new IOException(guard.reason());
    }
    return received;
  }

  private void write(FileChannel out, byte[] piece, int length) throws BreakwaterException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, length);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    } catch (IOException e) {
      // A full disk is not the server's fault, so it is not tried again.
      throw new BreakwaterException(
          "Tried to keep a download in " + store.path() + ": " + message(e) + ".", e);
    }
  }

  /** Closes a body that has stopped coming, which is the only way to end a blocked read. */
  private static final class StallGuard implements AutoCloseable {
    private final AtomicLong lastMove = new AtomicLong(System.nanoTime());
    private final long start = System.nanoTime();
    private final Thread watcher;
    private volatile @Nullable String reason;

    StallGuard(InputStream body, Limits limits) {
      watcher = Thread.ofVirtual().start(() -> watch(body, limits));
    }

    private void watch(InputStream body, Limits limits) {
      long step = Math.max(10, limits.stall().toMillis() / 10);
      try {
        while (true) {
          Thread.sleep(step);
          long now = System.nanoTime();
          if (now - lastMove.get() > limits.stall().toNanos()) {
            reason = "nothing came for " + limits.stall().toSeconds() + " s";
          } else if (now - start > limits.whole().toNanos()) {
            reason = "it took longer than " + limits.whole().toMinutes() + " min";
          } else {
            continue;
          }
          body.close();
          return;
        }
      } catch (InterruptedException | IOException done) {
        // The body has come, or is closed already.
      }
    }

    void moved() {
      lastMove.set(System.nanoTime());
    }

    @Nullable String reason() {
      return reason;
    }

    @Override
    public void close() {
      watcher.interrupt();
    }
  }

  private synchronized HttpClient client() throws IOException {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .connectTimeout(limits.connect())
              .followRedirects(HttpClient.Redirect.NORMAL);
      try {
        EnvironmentProxies.from(System.getenv()).ifPresent(builder::proxy);
      } catch (BreakwaterException e) {
        throw new IOException(e.getMessage(), e);
      }
      client = builder.build();
    }
    return client;
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    String value = response.headers().firstValue("Retry-After").orElse("");
    if (value.isEmpty() || value.length() > 9) {
      return null;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return null;
      }
    }
    return Duration.ofSeconds(Math.min(Integer.parseInt(value), MAX_RETRY_AFTER_SECONDS));
  }

  private static @Nullable Instant date(@Nullable String httpDate) {
    if (httpDate == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static BreakwaterException tooLong(String address, long maxBytes) {
    return new BreakwaterException(
        "The feed " + address + " is larger than " + maxBytes + " bytes, so it is not used.");
  }

  private static void sleep(Duration pause) throws BreakwaterException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BreakwaterException("The update was interrupted.", e);
    }
  }

  private static BreakwaterException interrupted(URI uri, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BreakwaterException("Fetching " + uri + " was interrupted.", e);
  }

  private static String message(Exception e) {
    return e.getMessage() == null || e.getMessage().isBlank()
        ? "the connection broke"
        : e.getMessage();
  }

  @Override
  public void close() {
    HttpClient open = client;
    if (open != null) {
      open.shutdownNow();
    }
  }

  /** May pass when it is tried again. */
  private static final class RetryException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    private final @Nullable Duration wait;

    RetryException(String message, @Nullable Duration wait) {
      super(message);
      this.wait = wait;
    }
  }
}
