package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.report.Screen.Ink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A survey for a person at a terminal: each report as {@link TableReport} prints it, and last a
 * line for every subject. What was said of one subject is not said again of the next that has the
 * same packages and findings, such as another container of one image, but what could not be read of
 * that one is.
 *
 * @param each prints the reports
 * @param details whether to print the reports, or only the summary
 */
public record SurveyTable(TableReport each, boolean details) implements SurveyWriter {
  /** Reports that may be repeated are kept; of more than these one is printed again. */
  private static final int REMEMBERED = 16;

  private static final int NARROWEST_NAME = 12;

  /** Of a subject that is otherwise like another; the JSON report has them all. */
  private static final int PROBLEMS_SHOWN = 5;

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    Deque<Told> told = new ArrayDeque<>();
    Screen screen = new Screen(each.width(), each.colour(), each.unicode());
    while (survey.hasNext()) {
      if (survey.next() instanceof Survey.Entry.Scanned(Report report) && details) {
        print(report, told, screen, out);
      }
    }
    StringBuilder summary = new StringBuilder();
    boolean weaknesses = false;
    boolean excused = false;
    for (Survey.Line line : survey.lines()) {
      weaknesses |= line.weaknesses() > 0;
      excused |= line.excused() > 0;
    }
    new Summary(survey, survey.notices(), weaknesses, excused, screen, summary).print();
    out.write(summary.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private record Told(
      String name,
      List<SoftwarePackage> packages,
      List<Finding> findings,
      List<Excused> excused,
      List<Notice> notices,
      List<Assessment> assessed,
      List<Problem> problems) {
    static Told of(Report report) {
      return new Told(
          report.subject().kind() + ":" + report.subject().name(),
          report.packages(),
          report.findings(),
          report.excused(),
          report.notices(),
          report.assessed(),
          report.problems());
    }

    boolean saysTheSame(Told other) {
      return packages.equals(other.packages)
          && findings.equals(other.findings)
          && excused.equals(other.excused)
          && notices.equals(other.notices)
          && assessed.equals(other.assessed);
    }
  }

  private void print(Report report, Deque<Told> told, Screen screen, OutputStream out)
      throws IOException {
    Told now = Told.of(report);
    for (Told before : told) {
      if (before.saysTheSame(now)) {
        out.write(again(before, now, screen).getBytes(StandardCharsets.UTF_8));
        return;
      }
    }
    if (told.size() == REMEMBERED) {
      told.removeLast();
    }
    told.addFirst(now);
    each.write(report, out);
    out.write("\n".getBytes(StandardCharsets.UTF_8));
  }

  private static String again(Told before, Told now, Screen screen) {
    StringBuilder text = new StringBuilder();
    String line = now.name + ": the same packages and findings as " + before.name;
    for (String piece : screen.wrap(screen.clean(line), screen.width())) {
      text.append(piece).append('\n');
    }
    List<Problem> others = new ArrayList<>(now.problems);
    others.removeAll(before.problems);
    for (Problem problem : others.subList(0, Math.min(PROBLEMS_SHOWN, others.size()))) {
      String what = screen.clean(problem.where() + ": " + problem.what());
      for (String piece : screen.wrap(what, screen.width() - 4)) {
        text.append("    ").append(piece).append('\n');
      }
    }
    if (others.size() > PROBLEMS_SHOWN) {
      text.append("    and ").append(others.size() - PROBLEMS_SHOWN).append(" more\n");
    }
    return text.append('\n').toString();
  }

  /**
   * The last part of the page.
   *
   * @param weaknesses whether there is a column for what rules found
   * @param excused whether there is a column for what does not count
   */
  private record Summary(
      Survey survey,
      List<Notice> notices,
      boolean weaknesses,
      boolean excused,
      Screen screen,
      StringBuilder text) {
    private static final int MOST_NOTICES = 8;
    private static final List<Severity> COLUMNS =
        List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW);

    void print() {
      List<Survey.Line> lines = survey.lines();
      text.append(screen.paint(screen.clean(survey.name()), Ink.BOLD)).append('\n');
      int width = nameWidth(lines);
      if (!lines.isEmpty()) {
        row(width, Ink.DIM, "SUBJECT", columns(), "RESULT");
      }
      for (Survey.Line line : lines) {
        print(line, width);
      }
      for (String note : survey.notes()) {
        sentence(note, Ink.DIM);
      }
      for (Notice notice : notices.subList(0, Math.min(MOST_NOTICES, notices.size()))) {
        sentence(Wording.notice(notice), Ink.YELLOW);
      }
      if (notices.size() > MOST_NOTICES) {
        sentence("and " + (notices.size() - MOST_NOTICES) + " more: see --format json", Ink.YELLOW);
      }
      totals(lines);
    }

    private int nameWidth(List<Survey.Line> lines) {
      int longest = NARROWEST_NAME;
      for (Survey.Line line : lines) {
        longest = Math.max(longest, Screen.columns(name(line)));
      }
      int others = 2 + "NOT ASSESSED".length();
      for (String heading : columns()) {
        others += columnWidth(heading);
      }
      return Math.clamp(screen.width() - others, NARROWEST_NAME, longest);
    }

    /** What a subject's name has beyond that of the survey, which stands above. */
    private String name(Survey.Line line) {
      String name = line.kind() + ":" + line.name();
      int common = survey.name().length();
      boolean below = name.startsWith(survey.name()) && name.length() > common + 1;
      boolean parted = below && ":/@".indexOf(name.charAt(common)) >= 0;
      return screen.clean(parted ? name.substring(common + 1) : name);
    }

    private List<String> columns() {
      List<String> columns = new ArrayList<>();
      columns.addAll(List.of("PACKAGES", "CRIT", "HIGH", "MEDIUM", "LOW", "OTHER", "FIXABLE"));
      if (weaknesses) {
        columns.add("OF RULES");
      }
      if (excused) {
        columns.add("EXCUSED");
      }
      return columns;
    }

    private static int columnWidth(String heading) {
      return heading.length() + 2;
    }

    private void print(Survey.Line line, int width) {
      String failure = line.failure();
      if (failure != null) {
        text.append(Screen.pad(screen.fit(name(line), width), width)).append("  ");
        text.append(screen.paint("NOT SCANNED", Ink.ALARM)).append('\n');
        for (String piece : screen.wrap(screen.clean(failure), screen.width() - 4)) {
          text.append("    ").append(piece).append('\n');
        }
        return;
      }
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(line.packages()));
      int others = 0;
      for (Severity severity : Severity.values()) {
        int count = line.counts().getOrDefault(severity, 0);
        if (COLUMNS.contains(severity)) {
          cells.add(cell(count));
        } else {
          others += count;
        }
      }
      cells.add(cell(others));
      cells.add(cell(line.fixable()));
      if (weaknesses) {
        cells.add(cell(line.weaknesses()));
      }
      if (excused) {
        cells.add(cell(line.excused()));
      }
      row(width, Ink.PLAIN, name(line), cells, result(line.outcome()));
    }

