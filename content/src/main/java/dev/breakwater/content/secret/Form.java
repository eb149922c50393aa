package dev.breakwater.content.secret;

import com.google.re2j.Matcher;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a secret looks like at the place of a keyword. */
sealed interface Form {
  /**
   * A secret.
   *
   * @param start its first byte
   * @param end behind its last byte
   * @param description what it looks like, in words that are not its own
   */
  record Span(int start, int end, String description) {}

  /**
   * Looks at one place, and never further than a fixed number of bytes.
   *
   * @param start of the keyword
   * @param end behind the keyword
   * @param keyword as the rule writes it
   * @return null where there is no such secret
   */
  @Nullable Span find(Text text, int start, int end, String keyword);

  /** Adds what changes where the form finds something else. */
  void sign(StringBuilder signature);

  /**
   * A word with a constant part.
   *
   * @param expression of the whole word; if it has a group, that is the secret
   * @param before how many bytes of the word come before the keyword
   */
  record Token(Expression expression, int before) implements Form {
    /** The longest word that is looked for: JSON Web Tokens with many claims. */
    private static final int WINDOW = 2048;

    @Override
    public void sign(StringBuilder signature) {
      signature.append(before).append(' ').append(expression);
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      int from = start - before;
      if (from < 0 || !text.isStart(from)) {
        return null;
      }
      Matcher matcher = expression.matcher(text.window(from, from + WINDOW));
      if (!matcher.lookingAt()) {
        return null;
      }
      int group = Math.min(1, matcher.groupCount());
      int first = from + matcher.start(group);
      int last = from + matcher.end(group);
      if (!text.isEnd(from + matcher.end())) {
        return null;
      }
      String description =
          first <= start && last >= end
              ? last
                  - first
                  - keyword.length()
                  + (before == 0 ? " characters after " : " characters around ")
                  + keyword
              : last - first + " characters after " + keyword;
      return new Span(first, last, description);
    }
  }

  /**
   * The value of a name that has the keyword in it.
   *
   * @param expression of the whole value; if it has a group, that is the secret
   */
  record Assigned(Expression expression) implements Form {
    @Override
    public void sign(StringBuilder signature) {
      signature.append("= ").append(expression);
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      Assignment value = Assignment.read(text, end, false);
      if (value == null) {
        return null;
      }
      Matcher matcher = expression.matcher(text.window(value.start(), value.end()));
      if (!matcher.matches()) {
        return null;
      }
      int group = Math.min(1, matcher.groupCount());
      int first = value.start() + matcher.start(group);
      int last = value.start() + matcher.end(group);
      return new Span(
          first, last, last - first + " characters as the value of a name with " + keyword);
    }
  }

  /**
   * The value of a name that says no more than that it is secret. Code is full of such names, so
   * the value has to look like nothing but a password or a key.
   */
  record Named() implements Form {
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 200;
    private static final double RANDOM = 3.0;

    @Override
    public void sign(StringBuilder signature) {
      signature.append("named/1");
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      Assignment value = Assignment.read(text, end, true);
      if (value == null) {
        return null;
      }
      int length = value.end() - value.start();
      if (length < MIN_LENGTH || length > MAX_LENGTH || !isWhole(text, value)) {
        return null;
      }
      String secret = text.window(value.start(), value.end());
      return looksRandom(secret, value.quoted())
          ? new Span(
              value.start(),
              value.end(),
              length + " characters as the value of a name with " + keyword)
          : null;
    }

    /** Without quotes, a value that ends at a bracket is code. */
    private static boolean isWhole(Text text, Assignment value) {
      int after = text.at(value.end());
      return value.quoted() || after <= ' ' || after == ',' || after == '&' || after == ';';
    }

    /** No path, no variable, no call, no hash of a password, and no words. */
    private static boolean looksRandom(String value, boolean quoted) {
      char first = value.charAt(0);
      if ("$/.%@[#{".indexOf(first) >= 0 || value.startsWith("sha") || value.contains("://")) {
        return false;
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c <= ' '
            || c > '~'
            || "(){}[]<>\"".indexOf(c) >= 0
            || (!quoted && (c == '.' || c == ':'))) {
          return false;
        }
      }
      return changes(value) >= value.length() / 4 && Entropy.of(value) >= RANDOM;
    }

