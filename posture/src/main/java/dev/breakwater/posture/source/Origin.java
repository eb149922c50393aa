package dev.breakwater.posture.source;

import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from.
 *
 * @param file as the user named it
 * @param line of the value's key where it has one, else of the value; the first is 1, and 0 where
 *     the file has no lines to tell, as what a program rendered
 * @param column in characters, the first is 1; 0 with line 0
 * @param path within the document, as people of the platform write it: {@code
 *     spec.containers[0].image}, {@code services.web.privileged}; empty for the whole document
 * @param assumed why the value is there although nobody wrote it, for example "Docker's default";
 *     null for what is written. The place is then that of what the default is about.
 */
public record Origin(String file, int line, int column, String path, @Nullable String assumed) {
  /** The same place, for a value that the platform fills in. */
  public Origin assuming(String why) {
    return new Origin(file, line, column, path, why);
  }

  /** The path of a member of what is here. */
  public String pathTo(String name) {
    return path.isEmpty() ? name : path + '.' + name;
  }

  /** The path of an item of what is here. */
  public String pathTo(int index) {
    return path + '[' + index + ']';
  }
}
