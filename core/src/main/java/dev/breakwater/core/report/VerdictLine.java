package dev.breakwater.core.report;

import dev.breakwater.core.Notice;
import dev.breakwater.core.Report;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The verdict and nothing else, as one line that begins with {@code passed}, {@code denied} or
 * {@code not assessed}: "denied registry:example.org/app:1: 3 findings are high or worse". What
 * owners of waivers and VEX documents have to mend is counted at its end.
 */
public record VerdictLine() implements ReportWriter, SurveyWriter {
  @Override
  public void write(Report report, OutputStream out) throws IOException {
    Verdict verdict = report.verdict();
    StringBuilder line = new StringBuilder(Wording.outcome(verdict.outcome()));
    line.append(' ').append(report.subject().kind()).append(':').append(report.subject().name());
    if (!verdict.reasons().isEmpty()) {
      line.append(": ").append(Wording.reasons(verdict));
    }
    append(report.notices(), line);
    print(line, out);
  }

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    while (survey.hasNext()) {
      survey.next();
    }
    int denied = 0;
    int unsure = 0;
    for (Survey.Line line : survey.lines()) {
      denied += line.outcome() == Verdict.Outcome.DENIED ? 1 : 0;
      unsure += line.outcome() == Verdict.Outcome.NOT_ASSESSED ? 1 : 0;
    }
    StringBuilder line = new StringBuilder(Wording.outcome(survey.outcome()));
    line.append(' ').append(survey.name()).append(": ");
    line.append(Wording.count(survey.lines().size(), "subject"));
    if (denied > 0) {
      line.append(", ").append(denied).append(" denied");
    }
    if (unsure > 0) {
      line.append(", ").append(unsure).append(" not assessed");
    }
    append(survey.notices(), line);
    print(line, out);
  }

  private static void append(List<Notice> notices, StringBuilder line) {
    if (!notices.isEmpty()) {
      line.append(" (waivers and statements: ").append(Wording.notices(notices)).append(')');
    }
  }

  private static void print(StringBuilder line, OutputStream out) throws IOException {
    // Only clean() is asked of this screen, which knows no width.
    String clean = new Screen(0, false, true).clean(line.toString());
    out.write((clean + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
