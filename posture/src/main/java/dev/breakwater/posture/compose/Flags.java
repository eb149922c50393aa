package dev.breakwater.posture.compose;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Compose takes for true and for false. */
final class Flags {
  private Flags() {}

  /** True or false; null where the text is neither. */
  static @Nullable Boolean parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y", "on", "1", "t" -> Boolean.TRUE;
      case "false", "no", "n", "off", "0", "f" -> Boolean.FALSE;
      default -> null;
    };
  }
}
