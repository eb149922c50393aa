package dev.breakwater.inventory;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packages of a subject.
 *
 * @param distribution null where the subject does not say
 * @param packages sorted by purl, each once
 * @param problems what could not be read, sorted
 */
public record Inventory(
    @Nullable Distribution distribution, List<SoftwarePackage> packages, List<Problem> problems) {
  public Inventory {
    packages = List.copyOf(packages);
    problems = List.copyOf(problems);
  }

  /** The same, with problems that were found elsewhere. */
  public Inventory with(List<Problem> others) {
    if (others.isEmpty()) {
      return this;
    }
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(others);
    all.sort(null);
    return new Inventory(distribution, packages, all);
  }
}
