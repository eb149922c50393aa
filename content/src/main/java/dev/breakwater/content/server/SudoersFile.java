package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.Complaints;

/**
 * Who may become whom by sudo.
 *
 * @see <a href="https://www.sudo.ws/docs/man/sudoers.man/">sudoers(5)</a>
 */
final class SudoersFile implements ServerFile {
  static final String RULE = "sudo-without-password";

  private static final String TAG = "NOPASSWD:";

  @Override
  public boolean is(FileEntry file) {
    String path = file.path();
    return path.startsWith("etc/sudoers")
        && (path.equals("etc/sudoers")
            // sudo passes over names with a dot or a tilde.
            || (path.startsWith("etc/sudoers.d/")
                && path.indexOf('.', 14) < 0
                && !path.endsWith("~")));
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    int number = 0;
    int first = 0;
    StringBuilder line = new StringBuilder();
    for (String part : text.split("\n", -1)) {
      number++;
      if (line.isEmpty()) {
        first = number;
      }
      String stripped = part.strip();
      if (stripped.endsWith("\\")) {
        line.append(stripped, 0, stripped.length() - 1).append(' ');
      } else {
        judge(line.append(stripped).toString().strip(), first, clues);
        line.setLength(0);
      }
    }
    judge(line.toString().strip(), first, clues);
  }

  private static void judge(String line, int number, Clues.Collector clues) {
    if (line.isEmpty() || line.charAt(0) == '#') {
      return;
    }
    if (line.startsWith("Defaults")) {
      if (line.contains("!authenticate") && !line.startsWith("Defaults:root")) {
        clues.add(RULE, number, "Defaults", "!authenticate: sudo asks nobody for a password");
      }
      return;
    }
    int tag = line.indexOf(TAG);
    int end = 0;
    while (end < line.length() && line.charAt(end) > ' ') {
      end++;
    }
    String who = line.substring(0, end);
    if (tag > 0 && !who.equals("root") && !who.equals("%root") && allowsAll(line.substring(tag))) {
      String name = Complaints.quote(who);
      clues.add(RULE, number, who.length() > 100 ? name : who, name + " may run anything as root");
    }
  }

  /** Whether ALL is among the commands that the tag holds for. */
  private static boolean allowsAll(String tagged) {
    for (String command : tagged.split(",")) {
      String plain = command.strip();
      boolean asks = false;
      int colon;
      while ((colon = plain.indexOf(':')) > 0
          && plain.substring(0, colon).chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_')) {
        asks = plain.startsWith("PASSWD:");
        plain = plain.substring(colon + 1).strip();
      }
      if (asks) {
        return false;
      }
      if (plain.equals("ALL")) {
        return true;
      }
    }
    return false;
  }
}
