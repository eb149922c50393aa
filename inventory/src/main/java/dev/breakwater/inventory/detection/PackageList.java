package dev.breakwater.inventory.detection;

import dev.breakwater.core.Problem;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The packages of one file while it is read: each once, in the order of the file, and no more than
 * {@link PackageFactsCodec#MAX_PACKAGES}; a problem says from where on the rest is left out. Used
 * by one thread.
 */
public final class PackageList {
  private final String path;
  private final Set<Candidate> packages = new LinkedHashSet<>();
  private @Nullable Problem cutOff;

  /**
   * @param path of the file, relative to the root
   */
  public PackageList(String path) {
    this.path = path;
  }

  /** The path of the file. */
  public String path() {
    return path;
  }

  /** Adds a package, unless it is there or the list is full. */
  public void add(Candidate candidate) {
    if (packages.size() < PackageFactsCodec.MAX_PACKAGES) {
      packages.add(candidate);
    } else if (cutOff == null && !packages.contains(candidate)) {
      cutOff =
          new Problem(
              path,
              "more than "
                  + PackageFactsCodec.MAX_PACKAGES
                  + " packages; the rest, from "
                  + Complaints.quote(candidate.name())
                  + " on, is left out");
    }
  }

  /** The packages, and whether any were left out. */
  public PackageFacts facts() {
    return facts(List.of());
  }

  /** The packages, whether any were left out, and what else could not be read. */
  public PackageFacts facts(List<Problem> problems) {
    List<Problem> all = new ArrayList<>(problems);
    if (cutOff != null) {
      all.add(cutOff);
    }
    return PackageFacts.of(List.copyOf(packages), all);
  }
}
