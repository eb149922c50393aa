package dev.breakwater.cli;

import dev.breakwater.core.Progress;
import java.io.PrintStream;

/**
 * One line that is written over, from half a second after the start and ten times a second at most;
 * none where nobody would read it. Closing takes it away.
 */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE_NANOS = 500_000_000;
  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintStream out;
  private final int width;
  private final boolean silent;
  private long next = System.nanoTime() + PATIENCE_NANOS;
  private boolean shown;

  /** A line on standard error, if that is a terminal and the line is wanted. */
  ProgressLine(Console console, boolean wanted) {
    this.out = console.err();
    this.width = console.width();
    this.silent = !wanted || !console.errIsTerminal();
  }

  @Override
  public synchronized void at(String step, long done, long total) {
    long now = System.nanoTime();
    if (silent || now - next < 0) {
      return;
    }
    next = now + INTERVAL_NANOS;
    StringBuilder line = new StringBuilder(step);
    if (total > 0) {
      line.append(' ').append(Math.min(100, done * 100 / total)).append(" %");
    }
    line.setLength(Math.min(line.length(), width - 1));
    // Carriage return, the line, and "erase to the end of the line" (ECMA-48 EL).
    out.print("\r" + printable(line) + "\u001b[K");
    out.flush();
    shown = true;
  }

  /** Takes the line away before anything else is printed. */
  synchronized void clear() {
    if (shown) {
      out.print("\r\u001b[K");
      out.flush();
      shown = false;
    }
    next = System.nanoTime() + PATIENCE_NANOS;
  }

  @Override
  public void close() {
    clear();
  }

  private static String printable(CharSequence text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      safe.append(Character.isISOControl(text.charAt(i)) ? '?' : text.charAt(i));
    }
    return safe.toString();
  }
}
