package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Base;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads the form that {@link JsonReport} writes, one item of a list after the other. What it reads
 * and writes again is the same byte for byte. A member that must be there and is not, or is of
 * another kind, is a fault; members that are not known are passed over, as a later version may have
 * written them.
 *
 * <p>Two things are not in a report and so are not read: what distributions a distribution is like,
 * and of the findings that a step of the plan brings all but their names.
 */
public final class JsonReportReader {
  /** No longer file is read. */
  public static final long MAX_BYTES = 512L * 1024 * 1024;

  /** Of an item of a list: a finding has some dozens, a decision names its findings. */
  private static final int MAX_VALUES = 1_000_000;

  private final JsonParser parser;
  private final List<Assessment> assessed = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<SoftwarePackage> packages = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Excused> excused = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<Plan.Step> steps = new ArrayList<>();
  private final Map<String, Finding> named = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private @Nullable Instant created;
  private @Nullable Subject subject;
  private @Nullable Verdict verdict;

  /** What is read now, for complaints. */
  private String place = "";

  private JsonReportReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a report.
   *
   * @throws BreakwaterException where there is no such file, or it is no report, is damaged or
   *     longer than {@link #MAX_BYTES}; says at which line
   */
  public static Report read(Path file) throws BreakwaterException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (Files.size(file) > MAX_BYTES) {
        throw fault(file.toString(), "it is longer than " + MAX_BYTES / 1024 / 1024 + " MB", null);
      }
      return read(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new BreakwaterException("There is no report " + file, e);
    } catch (IOException e) {
      throw fault(file.toString(), BreakwaterException.reason(e), e);
    }
  }

