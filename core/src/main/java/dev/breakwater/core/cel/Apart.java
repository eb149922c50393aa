package dev.breakwater.core.cel;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs CEL in a thread of its own, with a stack that is deep enough for any expression that is
 * short enough. A thread cannot be stopped, so what does not come back in time is left behind: its
 * steps are bounded too, so it ends by itself, and it keeps no program alive.
 */
public final class Apart {
  private static final long STACK = 64L << 20;

  private Apart() {}

  /**
   * What {@code work} gives.
   *
   * @return null where it does not come back in time, or the calling thread is interrupted
   */
  public static <T> @Nullable T run(Supplier<T> work, Duration patience) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(null, task, "policy", STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return null;
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the policy language failed", e.getCause());
    }
  }
}
