package dev.breakwater.posture.source;

import dev.breakwater.core.Problem;
import java.util.List;

/**
 * What a reader makes of a file.
 *
 * @param values the documents that hold something and could be read
 * @param problems what could not
 * @param plainNames whether all names of members are as they are written
 */
record Documents(List<Value> values, List<Problem> problems, boolean plainNames) {
  /** Faults that are told one by one; a file with more is none that anybody wrote. */
  static final int MAX_PROBLEMS = 100;

  Documents {
    values = List.copyOf(values);
    problems = List.copyOf(problems);
  }
}
