package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.report.Screen;
import dev.breakwater.core.report.XmlPrinter;
import dev.breakwater.posture.admission.PolicyTest;
import dev.breakwater.posture.load.Format;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code policy test}: a team's own tests of its policies. */
final class PolicyTestCommand implements Callable<Integer> {
  private final Console console;
  private final PositionalParamSpec directories =
      Options.operands("DIR", "1..*", "Directories and files with documents of kind PolicyTest.");
  private final OptionSpec format =
      Options.text("FORMAT", "table or junit. Default: table.", "--format", "-f");
  private final CommandSpec spec = Main.command(this);

  PolicyTestCommand(Console console) {
    this.console = console;
    spec.addPositional(directories).addOption(format);
    spec.usageMessage()
        .description(
            "Run tests of admission policies: objects, and what is to be decided on them"
                + " (docs/admission.md).")
        .footer(
            "",
            "Examples:",
            "  breakwater policy test policies/tests",
            "  breakwater policy test policies/tests --format junit > policies.xml",
            "",
            "Exit codes: 0 all came as expected, 1 one did not, 2 wrong usage, 3 something could"
                + " not be read.");
  }

  CommandSpec spec() {
    return spec;
  }

  /** How results are printed. */
  private enum Form {
    TABLE,
    JUNIT
  }

  @Override
  public Integer call() throws BreakwaterException {
    Form form = Options.word(spec, format, Form.values()).orElse(Form.TABLE);
    List<Problem> problems = new ArrayList<>();
    Map<PolicyTest, List<PolicyTest.Result>> results = new LinkedHashMap<>();
    for (PolicyTest test : tests(problems)) {
      problems.addAll(test.problems());
      results.put(test, test.run());
    }
    PolicyCommands.tell(console, problems);
    if (results.isEmpty()) {
      throw new BreakwaterException(
          "There is no document of kind PolicyTest in "
              + String.join(", ", directories.<List<String>>getValue())
              + "; docs/admission.md says what one looks like");
    }
    switch (form) {
      case TABLE -> print(results);
      case JUNIT ->
          new ReportOutput(null, "", console.report()).write(out -> printJunit(out, results));
    }
    return failed(results) > 0 ? 1 : problems.isEmpty() ? 0 : Main.NOT_ASSESSED;
  }

  private List<PolicyTest> tests(List<Problem> problems) {
    LoaderOptions how = PolicyCommands.loading(console);
    List<PolicyTest> tests = new ArrayList<>();
    Format only =
        Format.of(
            PolicyTest::looksLike,
            (file, document, _) ->
                tests.add(PolicyTest.read(file, file.documents().get(document), how)));
    LoaderOptions forTests =
        new LoaderOptions(
            List.of(only), how.render(), List.of(), how.environment(), how.standardInput());
    new Loader(forTests).load(Options.paths(spec, directories), telling(problems));
    return tests;
  }

  private static Sink telling(List<Problem> problems) {
    return new Sink() {
      @Override
      public void add(Resource resource) {
        throw new IllegalStateException("a test is no resource");
      }

      @Override
      public void add(Problem problem) {
        problems.add(problem);
      }
    };
  }

  private static int failed(Map<PolicyTest, List<PolicyTest.Result>> results) {
    int failed = 0;
    for (List<PolicyTest.Result> each : results.values()) {
      for (PolicyTest.Result result : each) {
        failed += result.passed() ? 0 : 1;
      }
    }
    return failed;
  }

  private void print(Map<PolicyTest, List<PolicyTest.Result>> results) {
    Screen screen = new Screen(console.width(), console.colour(), console.unicode());
    PrintStream out = console.out();
    int all = 0;
    for (List<PolicyTest.Result> each : results.values()) {
      all += each.size();
      for (PolicyTest.Result result : each) {
        if (!result.passed()) {
          out.println(
              screen.paint("failed", Screen.Ink.BOLD_RED)
                  + "  "
                  + screen.clean(result.name())
                  + screen.dot()
                  + screen.clean(result.origin().file())
                  + ':'
                  + result.origin().line());
          for (String fault : result.faults()) {
            for (String line : screen.wrap(screen.clean(fault), console.width() - 8)) {
              out.println("        " + line);
            }
          }
        }
      }
    }
    int failed = failed(results);
    out.println(
        all
            + (all == 1 ? " case, " : " cases, ")
            + (all - failed)
            + " passed, "
            + failed
            + " failed");
  }

  private static void printJunit(OutputStream out, Map<PolicyTest, List<PolicyTest.Result>> results)
      throws IOException {
    XmlPrinter xml = new XmlPrinter(out);
    xml.element("testsuites");
    for (Map.Entry<PolicyTest, List<PolicyTest.Result>> each : results.entrySet()) {
      List<PolicyTest.Result> cases = each.getValue();
      xml.element("testsuite")
          .attribute("name", each.getKey().file())
          .attribute("tests", cases.size())
          .attribute("failures", failed(Map.of(each.getKey(), cases)));
      for (PolicyTest.Result result : cases) {
        xml.element("testcase")
            .attribute("name", result.name())
            .attribute("classname", each.getKey().file());
        if (!result.passed()) {
          xml.element("failure")
              .attribute("message", result.faults().getFirst())
              .text(String.join("\n", result.faults()))
              .end();
        }
        xml.end();
      }
      xml.end();
    }
    xml.end();
    xml.flush();
  }
}
