package dev.breakwater.core;

/**
 * Something that could not be read; the rest of the scan went on.
 *
 * @param where the path or part of the subject
 * @param what what was tried and why it failed, a sentence for people
 */
public record Problem(String where, String what) implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    int byPlace = where.compareTo(other.where);
    return byPlace != 0 ? byPlace : what.compareTo(other.what);
  }
}