    private static String cell(int count) {
      return count == 0 ? "-" : Integer.toString(count);
    }

    private void row(int width, Ink ink, String name, List<String> cells, String result) {
      StringBuilder row = new StringBuilder(Screen.pad(screen.fit(name, width), width));
      List<String> columns = columns();
      for (int i = 0; i < cells.size(); i++) {
        int room = columnWidth(columns.get(i));
        row.append(" ".repeat(Math.max(1, room - cells.get(i).length()))).append(cells.get(i));
      }
      text.append(screen.paint(row.toString(), ink)).append("  ").append(result).append('\n');
    }

    private String result(Verdict.Outcome outcome) {
      return switch (outcome) {
        case PASSED -> "passed";
        case DENIED -> screen.paint("DENIED", Ink.ALARM);
        case NOT_ASSESSED -> screen.paint("NOT ASSESSED", Ink.ALARM);
      };
    }

    private void totals(List<Survey.Line> lines) {
      int failed = 0;
      int findings = 0;
      int affected = 0;
      int ofRules = 0;
      for (Survey.Line line : lines) {
        ofRules += line.weaknesses();
        int count = line.counts().values().stream().mapToInt(Integer::intValue).sum();
        failed += line.failure() == null ? 0 : 1;
        findings += count;
        affected += count == 0 ? 0 : 1;
      }
      StringBuilder total = new StringBuilder(Wording.count(lines.size(), "subject"));
      total.append(": ").append(Wording.count(findings, "finding"));
      if (findings > 0) {
        total.append(" of ").append(Wording.many(survey.vulnerabilities(), "vulnerability"));
        total.append(ofRules == 0 ? "" : " and " + ofRules + " of rules");
        total.append(" in ").append(affected);
      }
      total.append(failed == 0 ? "." : "; " + failed + " could not be scanned.");
      sentence(total.toString(), Ink.BOLD);
    }

    private void sentence(String sentence, Ink ink) {
      for (String line : screen.wrap(screen.clean(sentence), screen.width())) {
        text.append(screen.paint(line, ink)).append('\n');
      }
    }
  }
}
