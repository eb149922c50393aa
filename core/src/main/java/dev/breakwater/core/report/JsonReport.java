package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
      json.member("what", problem.what());
      json.endObject();
    }
    json.endArray();
    json.array("packages");
    for (SoftwarePackage softwarePackage : report.packages()) {
      print(softwarePackage, json);
    }
    json.endArray();
    json.array("findings");
    for (Finding finding : report.findings()) {
      print(finding, json);
    }
    json.endArray();
    print(report.verdict(), json);
    json.endObject();
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
    print(subject.container(), json);
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

  private static void print(Finding finding, JsonPrinter json) {
    json.object();
    json.member("id", finding.id());
    json.texts("aliases", finding.aliases());
    json.member("kind", finding.kind().label());
    json.member("severity", finding.severity().label());
    json.member("severitySource", finding.severitySource());
    json.member("status", finding.status().label());
    json.member("title", finding.title());
    json.member("package", finding.purl());
    json.member("packageName", finding.packageName());
    json.member("installed", finding.installed());
    json.member("fixed", finding.fixed());
    json.object("location");
    json.member("path", finding.location().path());
    json.member("layer", finding.location().layer());
    json.endObject();
    json.object("remedy");
    json.member("action", finding.remedy().action());
    json.texts("versions", finding.remedy().versions());
    json.endObject();
    print(finding.kev(), json);
    print(finding.epss(), json);
    json.array("sources");
    for (Finding.Source source : finding.sources()) {
      print(source, json);
    }
    json.endArray();
    json.endObject();
  }

  private static void print(Finding.@Nullable Kev kev, JsonPrinter json) {
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

  private static void print(Finding.@Nullable Epss epss, JsonPrinter json) {
    if (epss == null) {
      json.absent("epss");
      return;
    }
    json.object("epss");
    json.member("score", epss.score());
    json.member("percentile", epss.percentile());
    json.endObject();
  }

  private static void print(Finding.Source source, JsonPrinter json) {
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

  private static void print(Verdict verdict, JsonPrinter json) {
    json.object("verdict");
    json.member("outcome", verdict.outcome().label());
    json.texts("reasons", verdict.reasons());
    json.object("counts");
    for (Severity severity : Severity.values()) {
      json.member(severity.label(), verdict.counts().getOrDefault(severity, 0).longValue());
    }
    json.endObject();
    json.endObject();
  }
}
