package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.content.password.WellKnownPasswords;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;

/**
 * Users of Jetty and of ActiveMQ, which comes with such.
 *
 * @see <a href="https://activemq.apache.org/components/classic/documentation/web-console">ActiveMQ
 *     web console</a>
 */
final class JavaRealmFile implements ServerFile {
  static final String RULE = "jetty-default-password";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("jetty-realm.properties")
        || (file.isNamed("users.properties") && file.path().contains("activemq"));
  }

  /** {@code user: password, role}, or {@code user=password}. */
  @Override
  public void read(String text, Clues.Collector clues) {
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      int end = 0;
      while (end < line.length() && line.charAt(end) != ':' && line.charAt(end) != '=') {
        end++;
      }
      if (line.startsWith("#") || end == line.length()) {
        continue;
      }
      String user = line.substring(0, end).strip();
      String rest = line.substring(end + 1);
      int comma = rest.indexOf(',');
      String password = (comma < 0 ? rest : rest.substring(0, comma)).strip();
      if (Candidate.isToken(user) && WellKnownPasswords.include(user, password)) {
        clues.add(RULE, number, user, "user " + user + " has a well-known default as password");
      }
    }
  }
}
