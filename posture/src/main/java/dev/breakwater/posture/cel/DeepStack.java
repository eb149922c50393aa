package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.Apart;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Work for which the stack of the thread that asks for it may be too short. */
final class DeepStack {
  private DeepStack() {}

  /** What is to be done. */
  interface Work<T> {
    T run() throws FaultyExpressionException;
  }

  /** What came of it: one of both. */
  private record Outcome<T>(@Nullable T value, @Nullable FaultyExpressionException fault) {
    static <T> Outcome<T> of(Work<T> work) {
      try {
        return new Outcome<>(work.run(), null);
      } catch (FaultyExpressionException e) {
        return new Outcome<>(null, e);
      } catch (StackOverflowError _) {
        return new Outcome<>(
            null, new FaultyExpressionException("the expression is nested too deep", 0, 0));
      }
    }
  }

  /**
   * Does it in a thread that has a stack for anything that may be written.
   *
   * @throws FaultyExpressionException where the work does, or is not done in time
   */
  static <T> T run(Work<T> work, Duration patience) throws FaultyExpressionException {
    Outcome<T> outcome = Apart.run(() -> Outcome.of(work), patience);
    if (outcome == null) {
      throw new FaultyExpressionException(
          "it takes longer than " + patience.toSeconds() + " seconds", 0, 0);
    }
    if (outcome.fault != null) {
      throw outcome.fault;
    }
    return Objects.requireNonNull(outcome.value);
  }
}
