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
import dev.breakwater.core.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report as workflow commands of GitHub Actions, which shows them beside the files they name:
 * the verdict, what was not assessed, notices about waivers, and the worst findings, {@value #MOST}
 * lines at most for a subject. Nothing in a report can begin a command of its own: line ends are
 * escaped as GitHub has it, and every other control character is shown instead of sent.
 *
 * @see <a
 *     href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands">workflow
 *     commands</a>
 */
public record GitHubAnnotations() implements ReportWriter, SurveyWriter {
  /** GitHub itself shows ten errors and ten warnings of a step. */
  private static final int MOST = 50;

  /** Places for what is no finding. */
  private static final int MOST_OTHERS = 15;

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    print(report, text);
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    while (survey.hasNext()) {
      switch (survey.next()) {
        case Survey.Entry.Scanned(Report report) -> write(report, out);
        case Survey.Entry.Failed(String kind, String name, String reason) -> {
          StringBuilder text = new StringBuilder();
          command("error", null, kind + ":" + name + " was not scanned", reason, text);
          out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    StringBuilder text = new StringBuilder();
    List<Notice> unused = survey.unused();
    for (Notice notice : unused.subList(0, Math.min(MOST_OTHERS, unused.size()))) {
      print(notice, text);
    }
    if (unused.size() > MOST_OTHERS) {
      String more = "and " + (unused.size() - MOST_OTHERS) + " more: see the whole report";
      command("warning", null, "Breakwater: unused", more, text);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void print(Report report, StringBuilder text) {
    Verdict verdict = report.verdict();
    String subject = report.subject().kind() + ":" + report.subject().name();
    String level = verdict.outcome() == Verdict.Outcome.PASSED ? "notice" : "error";
    command(level, null, "Breakwater: " + subject, Wording.verdict(verdict), text);
    int others = others(report, text);
    if (others > MOST_OTHERS) {
      String more = "and " + (others - MOST_OTHERS) + " more: see the whole report";
      command("warning", null, "Breakwater: " + subject, more, text);
    }
    int room = MOST - 3 - Math.min(others, MOST_OTHERS);
    int shown = 0;
    for (NamedFinding named : NamedFinding.worstFirst(report)) {
      if (shown == room) {
        String more = Wording.count(report.findings().size() - shown, "more finding");
        command("notice", null, "Breakwater: " + subject, more + ": see the whole report", text);
        break;
      }
      Finding finding = named.finding();
      Finding.Location location = finding.location();
      FileLine place = location.path() == null ? null : Wording.fileLine(location, subject);
      String title = finding.id() + " in " + Wording.what(finding);
      String layer = Wording.layer(finding.location(), report.subject());
      String message = Wording.message(finding) + (layer == null ? "" : " (" + layer + ")");
      command(level(finding.severity()), place, title, message, text);
      shown++;
    }
  }

  /** Prints what is no finding; returns how many lines that took. */
  private static int others(Report report, StringBuilder text) {
    int lines = 0;
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED && lines++ < MOST_OTHERS) {
        String title = "Breakwater: " + assessment.state().label();
        command("warning", null, title, Wording.shortfall(assessment), text);
      }
    }
    for (Notice notice : report.notices()) {
      if (lines++ < MOST_OTHERS) {
        print(notice, text);
      }
    }
    Subject subject = report.subject();
    for (Problem problem : report.problems()) {
      if (lines++ < MOST_OTHERS) {
        FileLine place = subject.isConfiguration() ? problem.place() : null;
        command("warning", place, "Breakwater: not read", Wording.problem(problem), text);
      }
    }
    return lines;
  }

  private static void print(Notice notice, StringBuilder text) {
    String title = "Breakwater: " + notice.kind().label();
    command("warning", notice.place(), title, Wording.notice(notice), text);
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, NEGLIGIBLE, UNKNOWN -> "notice";
    };
  }

  private static void command(
      String level, @Nullable FileLine place, String title, String message, StringBuilder text) {
    text.append("::").append(level).append(' ');
    if (place != null) {
      text.append("file=").append(property(place.file())).append(',');
      if (place.line() > 0) {
        text.append("line=").append(place.line()).append(',');
      }
      if (place.line() > 0 && place.column() > 0) {
        text.append("col=").append(place.column()).append(',');
      }
    }
    text.append("title=").append(property(title));
    text.append("::").append(data(message)).append('\n');
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  private static String data(String text) {
    // Only clean() is asked of this screen, which knows no width; no line end is left after it.
    return new Screen(0, false, true).clean(text).replace("%", "%25");
  }
}
