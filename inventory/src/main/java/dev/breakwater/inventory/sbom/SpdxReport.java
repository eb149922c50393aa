package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.JsonFormat;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.core.report.ReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * The report as SPDX 2.3 JSON: the inventory, with each package's advisories as security
 * references. What the format has no member for is in one annotation of the package, as a JSON
 * object of {@code breakwater:…} members, so {@link SbomReader} reads back the inventory as it was.
 * The document's namespace is made from the content.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @see <a href="https://spdx.github.io/spdx-spec/v2.3/">SPDX 2.3</a>
 */
public record SpdxReport(String toolVersion) implements ReportWriter {
  private static final String DOCUMENT = "SPDXRef-DOCUMENT";
  private static final String SUBJECT = "SPDXRef-Subject";
  private static final String DISTRIBUTION = "SPDXRef-OperatingSystem";
  private static final String NONE = "NOASSERTION";

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.print(out, json -> print(report, json));
  }

  private void print(Report report, JsonPrinter json) throws IOException {
    String created = report.created().truncatedTo(ChronoUnit.SECONDS).toString();
    json.object();
    json.member("spdxVersion", "SPDX-2.3");
    json.member("dataLicense", "CC0-1.0");
    json.member("SPDXID", DOCUMENT);
    json.member("name", report.subject().name());
    json.member(
        "documentNamespace", "https://spdx.org/spdxdocs/breakwater-" + ContentName.of(report));
    json.object("creationInfo");
    json.member("created", created);
    json.texts("creators", List.of(tool()));
    json.endObject();
    String comment = comment(report);
    if (!comment.isEmpty()) {
      json.member("comment", comment);
    }
    Map<PackageUrl, List<Vulnerability>> findings = new HashMap<>();
    for (Vulnerability finding : report.vulnerabilities()) {
      findings.computeIfAbsent(finding.purl(), purl -> new ArrayList<>()).add(finding);
    }
    printNotices(report, created, json);
    json.array("packages");
    print(report.subject(), json);
    Distribution distribution = report.subject().distribution();
    if (distribution != null) {
      print(distribution, created, json);
    }
    Set<String> taken = new HashSet<>();
    List<String> ids = new ArrayList<>();
    for (SoftwarePackage each : report.packages()) {
      String id = id(each.purl(), taken);
      ids.add(id);
      List<Vulnerability> own =
          findings.getOrDefault(each.purl(), List.of()).stream()
              .filter(finding -> finding.isIn(each))
              .toList();
      print(each, id, own, created, json);
    }
    json.endArray();
    json.array("relationships");
    relationship(DOCUMENT, "DESCRIBES", SUBJECT, json);
    if (distribution != null) {
      relationship(SUBJECT, "CONTAINS", DISTRIBUTION, json);
    }
    for (String id : ids) {
      relationship(SUBJECT, "CONTAINS", id, json);
    }
    json.endArray();
    json.endObject();
  }

  /** What the owners of waivers and VEX documents should know, each an annotation. */
  private void printNotices(Report report, String created, JsonPrinter json) {
    if (report.notices().isEmpty()) {
      return;
    }
    json.array("annotations");
    for (Notice notice : report.notices()) {
      String kind = notice.kind().label();
      String text = "breakwater:notice:" + kind + ": " + notice.where() + ": " + notice.what();
      print(text, created, json);
    }
    json.endArray();
  }

  private void print(String annotation, String created, JsonPrinter json) {
    json.object();
    json.member("annotationDate", created);
    json.member("annotationType", "OTHER");
    json.member("annotator", tool());
    json.member("comment", annotation);
    json.endObject();
  }

  private String tool() {
    return "Tool: breakwater-" + toolVersion;
  }

  /** What keeps the document from being the whole truth. */
  private static String comment(Report report) {
    StringBuilder comment = new StringBuilder();
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED) {
        comment.append(assessment.feed()).append(": ").append(assessment.state().label());
        if (assessment.reason() != null) {
          comment.append(": ").append(assessment.reason());
        }
        comment.append('\n');
      }
    }
    for (Problem problem : report.problems()) {
      comment.append(problem.where()).append(": ").append(problem.what()).append('\n');
    }
    return comment.toString();
  }

  /** An identifier that the format takes, and that stays the same from scan to scan. */
  private static String id(PackageUrl purl, Set<String> taken) {
    StringBuilder id = new StringBuilder("SPDXRef-Package-");
    String readable = purl.type() + "-" + purl.name();
    for (int i = 0; i < Math.min(readable.length(), 60); i++) {
      char c = readable.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '-';
      id.append(allowed ? c : '-');
    }
    String first = id.append('-').append(ContentName.shortHash(purl.toString())).toString();
    String name = first;
    for (int again = 2; !taken.add(name); again++) {
      name = first + "-" + again;
    }
    return name;
  }

  private static void print(Subject subject, JsonPrinter json) {
    json.object();
    json.member("SPDXID", SUBJECT);
    json.member("name", subject.name());
    if (subject.digest() != null) {
      json.member("versionInfo", subject.digest());
    }
    printUnknowns(json);
    boolean image =
        switch (subject.kind()) {
          case "dir", "sbom", "purls" -> false;
          default -> true;
        };
    json.member("primaryPackagePurpose", image ? "CONTAINER" : "FILE");
    json.endObject();
  }

  private void print(Distribution distribution, String created, JsonPrinter json)
      throws IOException {
    json.object();
    json.member("SPDXID", DISTRIBUTION);
    json.member("name", distribution.id());
    if (distribution.versionId() != null) {
      json.member("versionInfo", distribution.versionId());
    }
    json.member("summary", distribution.name());
    printUnknowns(json);
    json.member("primaryPackagePurpose", "OPERATING_SYSTEM");
    printAnnotation(Properties.of(distribution), List.of(), created, json);
    json.endObject();
  }

  private void print(
      SoftwarePackage of, String id, List<Vulnerability> findings, String created, JsonPrinter json)
      throws IOException {
    json.object();
    json.member("SPDXID", id);
    json.member("name", of.name());
    if (!of.version().isEmpty()) {
      json.member("versionInfo", of.version());
    }
    printUnknowns(json);
    SoftwarePackage.Source source = of.source();
    if (source != null) {
      String version = source.version() == null ? "" : " " + source.version();
      json.member("sourceInfo", "built package from: " + source.name() + version);
    }
    json.member("primaryPackagePurpose", "LIBRARY");
    json.array("externalRefs");
    json.object();
    json.member("referenceCategory", "PACKAGE-MANAGER");
    json.member("referenceType", "purl");
    json.member("referenceLocator", of.purl());
    json.endObject();
    for (Vulnerability finding : findings) {
      print(finding, json);
    }
    json.endArray();
    String version = of.version().isEmpty() ? null : of.version();
    printAnnotation(Properties.of(of, of.name(), version), of.paths(), created, json);
    json.endObject();
  }

  private static void printUnknowns(JsonPrinter json) {
    json.member("supplier", NONE);
    json.member("downloadLocation", NONE);
    json.member("filesAnalyzed", false);
    json.member("licenseConcluded", NONE);
    json.member("licenseDeclared", NONE);
    json.member("copyrightText", NONE);
  }

  private static void print(Vulnerability finding, JsonPrinter json) {
    String address = address(finding);
    if (address == null) {
      return;
    }
    json.object();
    json.member("referenceCategory", "SECURITY");
    json.member("referenceType", "advisory");
    json.member("referenceLocator", address);
    json.member(
        "comment",
        finding.id()
            + ", "
            + finding.severity().label()
            + ", "
            + finding.status().label()
            + (finding.fixed() == null ? "" : ", fixed in " + finding.fixed()));
    json.endObject();
  }

  private static @Nullable String address(Vulnerability finding) {
    for (Vulnerability.Source source : finding.sources()) {
      if (source.webAddress() != null) {
        return source.webAddress();
      }
    }
    return null;
  }

  private void printAnnotation(
      Map<String, String> properties, List<String> paths, String created, JsonPrinter json)
      throws IOException {
    if (properties.isEmpty() && paths.isEmpty()) {
      return;
    }
    StringWriter comment = new StringWriter();
    try (JsonGenerator inner =
        JsonFormat.FACTORY.createGenerator(ObjectWriteContext.empty(), comment)) {
      inner.writeStartObject();
      for (Map.Entry<String, String> property : properties.entrySet()) {
        inner.writeName(property.getKey());
        inner.writeString(property.getValue());
      }
      if (!paths.isEmpty()) {
        inner.writeName(Properties.PATHS);
        inner.writeStartArray();
        for (String path : paths) {
          inner.writeString(path);
        }
        inner.writeEndArray();
      }
      inner.writeEndObject();
    }
    json.array("annotations");
    print(comment.toString(), created, json);
    json.endArray();
  }

  private static void relationship(String from, String type, String to, JsonPrinter json) {
    json.object();
    json.member("spdxElementId", from);
    json.member("relationshipType", type);
    json.member("relatedSpdxElement", to);
    json.endObject();
  }
}
