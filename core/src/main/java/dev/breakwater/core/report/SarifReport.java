package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The report as SARIF 2.1.0, with what GitHub code scanning asks for besides: a physical location
 * and a fingerprint for every result, and a {@code security-severity} for every rule. One rule
 * stands for one vulnerability, one result for one vulnerability of one package. What was not
 * assessed, and what could not be read, are notifications of the invocation, and the invocation is
 * not successful where the subject could not be judged. A finding that does not count is a result
 * with a suppression, or with the baseline state {@code unchanged} where an earlier report has it.
 * The state is there only if the earlier report has at least one finding of this one.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
public record SarifReport(String toolVersion) implements ReportWriter {

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          printHead(json);
          json.array("runs");
          printRun(report, false, json);
          json.endArray();
          json.endObject();
        });
  }

  static void printHead(JsonPrinter json) {
    json.object();
    json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.member("version", "2.1.0");
  }

  /**
   * @param ofMany whether the log has other runs; GitHub refuses those that it cannot tell apart
   */
  void printRun(Report report, boolean ofMany, JsonPrinter json) {
    List<NamedFinding> findings = NamedFinding.all(report);
    Map<String, Rule> rules = rules(findings);
    Excuses excuses = Excuses.of(findings);
    json.object();
    printTool(rules, json);
    if (ofMany) {
      printCategory(report.subject().kind(), report.subject().name(), json);
    }
    printInvocation(report, json);
    json.array("results");
    for (NamedFinding named : findings) {
      Rule rule = rules.get(named.finding().id());
      if (rule != null) {
        print(named, rule, excuses, report.subject(), json);
      }
    }
    json.endArray();
    json.member("columnKind", "utf16CodeUnits");
    print(report.subject(), json);
    json.endObject();
  }

  void printFailure(Survey.Entry.Failed failed, JsonPrinter json) {
    json.object();
    printTool(Map.of(), json);
    printCategory(failed.kind(), failed.name(), json);
    json.array("invocations").object();
    json.member("executionSuccessful", false);
    json.array("toolExecutionNotifications");
    notification("error", "not-scanned", failed.reason(), null, json);
    json.endArray();
    json.endObject().endArray();
    json.array("results").endArray();
    json.object("properties");
    json.member("subjectKind", failed.kind());
    json.member("subject", failed.name());
    json.endObject();
    json.endObject();
  }

  /** A run that has only something to say. */
  void printNotices(String name, List<Notice> notices, JsonPrinter json) {
    json.object();
    printTool(Map.of(), json);
    printCategory("survey", name, json);
    json.array("invocations").object();
    json.member("executionSuccessful", true);
    json.array("toolExecutionNotifications");
    notifications(notices, json);
    json.endArray();
    json.endObject().endArray();
    json.array("results").endArray();
    json.endObject();
  }

  /** What stands before the last slash is a category, which has to differ from run to run. */
  private static void printCategory(String kind, String name, JsonPrinter json) {
    json.object("automationDetails");
    json.member("id", "breakwater/" + kind + "/" + relativeUri(name) + "/");
    json.endObject();
  }

  /** What all findings of one vulnerability have in common, told by the worst of them. */
  private record Rule(int index, Finding worst) {}

  private static Map<String, Rule> rules(List<NamedFinding> findings) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (NamedFinding named : findings) {
      Finding finding = named.finding();
      Rule known = rules.get(finding.id());
      if (known == null) {
        rules.put(finding.id(), new Rule(rules.size(), finding));
      } else if (finding.severity().compareTo(known.worst.severity()) < 0) {
        rules.put(finding.id(), new Rule(known.index, finding));
      }
    }
    return rules;
  }

  private void printTool(Map<String, Rule> rules, JsonPrinter json) {
    json.object("tool").object("driver");
    json.member("name", "Breakwater");
    json.member("version", toolVersion);
    json.array("rules");
    for (Rule rule : rules.values()) {
      print(rule.worst, json);
    }
    json.endArray();
    json.endObject().endObject();
  }

  private static void print(Finding rule, JsonPrinter json) {
    String title = rule.title().isBlank() ? rule.id() : rule.title();
    json.object();
    json.member("id", rule.id());
    message("shortDescription", rule.id() + ": " + title, json);
    message("fullDescription", title, json);
    String address = address(rule);
    if (address != null) {
      json.member("helpUri", address);
    }
    json.object("help");
    json.member("text", help(rule, title));
    json.endObject();
    json.object("defaultConfiguration");
    json.member("level", level(rule.severity()));
    json.endObject();
    json.object("properties");
    TreeSet<String> tags = new TreeSet<>();
    tags.add("security");
    tags.add(rule.kind().label());
    tags.add(rule.severity().label());
    if (rule instanceof Vulnerability vulnerability) {
      if (vulnerability.kev() != null) {
        tags.add("known-exploited");
      }
      vulnerability.effects().forEach(effect -> tags.add(effect.label()));
    }
    cwes(rule).forEach(cwe -> tags.add("external/cwe/" + cwe.toLowerCase(Locale.ROOT)));
    json.texts("tags", tags);
    json.member("precision", "high");
    json.member("security-severity", score(rule));
    json.endObject();
    json.endObject();
  }

  /** Its CWE identifiers, which GitHub knows by tags such as {@code external/cwe/cwe-787}. */
  private static List<String> cwes(Finding rule) {
    return switch (rule) {
      case Vulnerability vulnerability -> vulnerability.weaknesses();
      case Weakness weakness ->
          weakness.references().stream().filter(reference -> reference.startsWith("CWE-")).toList();
    };
  }

  private static String help(Finding rule, String title) {
    StringBuilder help = new StringBuilder(title).append("\n\nSeverity: ");
    help.append(rule.severity().label());
    switch (rule) {
      case Vulnerability vulnerability -> help(vulnerability, help);
      case Weakness weakness -> {
        for (String reference : weakness.references()) {
          help.append("\nReference: ").append(reference);
        }
      }
    }
    return help.toString();
  }

  private static void help(Vulnerability rule, StringBuilder help) {
    if (rule.severitySource() != null) {
      help.append(" according to ").append(rule.severitySource());
    }
    if (!rule.aliases().isEmpty()) {
      help.append("\nAlso known as: ").append(String.join(", ", rule.aliases()));
    }
    Vulnerability.Kev kev = rule.kev();
    if (kev != null) {
      help.append("\nKnown to be exploited since ").append(kev.dateAdded());
      help.append(kev.ransomware() ? ", by ransomware too" : "");
    }
    for (Vulnerability.Source source : rule.sources()) {
      help.append("\nAdvisory: ").append(source.id()).append(" (").append(source.feed());
      help.append(')');
      if (source.url() != null) {
        help.append(' ').append(source.url());
      }
    }
  }

  /**
   * What a run has at one result and therefore must have at all of them (SARIF 2.1.0, 3.27.23 and
   * 3.27.24).
   *
   * @param compared whether an earlier report has some of them
   * @param suppressed whether somebody accepted or refuted some of them
   */
  private record Excuses(boolean compared, boolean suppressed) {
    static Excuses of(List<NamedFinding> findings) {
      boolean compared = false;
      boolean suppressed = false;
      for (NamedFinding named : findings) {
        compared |= named.excuse() instanceof Excuse.Known;
        suppressed |= named.excuse() != null && !(named.excuse() instanceof Excuse.Known);
      }
      return new Excuses(compared, suppressed);
    }
  }

  private static void print(
      NamedFinding named, Rule rule, Excuses excuses, Subject subject, JsonPrinter json) {
    Finding finding = named.finding();
    json.object();
    json.member("ruleId", finding.id());
    json.member("ruleIndex", rule.index);
    json.member("level", level(finding.severity()));
    message("message", Wording.message(finding), json);
    json.array("locations").object();
    json.object("physicalLocation").object("artifactLocation");
    json.member("uri", uri(finding.location(), subject));
    json.endObject();
    // Code-scanning services show nothing without a line; a package has none, so it is the first.
    printRegion(Math.max(1, finding.location().line()), finding.location().column(), json);
    json.endObject();
    printLogicalLocation(finding, json);
    json.endObject().endArray();
    json.object("partialFingerprints");
    json.member("primaryLocationLineHash", named.fingerprint() + ":1");
    json.endObject();
    if (excuses.compared) {
      json.member("baselineState", named.excuse() instanceof Excuse.Known ? "unchanged" : "new");
    }
    if (excuses.suppressed) {
      printSuppressions(named.excuse(), json);
    }
    printProperties(finding, named.excuse(), subject, json);
    json.endObject();
  }

  /**
   * What somebody accepted or refuted is suppressed. What the baseline has is not: it is still
   * there, so that services do not close what they know of it.
   */
  private static void printSuppressions(@Nullable Excuse excuse, JsonPrinter json) {
    json.array("suppressions");
    if (excuse == null || excuse instanceof Excuse.Known) {
      json.endArray();
      return;
    }
    json.object();
    json.member("kind", "external");
    json.member("status", "accepted");
    json.member("justification", excuse.reason());
    switch (excuse) {
      case Excuse.Waived waived ->
          printLocation(new FileLine(waived.file(), waived.line()), "location", json);
      case Excuse.Stated stated -> printLocation(new FileLine(stated.document()), "location", json);
      case Excuse.Known known -> {}
    }
    json.endObject().endArray();
  }

  private static void printLocation(FileLine where, String name, JsonPrinter json) {
    json.object(name);
    printPlace(where, json);
    json.endObject();
  }

  private static void printPlace(FileLine where, JsonPrinter json) {
    json.object("physicalLocation").object("artifactLocation");
    json.member("uri", uri(where.file()));
    json.endObject();
    if (where.line() > 0) {
      printRegion(where.line(), where.column(), json);
    }
    json.endObject();
  }

  private static void printRegion(int line, int column, JsonPrinter json) {
    json.object("region");
    json.member("startLine", line);
    if (column > 0) {
      json.member("startColumn", column);
    }
    json.endObject();
  }

  private static void printLogicalLocation(Finding finding, JsonPrinter json) {
    String pointer = finding.location().pointer();
    if (finding instanceof Vulnerability vulnerability) {
      json.array("logicalLocations").object();
      json.member("name", vulnerability.packageName());
      json.member("fullyQualifiedName", vulnerability.purl());
      json.member("kind", "package");
      json.endObject().endArray();
    } else if (pointer != null) {
      json.array("logicalLocations").object();
      json.member("fullyQualifiedName", pointer);
      json.member("kind", "member");
      json.endObject().endArray();
    }
  }

  private static void printProperties(
      Finding finding, @Nullable Excuse excuse, Subject subject, JsonPrinter json) {
    json.object("properties");
    json.member("severity", finding.severity().label());
    json.member("layer", finding.location().layer());
    json.member("step", subject.step(finding.location().layer()));
    if (excuse != null) {
      json.member("excuse", Wording.excuse(excuse));
    }
    switch (finding) {
      case Vulnerability vulnerability -> printMembers(vulnerability, json);
      case Weakness weakness -> {
        json.member("evidence", weakness.evidence());
        json.member("hidden", weakness.location().hidden());
      }
    }
    json.endObject();
  }

  private static void printMembers(Vulnerability finding, JsonPrinter json) {
    json.member("purl", finding.purl());
    json.member("package", finding.packageName());
    json.member("installed", finding.installed());
    json.member("fixed", finding.fixed());
    json.member("status", finding.status().label());
    json.member("severitySource", finding.severitySource());
    json.member("place", finding.place().label());
    json.texts("weaknesses", finding.weaknesses());
    Vulnerability.Kev kev = finding.kev();
    json.member("knownExploitedSince", kev == null ? null : kev.dateAdded());
    Vulnerability.Epss epss = finding.epss();
    if (epss == null) {
      json.absent("epssScore");
    } else {
      json.member("epssScore", epss.score());
    }
  }

  private static void printInvocation(Report report, JsonPrinter json) {
    json.array("invocations").object();
    json.member("executionSuccessful", report.verdict().outcome() != Verdict.Outcome.NOT_ASSESSED);
    json.member("endTimeUtc", report.created());
    json.array("toolExecutionNotifications");
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED) {
        boolean missing = assessment.state() == Assessment.State.NOT_ASSESSED;
        notification(
            missing ? "error" : "warning",
            assessment.state().label(),
            Wording.shortfall(assessment),
            null,
            json);
      }
    }
    for (Problem problem : report.problems()) {
      String text = problem.where() + ": " + problem.what();
      notification("warning", "unreadable", text, problem.place(), json);
    }
    notifications(report.notices(), json);
    json.endArray();
    json.object("properties");
    json.member("outcome", report.verdict().outcome().label());
    json.texts("reasons", report.verdict().reasons());
    json.endObject();
    json.endObject().endArray();
  }

  private static void notifications(List<Notice> notices, JsonPrinter json) {
    for (Notice notice : notices) {
      notification(
          notice.kind() == Notice.Kind.UNUSED ? "note" : "warning",
          "excuse-" + notice.kind().label(),
          Wording.notice(notice),
          notice.place(),
          json);
    }
  }

  private static void notification(
      String level, String id, String text, @Nullable FileLine where, JsonPrinter json) {
    json.object();
    json.object("descriptor");
    json.member("id", id);
    json.endObject();
    json.member("level", level);
    message("message", text, json);
    if (where != null) {
      json.array("locations").object();
      printPlace(where, json);
      json.endObject().endArray();
    }
    json.endObject();
  }

  private static void print(Subject subject, JsonPrinter json) {
    json.object("properties");
    json.member("subjectKind", subject.kind());
    json.member("subject", subject.name());
    json.member("digest", subject.digest());
    json.member("platform", subject.platform());
    json.member(
        "distribution", subject.distribution() == null ? null : subject.distribution().name());
    json.endObject();
  }

  private static void message(String name, String text, JsonPrinter json) {
    json.object(name);
    json.member("text", text);
    json.endObject();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, NEGLIGIBLE, UNKNOWN -> "note";
    };
  }

  /**
   * The number that services sort by. It has to tell the same story as the severity, so a score
   * counts only where it rates as that; otherwise it is the middle of the severity's range.
   */
  private static String score(Finding finding) {
    for (Vulnerability.Source source : sources(finding)) {
      Double score = source.score();
      if (score != null && Severity.ofCvss(score) == finding.severity()) {
        return Double.toString(score);
      }
    }
    return switch (finding.severity()) {
      case CRITICAL -> "9.5";
      case HIGH -> "8.0";
      case MEDIUM -> "5.5";
      case LOW -> "2.0";
      case NEGLIGIBLE, UNKNOWN -> "0.0";
    };
  }

  private static List<Vulnerability.Source> sources(Finding finding) {
    return finding instanceof Vulnerability vulnerability ? vulnerability.sources() : List.of();
  }

  private static @Nullable String address(Finding finding) {
    for (Vulnerability.Source source : sources(finding)) {
      String url = source.webAddress();
      if (url != null) {
        return url;
      }
    }
    if (finding instanceof Weakness weakness) {
      for (String reference : weakness.references()) {
        if (Vulnerability.Source.isWebAddress(reference)) {
          return reference;
        }
      }
    }
    return null;
  }

  private static String uri(Finding.Location location, Subject subject) {
    String path = location.path();
    return path != null && subject.isConfiguration()
        ? uri(path)
        : relativeUri(path == null ? subject.name() : path);
  }

  /** Of a file of this machine: what is read in the root of a project needs to know no root. */
  private static String uri(String file) {
    return file.startsWith("/") ? "file:///" + relativeUri(file) : relativeUri(file);
  }

  /** A relative reference of RFC 3986 section 4.2: no scheme, no leading slash, no dot segments. */
  static String relativeUri(String path) {
    StringBuilder uri = new StringBuilder(path.length() + 16);
    for (String segment : path.split("/")) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (!uri.isEmpty()) {
        uri.append('/');
      }
      if (segment.equals("..")) {
        uri.append("%2E%2E");
      } else {
        encode(segment, uri);
      }
    }
    return uri.isEmpty() ? "root" : uri.toString();
  }

  private static void encode(String segment, StringBuilder uri) {
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean unreserved =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~!+@=,$".indexOf(c) >= 0;
      if (unreserved) {
        uri.append(c);
      } else {
        uri.append('%');
        uri.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        uri.append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
      }
    }
  }
}
