package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableReportTest {
  private static String written(Report report, TableReport table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String plain(Report report) throws IOException {
    return written(report, new TableReport(100, false, true));
  }

  @Test
  void whatIsNotAssessedComesBeforeAnyFinding() throws IOException {
    String table = plain(SampleReports.typical());
    assertThat(table.indexOf("NOT ASSESSED  npm: 1 package was not assessed"))
        .isPositive()
        .isLessThan(table.indexOf("CRITICAL "));
    assertThat(table.indexOf("END OF LIFE   Debian GNU/Linux 12"))
        .isPositive()
        .isLessThan(table.indexOf("CRITICAL "));
    assertThat(table)
        .contains("NOT READ      app/broken.jar: tried to read it as a zip file")
        .contains("EXPLOITED     CVE-2021-44228 in org.apache.logging.log4j:log4j-core 2.14.1")
        .contains("DENIED        6 findings are critical");
  }

  @Test
  void aScanThatMissedSomethingNeverLooksClean() throws IOException {
    assertThat(plain(SampleReports.unsure()))
        .contains("NOT ASSESSED", "1 of 2 packages were not assessed: this is not a clean result")
        .doesNotContain("No known vulnerability");
    assertThat(plain(SampleReports.empty())).contains("No packages were found");
    assertThat(plain(SampleReports.clean()))
        .contains("No known vulnerability in 1 package.")
        .doesNotContain("NOT ASSESSED");
  }

  @Test
  void whatHasChangedInAContainerIsSaid() throws IOException {
    assertThat(plain(SampleReports.container(true)))
        .contains("container:shop")
        .contains("docker container f00d of example.org/shop:1")
        .contains("changed since the image: 1 package added: netcat 1.10")
        .contains("changed since the image: 1 package removed: apt 2.6.1")
        .doesNotContain("\u001b");
    assertThat(plain(SampleReports.container(false)))
        .contains("what has changed since its image is not known");
  }

  @Test
  void packagesOfOneSourceAreOneGroup() throws IOException {
    String table = plain(SampleReports.typical());
    assertThat(table)
        .contains("openssl 3.0.11-1~deb12u1 → 3.0.14-1~deb12u2 fixes 2 of 3")
        .contains("deb: libssl3, openssl")
        .contains("installed by python3-requests, follow its updates")
        .contains("40 findings of 37 vulnerabilities in 10 packages: 6 critical");
    assertThat(table.indexOf("log4j-core 2.14.1 →")).isLessThan(table.indexOf("stdlib 1.22.3 →"));
    assertThat(table.indexOf("stdlib 1.22.3 →")).isLessThan(table.indexOf("zlib 1:1.2.13"));
  }

  @Test
  void namesTheUpgradesThatMendMost() throws IOException {
    assertThat(plain(SampleReports.typical()))
        .contains(
            "replace org.apache.logging.log4j:log4j-core 2.14.1 by 2.17.1    removes 3, leaves 37",
            "in pom.xml or build.gradle: org.apache.logging.log4j:log4j-core 2.17.1",
            "upgrade openssl to 3.0.14-1~deb12u2    removes 4, leaves 33",
            "npm install lodash@4.17.21",
            "pip install 'jinja2>=3.1.3'",
            "rebuild usr/bin/helper with Go 1.22.4 or newer",
            "All upgrades at once:",
            "apt-get update && apt-get install -y --only-upgrade libc6 libssl3 openssl")
        .doesNotContain("requests>=");
  }

  @Test
  void noLineIsWiderThanTheTerminal() throws IOException {
    for (Report report : SampleReports.all()) {
      for (int width : new int[] {40, 60, 80, 100, 200}) {
        for (boolean unicode : new boolean[] {true, false}) {
          for (String line : written(report, new TableReport(width, false, unicode)).split("\n")) {
            assertThat(Screen.columns(line)).as(line).isLessThanOrEqualTo(width);
          }
        }
      }
    }
  }

  @Test
  void nothingHostileReachesTheTerminal() throws IOException {
    String table = plain(SampleReports.hostile());
    for (int i = 0; i < table.length(); i++) {
      char c = table.charAt(i);
      assertThat(c == '\n' || (c >= ' ' && (c < 0x7f || c > 0x9f) && c != '\u202e'))
          .as("U+%04x", (int) c)
          .isTrue();
    }
    assertThat(table)
        .contains("evil\\u{1b}[2J\\u{202e}\\u{7};rm")
        .contains("replace --index-url=http://example.org 1 by 2    removes 1, leaves")
        .doesNotContain("npm install", "pip install", "2.0;reboot'");
  }

  @Test
  void coloursOnlyIfAskedAndChangesNothingElse() throws IOException {
    for (Report report : SampleReports.all()) {
      String coloured = written(report, new TableReport(100, true, true));
      String plain = plain(report);
      assertThat(plain).doesNotContain("\u001b");
      assertThat(coloured).contains("\u001b[");
      assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll("(?m) +$", ""))
          .isEqualTo(plain.replaceAll("(?m) +$", ""));
    }
  }

  @Test
  void asciiMeansAscii() throws IOException {
    for (Report report : SampleReports.all()) {
      String table = written(report, new TableReport(100, false, false));
      assertThat(table.chars().allMatch(c -> c < 0x7f)).isTrue();
    }
    assertThat(written(SampleReports.typical(), new TableReport(100, false, false)))
        .contains("lodash 4.17.20 -> 4.17.21");
  }

  @Test
  void everyPackageWithFindingsIsThereHoweverMany() throws IOException {
    Report report = SampleReports.large(100, 50);
    String table = plain(report);
    for (Vulnerability finding : report.vulnerabilities()) {
      assertThat(table).contains("deb: " + finding.packageName());
    }
    assertThat(table).contains("+47 more: ").contains("fixes 25 of 50");
    assertThat(table.lines().count()).isLessThan(1000);
  }

  private static String explained(Report report) throws IOException {
    return written(report, new TableReport(100, false, true, FixOrder.NATURAL, true));
  }

  @Test
  void findingsOfRulesComeAfterThePackagesTheWorstFirst() throws IOException {
    String table = plain(JudgedReports.judged());
    assertThat(table.indexOf("CVE-2021-23337  high")).isLessThan(table.indexOf("SECRETS  25"));
    assertThat(table.indexOf("SECRETS  25 critical")).isLessThan(table.indexOf("MALWARE  1 high"));
    assertThat(table.indexOf("MALWARE  1")).isLessThan(table.indexOf("MISCONFIGURATION  1 medium"));
    assertThat(table)
        .contains("CRITICAL    aws-access-key  Access key of AWS")
        .contains("app/config.py:1 · 20 characters that begin with AKIA")
        .containsOnlyOnce(
            "  layer 2 of 2: RUN pip install -r requirements.txt\n            app/config.py:2")
        .contains("app/config.py:2 · 20 characters that begin with AKIA · layer 2 of 2\n")
        .contains("hidden by a higher layer, and still in the image")
        .contains("+15 more: 15 critical")
        .contains("→  revoke the key, and take it out of the layer that brings it")
        .contains("config.User is empty")
        .contains("27 findings of rules: 25 critical, 1 high, 1 medium.");
  }

  @Test
  void whereAVulnerabilitySitsAndWhatItDoesIsSaid() throws IOException {
    assertThat(plain(JudgedReports.judged()))
        .contains("built on debian:12.5 (layer 1), known by annotation")
        .contains("npm · application · app/lodash/package.json")
        .contains("Short (command injection)");
  }

  @Test
  void excusesAreCountedAndNoticesAreWarnings() throws IOException {
    String table = plain(JudgedReports.judged());
    assertThat(table)
        .contains("WAIVER        .breakwater/waivers.yaml:12: expired on 2026-11-01")
        .contains("VEX           vex.json:3: unused: the statement matches no finding")
        .contains("3 excused: 1 by waivers, 1 by VEX, 1 in the baseline; see --format json")
        .contains("DENIED        25 secrets are in the image")
        .contains("WARNED        the image runs as root")
        .doesNotContain("CVE-2020-8203", "app/old.py");
    assertThat(table.indexOf("WAIVER ")).isLessThan(table.indexOf("HIGH "));
  }

  @Test
  void anExplanationNamesTheRuleTheExpressionAndTheFindings() throws IOException {
    assertThat(plain(JudgedReports.judged())).doesNotContain("findings.exists");
    assertThat(explained(JudgedReports.judged()))
        .contains("DENY          no-secrets (policy.yaml:3): 25 secrets are in the image")
        .contains("findings.exists(f, f.kind == 'secret')")
        .contains("aws-access-key  critical  app/config.py:20")
        .doesNotContain("aws-access-key  critical  app/config.py:21")
        .contains("+5 more")
        .contains("WARN          root (policy.yaml:9)");
    assertThat(explained(SampleReports.clean())).contains("No rule of a policy speaks against it.");
    for (int width : new int[] {40, 80, 200}) {
      TableReport table = new TableReport(width, false, false, FixOrder.NATURAL, true);
      for (Report report : SampleReports.all()) {
        assertThat(written(report, table).lines()).allMatch(line -> line.length() <= width);
      }
    }
  }

  @Test
  void aPackageMadeToDoHarmIsSaidAtTheTop() throws IOException {
    Vulnerability plain = JudgedReports.lodash("MAL-2026-1", Severity.CRITICAL);
    Vulnerability malware =
        new Vulnerability(
            plain.id(),
            plain.aliases(),
            Finding.Kind.MALWARE,
            plain.severity(),
            plain.severitySource(),
            plain.status(),
            plain.title(),
            plain.purl(),
            plain.packageName(),
            plain.installed(),
            null,
            plain.location(),
            plain.remedy(),
            null,
            List.of(),
            List.of(),
            plain.place(),
            null,
            null,
            plain.sources());
    Report report =
        SampleReports.of(
            SampleReports.image(null), List.of(), List.of(), List.of(), List.of(malware), null);
    assertThat(plain(report)).contains("MALWARE       MAL-2026-1: lodash was made to do harm");
  }

  @Test
  void aLongCommandIsStillOneInAShell() throws Exception {
    String word = "lib" + "x".repeat(90);
    String command = "printf '%s|' one " + word + " two three four five six";
    Report some = SampleReports.typical();
    Plan.Step step =
        new Plan.Step(
            Plan.Kind.UPGRADE, "upgrade", List.of(command), List.of(), List.of(), new TreeMap<>());
    Report report =
        new Report(
            some.created(),
            some.subject(),
            some.assessed(),
            some.problems(),
            some.packages(),
            some.findings(),
            some.excused(),
            some.notices(),
            new Plan(List.of(step), List.of()),
            some.verdict());
    String table = written(report, new TableReport(40, false, true));
    assertThat(table.lines()).allMatch(line -> Screen.columns(line) <= 40);
    String printed = table.substring(table.indexOf("    printf"), table.indexOf("six") + 3);
    Process shell = new ProcessBuilder("sh", "-c", printed).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("one|" + word + "|two|three|four|five|six|");
  }

  @Test
  void buildStepsAreAsTheDockerfileHasThem() {
    assertThat(Wording.step("/bin/sh -c #(nop) ADD file:5b in / ")).isEqualTo("ADD file:5b in /");
    assertThat(Wording.step("/bin/sh -c apt-get update")).isEqualTo("RUN apt-get update");
    assertThat(Wording.step("RUN /bin/sh -c make # buildkit")).isEqualTo("RUN make");
    assertThat(Wording.step("COPY . /app # buildkit")).isEqualTo("COPY . /app");
    assertThat(Wording.step("debian.sh bookworm")).isEqualTo("debian.sh bookworm");
  }
}
