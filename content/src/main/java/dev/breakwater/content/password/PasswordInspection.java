package dev.breakwater.content.password;

import dev.breakwater.content.Inspection;
import dev.breakwater.content.clue.Clue;
import dev.breakwater.content.clue.Clues;
import dev.breakwater.content.clue.Places;
import dev.breakwater.content.clue.Rule;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Accounts with a password that is empty or that everybody knows. Hashes are checked against a
 * short list, the likeliest first, as far as a bounded amount of work goes; those of kinds other
 * than DES, MD5-crypt, SHA-crypt, bcrypt and yescrypt are not. Neither the password nor its hash is
 * ever told.
 */
public final class PasswordInspection implements Inspection {
  private static final Rule EMPTY =
      Rule.setting(
          AccountDetector.EMPTY,
          Severity.CRITICAL,
          "Account without a password",
          "lock the account in the build: passwd -l USER, or usermod -p '!' USER",
          "CWE-258",
          "https://manpages.debian.org/bookworm/passwd/shadow.5.en.html");
  private static final Rule EMPTY_WITHOUT_SHELL =
      Rule.setting(
          "empty-password-without-shell",
          Severity.LOW,
          "Account without a password, and without a shell",
          "lock the account in the build: passwd -l USER, or usermod -p '!' USER",
          "CWE-258",
          "https://manpages.debian.org/bookworm/passwd/shadow.5.en.html");
  private static final Rule KNOWN =
      Rule.setting(
          AccountDetector.KNOWN,
          Severity.CRITICAL,
          "Account with a well-known password",
          "set no password in the image; lock the account, and let whoever needs it log in with a"
              + " key",
          "CWE-1392",
          "CWE-521");
  private static final Rule KNOWN_IN_BACKUP =
      Rule.setting(
          AccountDetector.KNOWN_IN_BACKUP,
          Severity.LOW,
          "Well-known password in a backup of the shadow file",
          "remove the backup in the step that changed the password",
          "CWE-1392");
  private static final Rule READABLE =
      Rule.setting(
          AccountDetector.READABLE,
          Severity.MEDIUM,
          "Hashed password that every user can read",
          "move the hashes to /etc/shadow with pwconv",
          "CWE-522",
          "https://manpages.debian.org/bookworm/passwd/pwconv.8.en.html");

  private final AccountDetector detector = new AccountDetector();

  @Override
  public List<Detector<?>> detectors() {
    return List.of(detector);
  }

  @Override
  public void inspect(
      Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
    Places places = new Places(subject);
    List<Found<Clues>> files = facts.of(detector);
    Set<String> withoutShell = new HashSet<>();
    for (Found<Clues> file : files) {
      for (Clue clue : file.fact().all()) {
        String user = clue.part();
        if (user != null && clue.rule().equals(AccountDetector.NO_SHELL)) {
          withoutShell.add(user);
        }
      }
    }
    for (Found<Clues> file : files) {
      for (Clue clue : file.fact().all()) {
        if (!clue.rule().equals(AccountDetector.NO_SHELL)) {
          Rule rule = rule(clue, withoutShell);
          found.accept(
              rule.finding(clue.evidence(), places.of(file, clue.line(), false), clue.part()));
        }
      }
    }
  }

  private static Rule rule(Clue clue, Set<String> withoutShell) {
    return switch (clue.rule()) {
      case AccountDetector.EMPTY ->
          withoutShell.contains(clue.part()) ? EMPTY_WITHOUT_SHELL : EMPTY;
      case AccountDetector.KNOWN -> KNOWN;
      case AccountDetector.KNOWN_IN_BACKUP -> KNOWN_IN_BACKUP;
      default -> READABLE;
    };
  }
}
