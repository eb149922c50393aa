package dev.breakwater.core.policy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.policy.Facts.Excusal;
import dev.breakwater.core.policy.Facts.Item;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types of the policy language, which {@code docs/policies.md} lists. A name that was given
 * once stays, because policies outlive releases.
 */
final class ReportShapes {
  static final Shape<Found> FINDING = finding();
  static final Shape<Excusal> EXCUSED = excused();
  static final Shape<Item> PACKAGE = software();

  private static final Shape<Notice> NOTICE =
      new Shape<Notice>("Notice")
          .text("kind", notice -> notice.kind().label())
          .text("where", Notice::where)
          .text("what", Notice::what);

  private static final Shape<Assessment> ASSESSMENT =
      new Shape<Assessment>("Assessment")
          .text("feed", Assessment::feed)
          .text("state", assessment -> assessment.state().label())
          .moment("asOf", Assessment::asOf)
          .whole("packages", assessment -> (long) assessment.packages())
          .text("reason", Assessment::reason);

  private static final Shape<Problem> PROBLEM =
      new Shape<Problem>("Problem").text("where", Problem::where).text("what", Problem::what);

  private static final Shape<Subject.Layer> LAYER =
      new Shape<Subject.Layer>("Layer")
          .text("diffId", layer -> layer.diffId().toString())
          .text("digest", layer -> text(layer.digest()))
          .text("step", Subject.Layer::createdBy);

  private static final Shape<Base> BASE =
      new Shape<Base>("Base")
          .text("reference", Base::reference)
          .text("digest", base -> text(base.digest()))
          .whole("layers", base -> (long) base.layers())
          .text("knownBy", base -> base.knownBy().label());

  private static final Shape<Subject.Container> CONTAINER =
      new Shape<Subject.Container>("Container")
          .text("id", Subject.Container::id)
          .text("runtime", Subject.Container::runtime)
          .text("image", Subject.Container::image)
          .truth("running", container -> container.pid() > 0)
          .truth(
              "changed",
              container -> container.changes() == null ? null : !container.changes().none());

  private static final Shape<Lifetime> DISTRIBUTION =
      new Shape<Lifetime>("Distribution")
          .text("id", lifetime -> lifetime.distribution().id())
          .text("version", lifetime -> lifetime.distribution().versionId())
          .text("codename", lifetime -> lifetime.distribution().codename())
          .text("name", lifetime -> lifetime.distribution().name())
          .moment("endOfLife", lifetime -> endOf(lifetime.distribution().endOfLife()))
          .truth("ended", lifetime -> lifetime.distribution().endedBy(lifetime.today()));

  private static final Shape<Facts> SUBJECT =
      new Shape<Facts>("Subject")
          .text("kind", facts -> subject(facts).kind())
          .text("name", facts -> subject(facts).name())
          .text("digest", facts -> text(subject(facts).digest()))
          .text("platform", facts -> subject(facts).platform())
          .one("distribution", DISTRIBUTION, Lifetime::of)
          .many("layers", LAYER, facts -> views(LAYER, subject(facts).layers(), facts))
          .one("base", BASE, facts -> subject(facts).base())
          .one("container", CONTAINER, facts -> subject(facts).container());

  /** The variables. */
  static final Shape<Facts> REPORT = report();

  /** What the checker asks for types. */
  static final CelTypeProvider TYPES = new Types();

  private ReportShapes() {}

  private static Shape<Facts> report() {
    Shape<Facts> report =
        new Shape<Facts>("Report")
            .many("findings", FINDING, Facts::findings)
            .many("excused", EXCUSED, Facts::excused)
            .many("notices", NOTICE, facts -> views(NOTICE, facts.about().notices(), facts))
            .many("packages", PACKAGE, Facts::packages)
            .one("subject", SUBJECT, facts -> facts)
            .many(
                "assessed",
                ASSESSMENT,
                facts -> views(ASSESSMENT, facts.about().evidence().assessed(), facts))
            .many(
                "problems",
                PROBLEM,
                facts -> views(PROBLEM, facts.about().evidence().problems(), facts))
            .moment("created", facts -> facts.about().evidence().created())
            .moment("now", facts -> facts.about().evidence().created())
            .with(
                "counts",
                MapType.create(SimpleType.STRING, SimpleType.INT),
                Map.of(),
                ReportShapes::counts);
    for (Severity severity : Severity.values()) {
      report.whole(severity.name(), facts -> Found.level(severity));
    }
    return report;
  }

  private static Shape<Found> finding() {
    return new Shape<Found>("Finding")
        .text("id", found -> found.finding().id())
        .texts("aliases", found -> found.finding().aliases())
        .text("kind", found -> found.finding().kind().label())
        .text("severity", found -> found.finding().severity().label())
        .whole("level", found -> Found.level(found.finding().severity()))
        .real("score", Found::score)
        .truth("kev", found -> kev(found) != null)
        .moment(
            "kevDue",
            found -> {
              Vulnerability.Kev kev = kev(found);
              return kev == null ? null : endOf(kev.dueDate());
            })
        .truth(
            "ransomware",
            found -> {
              Vulnerability.Kev kev = kev(found);
              return kev != null && kev.ransomware();
            })
        .real(
            "epss",
            found -> {
              Vulnerability.Epss epss = epss(found);
              return epss == null ? null : (Double) epss.score();
            })
        .real(
            "epssPercentile",
            found -> {
              Vulnerability.Epss epss = epss(found);
              return epss == null ? null : (Double) epss.percentile();
            })
        .truth("fixed", found -> of(found, Vulnerability::fixed) != null)
        .text("fixedVersion", found -> of(found, Vulnerability::fixed))
        .span("fixAge", Found::fixAge)
        .span("age", Found::age)
        .moment("published", Found::published)
        .text("status", found -> of(found, vulnerability -> vulnerability.status().label()))
        .text("package", found -> of(found, Vulnerability::packageName))
        .text("packageType", found -> of(found, vulnerability -> vulnerability.purl().type()))
        .text("purl", found -> of(found, vulnerability -> vulnerability.purl().toString()))
        .text("version", found -> of(found, Vulnerability::installed))
        .text("place", found -> of(found, vulnerability -> vulnerability.place().label()))
        .texts("effects", Found::effects)
        .texts("weaknesses", found -> of(found, Vulnerability::weaknesses))
        .text("rule", Found::rule)
        .text("title", found -> found.finding().title())
        .text("path", found -> found.finding().location().path())
        .whole("line", found -> line(found.finding().location()))
        .text("pointer", found -> found.finding().location().pointer())
        .truth("hidden", found -> found.finding().location().hidden())
        .text("layer", found -> text(found.finding().location().layer()))
        .whole(
            "layerIndex", found -> layerIndex(found.subject(), found.finding().location().layer()))
        .truth("inBase", Found::inBase);
  }