  static Report read(String name, InputStream in) throws BreakwaterException, IOException {
    try (JsonParser parser = JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), in)) {
      JsonReportReader reader = new JsonReportReader(parser);
      try {
        return reader.report();
      } catch (DamagedException e) {
        throw fault(
            name,
            "line " + parser.currentLocation().getLineNr() + ": " + reader.place + e.getMessage(),
            e);
      }
    } catch (JacksonException e) {
      throw Json.asIo(e);
    }
  }

  private static BreakwaterException fault(String name, String why, @Nullable Throwable cause) {
    return new BreakwaterException(
        "Tried to read the report " + name + " of scan or audit --format json, but " + why, cause);
  }

  /** A member that is not what it must be. */
  private static final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message, null, false, false);
    }
  }

  private interface Item {
    void read(Json json);
  }

  private Report report() {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_ARRAY) {
      throw new DamagedException(
          "it is a list, as audit prints it with --pss; without --pss, it prints a report");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new DamagedException("it is no JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      if (!seen.add(member)) {
        throw new DamagedException("'" + member + "' is there twice");
      }
      place = member + ": ";
      member(member);
      place = "";
    }
    if (parser.nextToken() != null) {
      throw new DamagedException("there is text after the report");
    }
    Instant when = created;
    Subject what = subject;
    Verdict said = verdict;
    if (!seen.contains("schema")
        || when == null
        || what == null
        || said == null
        || !seen.containsAll(
            Set.of("assessed", "problems", "packages", "findings", "excused", "notices", "plan"))) {
      throw new DamagedException(
          "it is not complete: a report has schema, created, subject, assessed, problems, packages,"
              + " findings, excused, notices, plan and verdict");
    }
    return new Report(
        when,
        what,
        assessed,
        problems,
        packages,
        findings,
        excused,
        notices,
        new Plan(steps),
        said);
  }

  private void member(String member) {
    switch (member) {
      case "schema" -> {
        Json schema = Json.read(parser, 10);
        if (!Report.SCHEMA.equals(schema.text())) {
          throw new DamagedException("it must be " + Report.SCHEMA);
        }
      }
      case "created" -> created = instant(Json.read(parser, 10));
      case "subject" -> subject = subject(Json.read(parser, MAX_VALUES));
      case "assessed" -> items(json -> assessed.add(assessment(json)));
      case "problems" -> items(json -> problems.add(new Problem(place(json), text(json, "what"))));
      case "packages" -> items(json -> packages.add(softwarePackage(json)));
      case "findings" -> items(json -> findings.add(finding(json)));
      case "excused" ->
          items(json -> excused.add(new Excused(finding(json), excuse(object(json, "excuse")))));
      case "notices" -> items(json -> notices.add(notice(json)));
      case "plan" -> items(json -> steps.add(step(json)));
      case "verdict" -> verdict = verdict(Json.read(parser, MAX_VALUES));
      default -> parser.skipChildren();
    }
  }

  private void items(Item item) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new DamagedException("it must be a list");
    }
    String list = place;
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      place = list + "entry " + (i + 1) + ": ";
      Json json = Json.read(parser, MAX_VALUES);
      if (!(json instanceof Json.Struct)) {
        throw new DamagedException("it must be an object");
      }
      item.read(json);
    }
  }

  private Subject subject(Json json) {
    Json layers = json.get("layers");
    if (!(layers instanceof Json.Array)) {
      throw new DamagedException("'layers' must be a list");
    }
    List<Subject.Layer> all = new ArrayList<>();
    for (Json layer : layers.items()) {
      all.add(
          new Subject.Layer(
              digest(text(layer, "diffId")),
              digestOrNull(layer, "digest"),
              layer.text("createdBy")));
    }
    return new Subject(
        text(json, "kind"),
        text(json, "name"),
        digestOrNull(json, "digest"),
        json.text("platform"),
        distribution(json.get("distribution")),
        all,
        base(json.get("base")),
        container(json.get("container")),
        position(json, "workloads"));
  }

  private static @Nullable Distribution distribution(Json json) {
    if (!(json instanceof Json.Struct)) {
      return null;
    }
    return new Distribution(
        text(json, "id"),
        null,
        json.text("version"),
        json.text("codename"),
        text(json, "name"),
        dayOrNull(json, "endOfLife"));
  }

  private static @Nullable Base base(Json json) {
    if (!(json instanceof Json.Struct)) {
      return null;
    }
    return new Base(
        text(json, "reference"),
        digestOrNull(json, "digest"),
        count(json, "layers"),
        one(json, "knownBy", Base.KnownBy.values(), Base.KnownBy::label));
  }

  private static Subject.@Nullable Container container(Json json) {
    if (!(json instanceof Json.Struct)) {
      return null;
    }
    Json changes = json.get("changes");
    return new Subject.Container(
        text(json, "id"),
        text(json, "runtime"),
        json.text("image"),
        number(json, "pid"),
        changes instanceof Json.Struct
            ? new Subject.Changes(purls(changes, "added"), purls(changes, "removed"))
            : null);
  }

  private static Assessment assessment(Json json) {
    return new Assessment(
        text(json, "feed"),
        one(json, "state", Assessment.State.values(), Assessment.State::label),
        instantOrNull(json, "asOf"),
        count(json, "packages"),
        json.text("reason"));
  }

  private static SoftwarePackage softwarePackage(Json json) {
    Json source = json.get("source");
    String ownedBy = json.text("ownedBy");
    return new SoftwarePackage(
        purl(text(json, "purl")),
        text(json, "name"),
        text(json, "version"),
        source instanceof Json.Struct
            ? new SoftwarePackage.Source(text(source, "name"), source.text("version"))
            : null,
        texts(json, "paths"),
        digestOrNull(json, "layer"),
        ownedBy == null ? null : purl(ownedBy));
  }

  private Finding finding(Json json) {
    Finding finding = json.text("package") == null ? weakness(json) : vulnerability(json);
    if (named.put(text(json, "fingerprint"), finding) != null) {
      throw new DamagedException("another finding has the same fingerprint");
    }
    return finding;
  }

  private static Weakness weakness(Json json) {
    return new Weakness(
        text(json, "id"),
        one(json, "kind", Finding.Kind.values(), Finding.Kind::label),
        severity(json),
        text(json, "title"),
        text(json, "evidence"),
        location(object(json, "location")),
        remedy(object(json, "remedy")),
        texts(json, "references"),
        json.text("part"));
  }

  private static Vulnerability vulnerability(Json json) {
    List<Vulnerability.Effect> effects = new ArrayList<>();
    for (String effect : texts(json, "effects")) {
      effects.add(
          named(effect, "effects", Vulnerability.Effect.values(), Vulnerability.Effect::label));
    }
    List<Vulnerability.Source> sources = new ArrayList<>();
    for (Json source : json.get("sources").items()) {
      sources.add(source(source));
    }
    return new Vulnerability(
        text(json, "id"),
        texts(json, "aliases"),
        one(json, "kind", Finding.Kind.values(), Finding.Kind::label),
        severity(json),
        json.text("severitySource"),
        one(json, "status", Vulnerability.Status.values(), Vulnerability.Status::label),
        text(json, "title"),
        purl(text(json, "package")),
        text(json, "packageName"),
        text(json, "installed"),
        json.text("fixed"),
        location(object(json, "location")),
        remedy(object(json, "remedy")),
        instantOrNull(json, "published"),
        texts(json, "weaknesses"),
        effects,
        one(json, "place", Vulnerability.Place.values(), Vulnerability.Place::label),
        kev(json.get("kev")),
        epss(json.get("epss")),
        sources);
  }

  /** Reports of earlier versions have it as one text only, and so has what is no line of a file. */
  private static FileLine place(Json json) {
    return json.get("file") instanceof Json.Text
        ? new FileLine(text(json, "file"), position(json, "line"), position(json, "column"))
        : new FileLine(text(json, "where"));
  }

  private static Finding.Location location(Json json) {
    return new Finding.Location(
        json.text("path"),
        position(json, "line"),
        position(json, "column"),
        json.text("pointer"),
        digestOrNull(json, "layer"),
        json.get("hidden").isTrue());
  }

  private static Finding.Remedy remedy(Json json) {
    return new Finding.Remedy(text(json, "action"), texts(json, "versions"));
  }

  private static Vulnerability.@Nullable Kev kev(Json json) {
    return json instanceof Json.Struct
        ? new Vulnerability.Kev(
            day(text(json, "dateAdded")),
            dayOrNull(json, "dueDate"),
            json.get("ransomware").isTrue())
        : null;
  }

  private static Vulnerability.@Nullable Epss epss(Json json) {
    return json instanceof Json.Struct
        ? new Vulnerability.Epss(decimal(json, "score"), decimal(json, "percentile"))
        : null;
  }

  /** What is no number in JSON was none before, either. */
  private static double decimal(Json json, String member) {
    return json.get(member) instanceof Json.Numeral number
        ? number.value().doubleValue()
        : Double.NaN;
  }

  private static Vulnerability.Source source(Json json) {
    return new Vulnerability.Source(
        text(json, "feed"),
        text(json, "id"),
        severity(json),
        json.get("score") instanceof Json.Numeral number ? number.value().doubleValue() : null,
        json.text("vector"),
        json.text("url"));
  }

  private static Excuse excuse(Json json) {
    String where = text(json, "where");
    return switch (text(json, "by")) {
      case "waiver" -> {
        int colon = where.lastIndexOf(':');
        int line = colon < 0 ? -1 : wholeNumber(where.substring(colon + 1));
        if (line < 0) {
          throw new DamagedException("'where' of a waiver must end in its line");
        }
        yield new Excuse.Waived(
            where.substring(0, colon),
            line,
            text(json, "reason"),
            text(json, "owner"),
            day(text(json, "expires")));
      }
      case "vex" ->
          new Excuse.Stated(
              where,
              text(json, "owner"),
              text(json, "status"),
              json.text("justification"),
              text(json, "reason"));
      case "baseline" -> new Excuse.Known(where);
      default -> throw new DamagedException("'by' must be waiver, vex or baseline");
    };
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notOne) {
      return -1;
    }
  }

  private static Notice notice(Json json) {
    return new Notice(
        one(json, "kind", Notice.Kind.values(), Notice.Kind::label),
        place(json),
        text(json, "what"));
  }

  private Plan.Step step(Json json) {
    List<Vulnerability> brings = new ArrayList<>();
    for (String id : texts(json, "brings")) {
      brings.add(nameOnly(id));
    }
    return new Plan.Step(
        one(json, "kind", Plan.Kind.values(), Plan.Kind::label),
        text(json, "title"),
        texts(json, "commands"),
        findings(json, "removes"),
        brings,
        counts(object(json, "left")));
  }

  /** A report has no more of what a step would bring. */
  private static Vulnerability nameOnly(String id) {
    return new Vulnerability(
        id,
        List.of(),
        Finding.Kind.VULNERABILITY,
        Severity.UNKNOWN,
        null,
        Vulnerability.Status.UNKNOWN,
        "",
        PackageUrl.of("generic", null, "unknown", null),
        "",
        "",
        null,
        new Finding.Location(null, null),
        new Finding.Remedy(""),
        null,
        List.of(),
        List.of(),
        Vulnerability.Place.BASE_IMAGE,
        null,
        null,
        List.of());
  }

  private Verdict verdict(Json json) {
    List<Decision> decisions = new ArrayList<>();
    for (Json decision : json.get("decisions").items()) {
      decisions.add(
          new Decision(
              text(decision, "rule"),
              text(decision, "where"),
              text(decision, "expression"),
              one(decision, "effect", Decision.Effect.values(), Decision.Effect::label),
              text(decision, "message"),
              findings(decision, "findings")));
    }
    return new Verdict(
        one(json, "outcome", Verdict.Outcome.values(), Verdict.Outcome::label),
        texts(json, "reasons"),
        counts(object(json, "counts")),
        decisions);
  }

  private List<Finding> findings(Json json, String member) {
    List<Finding> found = new ArrayList<>();
    for (String fingerprint : texts(json, member)) {
      Finding finding = named.get(fingerprint);
      if (finding == null) {
        throw new DamagedException("'" + member + "' names a finding that there is not");
      }
      found.add(finding);
    }
    return found;
  }

  private static SortedMap<Severity, Integer> counts(Json json) {
    TreeMap<Severity, Integer> counts = new TreeMap<>();
    for (Severity severity : Severity.values()) {
      int count = count(json, severity.label());
      if (count != 0) {
        counts.put(severity, count);
      }
    }
    return counts;
  }

  private static Severity severity(Json json) {
    return one(json, "severity", Severity.values(), Severity::label);
  }

  private static <E> E one(Json json, String member, E[] all, Function<E, String> label) {
    return named(text(json, member), member, all, label);
  }

  private static <E> E named(String text, String member, E[] all, Function<E, String> label) {
    for (E each : all) {
      if (label.apply(each).equals(text)) {
        return each;
      }
    }
    throw new DamagedException("'" + member + "' has a value that there is not");
  }

  private static Json object(Json json, String member) {
    Json object = json.get(member);
    if (!(object instanceof Json.Struct)) {
      throw new DamagedException("'" + member + "' must be an object");
    }
    return object;
  }

  private static String text(Json json, String member) {
    String text = json.text(member);
    if (text == null) {
      throw new DamagedException("'" + member + "' must be a text");
    }
    return text;
  }

  private static long number(Json json, String member) {
    long number = json.get(member).number(-1);
    if (number < 0) {
      throw new DamagedException("'" + member + "' must be a whole number");
    }
    return number;
  }

  private static int count(Json json, String member) {
    long number = number(json, member);
    if (number > Integer.MAX_VALUE) {
      throw new DamagedException("'" + member + "' is too large");
    }
    return (int) number;
  }

  /** A line, column or number; 0 where it is not known, for which a report has null. */
  private static int position(Json json, String member) {
    return json.get(member) instanceof Json.Nothing ? 0 : count(json, member);
  }

  private static List<String> texts(Json json, String member) {
    List<String> texts = json.texts(member);
    if (!(json.get(member) instanceof Json.Array(List<Json> items))
        || items.size() != texts.size()) {
      throw new DamagedException("'" + member + "' must be a list of texts");
    }
    return texts;
  }

  private static Instant instant(Json json) {
    String text = json.text();
    if (text == null) {
      throw new DamagedException("it must be a text");
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new DamagedException("it must be an instant such as 2026-01-31T12:00:00Z");
    }
  }

  private static @Nullable Instant instantOrNull(Json json, String member) {
    Json value = json.get(member);
    return value.text() == null ? null : instant(value);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new DamagedException("a day must be one such as 2026-01-31");
    }
  }

  private static @Nullable LocalDate dayOrNull(Json json, String member) {
    String text = json.text(member);
    return text == null ? null : day(text);
  }

  private static @Nullable Digest digestOrNull(Json json, String member) {
    String text = json.text(member);
    return text == null ? null : digest(text);
  }

  private static Digest digest(String text) {
    return Digest.parse(text)
        .orElseThrow(() -> new DamagedException("a digest must be one such as sha256:…"));
  }

  private static PackageUrl purl(String text) {
    try {
      return PackageUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new DamagedException("a package URL cannot be read");
    }
  }

  private static List<PackageUrl> purls(Json json, String member) {
    List<PackageUrl> purls = new ArrayList<>();
    for (String text : texts(json, member)) {
      purls.add(purl(text));
    }
    return purls;
  }
}
