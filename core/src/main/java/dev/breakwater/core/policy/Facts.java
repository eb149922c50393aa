package dev.breakwater.core.policy;

import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.cel.Meter;
import dev.breakwater.core.judge.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A report as its variables, all lists in an order that does not hang on the order in which the
 * findings came.
 *
 * @param findings those that the expression sees
 */
record Facts(
    Policy.Case about,
    List<View<Found>> findings,
    List<View<Excusal>> excused,
    List<View<Item>> packages,
    Meter meter) {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::id)
          .thenComparing(Finding::identity)
          .thenComparing(Finding::distinction)
          .thenComparingInt(finding -> finding.location().line())
          .thenComparingInt(finding -> finding.location().column())
          .thenComparing(Finding::toString);

  /** A finding that does not count. */
  record Excusal(Excused excused, Found found) {}

  /** A package with the subject that it is in. */
  record Item(SoftwarePackage software, Subject subject) {}

  /** All that is known. */
  static Facts of(Policy.Case about, Meter meter) {
    Subject subject = about.evidence().subject();
    Instant now = about.evidence().created();
    List<Finding> sorted = new ArrayList<>(about.evidence().findings());
    sorted.sort(ORDER);
    List<Excused> excuses = new ArrayList<>(about.excused());
    excuses.sort(
        Comparator.comparing(Excused::finding, ORDER)
            .thenComparing(excused -> excused.excuse().toString()));
    return new Facts(
        about,
        views(sorted, ReportShapes.FINDING, finding -> new Found(finding, subject, now), meter),
        views(
            excuses,
            ReportShapes.EXCUSED,
            excused -> new Excusal(excused, new Found(excused.finding(), subject, now)),
            meter),
        views(
            about.evidence().packages(),
            ReportShapes.PACKAGE,
            software -> new Item(software, subject),
            meter),
        meter);
  }

  /** The same report with these findings. */
  Facts with(List<View<Found>> some) {
    return new Facts(about, new MeteredList<>(some, meter), excused, packages, meter);
  }

  private static <S, T> List<View<T>> views(
      List<S> things, Shape<T> shape, Function<S, T> adapt, Meter meter) {
    List<View<T>> views = new ArrayList<>(things.size());
    for (S thing : things) {
      views.add(new View<>(shape, adapt.apply(thing)));
    }
    return new MeteredList<>(views, meter);
  }
}
