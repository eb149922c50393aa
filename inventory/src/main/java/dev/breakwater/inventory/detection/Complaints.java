package dev.breakwater.inventory.detection;

import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What could not be read in one file. A file of ten million broken lines makes a hundred problems
 * and a count.
 */
public final class Complaints {
  private static final int MAX_TOLD = 100;

  private final String path;
  private final List<Problem> told = new ArrayList<>();
  private long untold;

  /**
   * @param path of the file, relative to the root
   */
  public Complaints(String path) {
    this.path = path;
  }

  /**
   * Adds a problem.
   *
   * @param line from 1
   * @param what a sentence for people
   */
  public void add(int line, String what) {
    if (told.size() < MAX_TOLD) {
      told.add(new Problem(path + ":" + line, what));
    } else {
      untold++;
    }
  }

  /**
   * Adds a problem of a file that has no lines.
   *
   * @param what a sentence for people, which says where in the file
   */
  public void add(String what) {
    if (told.size() < MAX_TOLD) {
      told.add(new Problem(path, what));
    } else {
      untold++;
    }
  }

  /**
   * Adds a problem with a whole line, which is shown in part.
   *
   * @param lines stands on the line
   * @param what a sentence for people, to which the line is added
   */
  public void addLine(TextLines lines, String what) {
    if (told.size() < MAX_TOLD) {
      add(lines.number(), what + ": " + quote(lines.text(0)));
    } else {
      untold++;
    }
  }

  /** All of them. */
  public List<Problem> problems() {
    if (untold == 0) {
      return told;
    }
    List<Problem> all = new ArrayList<>(told);
    all.add(new Problem(path, untold + " more problems of this kind are not listed"));
    return all;
  }

  /** A text from a hostile file, short and harmless enough to be shown to a person. */
  public static String quote(String text) {
    int shown = Math.min(text.length(), 60);
    StringBuilder quoted = new StringBuilder(shown + 8).append('"');
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      quoted.append(TextLines.isTreacherous(c) ? '?' : c);
    }
    return quoted.append(shown < text.length() ? "…\"" : "\"").toString();
  }
}