  private static Shape<Excusal> excused() {
    return new Shape<Excusal>("Excused")
        .one("finding", FINDING, Excusal::found)
        .text("by", excusal -> by(excusal.excused().excuse()))
        .text("reason", excusal -> excusal.excused().excuse().reason())
        .text(
            "owner",
            excusal ->
                excusal.excused().excuse() instanceof Excuse.Waived waived ? waived.owner() : null)
        .moment(
            "expires",
            excusal ->
                excusal.excused().excuse() instanceof Excuse.Waived waived
                    ? endOf(waived.expires())
                    : null);
  }

  private static Shape<Item> software() {
    return new Shape<Item>("Package")
        .text("name", item -> item.software().name())
        .text("version", item -> item.software().version())
        .text("type", item -> item.software().type())
        .text("purl", item -> item.software().purl().toString())
        .text(
            "source",
            item -> {
              SoftwarePackage.Source source = item.software().source();
              return source == null ? null : source.name();
            })
        .text(
            "ownedBy",
            item -> {
              PackageUrl owner = item.software().ownedBy();
              return owner == null ? null : owner.toString();
            })
        .texts("paths", item -> item.software().paths())
        .text("layer", item -> text(item.software().layer()))
        .whole("layerIndex", item -> layerIndex(item.subject(), item.software().layer()))
        .truth("inBase", item -> Found.isInBase(item.subject(), item.software().layer()));
  }

  /** A distribution on a day. */
  private record Lifetime(Distribution distribution, LocalDate today) {
    static @Nullable Lifetime of(Facts facts) {
      Distribution distribution = subject(facts).distribution();
      Instant now = facts.about().evidence().created();
      return distribution == null
          ? null
          : new Lifetime(distribution, LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
  }

  private static Subject subject(Facts facts) {
    return facts.about().evidence().subject();
  }

  private static <T> List<View<T>> views(Shape<T> shape, List<T> things, Facts facts) {
    List<View<T>> views = new ArrayList<>(things.size());
    for (T thing : things) {
      facts.meter().charge(1);
      views.add(new View<>(shape, thing));
    }
    return new MeteredList<>(views, facts.meter());
  }

  private static Map<String, Long> counts(Facts facts) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(severity.label(), 0L);
    }
    for (View<Found> view : facts.findings()) {
      Found found = view.thing();
      if (found != null) {
        counts.merge(found.finding().severity().label(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private static String by(Excuse excuse) {
    return switch (excuse) {
      case Excuse.Waived waived -> "waiver";
      case Excuse.Stated stated -> "vex";
      case Excuse.Known known -> "baseline";
    };
  }

  private static <R> @Nullable R of(Found found, Function<Vulnerability, @Nullable R> read) {
    Vulnerability vulnerability = found.vulnerability();
    return vulnerability == null ? null : read.apply(vulnerability);
  }

  private static Vulnerability.@Nullable Kev kev(Found found) {
    return of(found, Vulnerability::kev);
  }

  private static Vulnerability.@Nullable Epss epss(Found found) {
    return of(found, Vulnerability::epss);
  }

  private static @Nullable Long line(Finding.Location location) {
    return location.line() == 0 ? null : (Long) (long) location.line();
  }

  private static Long layerIndex(Subject subject, @Nullable Digest layer) {
    return (long) subject.indexOf(layer);
  }

  /** The end of a day, so that what is due on it is not late before it is over. */
  private static @Nullable Instant endOf(@Nullable LocalDate day) {
    return day == null ? null : day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static @Nullable String text(@Nullable Digest digest) {
    return digest == null ? null : digest.toString();
  }

  private static final class Types implements CelTypeProvider {
    private final ImmutableMap<String, CelType> types;

    Types() {
      ImmutableMap.Builder<String, CelType> named = ImmutableMap.builder();
      for (Shape<?> shape : all()) {
        named.put(shape.name(), shape.type());
      }
      types = named.buildOrThrow();
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return types.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(types.get(name));
    }
  }

  /** The type of that name that has members; null where there is none. */
  static @Nullable Shape<?> named(String name) {
    for (Shape<?> shape : all()) {
      if (shape.name().equals(name)) {
        return shape;
      }
    }
    return null;
  }

  /** Every type that has members. */
  static List<Shape<?>> all() {
    return List.of(
        FINDING,
        EXCUSED,
        PACKAGE,
        NOTICE,
        ASSESSMENT,
        PROBLEM,
        SUBJECT,
        LAYER,
        BASE,
        CONTAINER,
        DISTRIBUTION);
  }
}
