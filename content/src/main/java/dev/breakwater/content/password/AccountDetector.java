package dev.breakwater.content.password;

import dev.breakwater.content.clue.ClueDetector;
import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may log in and how: {@code etc/passwd}, {@code etc/shadow}, {@code etc/gshadow} and
 * what the programs that change them leave beside them. A hash goes no further than this class.
 *
 * @see <a href="https://manpages.debian.org/bookworm/passwd/shadow.5.en.html">shadow(5)</a>
 * @see <a href="https://manpages.debian.org/bookworm/passwd/passwd.5.en.html">passwd(5)</a>
 */
final class AccountDetector implements ClueDetector {
  /** A user who gets no shell; no finding by itself. */
  static final String NO_SHELL = "no-shell";

  static final String EMPTY = "empty-password";
  static final String KNOWN = "well-known-password";
  static final String KNOWN_IN_BACKUP = "well-known-password-in-backup";
  static final String READABLE = "readable-password-hash";

  private static final long MAX_BYTES = 16L << 20;

  /** Hashes of one file that are checked. */
  private static final int MAX_HASHES = 50;

  /** An account with a hash, which is checked only when it is known how many there are. */
  private record Hashed(String user, String hash, int line) {}

  @Override
  public String name() {
    return "accounts/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.startsWith("etc/")
        && switch (path) {
          case "etc/passwd", "etc/shadow", "etc/gshadow", "etc/shadow-", "etc/gshadow-" -> true;
          default -> false;
        };
  }

  @Override
  public @Nullable Clues examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static @Nullable Clues read(String path, InputStream in) throws IOException {
    Clues.Collector clues = new Clues.Collector();
    List<Hashed> hashed = new ArrayList<>();
    boolean readable = path.equals("etc/passwd");
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      String[] fields = lines.cut() ? new String[0] : lines.text(0).split(":", -1);
      // What begins with + or - asks NIS.
      if (fields.length < 3
          || !Candidate.isToken(fields[0])
          || "+-".indexOf(fields[0].charAt(0)) >= 0) {
        continue;
      }
      String user = fields[0];
      String password = fields[1];
      if (readable && fields.length == 7 && !isLoginShell(fields[6])) {
        clues.add(NO_SHELL, lines.number(), user, "");
      }
      if (password.isEmpty()) {
        // Without a group's password its members need none, and nobody else may use it.
        if (readable || path.equals("etc/shadow")) {
          clues.add(EMPTY, lines.number(), user, "user " + user + " has no password");
        }
      } else if (password.length() >= 13 && hashed.size() < MAX_HASHES) {
        hashed.add(new Hashed(user, password, lines.number()));
      }
    }
    check(path, hashed, clues);
    return clues.clues();
  }

  private static boolean isLoginShell(String shell) {
    return !(shell.endsWith("/nologin")
        || shell.endsWith("/false")
        || shell.endsWith("/true")
        || shell.endsWith("/sync")
        || shell.endsWith("/halt")
        || shell.endsWith("/shutdown"));
  }

  private static void check(String path, List<Hashed> hashed, Clues.Collector clues) {
    WellKnownPasswords known = new WellKnownPasswords();
    boolean group = path.startsWith("etc/gshadow");
    for (int i = 0; i < hashed.size(); i++) {
      Hashed account = hashed.get(i);
      String who = (group ? "group " : "user ") + account.user();
      if (known.include(account.user(), account.hash(), hashed.size() - i)) {
        clues.add(
            path.endsWith("-") ? KNOWN_IN_BACKUP : KNOWN,
            account.line(),
            account.user(),
            who + " has a well-known default as password");
      } else if (path.equals("etc/passwd") && account.hash().charAt(0) == '$') {
        clues.add(READABLE, account.line(), account.user(), "the hashed password of " + who);
      }
    }
  }
}
