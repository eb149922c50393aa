package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.util.List;

/**
 * Jupyter's server, which runs the code of whoever reaches it.
 *
 * @see <a href="https://jupyter-server.readthedocs.io/en/latest/operators/security.html">Security
 *     in the Jupyter server</a>
 */
final class JupyterFile implements ServerFile {
  static final String RULE = "jupyter-without-token";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("jupyter_notebook_config.py")
        || file.isNamed("jupyter_server_config.py")
        || file.isNamed("jupyter_lab_config.py");
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    List<Directive> directives = Directive.read(text);
    Directive emptied = null;
    for (Directive directive : directives) {
      if (!directive.key().startsWith("c.")) {
        continue;
      }
      boolean empty = directive.value().isEmpty();
      if (directive.key().endsWith("password") && !empty) {
        return;
      }
      if (directive.key().endsWith(".token")) {
        emptied = empty ? directive : null;
      }
    }
    if (emptied != null) {
      clues.add(RULE, emptied.line(), null, "the token is empty, and there is no password");
    }
  }
}
