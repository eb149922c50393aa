package dev.breakwater.image.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Retry-After} header, seconds or an HTTP date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {
  private static final long A_YEAR_OF_SECONDS = 365L * 24 * 3600;

  private RetryAfter() {}

  /** The time to wait, zero to a year; empty where the header is absent or cannot be read. */
  static Optional<Duration> read(@Nullable String header, Instant now) {
    String text = header == null ? "" : header.strip();
    if (text.isEmpty() || text.length() > 64) {
      return Optional.empty();
    }
    if (isDigits(text)) {
      long seconds = text.length() > 9 ? A_YEAR_OF_SECONDS : Long.parseLong(text);
      return Optional.of(Duration.ofSeconds(Math.min(seconds, A_YEAR_OF_SECONDS)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      long seconds = then.getEpochSecond() - now.getEpochSecond();
      return Optional.of(Duration.ofSeconds(Math.clamp(seconds, 0, A_YEAR_OF_SECONDS)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
