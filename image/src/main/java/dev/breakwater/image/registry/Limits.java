package dev.breakwater.image.registry;

import java.time.Duration;

/**
 * Bounds on a conversation with a registry.
 *
 * @param connect for a connection
 * @param response from sending a request to the last header of its answer
 * @param stall a body that brings fewer than {@code minimumBytesPerSecond} over this long is given
 *     up; time that its reader spends elsewhere does not count
 * @param document for the whole of a manifest, a token or an error message
 * @param attempts tries of one request, or of a resumption without progress worth the name
 * @param resumptions of one blob, with or without progress
 * @param firstDelay before the second try; doubles with each further one
 * @param maxDelay the longest delay of our own choice
 * @param maxRetryAfter the longest delay of the registry's choice; when it asks for more we give up
 * @param redirects followed for one request
 */
record Limits(
    Duration connect,
    Duration response,
    Duration stall,
    int minimumBytesPerSecond,
    Duration document,
    int attempts,
    int resumptions,
    Duration firstDelay,
    Duration maxDelay,
    Duration maxRetryAfter,
    int redirects) {

  static final Limits STANDARD =
      new Limits(
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          1024,
          Duration.ofSeconds(120),
          5,
          50,
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          5);

  /** Bytes that must come while their reader waits for the length of a stall. */
  long progress() {
    return Math.max(1, minimumBytesPerSecond * stall.toMillis() / 1000);
  }

  /** A time as people write it. */
  static String text(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
