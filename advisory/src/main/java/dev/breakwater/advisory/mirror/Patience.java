package dev.breakwater.advisory.mirror;

import java.time.Duration;

/**
 * How long archives may still keep a scan waiting, all together. Somebody sits in front of a scan,
 * and a subject can name hundreds of archives with several mirrors each, so a bound on every single
 * wait is none.
 *
 * <p>Only waiting counts: the time beyond a moment in which no request gets an answer or a piece of
 * one. So large files over slow lines take as long as they need, and an answer that trickles counts
 * as none. What goes on in several threads at once counts once. Safe to share between threads.
 */
final class Patience {
  /** Bytes that count as a piece: with a moment for each, 32 KB a second. */
  private static final long PIECE = 8 << 10;

  private static final long MOMENT = Duration.ofMillis(250).toNanos();

  private final Duration whole;
  private long waited;
  private int requests;
  private long lastMove;
  private long sinceLastMove;

  Patience(Duration whole) {
    this.whole = whole;
  }

  Duration whole() {
    return whole;
  }

  /** A request begins. */
  synchronized void begin() {
    if (requests++ == 0) {
      lastMove = System.nanoTime();
      sinceLastMove = 0;
    }
  }

  /** Some bytes of an answer have come. */
  synchronized void received(int bytes) {
    sinceLastMove += bytes;
    if (sinceLastMove >= PIECE) {
      move();
    }
  }

  /** A request that began has ended, with or without an answer. */
  synchronized void end() {
    move();
    requests--;
  }

  private void move() {
    long now = System.nanoTime();
    waited += Math.max(0, now - lastMove - MOMENT);
    lastMove = now;
    sinceLastMove = 0;
  }

  /** Nanoseconds that are left; zero or less where there are none. */
  synchronized long left() {
    long waiting = requests == 0 ? 0 : Math.max(0, System.nanoTime() - lastMove - MOMENT);
    return whole.toNanos() - waited - waiting;
  }
}
