package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;

/**
 * MySQL and MariaDB.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/refman/8.4/en/server-options.html#option_mysqld_skip-grant-tables">
 *     --skip-grant-tables</a>
 */
final class MysqlFile implements ServerFile {
  static final String RULE = "mysql-without-grants";

  @Override
  public boolean is(FileEntry file) {
    String path = file.path();
    return path.endsWith(".cnf")
        && (file.isNamed("my.cnf")
            || path.startsWith("etc/mysql/")
            || path.startsWith("etc/my.cnf.d/"));
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    for (Directive directive : Directive.read(text)) {
      boolean ofServer =
          directive.section().startsWith("mysqld")
              || directive.section().startsWith("mariadb")
              || directive.section().equals("server");
      if (ofServer
          && directive.key().replace('_', '-').equals("skip-grant-tables")
          && isOn(directive.value())) {
        clues.add(
            RULE, directive.line(), null, "skip-grant-tables in [" + directive.section() + "]");
      }
    }
  }

  private static boolean isOn(String value) {
    return value.isEmpty()
        || value.equals("1")
        || value.equalsIgnoreCase("on")
        || value.equalsIgnoreCase("true");
  }
}
