package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.feed.OsvRecord.Event;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  /** Versions are whole numbers. */
  static final VersionOrder NUMBERS = (left, right) -> Long.compare(number(left), number(right));

  private final Intervals intervals = new Intervals(NUMBERS);

  private static long number(String version) throws UnreadableVersionException {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw new UnreadableVersionException("\"" + version + "\" is no number");
    }
  }

  @Test
  void sortsEvents() throws Exception {
    assertThat(of("fixed 30", "introduced 20", "fixed 10", "introduced 5"))
        .containsExactly(new Interval("5", "10", null), new Interval("20", "30", null));
  }

  @Test
  void introducedZeroComesBeforeEverything() throws Exception {
    assertThat(of("fixed 10", "introduced 0")).containsExactly(new Interval(null, "10", null));
    assertThat(of("introduced 0")).containsExactly(new Interval(null, null, null));
    assertThat(of("introduced -5", "introduced 0", "fixed 3"))
        .containsExactly(new Interval(null, "3", null));
  }

  @Test
  void lastAffectedIsInside() throws Exception {
    assertThat(of("introduced 5", "last_affected 5")).containsExactly(new Interval("5", null, "5"));
    assertThat(of("last_affected 9", "introduced 0"))
        .containsExactly(new Interval(null, null, "9"));
  }

  @Test
  void fixedZeroWasNeverAffected() throws Exception {
    assertThat(of("introduced 0", "fixed 0")).isEmpty();
    assertThat(of("fixed 0", "introduced 0")).containsExactly(new Interval(null, null, null));
  }

  @Test
  void limits() throws Exception {
    assertThat(of("introduced 1", "limit *")).containsExactly(new Interval("1", null, null));
    assertThat(of("introduced 1", "limit 7")).containsExactly(new Interval("1", "7", null));
  }

  @Test
  void emptyAndTouchingIntervals() throws Exception {
    assertThat(of("introduced 7", "fixed 7")).isEmpty();
    assertThat(of("introduced 1", "fixed 7", "introduced 7", "fixed 9"))
        .containsExactly(new Interval("1", "7", null), new Interval("7", "9", null));
    assertThat(of("fixed 7")).isEmpty();
    assertThat(of()).isEmpty();
  }

  @Test
  void whatCannotBeSortedIsTakenAsItStands() {
    List<Event> events = events("introduced 0", "fixed x");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> intervals.of(events))
        .isInstanceOf(UnreadableVersionException.class);
    assertThat(Intervals.asTheyStand(events)).containsExactly(new Interval(null, "x", null));
  }

  /** The schema's own algorithm, word for word, as the oracle. */
  @Test
  void agreesWithTheSchemasAlgorithm() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 5_000; round++) {
      List<Event> events = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        // Distinct versions: the schema leaves open what events at one version mean.
        int version = 1 + random.nextInt(5) + i * 6;
        Event.Kind kind =
            List.of(Event.Kind.INTRODUCED, Event.Kind.FIXED, Event.Kind.LAST_AFFECTED)
                .get(random.nextInt(3));
        events.add(
            random.nextInt(8) == 0
                ? new Event(Event.Kind.INTRODUCED, "0")
                : new Event(kind, "" + version));
      }
      java.util.Collections.shuffle(events, random);
      List<Interval> found = intervals.of(events);
      for (int version = 0; version < 40; version++) {
        if (intervals.contain(found, "" + version) != bySchema(events, version)) {
          throw new AssertionError(version + " in " + events + ", which became " + found);
        }
      }
    }
  }

  private static boolean bySchema(List<Event> events, long version) throws Exception {
    List<Event> sorted = new ArrayList<>(events);
    sorted.sort(
        java.util.Comparator.comparingLong(event ->
            event.version().equals("0") ? Long.MIN_VALUE : Long.parseLong(event.version())));
    boolean vulnerable = false;
    for (Event event : sorted) {
      long at = event.version().equals("0") ? Long.MIN_VALUE : number(event.version());
      switch (event.kind()) {
        case INTRODUCED -> vulnerable |= version >= at;
        case FIXED -> vulnerable &= version < at;
        case LAST_AFFECTED -> vulnerable &= version <= at;
        case LIMIT -> throw new AssertionError();
      }
    }
    return vulnerable;
  }

  private List<Interval> of(String... events) throws Exception {
    return intervals.of(events(events));
  }

  static List<Event> events(String... events) {
    List<Event> list = new ArrayList<>();
    for (String event : events) {
      int blank = event.indexOf(' ');
      list.add(
          new Event(
              Event.Kind.valueOf(event.substring(0, blank).toUpperCase(java.util.Locale.ROOT)),
              event.substring(blank + 1)));
    }
    return list;
  }
}
