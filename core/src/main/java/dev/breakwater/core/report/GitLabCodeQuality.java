package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What rules found as GitLab's Code Quality report, which every edition shows in merge requests:
 * the part of Code Climate's format that GitLab reads. Vulnerable packages are in {@link
 * GitLabReport}; what was not assessed or not read and notices about waivers are issues here too.
 *
 * @see <a href="https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format">Code
 *     Quality report format</a>
 */
public record GitLabCodeQuality() implements ReportWriter, SurveyWriter {
  @Override
  public void write(Report report, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          json.array();
          print(report, new HashSet<>(), json);
          json.endArray();
        });
  }

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    JsonPrinter.print(
        out,
        json -> {
          Set<String> taken = new HashSet<>();
          json.array();
          while (survey.hasNext()) {
            switch (survey.next()) {
              case Survey.Entry.Scanned(Report report) -> print(report, taken, json);
              case Survey.Entry.Failed(String kind, String name, String reason) ->
                  issue("not-scanned", reason, "critical", new FileLine(kind + ":" + name), json);
            }
          }
          survey.unused().forEach(notice -> issue(notice, json));
          json.endArray();
        });
  }

  /**
   * @param taken the fingerprints of all subjects so far: of two issues with one GitLab shows one
   */
  private static void print(Report report, Set<String> taken, JsonPrinter json) {
    Subject subject = report.subject();
    for (NamedFinding named : NamedFinding.counting(report)) {
      if (!(named.finding() instanceof Weakness weakness) || !taken.add(named.fingerprint())) {
        continue;
      }
      String layer = Wording.layer(weakness.location(), subject);
      String text = Wording.message(weakness) + (layer == null ? "" : " (" + layer + ")");
      FileLine place = Wording.fileLine(weakness.location(), subject.name());
      issue(weakness.id(), text, severity(weakness), place, named.fingerprint(), json);
    }
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED) {
        String text = Wording.shortfall(assessment);
        issue(assessment.state().label(), text, "major", new FileLine(subject.name()), json);
      }
    }
    for (Problem problem : report.problems()) {
      String text = problem.where() + ": " + problem.what();
      issue("unreadable", text, "major", problem.place(), json);
    }
    report.notices().forEach(notice -> issue(notice, json));
  }

  private static void issue(Notice notice, JsonPrinter json) {
    String rule = "excuse-" + notice.kind().label();
    String severity = notice.kind() == Notice.Kind.UNUSED ? "info" : "minor";
    issue(rule, Wording.notice(notice), severity, notice.place(), json);
  }

  private static void issue(
      String rule, String text, String severity, FileLine place, JsonPrinter json) {
    // Not random: a name made from the content.
    byte[] content = (rule + '\n' + place.file() + '\n' + text).getBytes(StandardCharsets.UTF_8);
    String fingerprint = UUID.nameUUIDFromBytes(content).toString().replace("-", "");
    issue(rule, text, severity, place, fingerprint, json);
  }

  private static void issue(
      String rule,
      String text,
      String severity,
      FileLine place,
      String fingerprint,
      JsonPrinter json) {
    json.object();
    json.member("description", text);
    json.member("check_name", rule);
    json.member("fingerprint", fingerprint);
    json.member("severity", severity);
    json.object("location");
    json.member("path", place.file());
    json.object("lines");
    json.member("begin", Math.max(1, place.line()));
    json.endObject();
    json.endObject();
    json.endObject();
  }

  private static String severity(Finding finding) {
    Severity severity = finding.severity();
    return switch (severity) {
      case CRITICAL -> "blocker";
      case HIGH -> "critical";
      case MEDIUM -> "major";
      case LOW -> "minor";
      case NEGLIGIBLE, UNKNOWN -> "info";
    };
  }
}
