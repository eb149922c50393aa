package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Excused;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The report as a security report of GitLab, which keeps apart what is vulnerable, secrets, and
 * settings in files. Findings that none of them has a place for are in {@link GitLabCodeQuality},
 * and a message of the scan says how many they are. What was not assessed, what could not be read,
 * notices about waivers and how many findings do not count are messages too. The scan fails where a
 * subject could not be judged.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @param type which of GitLab's reports
 * @see <a href="https://gitlab.com/gitlab-org/security-products/security-report-schemas">the
 *     schemas</a>
 */
public record GitLabReport(String toolVersion, Type type) implements ReportWriter, SurveyWriter {
  /** Every GitLab from 15 on takes this version. */
  private static final String SCHEMA_VERSION = "15.0.7";

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_SOLUTION = 7000;

  /** The longest description is a megabyte; nobody reads as much. */
  private static final int LONGEST_DESCRIPTION = 20_000;

  /** Messages are shown in a list, and only some. */
  private static final int MOST_MESSAGES = 100;

  /** GitLab divides the name of an image into repository and tag by this form. */
  private static final Pattern IMAGE = Pattern.compile("[^:]+(:\\d+[^:]*)?:[^:]+(:[^:]+)?");

  /** A report of GitLab's. */
  public enum Type {
    /** Packages that are vulnerable, or made to do harm. */
    CONTAINER_SCANNING,
    /** Secrets. */
    SECRET_DETECTION,
    /** Settings in files: GitLab shows what is wrong with a configuration as it does with code. */
    SAST;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          Messages messages = new Messages();
          begin(json);
          print(report, messages, json);
          end(report.created(), messages, json);
        });
  }

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          Messages messages = new Messages();
          begin(json);
          while (survey.hasNext()) {
            switch (survey.next()) {
              case Survey.Entry.Scanned(Report report) -> print(report, messages, json);
              case Survey.Entry.Failed(String kind, String name, String reason) -> {
                messages.failed = true;
                messages.add(kind + ":" + name + " was not scanned: " + reason);
              }
            }
          }
          survey.unused().forEach(notice -> messages.add(Wording.notice(notice)));
          end(survey.created(), messages, json);
        });
  }

  /** What the scan has to say beside its findings. */
  private static final class Messages {
    private final Set<String> texts = new LinkedHashSet<>();
    private int more;
    private boolean failed;

    void add(String text) {
      if (texts.size() < MOST_MESSAGES) {
        texts.add(text);
      } else if (!texts.contains(text)) {
        more++;
      }
    }

    void print(JsonPrinter json) {
      json.array("messages");
      for (String text : texts) {
        print("warn", text, json);
      }
      if (more > 0) {
        print("warn", "and " + more + " more messages", json);
      }
      json.endArray();
    }

    private static void print(String level, String text, JsonPrinter json) {
      json.object();
      json.member("level", level);
      json.member("value", text);
      json.endObject();
    }
  }

  private static void begin(JsonPrinter json) {
    json.object();
    json.member("version", SCHEMA_VERSION);
    json.array("vulnerabilities");
  }

  /** The scan comes last, because its messages are known only then. */
  private void end(Instant created, Messages messages, JsonPrinter json) {
    json.endArray();
    json.array("remediations").endArray();
    json.object("scan");
    tool("analyzer", json);
    tool("scanner", json);
    json.member("type", type.label());
    json.member("start_time", Wording.time(created));
    json.member("end_time", Wording.time(created));
    json.member("status", messages.failed ? "failure" : "success");
    messages.print(json);
    json.endObject();
    json.endObject();
  }

  private void tool(String name, JsonPrinter json) {
    json.object(name);
    json.member("id", "breakwater");
    json.member("name", "Breakwater");
    json.member("version", toolVersion);
    json.object("vendor");
    json.member("name", "Breakwater");
    json.endObject();
    json.endObject();
  }

  private void print(Report report, Messages messages, JsonPrinter json) {
    int others = 0;
    for (NamedFinding named : NamedFinding.counting(report)) {
      switch (named.finding()) {
        case Vulnerability vulnerability when type == Type.CONTAINER_SCANNING ->
            print(vulnerability, named, report.subject(), json);
        case Weakness weakness
            when type == Type.SECRET_DETECTION && weakness.kind() == Finding.Kind.SECRET ->
            print(weakness, named, report.subject(), json);
        case Weakness weakness
            when type == Type.SAST && weakness.kind() == Finding.Kind.MISCONFIGURATION ->
            print(weakness, named, report.subject(), json);
        case Vulnerability v -> others++;
        case Weakness w -> others++;
      }
    }
    if (others > 0) {
      String subject = report.subject().kind() + ":" + report.subject().name() + ": ";
      messages.add(
          switch (type) {
            case CONTAINER_SCANNING ->
                subject
                    + Wording.count(others, "finding")
                    + " of rules: see --format gitlab-codequality, and gitlab-sast for settings";
            case SECRET_DETECTION ->
                subject
                    + Wording.count(others, "finding")
                    + " beside secrets: see --format gitlab, gitlab-sast and gitlab-codequality";
            case SAST ->
                subject
                    + Wording.count(others, "finding")
                    + " beside settings: see --format gitlab and gitlab-codequality";
          });
    }
    say(report, messages);
  }

  private static void say(Report report, Messages messages) {
    Verdict verdict = report.verdict();
    messages.failed |= verdict.outcome() == Verdict.Outcome.NOT_ASSESSED;
    String subject = report.subject().kind() + ":" + report.subject().name();
    if (verdict.outcome() != Verdict.Outcome.PASSED) {
      messages.add(subject + ": " + Wording.verdict(verdict));
    }
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED) {
        messages.add(Wording.shortfall(assessment));
      }
    }
    for (Notice notice : report.notices()) {
      messages.add(Wording.notice(notice));
    }
    for (Problem problem : report.problems()) {
      messages.add(problem.where() + ": " + problem.what());
    }
    List<Excused> excused = report.excused();
    if (!excused.isEmpty()) {
      messages.add(subject + ": " + Wording.excused(excused) + ": see --format json");
    }
  }

  private static void print(
      Vulnerability finding, NamedFinding named, Subject subject, JsonPrinter json) {
    json.object();
    String title = finding.title().isBlank() ? "" : ": " + finding.title();
    printCommon(finding, finding.id() + title, named.fingerprint(), json);
    json.array("identifiers");
    List<String> names = new ArrayList<>();
    names.add(finding.id());
    names.addAll(finding.aliases());
    for (String name : names) {
      identifier(type(name), name, json);
    }
    for (String weakness : finding.weaknesses()) {
      identifier("cwe", weakness, json);
    }
    json.endArray();
    json.array("links");
    for (Vulnerability.Source source : finding.sources()) {
      if (source.webAddress() != null) {
        link(source.id(), source.webAddress(), json);
      }
    }
    json.endArray();
    json.object("location");
    json.object("dependency");
    json.object("package");
    json.member("name", finding.packageName());
    json.endObject();
    json.member("version", finding.installed());
    json.endObject();
    json.member("operating_system", operatingSystem(subject));
    json.member("image", image(subject));
    json.endObject();
    printDetails(finding, subject, json);
    json.endObject();
  }

  private void print(Weakness finding, NamedFinding named, Subject subject, JsonPrinter json) {
    json.object();
    printCommon(finding, finding.title(), named.fingerprint(), json);
    json.array("identifiers");
    identifier("breakwater_rule", finding.id(), json);
    for (String reference : finding.references()) {
      if (reference.startsWith("CWE-")) {
        identifier("cwe", reference, json);
      }
    }
    json.endArray();
    json.array("links");
    for (String reference : finding.references()) {
      if (Vulnerability.Source.isWebAddress(reference)) {
        link(finding.id(), reference, json);
      }
    }
    json.endArray();
    FileLine place = Wording.fileLine(finding.location(), subject.name());
    json.object("location");
    json.member("file", place.file());
    json.member("start_line", Math.max(1, place.line()));
    if (type == Type.SECRET_DETECTION) {
      // GitLab's own analyzer writes this where it scans files and not commits.
      json.object("commit");
      json.member("sha", "0000000");
      json.endObject();
    }
    json.endObject();
    printDetails(finding, subject, json);
    json.endObject();
  }

  private static void printCommon(
      Finding finding, String name, String fingerprint, JsonPrinter json) {
    json.member("id", uuid(fingerprint));
    json.member("name", cut(name, LONGEST_NAME));
    json.member("description", cut(Wording.message(finding), LONGEST_DESCRIPTION));
    json.member("severity", severity(finding.severity()));
    json.member("solution", cut(finding.remedy().action(), LONGEST_SOLUTION));
  }

  /** What the format has no member for, as named texts. */
  private static void printDetails(Finding finding, Subject subject, JsonPrinter json) {
    json.object("details");
    text("place", "Place", Wording.place(finding.location()), json);
    String layer = Wording.layer(finding.location(), subject);
    if (layer != null) {
      text("layer", "Layer", layer, json);
    }
    if (finding.location().hidden()) {
      text("hidden", "Hidden", "A higher layer hides it; it is still in the image.", json);
    }
    if (finding instanceof Vulnerability vulnerability) {
      text("purl", "Package URL", vulnerability.purl().toString(), json);
      text("part", "Part of the image", vulnerability.place().label(), json);
      if (vulnerability.kev() != null) {
        String since = vulnerability.kev().dateAdded().toString();
        text("exploited", "Known to be exploited since", since, json);
      }
    }
    json.endObject();
  }

  private static void text(String key, String name, String value, JsonPrinter json) {
    json.object(key);
    json.member("type", "text");
    json.member("name", name);
    json.member("value", value);
    json.endObject();
  }

  private static void identifier(String type, String name, JsonPrinter json) {
    json.object();
    json.member("type", type);
    json.member("name", name);
    json.member("value", name);
    json.endObject();
  }

  /** {@code cve} of {@code CVE-2024-5535}, as GitLab names its kinds of identifiers. */
  private static String type(String name) {
    int dash = name.indexOf('-');
    return dash <= 0 ? "breakwater" : name.substring(0, dash).toLowerCase(Locale.ROOT);
  }

  private static void link(String name, String url, JsonPrinter json) {
    json.object();
    json.member("name", name);
    json.member("url", url);
    json.endObject();
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "Critical";
      case HIGH -> "High";
      case MEDIUM -> "Medium";
      case LOW -> "Low";
      case NEGLIGIBLE -> "Info";
      case UNKNOWN -> "Unknown";
    };
  }

  private static String operatingSystem(Subject subject) {
    Distribution distribution = subject.distribution();
    return distribution == null || distribution.name().isBlank() ? "unknown" : distribution.name();
  }

  /** What the subject is called, with a tag of {@code latest} where it has none. */
  static String image(Subject subject) {
    String name = subject.name();
    if (IMAGE.matcher(name).matches()) {
      return name;
    }
    String plain = name.replace(':', '_');
    return switch (subject.kind()) {
      case "registry", "docker", "podman", "containerd" -> plain + ":latest";
      default -> subject.kind() + ":" + (plain.isEmpty() ? "_" : plain);
    };
  }

  /** An identifier of RFC 9562 version 8, made of the 32 digits of a fingerprint. */
  static String uuid(String fingerprint) {
    long high = Long.parseUnsignedLong(fingerprint, 0, 16, 16);
    long low = Long.parseUnsignedLong(fingerprint, 16, 32, 16);
    high = (high & ~0xF000L) | 0x8000L;
    low = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** At most so many characters, and no half of a pair. */
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
