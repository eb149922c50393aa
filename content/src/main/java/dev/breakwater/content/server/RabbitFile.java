package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.util.List;

/**
 * RabbitMQ. Its first user is guest with the password guest, and may come from the machine itself
 * only, unless told otherwise.
 *
 * @see <a href="https://www.rabbitmq.com/docs/access-control#loopback-users">Access control</a>
 */
final class RabbitFile implements ServerFile {
  static final String RULE = "rabbitmq-guest";

  @Override
  public boolean is(FileEntry file) {
    String path = file.path();
    return file.isNamed("rabbitmq.conf")
        || file.isNamed("rabbitmq.config")
        || (path.endsWith(".conf") && path.contains("rabbitmq/conf.d/"));
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    List<Directive> directives = Directive.read(text);
    Directive user = Directive.last(directives, "default_user");
    Directive password = Directive.last(directives, "default_pass");
    boolean another =
        (user != null && !user.value().equals("guest"))
            || (password != null && !password.value().equals("guest"));
    for (Directive directive : directives) {
      boolean open =
          (directive.key().equals("loopback_users") && Directive.says(directive, "none"))
              || (directive.key().equals("loopback_users.guest")
                  && Directive.says(directive, "false"));
      if (open && !another) {
        clues.add(RULE, directive.line(), null, directive.key() + " is " + directive.value());
        return;
      }
    }
    readTerms(text, clues);
  }

  /** The older form is Erlang, in which {@code %} begins a comment. */
  private static void readTerms(String text, Clues.Collector clues) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int comment = line.indexOf('%');
      String code = (comment < 0 ? line : line.substring(0, comment)).replace(" ", "");
      if (code.contains("{loopback_users,[]}")) {
        clues.add(RULE, number, null, "loopback_users is empty");
        return;
      }
    }
  }
}
