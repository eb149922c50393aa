package dev.breakwater.content.password;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells whether a hashed password is one that everybody tries first: the user's own name, what the
 * makers of well-known images and devices chose, and the commonest of all. How much work one file
 * may cause is bounded, by counting and not by the clock, so that the same file always gives the
 * same answer. For one file and one thread.
 */
public final class WellKnownPasswords {
  /** About how many milliseconds one file may take. */
  private static final int PATIENCE = 4000;

  /** The likeliest first, because patience may end. */
  private static final List<String> COMMON =
      List.of(
          "password",
          "root",
          "admin",
          "123456",
          "toor",
          "changeme",
          "test",
          "12345678",
          "1234",
          "12345",
          "123456789",
          "default",
          "secret",
          "qwerty",
          "guest",
          "user",
          "Password1",
          "P@ssw0rd",
          "passw0rd",
          "password123",
          "admin123",
          "root123",
          "letmein",
          "docker",
          "vagrant",
          "ubuntu",
          "administrator",
          "welcome",
          "abc123",
          "111111",
          "0000",
          "pass");

  private int patience = PATIENCE;

  /**
   * Whether a hash is one of a well-known password.
   *
   * @param hashesLeft how many more there are in this file, this one included, between which what
   *     is left of the patience is divided
   * @return false also for a hash of an unknown kind, and for one that takes too long to check
   */
  public boolean include(String user, String hash, int hashesLeft) {
    PasswordHash parsed = PasswordHash.parse(hash);
    if (parsed == null) {
      return false;
    }
    int allowed = patience / Math.max(1, hashesLeft);
    for (String guess : guesses(user)) {
      allowed -= parsed.price();
      if (allowed < 0) {
        return false;
      }
      patience -= parsed.price();
      if (parsed.isOf(guess)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a password in plain text is a well-known one; none at all is. */
  public static boolean include(String user, String password) {
    return password.isEmpty() || guesses(user).contains(password);
  }

  private static Set<String> guesses(String user) {
    Set<String> guesses = new LinkedHashSet<>();
    guesses.add(user);
    guesses.addAll(
        switch (user) {
          case "root" -> List.of("toor", "alpine", "screencast", "calvin", "raspberry");
          case "pi" -> List.of("raspberry");
          case "kali" -> List.of("kali", "toor");
          case "tomcat", "manager", "both", "role1", "admin" ->
              List.of("admin", "tomcat", "s3cret", "manager");
          default -> List.of();
        });
    guesses.addAll(COMMON);
    return guesses;
  }
}
