package dev.breakwater.core.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Plan;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Judge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportReaderTest {
  @TempDir private Path work;

  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonReport().write(report, out);
    return out.toString(UTF_8);
  }

  private static Report read(String text) throws BreakwaterException, IOException {
    return JsonReportReader.read("report.json", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  /** A report with a bit of everything that judging can add. */
  private static Report judged(long seed) {
    Random random = new Random(seed);
    Evidence evidence = RandomEvidence.of(seed);
    List<Finding> counting = new ArrayList<>();
    List<Excused> excused = new ArrayList<>();
    for (Finding finding : evidence.findings()) {
      switch (random.nextInt(6)) {
        case 0 ->
            excused.add(
                new Excused(
                    finding,
                    new Excuse.Waived("a:b.yaml", 12, "why", "who", LocalDate.of(2027, 1, 31))));
        case 1 ->
            excused.add(
                new Excused(
                    finding,
                    new Excuse.Stated("vex.json", "vendor", "not_affected", null, "is not")));
        case 2 -> excused.add(new Excused(finding, new Excuse.Known("old.json")));
        default -> counting.add(finding);
      }
    }
    Report plain = Judge.at(Severity.HIGH, false).judge(evidence.with(counting));
    List<Finding> some = counting.subList(0, counting.size() / 2);
    List<Vulnerability> brings =
        plain.vulnerabilities().subList(0, Math.min(2, plain.vulnerabilities().size()));
    List<Decision> decisions = new ArrayList<>(plain.verdict().decisions());
    decisions.add(
        new Decision("rule", "policy.yaml:3", "true", Decision.Effect.WARN, "look", some));
    return new Report(
        plain.created(),
        plain.subject(),
        plain.assessed(),
        plain.problems(),
        plain.packages(),
        counting,
        excused,
        List.of(new Notice(Notice.Kind.UNUSED, new FileLine("w.yaml", 1), "what")),
        new Plan(
            List.of(
                new Plan.Step(
                    Plan.Kind.UPGRADE,
                    "upgrade",
                    List.of("apt-get update"),
                    some,
                    brings,
                    new TreeMap<>(java.util.Map.of(Severity.LOW, 3))))),
        new Verdict(
            plain.verdict().outcome(),
            plain.verdict().reasons(),
            plain.verdict().counts(),
            decisions));
  }

  @Test
  void whatIsReadAndWrittenAgainIsTheSame() throws Exception {
    for (Report report : SampleReports.all()) {
      String text = written(report);
      assertThat(written(read(text))).as(report.subject().name()).isEqualTo(text);
    }
    for (long seed = 0; seed < 400; seed++) {
      String text = written(judged(seed));
      assertThat(written(read(text))).as("seed %d", seed).isEqualTo(text);
    }
  }

  @Test
  void findingsAreTheVeryOnesThatWereWritten() throws Exception {
    Report report = SampleReports.typical();
    Report again = read(written(report));
    assertThat(again.findings()).isEqualTo(report.findings());
    assertThat(again.packages()).isEqualTo(report.packages());
    assertThat(again.verdict()).isEqualTo(report.verdict());
    assertThat(again.subject()).isEqualTo(report.subject());
  }

  @Test
  void aFileIsReadByItsName() throws Exception {
    Path file = work.resolve("report.json");
    Files.writeString(file, written(SampleReports.typical()));
    assertThat(JsonReportReader.read(file).findings())
        .hasSize(SampleReports.typical().findings().size());
    assertThatThrownBy(() -> JsonReportReader.read(work.resolve("none.json")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessage("There is no report " + work.resolve("none.json"));
    assertThatThrownBy(() -> JsonReportReader.read(work))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining(work.toString());
    Path huge = work.resolve("huge.json");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(JsonReportReader.MAX_BYTES + 1);
    }
    assertThatThrownBy(() -> JsonReportReader.read(huge))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("longer than 512 MB");
  }

  @Test
  void damageIsNamedWithItsLine() throws Exception {
    String good = written(judged(7));
    List<String[]> damages =
        List.of(
            new String[] {"\"breakwater.report/1\"", "\"breakwater.report/2\"", "line 2: schema"},
            new String[] {"\"created\": \"2026", "\"created\": \"next", "line 3: created"},
            new String[] {"\"schema\"", "\"scheme\"", "not complete"},
            new String[] {"\"problems\": [", "\"problems\": 3, \"old\": [", "problems: it must be"},
            new String[] {"\"severity\": \"", "\"severity\": \"very ", "'severity'"},
            new String[] {
              "\"fingerprint\": \"", "\"fingerprint\": null, \"f\": \"", "'fingerprint'"
            },
            new String[] {"\"removes\": [", "\"removes\": [ \"00\", ", "plan: entry 1: 'removes'"},
            new String[] {
              "\"aliases\": [", "\"aliases\": [ 1, ", "'aliases' must be a list of texts"
            },
            new String[] {"\"diffId\": \"sha256:", "\"diffId\": \"md5:", "subject: a digest"},
            new String[] {"\"where\": \"a:b.yaml:12\"", "\"where\": \"a\"", "'where' of a waiver"},
            new String[] {"\"counts\": {", "\"count\": {", "verdict: 'counts' must be an object"});
    for (String[] damage : damages) {
      String text = written(withAll());
      String bad = text.replace(damage[0], damage[1]);
      assertThat(bad).as(damage[0]).isNotEqualTo(text);
      assertThatThrownBy(() -> readAsFile(bad))
          .as(damage[0])
          .isInstanceOf(BreakwaterException.class)
          .hasMessageContaining("report.json")
          .hasMessageContaining(damage[2]);
    }
    for (String bad :
        new String[] {
          "",
          "[]",
          "{",
          "null",
          "{}",
          good + "{}",
          good.substring(0, good.length() / 2),
          "[".repeat(100_000),
          "{\"subject\":" + "[".repeat(100_000)
        }) {
      assertThatThrownBy(() -> readAsFile(bad)).isInstanceOf(BreakwaterException.class);
    }
  }

  /** The first random report that has all that the damages are done to. */
  private static Report withAll() throws IOException {
    for (long seed = 0; ; seed++) {
      String text = written(judged(seed));
      if (text.contains("a:b.yaml:12") && text.contains("diffId")) {
        return judged(seed);
      }
    }
  }

  private Report readAsFile(String text) throws BreakwaterException, IOException {
    Path file = work.resolve("report.json");
    Files.writeString(file, text);
    return JsonReportReader.read(file);
  }

  @Test
  void oneEntryCannotTakeAllMemory() {
    byte[] head = "{\"findings\":[[1".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] values = ",1".repeat(2_000_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    InputStream endless =
        new java.io.SequenceInputStream(
            new java.io.ByteArrayInputStream(head), new java.io.ByteArrayInputStream(values));
    assertThatThrownBy(() -> JsonReportReader.read("endless", endless))
        .hasMessageContaining("more values in one place");
  }

  @Test
  void fingerprintsAreThoseThatThereWere() throws Exception {
    Report report = SampleReports.hostile();
    dev.breakwater.core.Fingerprints before = dev.breakwater.core.Fingerprints.of(report);
    Report again = read(written(report));
    dev.breakwater.core.Fingerprints after = dev.breakwater.core.Fingerprints.of(again);
    for (int i = 0; i < report.findings().size(); i++) {
      assertThat(after.name(again.findings().get(i)))
          .isEqualTo(before.name(report.findings().get(i)));
    }
  }
}
