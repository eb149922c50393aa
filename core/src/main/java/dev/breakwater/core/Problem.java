package dev.breakwater.core;

/**
 * Something that could not be read; the rest of the scan went on.
 *
 * @param place the file, and the line if one is known; or the part of the subject
 * @param what what was tried and why it failed, a sentence for people
 */
public record Problem(FileLine place, String what) implements Comparable<Problem> {
  /** A problem with a whole file, or with another part of the subject. */
  public Problem(String where, String what) {
    this(new FileLine(where), what);
  }

  /** The place as one text, for example {@code compose.yaml:12:3}. */
  public String where() {
    return place.toString();
  }

  @Override
  public int compareTo(Problem other) {
    int byPlace = place.compareTo(other.place);
    return byPlace != 0 ? byPlace : what.compareTo(other.what);
  }
}
