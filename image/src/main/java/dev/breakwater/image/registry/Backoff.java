package dev.breakwater.image.registry;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays between tries: doubling, bounded, and spread so that many clients do not return at once.
 */
final class Backoff {
  private Backoff() {}

  /** The delay after a try, counted from 1: between a half and the whole of its step. */
  static Duration after(int attempt, Limits limits) {
    long step = limits.firstDelay().toNanos() << Math.min(attempt - 1, 20);
    long bounded = Math.max(2, Math.min(step, limits.maxDelay().toNanos()));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(bounded / 2, bounded));
  }

  /** Sleeps. */
  static void pause(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting to try again");
    }
  }
}
