package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * OpenSSH's server. The first value of a setting is the one that holds; what stands under {@code
 * Match} holds for some only and is not judged.
 *
 * @see <a href="https://man.openbsd.org/sshd_config">sshd_config(5)</a>
 */
final class SshFile implements ServerFile {
  static final String EMPTY = "ssh-empty-passwords";
  static final String ROOT = "ssh-root-password";

  @Override
  public boolean is(FileEntry file) {
    String path = file.path();
    return path.startsWith("etc/ssh/")
        && (path.equals("etc/ssh/sshd_config")
            || (path.startsWith("etc/ssh/sshd_config.d/") && path.endsWith(".conf")));
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    Map<String, Directive> settings = new HashMap<>();
    for (Directive directive : Directive.read(text)) {
      if (directive.key().equals("match")) {
        break;
      }
      settings.putIfAbsent(directive.key(), directive);
    }
    Directive empty = settings.get("permitemptypasswords");
    if (empty != null && Directive.says(empty, "yes")) {
      clues.add(EMPTY, empty.line(), null, "PermitEmptyPasswords yes");
    }
    Directive root = settings.get("permitrootlogin");
    boolean passwords = !Directive.says(settings.get("passwordauthentication"), "no");
    if (root != null && Directive.says(root, "yes") && passwords) {
      clues.add(ROOT, root.line(), null, "PermitRootLogin yes, and passwords are accepted");
    }
  }
}
