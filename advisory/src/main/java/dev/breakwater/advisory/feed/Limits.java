package dev.breakwater.advisory.feed;

import java.time.Duration;

/**
 * How long to wait for a server.
 *
 * @param connect for name look-up and connection together
 * @param answer until the head of an answer
 * @param stall between two pieces of a body
 * @param whole for one document
 * @param attempts how often to try what may pass
 * @param backoff before the second attempt; doubled before each further one
 */
record Limits(
    Duration connect,
    Duration answer,
    Duration stall,
    Duration whole,
    int attempts,
    Duration backoff) {

  /** For {@code db update}, where somebody waits for the data. */
  static final Limits PATIENT =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofMinutes(30),
          4,
          Duration.ofSeconds(1));

  /** For a scan, which has to know soon that there is no network. */
  static final Limits HASTY =
      new Limits(
          Duration.ofMillis(2500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          2,
          Duration.ofMillis(500));
}
