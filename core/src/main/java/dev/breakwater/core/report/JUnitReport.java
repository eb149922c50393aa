package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The report as JUnit XML, in the form that Jenkins and GitLab read: one test suite for a subject,
 * one failed test case for each finding, and one that says whether the policy lets the subject
 * pass. What does not count is skipped, with the reason. What was not assessed or could not be read
 * is an error where the subject could not be judged for it, and skipped where it was forgiven.
 * Notices about waivers are skipped test cases too: what they speak of fails by itself.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @see <a
 *     href="https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd">the
 *     schema that Jenkins uses</a>
 */
public record JUnitReport(String toolVersion) implements ReportWriter, SurveyWriter {
  @Override
  public void write(Report report, OutputStream out) throws IOException {
    XmlPrinter xml = new XmlPrinter(out);
    xml.element("testsuites").attribute("name", "Breakwater");
    print(report, xml);
    xml.end().flush();
  }

  @Override
  public void write(Survey survey, OutputStream out) throws IOException {
    XmlPrinter xml = new XmlPrinter(out);
    xml.element("testsuites").attribute("name", "Breakwater");
    while (survey.hasNext()) {
      switch (survey.next()) {
        case Survey.Entry.Scanned(Report report) -> print(report, xml);
        case Survey.Entry.Failed(String kind, String name, String reason) -> {
          suite(kind + ":" + name, 1, 0, 1, 0, xml);
          new Suite(xml).print("scan", "is scanned", "error", "not-scanned", reason);
          xml.end();
        }
      }
    }
    if (!survey.unused().isEmpty()) {
      int unused = survey.unused().size();
      suite(survey.name(), unused, 0, 0, unused, xml);
      Suite suite = new Suite(xml);
      for (Notice notice : survey.unused()) {
        suite.print(notice);
      }
      xml.end();
    }
    xml.end().flush();
  }

  private void print(Report report, XmlPrinter xml) throws IOException {
    Subject subject = report.subject();
    boolean unsure = report.verdict().outcome() == Verdict.Outcome.NOT_ASSESSED;
    boolean denied = report.verdict().outcome() == Verdict.Outcome.DENIED;
    int gaps = report.problems().size();
    for (Assessment assessment : report.assessed()) {
      gaps += assessment.state() == Assessment.State.ASSESSED ? 0 : 1;
    }
    int findings = report.findings().size();
    int passedOver = report.excused().size() + report.notices().size();
    suite(
        subject.kind() + ":" + subject.name(),
        findings + passedOver + gaps + 1,
        findings + (denied ? 1 : 0),
        unsure ? gaps + 1 : 0,
        unsure ? passedOver : passedOver + gaps,
        xml);
    xml.attribute("timestamp", Wording.time(report.created()));
    printProperties(report, xml);
    Suite suite = new Suite(xml);
    suite.print(report.verdict());
    for (Finding finding : report.findings()) {
      suite.begin(finding);
      String text = details(finding, subject);
      suite.outcome("failure", finding.severity().label(), Wording.message(finding), text);
      xml.end();
    }
    for (Excused excused : report.excused()) {
      suite.begin(excused.finding());
      suite.outcome("skipped", "excused", Wording.excuse(excused.excuse()), "");
      xml.end();
    }
    String element = unsure ? "error" : "skipped";
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED) {
        String text = Wording.shortfall(assessment);
        String state = assessment.state().label();
        suite.print("assessment", assessment.feed(), element, state, text);
      }
    }
    for (Problem problem : report.problems()) {
      suite.print("reading", problem.where(), element, "unreadable", problem.what());
    }
    for (Notice notice : report.notices()) {
      suite.print(notice);
    }
    xml.end();
  }

  private static void suite(
      String name, int tests, int failures, int errors, int skipped, XmlPrinter xml)
      throws IOException {
    xml.element("testsuite").attribute("name", name).attribute("tests", tests);
    xml.attribute("failures", failures).attribute("errors", errors);
    xml.attribute("skipped", skipped);
  }

  private void printProperties(Report report, XmlPrinter xml) throws IOException {
    Subject subject = report.subject();
    xml.element("properties");
    property("breakwater.version", toolVersion, xml);
    property("breakwater.outcome", report.verdict().outcome().label(), xml);
    property("breakwater.digest", subject.digest(), xml);
    property("breakwater.platform", subject.platform(), xml);
    property("breakwater.base", subject.base() == null ? null : Wording.base(subject.base()), xml);
    xml.end();
  }

  private static void property(String name, @Nullable Object value, XmlPrinter xml)
      throws IOException {
    if (value != null) {
      xml.element("property").attribute("name", name).attribute("value", value.toString()).end();
    }
  }

  private static String details(Finding finding, Subject subject) {
    StringBuilder text = new StringBuilder("Severity: ").append(finding.severity().label());
    String layer = Wording.layer(finding.location(), subject);
    text.append("\nPlace: ").append(Wording.place(finding.location()));
    text.append(layer == null ? "" : "\nBrought by " + layer);
    if (finding.location().hidden()) {
      text.append("\nA higher layer hides it; it is still in the image.");
    }
    if (finding instanceof Vulnerability vulnerability) {
      text.append("\nPackage: ").append(vulnerability.purl());
      text.append("\nFixed in: ");
      text.append(vulnerability.fixed() == null ? "no version yet" : vulnerability.fixed());
    }
    return text.append("\nTo do: ").append(finding.remedy().action()).toString();
  }

  /**
   * The test cases of a suite. Of those with one name GitLab shows only the first, so no two have
   * one.
   */
  private record Suite(XmlPrinter xml, Set<String> taken) {
    Suite(XmlPrinter xml) {
      this(xml, new HashSet<>());
    }

    void print(Verdict verdict) throws IOException {
      begin("verdict", "passes the policy");
      switch (verdict.outcome()) {
        case PASSED -> {}
        case DENIED -> outcome("failure", "denied", Wording.verdict(verdict), "");
        case NOT_ASSESSED -> outcome("error", "not-assessed", Wording.verdict(verdict), "");
      }
      xml.end();
    }

    void print(Notice notice) throws IOException {
      String kind = notice.kind().label();
      print("notice." + kind, notice.where(), "skipped", kind, Wording.notice(notice));
    }

    void print(String group, String name, String element, String type, String text)
        throws IOException {
      begin(group, name);
      outcome(element, type, text, "");
      xml.end();
    }

    /** The class groups what is mended together: a package, or the places of a rule. */
    void begin(Finding finding) throws IOException {
      String kind = finding.kind().label() + ".";
      switch (finding) {
        // A dot would part the name in Jenkins' tree of packages.
        case Vulnerability vulnerability ->
            begin(
                kind + vulnerability.packageName().replace('.', '·'),
                finding.id() + " in " + Wording.what(vulnerability));
        case Weakness weakness -> begin(kind + weakness.id(), Wording.place(weakness.location()));
      }
    }

    private void begin(String group, String first) throws IOException {
      String name = first;
      for (int again = 2; !taken.add(group + '\n' + name); again++) {
        name = first + " (" + again + ")";
      }
      xml.element("testcase").attribute("classname", "breakwater." + group);
      xml.attribute("name", name).attribute("time", "0");
    }

    void outcome(String element, String type, String message, String text) throws IOException {
      xml.element(element).attribute("type", type).attribute("message", message);
      if (!text.isEmpty()) {
        xml.text(text);
      }
      xml.end();
    }
  }
}
