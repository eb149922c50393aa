package dev.breakwater.content.setting;

import org.jspecify.annotations.Nullable;

/** Looks through what a build step ran, for what no build should do. Not a parser of shell. */
final class ShellCommand {
  private static final String[] DOWNLOADERS = {"curl ", "wget "};
  private static final String[] SHELLS = {
    "sh", "bash", "dash", "ash", "zsh", "python", "python3", "perl", "ruby", "node", "php"
  };

  private final String text;

  ShellCommand(String text) {
    this.text = text;
  }

  /** Whether it runs what it downloads, without looking at it: {@code curl … | sh}. */
  boolean pipesDownloadToShell() {
    for (String downloader : DOWNLOADERS) {
      for (int at = word(downloader, 0); at >= 0; at = word(downloader, at + 1)) {
        if (pipesToShell(at) || isSubstituted(at)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a pipeline that begins here ends, before the next command, in a shell. */
  private boolean pipesToShell(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
      if (c == ';' || c == '\n' || (c == '&' && doubled) || (c == '|' && doubled)) {
        return false;
      }
      if (c == '|' && isShell(i + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean isShell(int from) {
    String rest = text.substring(from, Math.min(text.length(), from + 200)).strip();
    for (String before : new String[] {"sudo ", "-E ", "env ", "exec ", "/usr/bin/", "/bin/"}) {
      if (rest.startsWith(before)) {
        rest = rest.substring(before.length()).strip();
      }
    }
    for (String shell : SHELLS) {
      if (rest.startsWith(shell)
          && (rest.length() == shell.length() || !isOfWord(rest.charAt(shell.length())))) {
        return true;
      }
    }
    return false;
  }

  /** {@code sh -c "$(curl …)"} and {@code bash <(curl …)}. */
  private boolean isSubstituted(int at) {
    String before = text.substring(Math.max(0, at - 20), at).stripTrailing();
    return before.endsWith("sh -c \"$(") || before.endsWith("bash <(") || before.endsWith("sh <(");
  }

  /** Whether it lets everybody write: {@code chmod 777}. */
  boolean opensToAll() {
    for (int at = word("chmod ", 0); at >= 0; at = word("chmod ", at + 1)) {
      for (String word :
          text.substring(at + 6, Math.min(text.length(), at + 80)).split("[\\s;&|]+")) {
        boolean open = word.endsWith("777") && word.length() <= 4 && !word.startsWith("1");
        if (open || word.equals("a+rwx") || word.equals("a+w") || word.equals("o+w")) {
          return true;
        }
        if (!word.startsWith("-")) {
          break;
        }
      }
    }
    return false;
  }

  /** Whether it runs something by sudo. */
  boolean usesSudo() {
    for (int at = word("sudo ", 0); at >= 0; at = word("sudo ", at + 1)) {
      String before = text.substring(0, at).stripTrailing();
      char last = before.isEmpty() ? ';' : before.charAt(before.length() - 1);
      if (";&|({`".indexOf(last) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether it turns SELinux off. */
  boolean disablesSelinux() {
    return text.contains("setenforce 0") || text.contains("SELINUX=disabled");
  }

  /** How it gives a password away; null where it does not. Never the password. */
  @Nullable String passwordGivenBy() {
    if (text.contains("chpasswd") && echoesPassword()) {
      return "a password is echoed to chpasswd";
    }
    for (String option : new String[] {"--password", "--passwd", "--http-password", "--token"}) {
      for (int at = text.indexOf(option); at >= 0; at = text.indexOf(option, at + 1)) {
        if (isLiteral(at + option.length(), true)) {
          return "a value follows " + option;
        }
      }
    }
    int header = text.indexOf("Authorization:");
    if (header >= 0 && hasLiteralAfterScheme(header + 14)) {
      return "an Authorization header";
    }
    return givesUserToCurl() ? "a user and password follow curl's -u" : null;
  }

  private boolean echoesPassword() {
    int echo = word("echo ", 0);
    int colon = echo < 0 ? -1 : text.indexOf(':', echo);
    int pipe = echo < 0 ? -1 : text.indexOf('|', echo);
    return colon > 0 && pipe > colon && "$ \"'\\".indexOf(text.charAt(colon + 1)) < 0;
  }

  private boolean hasLiteralAfterScheme(int from) {
    String rest = text.substring(from, Math.min(text.length(), from + 200)).strip();
    int blank = rest.indexOf(' ');
    return blank > 0
        && rest.length() > blank + 8
        && isLetter(rest.charAt(0))
        && Character.isLetterOrDigit(rest.charAt(blank + 1));
  }

  private boolean givesUserToCurl() {
    if (word("curl ", 0) < 0) {
      return false;
    }
    for (String option : new String[] {" -u ", " --user "}) {
      int at = text.indexOf(option);
      if (at >= 0) {
        String user = text.substring(at + option.length()).strip();
        int end = user.indexOf(' ');
        String pair = end < 0 ? user : user.substring(0, end);
        int colon = pair.indexOf(':');
        if (colon > 0 && colon + 1 < pair.length() && pair.indexOf('$') < 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a word that is no variable and no other option follows. */
  private boolean isLiteral(int from, boolean needsSeparator) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == ' ')) {
      at++;
    }
    if (at >= text.length() || (needsSeparator && at == from)) {
      return false;
    }
    char c = text.charAt(at);
    if ((c == '"' || c == '\'') && at + 1 < text.length()) {
      c = text.charAt(at + 1);
    }
    return Character.isLetterOrDigit(c);
  }

  /** The position of a word with the blank after it, at the beginning of a word. */
  private int word(String word, int from) {
    int at = text.indexOf(word, from);
    while (at > 0 && isOfWord(text.charAt(at - 1))) {
      at = text.indexOf(word, at + 1);
    }
    return at;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }
}
