package dev.breakwater.inventory.java;

/**
 * What one archive, with all that is nested in it, may cost. Everything found before a limit is
 * reached is kept.
 *
 * @param depth how many archives deep; the outermost is 1
 * @param archives how many archives
 * @param directoryBytes of the central directories of an archive and those that it is nested in,
 *     which are held in memory together
 * @param inflatedBytes written to temporary files, in sum
 * @param inflatedRatio how many times the outermost archive's size may be inflated, in sum; real
 *     jars nest compressed jars, which hardly grow
 * @param problems how many are reported
 */
record ArchiveLimits(
    int depth,
    int archives,
    int directoryBytes,
    long inflatedBytes,
    int inflatedRatio,
    int problems) {

  static final ArchiveLimits DEFAULT = new ArchiveLimits(16, 20_000, 64 << 20, 8L << 30, 50, 100);

  /** What may be inflated whatever the ratio, because small archives may compress well. */
  private static final long ALWAYS_INFLATED_BYTES = 64L << 20;

  /** How much an archive of this size may be inflated. */
  long inflatedBytes(long size) {
    long byRatio = size > inflatedBytes / inflatedRatio ? inflatedBytes : size * inflatedRatio;
    return Math.min(inflatedBytes, Math.max(ALWAYS_INFLATED_BYTES, byRatio));
  }
}
