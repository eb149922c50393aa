package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.feed.OsvRecord.Event;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of OSV ranges into intervals.
 *
 * <p>The schema's algorithm sorts the events of a range by version and walks them: {@code
 * introduced} opens, {@code fixed} closes before the version, {@code last_affected} closes after
 * it. Events at one version stay in the order they stand in, so that {@code fixed 2, introduced 2}
 * are two intervals that touch, and {@code introduced 2, fixed 2} is nothing. {@code introduced
 * "0"} comes before every version. {@code fixed "0"} says that nothing was ever affected. A {@code
 * limit} other than {@code *} ends an interval as {@code fixed} does.
 *
 * @see <a href="https://ossf.github.io/osv-schema/#evaluation">OSV schema, evaluation</a>
 */
final class Intervals {
  private static final String BEFORE_ALL = "0";

  /** Where the order is unknown or a version cannot be read, events are taken as they stand. */
  private final @Nullable VersionOrder order;

  Intervals(@Nullable VersionOrder order) {
    this.order = order;
  }

  /**
   * The intervals of one range, in version order.
   *
   * @throws UnreadableVersionException where a version cannot be read; {@link #asTheyStand} serves
   *     then
   */
  List<Interval> of(List<Event> events) throws UnreadableVersionException {
    List<Event> sorted = events;
    if (order != null) {
      for (Event event : events) {
        if (!event.version().equals(BEFORE_ALL) && event.kind() != Event.Kind.LIMIT) {
          order.compare(event.version(), event.version());
        }
      }
      sorted = sorted(events, (left, right) -> compare(left, right, order));
    }
    List<Interval> intervals = asTheyStand(sorted);
    if (order == null) {
      return intervals;
    }
    List<Interval> filled = new ArrayList<>(intervals.size());
    for (Interval interval : intervals) {
      if (!isEmpty(interval, order)) {
        filled.add(interval);
      }
    }
    return filled;
  }

  /** Intervals of several ranges in version order, as far as their versions can be read. */
  List<Interval> inOrder(List<Interval> intervals) {
    if (order == null || intervals.size() < 2) {
      return intervals;
    }
    try {
      return sorted(
          intervals,
          (left, right) -> {
            String first = left.introduced();
            String second = right.introduced();
            if (first == null || second == null) {
              return first == null ? (second == null ? 0 : -1) : 1;
            }
            return order.compare(first, second);
          });
    } catch (UnreadableVersionException reportedBefore) {
      return intervals;
    }
  }

  /** The intervals of events that are in order already. */
  static List<Interval> asTheyStand(List<Event> events) {
    List<Interval> intervals = new ArrayList<>(1);
    boolean open = false;
    String introduced = null;
    for (Event event : events) {
      String version = event.version();
      switch (event.kind()) {
        case INTRODUCED -> {
          if (!open) {
            open = true;
            introduced = version.equals(BEFORE_ALL) ? null : version;
          }
        }
        case FIXED, LIMIT -> {
          if (event.kind() == Event.Kind.LIMIT && version.equals("*")) {
            continue;
          }
          if (open && !version.equals(BEFORE_ALL)) {
            intervals.add(new Interval(introduced, version, null));
          }
          open = false;
        }
        case LAST_AFFECTED -> {
          if (open) {
            intervals.add(new Interval(introduced, null, version));
          }
          open = false;
        }
      }
    }
    if (open) {
      intervals.add(new Interval(introduced, null, null));
    }
    return intervals;
  }

  /** Whether a version lies in one of the intervals. */
  boolean contain(List<Interval> intervals, String version) throws UnreadableVersionException {
    if (order == null) {
      return false;
    }
    for (Interval interval : intervals) {
      String introduced = interval.introduced();
      String fixed = interval.fixed();
      String last = interval.lastAffected();
      if ((introduced == null || order.compare(introduced, version) <= 0)
          && (fixed == null || order.compare(version, fixed) < 0)
          && (last == null || order.compare(version, last) <= 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEmpty(Interval interval, VersionOrder order)
      throws UnreadableVersionException {
    String introduced = interval.introduced();
    String fixed = interval.fixed();
    String last = interval.lastAffected();
    if (introduced == null) {
      return false;
    }
    if (fixed != null) {
      return order.compare(introduced, fixed) >= 0;
    }
    return last != null && order.compare(introduced, last) > 0;
  }

  private interface Comparison<T> {
    int compare(T left, T right) throws UnreadableVersionException;
  }

  /** Stable merge sort; the JDK's would need a comparator that throws nothing. */
  private static <T> List<T> sorted(List<T> items, Comparison<T> comparison)
      throws UnreadableVersionException {
    if (items.size() < 2) {
      return items;
    }
    int middle = items.size() / 2;
    List<T> left = sorted(items.subList(0, middle), comparison);
    List<T> right = sorted(items.subList(middle, items.size()), comparison);
    List<T> merged = new ArrayList<>(items.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      merged.add(
          comparison.compare(left.get(l), right.get(r)) <= 0 ? left.get(l++) : right.get(r++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }

  private static int compare(Event left, Event right, VersionOrder order)
      throws UnreadableVersionException {
    int leftPlace = place(left);
    int rightPlace = place(right);
    return leftPlace != 0 || rightPlace != 0
        ? Integer.compare(leftPlace, rightPlace)
        : order.compare(left.version(), right.version());
  }

  /** -1 before every version, 1 behind every version, 0 where the order decides. */
  private static int place(Event event) {
    if (event.version().equals(BEFORE_ALL)) {
      return -1;
    }
    return event.version().equals("*") && event.kind() == Event.Kind.LIMIT ? 1 : 0;
  }
}
