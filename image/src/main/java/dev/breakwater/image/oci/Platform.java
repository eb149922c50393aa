package dev.breakwater.image.oci;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code os/arch[/variant]}, architecture as Go names it.
 *
 * @param variant for example {@code v7}; null where none
 */
public record Platform(String os, String architecture, @Nullable String variant) {

  /**
   * Reads {@code os/arch[/variant]}.
   *
   * @throws IllegalArgumentException where the text has another form
   */
  public static Platform parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException(
          "a platform is os/arch or os/arch/variant, such as linux/arm64, not '" + text + "'");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
  }

  /** The platform of Linux images for this machine's processor. */
  public static Platform ofThisMachine() {
    String arch = System.getProperty("os.arch", "amd64");
    return new Platform(
        "linux",
        switch (arch) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        },
        null);
  }

  /**
   * Whether an image for {@code other} is what a request for this platform means. {@code arm64} and
   * {@code arm64/v8} are the same; a request without a variant takes any.
   */
  public boolean accepts(Platform other) {
    if (!os.equals(other.os) || !architecture.equals(other.architecture)) {
      return false;
    }
    if (variant == null) {
      return true;
    }
    String theirs = other.variant;
    if (theirs == null && architecture.equals("arm64")) {
      theirs = "v8";
    }
    return variant.equals(theirs);
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
