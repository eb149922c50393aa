package dev.breakwater.core.report;

import dev.breakwater.core.Finding;
import java.util.List;

/** Who has the text of the files that findings are in. */
public interface Excerpts {
  /** Nobody. */
  Excerpts NONE = (location, first, last) -> List.of();

  /**
   * Some lines of a file, without their ends.
   *
   * @param location of a finding, with a path
   * @param first line, counted from 1
   * @param last line; those that the file has no more are left out
   * @return empty where the file cannot be had. It may hold anything
   */
  List<String> lines(Finding.Location location, int first, int last);
}
