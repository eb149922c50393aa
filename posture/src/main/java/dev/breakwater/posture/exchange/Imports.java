package dev.breakwater.posture.exchange;

import dev.breakwater.core.Problem;
import java.util.List;

/**
 * What was imported.
 *
 * @param policies in the order of the files
 * @param problems what could not be carried over, and what is wrong with what was
 * @param notes what a person should know, although nothing is lost
 */
public record Imports(List<ImportedPolicy> policies, List<Problem> problems, List<Problem> notes) {
  public Imports {
    policies = List.copyOf(policies);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }
}
