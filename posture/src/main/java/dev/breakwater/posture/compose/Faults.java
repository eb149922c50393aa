package dev.breakwater.posture.compose;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Sink;
import java.util.HashSet;
import java.util.Set;

/**
 * What is wrong with a project. The same is said once, however often a part of a file is read, and
 * no project has more than {@value #MOST} faults to tell.
 */
final class Faults {
  static final int MOST = 1_000;

  private final Sink sink;
  private final Set<Problem> told = new HashSet<>();

  Faults(Sink sink) {
    this.sink = sink;
  }

  void add(Origin origin, String what) {
    String path = origin.path();
    add(new Problem(origin.place(), path.isEmpty() ? what : path + ": " + what));
  }

  void add(String where, String what) {
    add(new Problem(where, what));
  }

  void add(Problem problem) {
    if (told.size() < MOST && told.add(problem)) {
      sink.add(
          told.size() < MOST
              ? problem
              : new Problem(problem.place(), "more is wrong than is told here"));
    }
  }
}
