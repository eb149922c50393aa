package dev.breakwater.image.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is still to be read. Whoever holds it reads it to its end or closes it.
 *
 * @param uri where it came from at last, after redirects
 */
record Response(int status, HttpHeaders headers, URI uri, TimedBody body) implements AutoCloseable {
  private static final int WORTH_DRAINING = 64 * 1024;

  /** A header's first value; null where it has none. */
  @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** The length that the header promises; -1 where it promises none that can be read. */
  long contentLength() {
    String text = header("Content-Length");
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Reads all of a short body, whose reader then has nothing to close. */
  byte[] readAll(int maxBytes, Duration time) throws IOException {
    try (body) {
      if (contentLength() > maxBytes) {
        throw tooLong(maxBytes);
      }
      body.limitTo(time);
      byte[] document = body.readNBytes(maxBytes + 1);
      if (document.length > maxBytes) {
        throw tooLong(maxBytes);
      }
      return document;
    }
  }

  private RegistryFault tooLong(int maxBytes) throws RegistryFault {
    return new RegistryFault(
        "the answer of "
            + Origin.of(uri).authority()
            + " is longer than "
            + maxBytes
            + " bytes, which no registry's should be",
        "check that the name is that of a registry");
  }

  /** Reads what is left of a short body, so that its connection can serve again, or gives it up. */
  void discard() {
    if (contentLength() < 0 || contentLength() > WORTH_DRAINING) {
      close();
      return;
    }
    try {
      readAll(WORTH_DRAINING, Duration.ofSeconds(2));
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public void close() {
    body.close();
  }
}
