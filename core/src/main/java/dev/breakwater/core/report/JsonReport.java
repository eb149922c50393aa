package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Base;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Fingerprints;
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
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The report in our own form, {@value Report#SCHEMA}, with everything that is known. Its JSON
 * Schema is the resource {@value #SCHEMA_RESOURCE} beside this class. Every member is always there;
 * what is not known is {@code null}.
 */
public record JsonReport() implements ReportWriter {

  /** The JSON Schema (2020-12) of this form, found with {@link Class#getResourceAsStream}. */
  public static final String SCHEMA_RESOURCE = "breakwater.report-1.schema.json";

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.print(out, json -> print(report, json));
  }

  static void print(Report report, JsonPrinter json) {
    json.object();
    json.member("schema", Report.SCHEMA);
    json.member("created", report.created());
    print(report.subject(), report.created(), json);
    json.array("assessed");
    for (Assessment assessment : report.assessed()) {
      print(assessment, json);
    }
    json.endArray();
    json.array("problems");
    for (Problem problem : report.problems()) {
      json.object();
      json.member("where", problem.where());
      print(problem.place(), json);
      json.member("what", problem.what());
      json.endObject();
    }
    json.endArray();
    json.array("packages");
    for (SoftwarePackage softwarePackage : report.packages()) {
      print(softwarePackage, json);
    }
    json.endArray();
    Fingerprints fingerprints = Fingerprints.of(report);
    IdentityHashMap<Finding, String> names = new IdentityHashMap<>();
    json.array("findings");
    for (Finding finding : report.findings()) {
      String name = fingerprints.name(finding);
      names.put(finding, name);
      print(finding, name, null, report.subject(), json);
    }
    json.endArray();
    json.array("excused");
    for (Excused excused : report.excused()) {
      Finding finding = excused.finding();
      print(finding, fingerprints.name(finding), excused.excuse(), report.subject(), json);
    }
    json.endArray();
    print(report.notices(), json);
    print(report.plan(), names, json);
    print(report.verdict(), names, json);
    json.endObject();
  }

  /** The parts of what stands in {@code where}, if it is a line of a file. */
  private static void print(FileLine place, JsonPrinter json) {
    if (place.line() > 0) {
      json.member("file", place.file());
      json.member("line", place.line());
      number("column", place.column(), json);
    }
  }

  static void print(List<Notice> notices, JsonPrinter json) {
    json.array("notices");
    for (Notice notice : notices) {
      json.object();
      json.member("kind", notice.kind().label());
      json.member("where", notice.where());
      print(notice.place(), json);
      json.member("what", notice.what());
      json.endObject();
    }
    json.endArray();
  }

  private static void print(Subject subject, Instant created, JsonPrinter json) {
    json.object("subject");
    json.member("kind", subject.kind());
    json.member("name", subject.name());
    json.member("digest", subject.digest());
    json.member("platform", subject.platform());
    print(subject.distribution(), LocalDate.ofInstant(created, ZoneOffset.UTC), json);
    json.array("layers");
    for (Subject.Layer layer : subject.layers()) {
      json.object();
      json.member("diffId", layer.diffId());
      json.member("digest", layer.digest());
      json.member("createdBy", layer.createdBy());
      json.endObject();
    }
    json.endArray();
    print(subject.base(), json);
    print(subject.container(), json);
    if (subject.isConfiguration()) {
      json.member("workloads", subject.workloads());
    } else {
      json.absent("workloads");
    }
    json.endObject();
  }

  private static void print(@Nullable Base base, JsonPrinter json) {
    if (base == null) {
      json.absent("base");
      return;
    }
    json.object("base");
    json.member("reference", base.reference());
    json.member("digest", base.digest());
    json.member("layers", base.layers());
    json.member("knownBy", base.knownBy().label());
    json.endObject();
  }

  private static void print(Subject.@Nullable Container container, JsonPrinter json) {
    if (container == null) {
      json.absent("container");
      return;
    }
    json.object("container");
    json.member("id", container.id());
    json.member("runtime", container.runtime());
    json.member("image", container.image());
    json.member("pid", container.pid());
    Subject.Changes changes = container.changes();
    if (changes == null) {
      json.absent("changes");
    } else {
      json.object("changes");
      json.texts("added", texts(changes.added()));
      json.texts("removed", texts(changes.removed()));
      json.endObject();
    }
    json.endObject();
  }

  private static List<String> texts(List<PackageUrl> purls) {
    List<String> texts = new ArrayList<>(purls.size());
    for (PackageUrl purl : purls) {
      texts.add(purl.toString());
    }
    return texts;
  }

  private static void print(
      @Nullable Distribution distribution, LocalDate today, JsonPrinter json) {
    if (distribution == null) {
      json.absent("distribution");
      return;
    }
    json.object("distribution");
    json.member("id", distribution.id());
    json.member("version", distribution.versionId());
    json.member("codename", distribution.codename());
    json.member("name", distribution.name());
    json.member("endOfLife", distribution.endOfLife());
    json.member("ended", distribution.endedBy(today));
    json.endObject();
  }

  private static void print(Assessment assessment, JsonPrinter json) {
    json.object();
    json.member("feed", assessment.feed());
    json.member("state", assessment.state().label());
    json.member("asOf", assessment.asOf());
    json.member("packages", assessment.packages());
    json.member("reason", assessment.reason());
    json.endObject();
  }

  private static void print(SoftwarePackage softwarePackage, JsonPrinter json) {
    json.object();
    json.member("purl", softwarePackage.purl());
    json.member("name", softwarePackage.name());
    json.member("version", softwarePackage.version());
    SoftwarePackage.Source source = softwarePackage.source();
    if (source == null) {
      json.absent("source");
    } else {
      json.object("source");
      json.member("name", source.name());
      json.member("version", source.version());
      json.endObject();
    }
    json.member("type", softwarePackage.type());
    json.texts("paths", softwarePackage.paths());
    json.member("layer", softwarePackage.layer());
    json.member("ownedBy", softwarePackage.ownedBy());
    json.endObject();
  }

  /** All findings have the same members; what one kind lacks is null or empty. */
  private static void print(
      Finding finding,
      String fingerprint,
      @Nullable Excuse excuse,
      Subject subject,
      JsonPrinter json) {
    json.object();
    json.member("id", finding.id());
    json.member("fingerprint", fingerprint);
    json.texts("aliases", finding.aliases());
    json.member("kind", finding.kind().label());
    json.member("severity", finding.severity().label());
    switch (finding) {
      case Vulnerability vulnerability -> printMembers(vulnerability, json);
      case Weakness weakness -> printMembers(weakness, json);
    }
    Finding.Location location = finding.location();
    json.object("location");
    json.member("path", location.path());
    number("line", location.line(), json);
    number("column", location.column(), json);
    json.member("pointer", location.pointer());
    json.member("layer", location.layer());
    json.member("step", subject.step(location.layer()));
    json.member("hidden", location.hidden());
    json.endObject();
    json.object("remedy");
    json.member("action", finding.remedy().action());
    json.texts("versions", finding.remedy().versions());
    json.endObject();
    if (excuse != null) {
      print(excuse, json);
    }
    json.endObject();
  }

  private static void number(String name, int value, JsonPrinter json) {
    if (value == 0) {
      json.absent(name);
    } else {
      json.member(name, value);
    }
  }

  private static void printMembers(Vulnerability finding, JsonPrinter json) {
    json.member("severitySource", finding.severitySource());
    json.member("status", finding.status().label());
    json.member("title", finding.title());
    json.absent("evidence");
    json.member("package", finding.purl());
    json.member("packageName", finding.packageName());
    json.member("installed", finding.installed());
    json.member("fixed", finding.fixed());
    json.member("published", finding.published());
    json.texts("weaknesses", finding.weaknesses());
    json.texts("effects", finding.effects().stream().map(Vulnerability.Effect::label).toList());
    json.member("place", finding.place().label());
    print(finding.kev(), json);
    print(finding.epss(), json);
    json.array("sources");
    for (Vulnerability.Source source : finding.sources()) {
      print(source, json);
    }
    json.endArray();
    json.texts("references", List.of());
    json.absent("part");
  }

  private static void printMembers(Weakness finding, JsonPrinter json) {
    json.absent("severitySource");
    json.absent("status");
    json.member("title", finding.title());
    json.member("evidence", finding.evidence());
    json.absent("package");
    json.absent("packageName");
    json.absent("installed");
    json.absent("fixed");
    json.absent("published");
    json.texts("weaknesses", List.of());
    json.texts("effects", List.of());
    json.absent("place");
    json.absent("kev");
    json.absent("epss");
    json.array("sources").endArray();
    json.texts("references", finding.references());
    json.member("part", finding.subjectPart());
  }

  private static void print(Excuse excuse, JsonPrinter json) {
    json.object("excuse");
    switch (excuse) {
      case Excuse.Waived waived -> {
        json.member("by", "waiver");
        json.member("where", waived.file() + ":" + waived.line());
        json.member("reason", waived.reason());
        json.member("owner", waived.owner());
        json.member("expires", waived.expires());
        json.absent("status");
        json.absent("justification");
      }
      case Excuse.Stated stated -> {
        json.member("by", "vex");
        json.member("where", stated.document());
        json.member("reason", stated.reason());
        json.member("owner", stated.author());
        json.absent("expires");
        json.member("status", stated.status());
        json.member("justification", stated.justification());
      }
      case Excuse.Known known -> {
        json.member("by", "baseline");
        json.member("where", known.report());
        json.member("reason", known.reason());
        json.absent("owner");
        json.absent("expires");
        json.absent("status");
        json.absent("justification");
      }
    }
    json.endObject();
  }

  private static void print(Plan plan, IdentityHashMap<Finding, String> names, JsonPrinter json) {
    json.array("plan");
    for (Plan.Step step : plan.steps()) {
      json.object();
      json.member("kind", step.kind().label());
      json.member("title", step.title());
      json.texts("commands", step.commands());
      json.texts("removes", names(step.removes(), names));
      json.texts("brings", step.brings().stream().map(Finding::id).sorted().distinct().toList());
      print("left", step.left(), json);
      json.endObject();
    }
    json.endArray();
  }

  private static List<String> names(
      List<Finding> findings, IdentityHashMap<Finding, String> names) {
    return findings.stream().map(names::get).filter(Objects::nonNull).toList();
  }

  private static void print(Vulnerability.@Nullable Kev kev, JsonPrinter json) {
    if (kev == null) {
      json.absent("kev");
      return;
    }
    json.object("kev");
    json.member("dateAdded", kev.dateAdded());
    json.member("dueDate", kev.dueDate());
    json.member("ransomware", kev.ransomware());
    json.endObject();
  }

  private static void print(Vulnerability.@Nullable Epss epss, JsonPrinter json) {
    if (epss == null) {
      json.absent("epss");
      return;
    }
    json.object("epss");
    json.member("score", epss.score());
    json.member("percentile", epss.percentile());
    json.endObject();
  }

  private static void print(Vulnerability.Source source, JsonPrinter json) {
    json.object();
    json.member("feed", source.feed());
    json.member("id", source.id());
    json.member("severity", source.severity().label());
    Double score = source.score();
    if (score == null) {
      json.absent("score");
    } else {
      json.member("score", score.doubleValue());
    }
    json.member("vector", source.vector());
    json.member("url", source.url());
    json.endObject();
  }

  private static void print(
      Verdict verdict, IdentityHashMap<Finding, String> names, JsonPrinter json) {
    json.object("verdict");
    json.member("outcome", verdict.outcome().label());
    json.texts("reasons", verdict.reasons());
    print("counts", verdict.counts(), json);
    json.array("decisions");
    for (Decision decision : verdict.decisions()) {
      json.object();
      json.member("rule", decision.rule());
      json.member("where", decision.where());
      json.member("expression", decision.expression());
      json.member("effect", decision.effect().label());
      json.member("message", decision.message());
      json.texts("findings", names(decision.findings(), names));
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private static void print(String name, SortedMap<Severity, Integer> counts, JsonPrinter json) {
    json.object(name);
    for (Severity severity : Severity.values()) {
      json.member(severity.label(), counts.getOrDefault(severity, 0).longValue());
    }
    json.endObject();
  }
}
