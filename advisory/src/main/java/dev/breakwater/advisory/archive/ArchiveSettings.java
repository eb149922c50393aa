package dev.breakwater.advisory.archive;

import dev.breakwater.core.Problem;
import dev.breakwater.image.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A subject's apt configuration as captured: its sources and its keyrings. Immutable; nothing has
 * been parsed or believed yet.
 */
public final class ArchiveSettings {
  /** No configuration at all: nothing of an archive can be assessed. */
  public static final ArchiveSettings NONE = new ArchiveSettings(new TreeMap<>(), List.of());

  private static final long MOST_BYTES = 32 << 20;
  private static final int MOST_FILES = 2_000;

  private final SortedMap<String, AptFile> files;
  private final List<Problem> problems;

  private ArchiveSettings(SortedMap<String, AptFile> files, List<Problem> problems) {
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.problems = List.copyOf(problems);
  }

  /** Takes files up to 32 MB and 2,000 in all, by path; what is beyond becomes a problem. */
  static ArchiveSettings of(List<Found<AptFile>> found) {
    TreeMap<String, AptFile> files = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    long bytes = 0;
    for (Found<AptFile> file : found) {
      bytes += file.fact().size();
      if (bytes > MOST_BYTES || files.size() == MOST_FILES) {
        problems.add(
            new Problem(
                file.path(),
                "apt's configuration is larger than "
                    + MOST_BYTES
                    + " bytes or "
                    + MOST_FILES
                    + " files; this file and what follows was left out"));
        break;
      }
      files.put(file.path(), file.fact());
    }
    return new ArchiveSettings(files, problems);
  }

  /** By path relative to the root, sorted. */
  SortedMap<String, AptFile> files() {
    return files;
  }

  List<Problem> problems() {
    return problems;
  }
}
