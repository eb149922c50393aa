package dev.breakwater.inventory.detection;

/** Versions in the middle of programs. */
public final class VersionBytes {
  private VersionBytes() {}

  /** Whether a version may hold it: a letter, a digit or one of {@code . - + ~}. */
  public static boolean isPart(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '.'
        || b == '-'
        || b == '+'
        || b == '~';
  }
}
