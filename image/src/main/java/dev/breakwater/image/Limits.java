package dev.breakwater.image;

/**
 * How much of an image is read, because nothing in it is trusted.
 *
 * @param layerBytes longest layer, uncompressed
 * @param freeBytes how much of a layer may be read whatever it was compressed to
 * @param ratio how many times its compressed length a layer longer than {@code freeBytes} may have
 * @param fileBytes longest file that detectors are shown
 * @param bufferedFileBytes longest file that is kept in memory where several detectors want it
 * @param failures how many files of a layer or directory are said to be unreadable one by one
 */
record Limits(
    long layerBytes,
    long freeBytes,
    int ratio,
    long fileBytes,
    int bufferedFileBytes,
    int failures) {

  /** Layers with more than this are made by no builder; overlayfs takes 500. */
  static final int LAYERS = 1000;

  /**
   * Deflate makes at most 1032 bytes of one. Real layers stay under 20 times; one that holds a disk
   * image full of zeros may be read up to 4 GiB.
   */
  static final Limits DEFAULT = new Limits(100L << 30, 4L << 30, 250, 1L << 30, 4 << 20, 1000);
}
