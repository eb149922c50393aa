package dev.breakwater.core.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.baseline.Baseline;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.policy.PolicyFile;
import dev.breakwater.core.report.JsonReport;
import dev.breakwater.core.report.JsonReportReader;
import dev.breakwater.core.vex.Vex;
import dev.breakwater.core.waiver.Waivers;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same findings, policy, excuses and clock give the same verdict, whichever way they come. */
class VerdictTest {
  private static final Policy IN_CEL = PolicyFile.builtIn();

  @TempDir private Path work;

  @Test
  void theWayThatFindingsComeDoesNotMatter() throws Exception {
    Map<Verdict.Outcome, Integer> outcomes = new EnumMap<>(Verdict.Outcome.class);
    int excused = 0;
    int notices = 0;
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Evidence evidence = RandomEvidence.of(seed);
      Instant now = Instant.parse("2026-11-21T21:30:00Z").plusSeconds(random.nextInt(90) * 86_400L);
      evidence = evidence(evidence, now);
      Judge judge = judge(evidence, random);
      Report report = judge.judge(evidence);
      assertThat(said(judge.judge(RandomEvidence.shuffled(evidence, seed))))
          .as("seed %d, in another order", seed)
          .isEqualTo(said(report));
      Report stored = stored(report);
      Report again = judge.judge(stored.evidence(now));
      assertThat(said(again)).as("seed %d, stored", seed).isEqualTo(said(stored));
      assertThat(again.verdict().outcome()).isEqualTo(report.verdict().outcome());
      assertThat(again.notices()).isEqualTo(report.notices());
      outcomes.merge(report.verdict().outcome(), 1, Integer::sum);
      excused += report.excused().size();
      notices += report.notices().size();
    }
    assertThat(outcomes)
        .hasSize(3)
        .allSatisfy((outcome, count) -> assertThat(count).as(outcome.label()).isGreaterThan(10));
    assertThat(excused).isGreaterThan(500);
    assertThat(notices).isGreaterThan(500);
  }

  private static Evidence evidence(Evidence of, Instant now) {
    List<Finding> whole = new ArrayList<>();
    for (Finding finding : of.findings()) {
      // Half a character cannot be stored, and is another finding afterwards.
      if (!finding.toString().contains("\ud800")) {
        whole.add(finding);
      }
    }
    return new Evidence(
        now, of.subject(), of.assessed(), of.problems(), of.packages(), whole, of.alternatives());
  }

  /** Everything that matters of a report, without the order of findings. */
  private static List<Object> said(Report report) {
    TreeSet<String> excused = new TreeSet<>();
    for (Excused each : report.excused()) {
      excused.add(each.finding().identity() + each.finding().distinction() + each.excuse());
    }
    TreeSet<String> counting = new TreeSet<>();
    for (Finding finding : report.findings()) {
      counting.add(finding.identity() + finding.distinction());
    }
    return List.of(
        report.verdict().outcome(),
        report.verdict().reasons(),
        report.verdict().counts(),
        counting,
        excused,
        report.notices());
  }

  private Report stored(Report report) throws Exception {
    Path file = work.resolve("report.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JsonReport().write(report, out);
    }
    return JsonReportReader.read(file);
  }

  private Judge judge(Evidence evidence, Random random) throws Exception {
    List<Excuser> excusers = new ArrayList<>();
    if (random.nextBoolean()) {
      excusers.add(Vex.read(List.of(vex(evidence, random))));
    }
    if (random.nextBoolean()) {
      excusers.add(Waivers.read(waivers(random)));
    }
    if (random.nextInt(4) == 0) {
      List<Finding> some = evidence.findings().subList(0, evidence.findings().size() / 2);
      excusers.add(Baseline.of("old.json", Judge.at(null, true).judge(evidence.with(some))));
    }
    Severity failOn = List.of(Severity.values()).get(random.nextInt(6));
    return new Judge(
        excusers,
        finding -> true,
        policies(failOn, random),
        random.nextBoolean(),
        new Planner(FixOrder.NATURAL));
  }

  private static List<Policy> policies(Severity failOn, Random random) {
    List<Policy> policies = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      policies.add(new SeverityThreshold(failOn));
    }
    if (random.nextInt(3) > 0) {
      policies.add(IN_CEL);
    }
    return policies;
  }

  private Path waivers(Random random) throws Exception {
    StringBuilder text = new StringBuilder("waivers:\n");
    for (int i = random.nextInt(8); i >= 0; i--) {
      String selector =
          switch (random.nextInt(7)) {
            case 0 -> "vulnerability: CVE-2024-" + (1000 + random.nextInt(8));
            case 1 -> "vulnerability: [GHSA-1, 'CVE-2024-100*']";
            case 2 -> "rule: rule-" + random.nextInt(4);
            case 3 -> "package: 'pkg:deb/debian/*'";
            case 4 -> "path: 'usr/**'";
            case 5 -> "layer: base";
            default -> "severity: low";
          };
      text.append("- {").append(selector).append(", reason: r, ");
      text.append(random.nextInt(5) == 0 ? "" : "owner: o, ");
      text.append("expires: 2026-1").append(1 + random.nextInt(2)).append("-2").append(i);
      text.append("}\n");
    }
    Path file = work.resolve("waivers.yaml");
    Files.writeString(file, text);
    return file;
  }

  private Path vex(Evidence evidence, Random random) throws Exception {
    List<String> statements = new ArrayList<>();
    for (Finding finding : evidence.findings()) {
      if (finding instanceof Vulnerability vulnerability && random.nextInt(3) == 0) {
        String status = random.nextInt(4) == 0 ? "affected" : "not_affected";
        statements.add(
            "{\"vulnerability\":{\"name\":\""
                + vulnerability.id()
                + "\"},\"products\":[{\"@id\":\""
                + vulnerability.purl().coordinates()
                + "\"}],\"status\":\""
                + status
                + "\",\"justification\":\"component_not_present\"}");
      }
    }
    statements.add(
        "{\"vulnerability\":{\"name\":\"CVE-1\"},\"products\":[{\"@id\":\"pkg:npm/a\"}],\"status\":\"not_affected\"}");
    String text =
        "{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\"@id\":\"https://example.org/1\","
            + "\"author\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"version\":1,\"statements\":["
            + String.join(",\n", statements)
            + "]}";
    Path file = work.resolve("vex.json");
    Files.write(file, text.getBytes(UTF_8));
    return file;
  }
}
