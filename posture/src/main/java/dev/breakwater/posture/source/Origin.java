package dev.breakwater.posture.source;

import dev.breakwater.core.FileLine;
import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from.
 *
 * @param file as the user named it
 * @param line of the value's key where it has one, else of the value; the first is 1, and 0 where
 *     it is not known, as of some of what a program rendered. What an alias stands for has the
 *     lines where it is written
 * @param column in characters, the first is 1; 0 with line 0
 * @param path within the document, as people of the platform write it: {@code
 *     spec.containers[0].image}, {@code services.web.privileged}; empty for the whole document.
 *     What an alias stands for has the path where it is used
 * @param assumed why the value is there although nobody wrote it, for example "Docker's default";
 *     null for what is written. The place is then that of what the default is about.
 */
public record Origin(String file, int line, int column, String path, @Nullable String assumed) {
  /** The longest name of Kubernetes, prefix and all, and some more. */
  private static final int MAX_NAME = 330;

  /** The file, line and column. */
  public FileLine place() {
    return new FileLine(file, line, column);
  }

  /** The same place, for a value of another path. */
  Origin at(String otherPath) {
    return new Origin(file, line, column, otherPath, assumed);
  }

  /** The same place, for a value that the platform fills in. */
  public Origin assuming(String why) {
    return new Origin(file, line, column, path, why);
  }

  /**
   * The path of a member of what is here. A name that is more than letters, digits, {@code -} and
   * {@code _} stands in brackets: {@code metadata.annotations["example.org/owner"]}; a very long
   * one is cut.
   */
  public String pathTo(String name) {
    if (isPlain(name)) {
      return path.isEmpty() ? name : path + '.' + name;
    }
    String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + '…' : name;
    return path + "[\"" + shown.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_NAME;
  }

  /** The path of an item of what is here. */
  public String pathTo(int index) {
    return path + '[' + index + ']';
  }
}
