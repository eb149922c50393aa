package dev.breakwater.posture.pss;

import java.util.Optional;

/**
 * A version of the standards: that of the Kubernetes release they came with. Later than {@link
 * #NEWEST} is as the newest.
 *
 * @param minor of Kubernetes 1, at least 0
 */
public record Version(int minor) {
  /** The newest that is known. */
  public static final Version NEWEST = new Version(37);

  /** More digits than any release will have, and few enough for an {@code int}. */
  private static final int MOST_DIGITS = 9;

  public Version {
    if (minor < 0) {
      throw new IllegalArgumentException("no version is 1." + minor);
    }
  }

  /** Reads {@code v1.31}, {@code 1.31} or {@code latest}; empty where it is none of them. */
  public static Optional<Version> parse(String text) {
    if (text.equals("latest")) {
      return Optional.of(NEWEST);
    }
    String digits = text.substring(text.startsWith("v1.") ? 3 : text.startsWith("1.") ? 2 : 0);
    boolean number = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
    for (int i = 0; i < digits.length(); i++) {
      number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    boolean padded = digits.length() > 1 && digits.charAt(0) == '0';
    return number && !padded && digits.length() < text.length()
        ? Optional.of(new Version(Integer.parseInt(digits)))
        : Optional.empty();
  }

  /** Whether this is that version of Kubernetes 1 or later. */
  public boolean isAtLeast(int other) {
    return minor >= other;
  }

  /** As namespaces are labelled with it, for example {@code v1.31}. */
  public String label() {
    return "v1." + minor;
  }
}
