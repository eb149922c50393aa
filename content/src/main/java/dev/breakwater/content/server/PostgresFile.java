package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.Complaints;
import java.util.StringTokenizer;

/**
 * Who may connect to PostgreSQL, and how.
 *
 * @see <a href="https://www.postgresql.org/docs/current/auth-pg-hba-conf.html">pg_hba.conf</a>
 */
final class PostgresFile implements ServerFile {
  static final String RULE = "postgresql-trust";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("pg_hba.conf");
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
      if (words.countTokens() < 5 || !words.nextToken().startsWith("host")) {
        continue;
      }
      String database = words.nextToken();
      String user = words.nextToken();
      String address = words.nextToken();
      String method = words.nextToken();
      if (Character.isDigit(method.charAt(0)) && words.hasMoreTokens()) {
        method = words.nextToken();
      }
      if (method.equals("trust") && !isLocal(address)) {
        clues.add(
            RULE,
            number,
            database + " " + user + " " + address,
            "without a password from " + Complaints.quote(address));
      }
    }
  }

  private static boolean isLocal(String address) {
    return Address.isLoopback(address) || address.equals("::1/128") || address.equals("samehost");
  }
}
