package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.util.List;

/**
 * Redis, Valkey and KeyDB. Without a password they answer other machines only in case their
 * protected mode is off.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/security/">Redis
 *     security</a>
 */
final class RedisFile implements ServerFile {
  static final String RULE = "redis-without-password";

  @Override
  public boolean is(FileEntry file) {
    return file.isNamed("redis.conf") || file.isNamed("valkey.conf") || file.isNamed("keydb.conf");
  }

  @Override
  public void read(String text, Clues.Collector clues) {
    List<Directive> directives = Directive.read(text);
    Directive open = Directive.last(directives, "protected-mode");
    if (open == null || !Directive.says(open, "no") || hasPassword(directives)) {
      return;
    }
    Directive bind = Directive.last(directives, "bind");
    if (!Directive.says(Directive.last(directives, "port"), "0")
        && (bind == null || isReachable(bind.value()))) {
      clues.add(
          RULE, open.line(), null, "protected-mode is off, and there is no requirepass and no ACL");
    }
  }

  private static boolean hasPassword(List<Directive> directives) {
    Directive password = Directive.last(directives, "requirepass");
    if (password != null && !password.value().isEmpty()) {
      return true;
    }
    for (Directive directive : directives) {
      boolean ofDefaultUser =
          directive.key().equals("user")
              && directive.value().startsWith("default ")
              && !directive.value().contains(" nopass");
      if (ofDefaultUser || directive.key().equals("aclfile")) {
        return true;
      }
    }
    return false;
  }

  /** A dash before an address means that it may be missing. */
  private static boolean isReachable(String addresses) {
    for (String address : addresses.split(" ")) {
      String plain = address.startsWith("-") ? address.substring(1) : address;
      if (!plain.isEmpty() && !Address.isLoopback(Directive.unquoted(plain))) {
        return true;
      }
    }
    return false;
  }
}
