package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.util.List;

/**
 * Grafana. The file of its defaults has the default password too; what counts is what the owner
 * wrote.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/">Configure
 *     Grafana</a>
 */
final class GrafanaFile implements ServerFile {
  static final String PASSWORD = "grafana-default-password";
  static final String ANONYMOUS = "grafana-anonymous-admin";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("grafana.ini")
        || (file.isNamed("custom.ini") && file.path().contains("grafana"));
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    List<Directive> directives = Directive.read(text);
    Directive password = Directive.last(directives, "security", "admin_password");
    if (password != null && password.value().equals("admin")) {
      clues.add(PASSWORD, password.line(), null, "admin_password is the default");
    }
    Directive enabled = Directive.last(directives, "auth.anonymous", "enabled");
    Directive role = Directive.last(directives, "auth.anonymous", "org_role");
    if (enabled != null && Directive.says(enabled, "true") && Directive.says(role, "Admin")) {
      clues.add(ANONYMOUS, enabled.line(), null, "who does not log in is an administrator");
    }
  }
}
