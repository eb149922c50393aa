package dev.breakwater.posture.source;

import org.jspecify.annotations.Nullable;

/**
 * What one file may still take in memory. An alias takes as much as what it stands for, because it
 * is as much to whoever walks through the document. For one thread.
 */
final class Allowance {
  /** How deep values may be nested, aliases followed. */
  static final int MAX_DEPTH = 100;

  static final int MAX_VALUES = 1_000_000;

  /** In characters, all paths together: a small file can have names that make long paths. */
  static final int MAX_PATHS = 128_000_000;

  private int values;
  private int paths;

  /** Counts a value, before what is in it; says why it may not be there, null where it may. */
  @Nullable String take(Origin origin, int depth) {
    if (depth > MAX_DEPTH) {
      return "it is nested more than " + MAX_DEPTH + " deep";
    }
    values++;
    paths += origin.path().length();
    if (values > MAX_VALUES) {
      return "the file has more than " + MAX_VALUES + " values, counting what aliases stand for";
    }
    return paths > MAX_PATHS ? "the names in the file are too long, nested as they are" : null;
  }

  /** Whether nothing more can be read. */
  boolean isSpent() {
    return values > MAX_VALUES || paths > MAX_PATHS;
  }
}
