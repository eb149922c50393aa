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

  /** Reads {@code v1.31}, {@code 1.31} or {@code latest}; empty where it is none of them. */
  public static Optional<Version> parse(String text) {
    throw new UnsupportedOperationException(text);
  }

  /** Whether this is that version of Kubernetes 1 or later. */
  public boolean isAtLeast(int other) {
    return minor >= other;
  }
}