    /**
     * How often a text changes between lower case, upper case, digits and symbols. Random texts do
     * at every second character; words, joined by whatever joins words, hardly ever, where an
     * upper-case letter that begins a word does not count.
     */
    private static int changes(String value) {
      int changes = 0;
      char before = 0;
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '_' || c == '-' || c == '.' || c == '/' || c == ':' || c == ',') {
          continue;
        }
        char sort = Text.isDigit(c) ? '0' : !Text.isLetter(c) ? '#' : c >= 'a' ? 'a' : 'A';
        if (sort != before && before != 0 && !(before == 'A' && sort == 'a')) {
          changes++;
        }
        before = sort;
      }
      return changes;
    }
  }

  /** A password in an address: {@code scheme://user:password@host}. */
  record UrlPassword() implements Form {
    private static final int MAX_PART = 200;

    @Override
    public void sign(StringBuilder signature) {
      signature.append("url-password/1");
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      int colon = -1;
      for (int i = end; i < end + MAX_PART; i++) {
        int c = text.at(i);
        if (c == ':' && colon < 0) {
          colon = i;
        } else if (c == '@') {
          return colon > 0 ? password(text, start, colon, i) : null;
        } else if (!isUserInfo(c)) {
          return null;
        }
      }
      return null;
    }

    private static @Nullable Span password(Text text, int start, int colon, int at) {
      int length = at - colon - 1;
      if (length < 3 || !Text.isLetterOrDigit(text.at(start - 1)) || !isHost(text, at + 1)) {
        return null;
      }
      String password = text.window(colon + 1, at);
      return isCommon(password)
          ? null
          : new Span(colon + 1, at, length + " characters between : and @ of an address");
    }

    /** RFC 3986 section 3.2.1, and what people forget to escape. */
    private static boolean isUserInfo(int c) {
      return Text.isName(c) || (c != 0 && ".~%!$&*+,;=:^?#|".indexOf(c) >= 0);
    }

    /** The hosts of RFC 2606 have no passwords. */
    private static boolean isHost(Text text, int position) {
      int c = text.at(position);
      if (!Text.isLetterOrDigit(c) && c != '[') {
        return false;
      }
      String host = text.window(position, position + 80);
      int end = 0;
      while (end < host.length() && (Text.isName(host.charAt(end)) || host.charAt(end) == '.')) {
        end++;
      }
      host = host.substring(0, end).toLowerCase(Locale.ROOT);
      return !(host.contains("example")
          || host.endsWith(".test")
          || host.endsWith(".invalid")
          || host.equals("host")
          || host.equals("hostname")
          || host.equals("server"));
    }
  }

  /**
   * A private key in the text form of RFC 7468, or OpenSSH's or OpenPGP's like it, with real lines
   * or escaped ones.
   *
   * @param encrypted whether keys are meant that a passphrase protects
   */
  record PrivateKey(boolean encrypted) implements Form {
    @Override
    public void sign(StringBuilder signature) {
      signature.append("private-key/1 ").append(encrypted);
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      PemBlock block = PemBlock.read(text, start);
      return block == null || block.encrypted() != encrypted
          ? null
          : new Span(
              start,
              block.end(),
              block.characters() + " characters of base64 between the lines of a private key");
    }
  }

  /** The private key in the JSON file of a service account, behind its name. */
  record JsonKey() implements Form {
    private static final int MAX_BETWEEN = 8;

    @Override
    public void sign(StringBuilder signature) {
      signature.append("json-key/1");
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      int i = end;
      while (text.at(i) != '-' && i < end + MAX_BETWEEN) {
        i++;
      }
      PemBlock block = PemBlock.read(text, i);
      return block == null
          ? null
          : new Span(
              i,
              block.end(),
              block.characters() + " characters of base64 as a service account's key");
    }
  }

  /**
   * What {@code .netrc} says of a host, in the file itself or in a command that writes it: it
   * begins a line or a text in quotes. Comments that explain the format do not begin with it.
   *
   * @see <a
   *     href="https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html">The
   *     .netrc file</a>
   */
  record LoginLine() implements Form {
    private static final int WINDOW = 600;

    private static final Expression LINE =
        new Expression(
            "machine\\s+[^\\s\"']+\\s+login\\s+[^\\s\"']+\\s+password\\s+([^\\s\"'`\\\\]{3,})");

    @Override
    public void sign(StringBuilder signature) {
      signature.append("login-line/1 ").append(LINE);
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      if (!begins(text, start)) {
        return null;
      }
      Matcher matcher = LINE.matcher(text.window(start, start + WINDOW));
      if (!matcher.lookingAt()) {
        return null;
      }
      int first = start + matcher.start(1);
      int last = start + matcher.end(1);
      return isCommon(text.window(first, last))
          ? null
          : new Span(first, last, last - first + " characters after machine, login and password");
    }

    private static boolean begins(Text text, int start) {
      int i = start - 1;
      while ((text.at(i) == ' ' || text.at(i) == '\t') && start - i < 20) {
        i--;
      }
      int before = text.at(i);
      return before == 0
          || before == '\n'
          || before == '"'
          || before == '\''
          || (before == 'n' && text.at(i - 1) == '\\');
    }
  }

  /**
   * Whether a password is one that documentation and tests have: a word for what would stand there,
   * or a variable.
   */
  private static boolean isCommon(String password) {
    if (password.indexOf('$') == 0
        || password.indexOf('%') == 0
        || !Text.isLetterOrDigit(password.charAt(password.length() / 2))) {
      return true;
    }
    return switch (password.toLowerCase(Locale.ROOT)) {
      case "password", "passwd", "pass", "pwd", "pw", "secret", "token", "port", "foo", "bar" ->
          true;
      case "test", "user", "username", "pswd", "mypassword", "mypass", "xxx", "none" -> true;
      default -> false;
    };
  }

  /**
   * A line of PostgreSQL's password file: {@code host:port:database:user:password}.
   *
   * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The password file</a>
   */
  record PasswordLine() implements Form {
    private static final int MAX_FIELD = 200;

    @Override
    public void sign(StringBuilder signature) {
      signature.append("password-line/1");
    }

    @Override
    public @Nullable Span find(Text text, int start, int end, String keyword) {
      int first = start;
      while (text.at(first - 1) > ' ' && text.at(first - 1) != ':' && start - first < MAX_FIELD) {
        first--;
      }
      boolean atLineStart = first == 0 || text.at(first - 1) == '\n';
      if (first == start || !atLineStart || text.at(first) == '#') {
        return null;
      }
      int field = 0;
      int password = start;
      int i = start;
      for (; text.at(i) > ' ' && i - start < 4 * MAX_FIELD; i++) {
        if (text.at(i) == ':') {
          field++;
          password = i + 1;
        } else if (text.at(i) == '\\') {
          i++;
        }
      }
      boolean over = text.at(i) == '\n' || text.at(i) == '\r' || i >= text.length();
      return field == 4 && over && i - password >= 3
          ? new Span(password, i, i - password + " characters in the fifth field of a line")
          : null;
    }
  }
}
