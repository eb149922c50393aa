package dev.breakwater.core;

/** Told of what long work is doing; called from many threads, must be quick and must not throw. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT = (step, done, total) -> {};

  /**
   * Work has moved on.
   *
   * @param step what is being done, for people, for example "reading layer 2 of 5"
   * @param done units done so far
   * @param total units in all; 0 or less where that is not known
   */
  void at(String step, long done, long total);
}
