package dev.breakwater.core;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something about waivers, VEX documents or a baseline that their owner should know. It does not
 * change the verdict; what it speaks of gates as if it were not there.
 *
 * @param place the file and the line
 * @param what one sentence for people
 */
public record Notice(Kind kind, FileLine place, String what) implements Comparable<Notice> {
  private static final Comparator<Notice> ORDER =
      Comparator.comparing(Notice::kind).thenComparing(Notice::place).thenComparing(Notice::what);

  /** What is the matter. */
  public enum Kind {
    /** A waiver whose last day has passed. */
    EXPIRED,
    /** A waiver or statement that is not complete enough to be honoured. */
    REFUSED,
    /** A statement that another contradicts. */
    CONTRADICTED,
    /** A waiver or statement that matches no finding. */
    UNUSED;

    /** The form used in reports, for example {@code unused}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The place as one text, for example {@code .breakwater/waivers.yaml:12}. */
  public String where() {
    return place.toString();
  }

  @Override
  public int compareTo(Notice other) {
    return ORDER.compare(this, other);
  }
}
