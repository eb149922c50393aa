package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.content.password.WellKnownPasswords;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.util.ArrayList;
import java.util.List;

/**
 * Users of Apache, nginx and container registries.
 *
 * @see <a href="https://httpd.apache.org/docs/2.4/misc/password_encryptions.html">Password
 *     formats</a>
 */
final class HtpasswdFile implements ServerFile {
  static final String RULE = "htpasswd-default-password";

  private static final int MAX_USERS = 50;

  private record User(String name, String hash, int line) {}

  @Override
  public boolean is(FileEntry file) {
    return file.path().endsWith("htpasswd")
        && (file.isNamed(".htpasswd")
            || file.isNamed("htpasswd")
            || file.path().endsWith(".htpasswd"))
        // The program of this name.
        && !file.executable();
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    List<User> users = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon);
      if (Candidate.isToken(name) && name.charAt(0) != '#' && users.size() < MAX_USERS) {
        int end = line.indexOf(':', colon + 1);
        String hash = line.substring(colon + 1, end < 0 ? line.length() : end).strip();
        users.add(new User(name, hash, number));
      }
    }
    WellKnownPasswords known = new WellKnownPasswords();
    for (int i = 0; i < users.size(); i++) {
      User user = users.get(i);
      if (known.include(user.name(), user.hash(), users.size() - i)) {
        clues.add(
            RULE,
            user.line(),
            user.name(),
            "user " + user.name() + " has a well-known default as password");
      }
    }
  }
}
