package dev.breakwater.core;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether one part of a subject could be judged: "not assessed" is not "clean".
 *
 * @param feed what it was, or should have been, judged by, for example {@code Debian:12} or {@code
 *     PyPI}
 * @param state what came of it
 * @param asOf the age of the feed's data; null where it has none
 * @param packages how many packages of the subject this feed answers for; 0 for what only marks
 *     findings, as KEV and EPSS do
 * @param reason why it is not fully assessed, and what to do; null where it is
 */
public record Assessment(
    String feed, State state, @Nullable Instant asOf, int packages, @Nullable String reason) {

  /** What came of looking. */
  public enum State {
    /** Judged against current data. */
    ASSESSED,
    /** Judged, against data older than the feed is expected to be. */
    STALE,
    /** Judged in part only. */
    PARTIAL,
    /** Not judged. */
    NOT_ASSESSED;

    /** The form used in reports, for example {@code not-assessed}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
