package dev.breakwater.content.setting;

import java.util.Locale;

/** Tells by its name whether a variable holds a secret, and by its value whether it really does. */
final class SecretName {
  private static final String[] ENDINGS = {
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "_PWD",
    "SECRET",
    "SECRET_KEY",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "ENCRYPTION_KEY",
    "CREDENTIALS",
    "_PASS"
  };

  private SecretName() {}

  /**
   * Whether a variable gives away a secret. A path, a reference to another variable, a number and a
   * yes or no are none.
   */
  static boolean givesAway(String name, String value) {
    return isSecret(name.toUpperCase(Locale.ROOT)) && isLiteral(value);
  }

  private static boolean isSecret(String name) {
    if (name.contains("ALLOW_EMPTY") || name.contains("PUBLIC")) {
      return false;
    }
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLiteral(String value) {
    String plain = value.strip();
    if (plain.length() < 3
        || "/$<{%*".indexOf(plain.charAt(0)) >= 0
        || plain.startsWith("./")
        || plain.startsWith("file:")) {
      return false;
    }
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "true", "false", "yes", "null", "none", "nil", "unset", "default", "required" -> false;
      default -> !isNumberOfSeconds(plain);
    };
  }

  /** Names such as {@code TOKEN} also stand for how long one lives. */
  private static boolean isNumberOfSeconds(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return value.length() < 5;
  }
}
