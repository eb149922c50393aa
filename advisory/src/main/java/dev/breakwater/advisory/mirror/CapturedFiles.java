package dev.breakwater.advisory.mirror;

import dev.breakwater.core.Problem;
import dev.breakwater.image.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package manager's configuration as captured: its sources and its keyrings. Immutable; nothing
 * has been parsed or believed yet.
 */
public final class CapturedFiles {
  /** No configuration at all: nothing of an archive can be assessed. */
  public static final CapturedFiles NONE = new CapturedFiles(new TreeMap<>(), List.of());

  private static final long MOST_BYTES = 32 << 20;
  private static final int MOST_FILES = 2_000;

  private final SortedMap<String, CapturedFile> files;
  private final List<Problem> problems;

  private CapturedFiles(SortedMap<String, CapturedFile> files, List<Problem> problems) {
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.problems = List.copyOf(problems);
  }

  /**
   * Takes files up to 32 MB and 2,000 in all, by path; what is beyond becomes a problem.
   *
   * @param whose configuration it is, for example {@code apt's configuration}
   */
  public static CapturedFiles of(List<Found<CapturedFile>> found, String whose) {
    TreeMap<String, CapturedFile> files = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    long bytes = 0;
    for (Found<CapturedFile> file : found) {
      bytes += file.fact().size();
      if (bytes > MOST_BYTES || files.size() == MOST_FILES) {
        problems.add(
            new Problem(
                file.path(),
                whose
                    + " is larger than "
                    + MOST_BYTES
                    + " bytes or "
                    + MOST_FILES
                    + " files; this file and what follows was left out"));
        break;
      }
      files.put(file.path(), file.fact());
    }
    return new CapturedFiles(files, problems);
  }

  /** By path relative to the root, sorted. */
  public SortedMap<String, CapturedFile> files() {
    return files;
  }

  public List<Problem> problems() {
    return problems;
  }
}
