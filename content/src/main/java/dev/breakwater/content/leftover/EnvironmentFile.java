package dev.breakwater.content.leftover;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.util.Locale;

/** The settings of an application, one {@code NAME=value} a line. */
final class EnvironmentFile {
  private static final String[] SECRET_WORDS = {
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "CREDENTIAL",
    "DATABASE_URL",
    "_DSN"
  };

  private EnvironmentFile() {}

  /** Tells the first setting that is called like a secret, or else that there are settings. */
  static void read(String text, Clues.Collector clues) {
    int settings = 0;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int equals = line.indexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals).strip();
      if (name.startsWith("export ")) {
        name = name.substring(7).strip();
      }
      if (name.startsWith("#") || !Candidate.isToken(name) || isEmpty(line.substring(equals + 1))) {
        continue;
      }
      settings++;
      if (isSecret(name)) {
        clues.add(LeftoverDetector.ENVIRONMENT, number, null, "it gives " + name + " a value");
        return;
      }
    }
    if (settings > 0) {
      clues.add(
          LeftoverDetector.PLAIN_ENVIRONMENT,
          0,
          null,
          settings == 1 ? "a setting" : settings + " settings");
    }
  }

  /** Nothing, in quotes or not, or a reference to where the value comes from. */
  private static boolean isEmpty(String value) {
    String plain = value.strip();
    return plain.isEmpty()
        || plain.equals("\"\"")
        || plain.equals("''")
        || plain.startsWith("#")
        || plain.startsWith("$")
        || plain.startsWith("\"$");
  }

  private static boolean isSecret(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (String word : SECRET_WORDS) {
      if (upper.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
