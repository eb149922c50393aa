package dev.breakwater.image.engine;

import java.time.Duration;

/**
 * How long to wait for an engine.
 *
 * @param answer for the head of an answer after the question was sent, and for all of a document
 * @param save for the head of an archive; Docker first copies the whole image to its disk
 * @param silence between two reads of an archive
 */
record Patience(Duration answer, Duration save, Duration silence) {
  static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(1));
}
