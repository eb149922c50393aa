package dev.breakwater.advisory.feed;

import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.List;

/** Counts what is wrong with a feed's records, and keeps the first of it. For one thread. */
final class Problems {
  private static final int MAX_KEPT = 50;

  private final List<Problem> kept = new ArrayList<>();
  private int broken;
  private int doubtful;
  private String lastDoubtful = "";

  /** A record that was left out. */
  void broken(String record, String why) {
    broken++;
    keep(record, "left out: " + why);
  }

  /** A record that was taken, with something in it that could not be read. */
  void doubtful(String record, String what) {
    if (!record.equals(lastDoubtful)) {
      doubtful++;
      lastDoubtful = record;
    }
    keep(record, what);
  }

  private void keep(String record, String what) {
    if (kept.size() < MAX_KEPT) {
      kept.add(new Problem(Titles.oneLine(record), Titles.oneLine(what)));
    }
  }

  int broken() {
    return broken;
  }

  int doubtful() {
    return doubtful;
  }

  List<Problem> kept() {
    return kept;
  }
}
