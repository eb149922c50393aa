package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.core.report.ReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The report as CycloneDX 1.6 JSON: the inventory, and the findings as vulnerabilities. What the
 * format has no member for is a property named {@code breakwater:…}, so {@link SbomReader} reads
 * back the inventory as it was. The serial number is made from the content.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
public record CycloneDxReport(String toolVersion) implements ReportWriter {
  private static final String SUBJECT = "subject";

  /** The longest version that the format takes; a longer one goes into a property. */
  private static final int LONGEST_VERSION = 1024;

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          json.object();
          json.member("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
          json.member("bomFormat", "CycloneDX");
          json.member("specVersion", "1.6");
          json.member("serialNumber", "urn:uuid:" + ContentName.of(report));
          json.member("version", 1);
          printMetadata(report, json);
          Map<PackageUrl, List<Component>> components = components(report);
          printComponents(report, components, json);
          if (!report.problems().isEmpty()) {
            json.array("compositions").object();
            json.member("aggregate", "incomplete");
            json.texts("assemblies", List.of(SUBJECT));
            json.endObject().endArray();
          }
          printVulnerabilities(report, components, json);
          json.endObject();
        });
  }

  /** A package and the name that it has in the document; several places may hold the same purl. */
  private record Component(SoftwarePackage softwarePackage, String reference) {}

  private static Map<PackageUrl, List<Component>> components(Report report) {
    Map<PackageUrl, List<Component>> components = new LinkedHashMap<>();
    for (SoftwarePackage each : report.packages()) {
      List<Component> same = components.computeIfAbsent(each.purl(), purl -> new ArrayList<>(1));
      String reference =
          same.isEmpty() ? each.purl().toString() : each.purl() + " " + (same.size() + 1);
      same.add(new Component(each, reference));
    }
    return components;
  }

  private void printMetadata(Report report, JsonPrinter json) {
    json.object("metadata");
    json.member("timestamp", report.created());
    json.object("tools").array("components").object();
    json.member("type", "application");
    json.member("name", "breakwater");
    json.member("version", toolVersion);
    json.endObject().endArray().endObject();
    Subject subject = report.subject();
    json.object("component");
    json.member("type", isImage(subject) ? "container" : "file");
    json.member("bom-ref", SUBJECT);
    json.member("name", subject.name());
    if (subject.digest() != null) {
      json.member("version", subject.digest());
    }
    json.array("properties");
    property("breakwater:subject:kind", subject.kind(), json);
    property("breakwater:subject:platform", subject.platform(), json);
    for (Subject.Layer layer : subject.layers()) {
      property("breakwater:subject:layer", layer.diffId().toString(), json);
    }
    json.endArray();
    json.endObject();
    json.array("properties");
    for (Assessment assessment : report.assessed()) {
      property("breakwater:assessed:" + assessment.feed(), summary(assessment), json);
    }
    for (Problem problem : report.problems()) {
      property("breakwater:problem", problem.where() + ": " + problem.what(), json);
    }
    for (Notice notice : report.notices()) {
      String kind = notice.kind().label();
      property("breakwater:notice:" + kind, notice.where() + ": " + notice.what(), json);
    }
    json.endArray();
    json.endObject();
  }

  private static boolean isImage(Subject subject) {
    return switch (subject.kind()) {
      case "dir", "sbom", "purls" -> false;
      default -> true;
    };
  }

  private static String summary(Assessment assessment) {
    return assessment.state().label()
        + (assessment.asOf() == null ? "" : ", as of " + assessment.asOf())
        + (assessment.reason() == null ? "" : ": " + assessment.reason());
  }

  private static void printComponents(
      Report report, Map<PackageUrl, List<Component>> components, JsonPrinter json) {
    json.array("components");
    Distribution distribution = report.subject().distribution();
    if (distribution != null) {
      json.object();
      json.member("type", "operating-system");
      json.member("bom-ref", "distribution");
      json.member("name", distribution.id());
      if (distribution.versionId() != null) {
        json.member("version", distribution.versionId());
      }
      json.member("description", distribution.name());
      print(Properties.of(distribution), json);
      json.endObject();
    }
    for (List<Component> same : components.values()) {
      for (Component component : same) {
        print(component.softwarePackage(), component.reference(), json);
      }
    }
    json.endArray();
  }

  private static void print(SoftwarePackage softwarePackage, String reference, JsonPrinter json) {
    PackageUrl purl = softwarePackage.purl();
    json.object();
    json.member("type", "library");
    json.member("bom-ref", reference);
    boolean grouped = hasGroup(purl);
    String name = grouped ? purl.name() : softwarePackage.name();
    if (grouped) {
      json.member("group", purl.namespace());
    }
    json.member("name", name);
    String version = softwarePackage.version();
    boolean said = !version.isEmpty() && version.length() <= LONGEST_VERSION;
    if (said) {
      json.member("version", version);
    }
    json.member("purl", purl);
    Map<String, String> properties = Properties.of(softwarePackage, name, said ? version : null);
    if (!softwarePackage.paths().isEmpty()) {
      json.object("evidence").array("occurrences");
      for (String path : softwarePackage.paths()) {
        json.object();
        json.member("location", path);
        json.endObject();
      }
      json.endArray().endObject();
    }
    print(properties, json);
    json.endObject();
  }

  /** Ecosystems whose names have two parts, which the format keeps apart. */
  private static boolean hasGroup(PackageUrl purl) {
    return purl.namespace() != null
        && switch (purl.type()) {
          case "maven", "npm", "composer" -> true;
          default -> false;
        };
  }

  private static void print(Map<String, String> properties, JsonPrinter json) {
    if (properties.isEmpty()) {
      return;
    }
    json.array("properties");
    properties.forEach((name, value) -> property(name, value, json));
    json.endArray();
  }

  private static void property(String name, @Nullable String value, JsonPrinter json) {
    if (value != null) {
      json.object();
      json.member("name", name);
      json.member("value", value);
      json.endObject();
    }
  }

  /** Findings that differ in nothing but the package are one vulnerability that affects several. */
  private record Entry(
      String id,
      List<String> aliases,
      Severity severity,
      @Nullable String severitySource,
      Vulnerability.Status status,
      String title,
      Vulnerability.@Nullable Kev kev,
      Vulnerability.@Nullable Epss epss,
      List<Vulnerability.Source> sources) {

    static Entry of(Vulnerability finding) {
      return new Entry(
          finding.id(),
          finding.aliases(),
          finding.severity(),
          finding.severitySource(),
          finding.status(),
          finding.title(),
          finding.kev(),
          finding.epss(),
          finding.sources());
    }
  }

  private static void printVulnerabilities(
      Report report, Map<PackageUrl, List<Component>> components, JsonPrinter json) {
    Map<Entry, List<Vulnerability>> vulnerabilities = new LinkedHashMap<>();
    for (Vulnerability finding : report.vulnerabilities()) {
      vulnerabilities.computeIfAbsent(Entry.of(finding), key -> new ArrayList<>()).add(finding);
    }
    json.array("vulnerabilities");
    vulnerabilities.forEach(
        (vulnerability, findings) -> print(vulnerability, findings, components, json));
    json.endArray();
  }

  private static void print(
      Entry of,
      List<Vulnerability> findings,
      Map<PackageUrl, List<Component>> components,
      JsonPrinter json) {
    json.object();
    json.member("id", of.id);
    if (!of.sources.isEmpty()) {
      printSource(of.sources.getFirst(), json);
    }
    printReferences(of, json);
    printRatings(of, json);
    if (!of.title.isBlank()) {
      json.member("description", of.title);
    }
    Set<String> actions = new LinkedHashSet<>();
    findings.forEach(finding -> actions.add(finding.remedy().action()));
    json.member("recommendation", String.join("; ", actions));
    printAdvisories(of, json);
    printAnalysis(of.status, json);
    printAffects(findings, components, json);
    json.array("properties");
    property("breakwater:status", of.status.label(), json);
    if (of.kev != null) {
      property("breakwater:kev:dateAdded", of.kev.dateAdded().toString(), json);
      if (of.kev.dueDate() != null) {
        property("breakwater:kev:dueDate", of.kev.dueDate().toString(), json);
      }
      property("breakwater:kev:ransomware", Boolean.toString(of.kev.ransomware()), json);
    }
    if (of.epss != null) {
      property("breakwater:epss:score", Double.toString(of.epss.score()), json);
      property("breakwater:epss:percentile", Double.toString(of.epss.percentile()), json);
    }
    json.endArray();
    json.endObject();
  }

  private static void printSource(Vulnerability.Source source, JsonPrinter json) {
    json.object("source");
    json.member("name", source.feed());
    if (source.webAddress() != null) {
      json.member("url", source.webAddress());
    }
    json.endObject();
  }

  private static void printReferences(Entry of, JsonPrinter json) {
    if (of.aliases.isEmpty()) {
      return;
    }
    json.array("references");
    for (String alias : new TreeSet<>(of.aliases)) {
      json.object();
      json.member("id", alias);
      json.object("source");
      int dash = alias.indexOf('-');
      json.member("name", dash > 0 ? alias.substring(0, dash) : alias);
      json.endObject();
      json.endObject();
    }
    json.endArray();
  }

  private static void printRatings(Entry of, JsonPrinter json) {
    json.array("ratings").object();
    if (of.severitySource != null) {
      json.object("source");
      json.member("name", of.severitySource);
      json.endObject();
    }
    json.member("severity", severity(of.severity));
    json.member("method", "other");
    json.endObject();
    for (Vulnerability.Source source : of.sources) {
      Double score = source.score();
      String vector = source.vector();
      if (score == null && vector == null) {
        continue;
      }
      json.object();
      printSource(source, json);
      if (score != null) {
        json.member("score", score.doubleValue());
      }
      json.member("severity", severity(source.severity()));
      json.member("method", method(vector));
      if (vector != null) {
        json.member("vector", vector);
      }
      json.endObject();
    }
    json.endArray();
  }

  private static String severity(Severity severity) {
    return severity == Severity.NEGLIGIBLE ? "info" : severity.label();
  }

  private static String method(@Nullable String vector) {
    if (vector == null) {
      return "other";
    }
    if (vector.startsWith("CVSS:4.")) {
      return "CVSSv4";
    }
    if (vector.startsWith("CVSS:3.1/")) {
      return "CVSSv31";
    }
    if (vector.startsWith("CVSS:3.0/")) {
      return "CVSSv3";
    }
    return vector.startsWith("AV:") || vector.startsWith("(AV:") ? "CVSSv2" : "other";
  }

  private static void printAdvisories(Entry of, JsonPrinter json) {
    json.array("advisories");
    for (Vulnerability.Source source : of.sources) {
      if (source.webAddress() != null) {
        json.object();
        json.member("title", source.id());
        json.member("url", source.webAddress());
        json.endObject();
      }
    }
    json.endArray();
  }

  private static void printAnalysis(Vulnerability.Status status, JsonPrinter json) {
    switch (status) {
      case UNKNOWN, AFFECTED -> {}
      case UNDER_INVESTIGATION -> {
        json.object("analysis");
        json.member("state", "in_triage");
        json.endObject();
      }
      case FIX_DEFERRED -> {
        json.object("analysis");
        json.member("detail", "The vendor will fix it some other time.");
        json.endObject();
      }
      case FIXED -> response("update", json);
      case WILL_NOT_FIX -> response("will_not_fix", json);
      case END_OF_LIFE -> response("can_not_fix", json);
    }
  }

  private static void response(String response, JsonPrinter json) {
    json.object("analysis");
    json.texts("response", List.of(response));
    json.endObject();
  }

  private static void printAffects(
      List<Vulnerability> findings, Map<PackageUrl, List<Component>> components, JsonPrinter json) {
    json.array("affects");
    Set<String> affected = new HashSet<>();
    for (Vulnerability finding : findings) {
      String reference = finding.purl().toString();
      for (Component component : components.getOrDefault(finding.purl(), List.of())) {
        if (finding.isIn(component.softwarePackage())) {
          reference = component.reference();
        }
      }
      if (!affected.add(reference)) {
        continue;
      }
      json.object();
      json.member("ref", reference);
      json.array("versions");
      version(finding.installed(), "affected", json);
      version(finding.fixed(), "unaffected", json);
      json.endArray();
      json.endObject();
    }
    json.endArray();
  }

  private static void version(@Nullable String version, String status, JsonPrinter json) {
    if (version != null && version.length() <= LONGEST_VERSION) {
      json.object();
      json.member("version", version);
      json.member("status", status);
      json.endObject();
    }
  }
}
