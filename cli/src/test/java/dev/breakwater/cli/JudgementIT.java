package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From findings to a decision, on one small image: secrets, waivers, VEX, policies and baselines.
 */
class JudgementIT {
  /** What a person asks for, and every other form of the report. */
  private static final List<String> FORMATS =
      List.of(
          "table",
          "json",
          "sarif",
          "html",
          "junit",
          "gitlab",
          "gitlab-codequality",
          "github",
          "github-annotations",
          "in-toto",
          "openvex",
          "cyclonedx",
          "spdx");

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  @TempDir private static Path work;

  private static Distribution distribution;
  private static String image;
  private static Map<String, String> secrets;

  @BeforeAll
  static void makeImage() throws Exception {
    distribution =
        Distribution.unpackInto(work.resolve("program"))
            .with("GITHUB_SHA", "0".repeat(40))
            .with("GITHUB_REF", "refs/heads/main")
            .with("GITHUB_RUN_ID", "1")
            .with("GITHUB_WORKFLOW", "build")
            .with("GITHUB_JOB", "scan");
    SplittableRandom random = new SplittableRandom(20261122);
    secrets = new LinkedHashMap<>();
    // None of them was ever issued to anybody.
    secrets.put("app/.aws-settings", "aws_access_key_id = AKIA" + letters(random, 16));
    secrets.put(
        "app/chat.conf",
        "hook: xoxb-" + digits(random, 12) + "-" + digits(random, 12) + "-" + letters(random, 24));
    secrets.put("root/deploy.pem", privateKey());
    ImageBuilder.Layer lower =
        new ImageBuilder.Layer()
            .file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
            .file(
                "var/lib/dpkg/status",
                """
                Package: libharbour1
                Status: install ok installed
                Architecture: amd64
                Source: harbour
                Version: 1.0-1

                Package: mole
                Status: install ok installed
                Architecture: amd64
                Version: 2.0-1
                """);
    secrets.forEach((path, line) -> lower.file(path, "# settings\n" + line + "\n"));
    image =
        "oci:"
            + new ImageBuilder()
                .layer(lower)
                .layer(
                    new ImageBuilder.Layer()
                        .whiteout("app/.aws-settings")
                        .whiteout("root/deploy.pem"))
                .writeOciLayout(work.resolve("layout"));
    Path feeds = work.resolve("feeds");
    try (OsvFeed debian = OsvFeed.in(feeds, "Debian", "12")) {
      debian.add("TEST-1", "harbour", "1.0-2", OsvFeed.CRITICAL, "CVE-2999-0001");
      debian.add("TEST-2", "mole", null, OsvFeed.LOW, "CVE-2999-0002");
    }
    Distribution.Result update =
        distribution.breakwater("db", "update", "--feeds", feeds.toString());
    assertThat(update.exitCode()).as(update.err()).isZero();
  }

  private static String letters(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static String digits(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('1' + random.nextInt(9)));
    }
    return text.toString();
  }

  private static String privateKey() {
    return Distribution.must(
        work, "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
  }

  private static Distribution.Result scan(String... words) {
    List<String> all = new ArrayList<>(List.of("scan", image));
    all.addAll(List.of("--offline", "--archive-feed", "never"));
    all.addAll(Arrays.asList(words));
    return distribution.breakwater(all.toArray(String[]::new));
  }

  private static Json json(String... words) {
    List<String> all = new ArrayList<>(List.of("--format", "json"));
    all.addAll(Arrays.asList(words));
    return JsonReports.report(scan(all.toArray(String[]::new)).out());
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(work.resolve(name), text);
  }

  @Test
  void aSecretThatALaterLayerDeletesIsFound() {
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (Json finding : json().get("findings").items()) {
      if (finding.text("kind", "").equals("secret")) {
        Json location = finding.get("location");
        found.put(location.text("path"), location.get("hidden").isTrue());
        assertThat(location.text("step")).isEqualTo("step 0");
        assertThat(location.get("line").number(0)).isEqualTo(2);
      }
    }
    assertThat(found)
        .containsEntry("app/.aws-settings", true)
        .containsEntry("root/deploy.pem", true)
        .containsEntry("app/chat.conf", false);
  }

  @Test
  void noFormatLogCacheOrErrorHasAnythingOfASecret() throws IOException {
    List<String> said = new ArrayList<>();
    for (String format : FORMATS) {
      Distribution.Result result = scan("--format", format, "--explain", "--fail-on", "low");
      said.add(result.out());
      said.add(result.err());
    }
    try (Stream<Path> files = Files.walk(distribution.cache())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        said.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    for (String secret : secrets.values()) {
      // Its last part is random, whatever it begins with.
      String random = secret.strip();
      random =
          random.contains("-----END") ? random.lines().skip(5).findFirst().orElseThrow() : random;
      String end = random.substring(random.length() - 16);
      for (int i = 0; i + 8 <= end.length(); i++) {
        String window = end.substring(i, i + 8);
        assertThat(said).noneMatch(text -> text.contains(window));
      }
    }
  }

  @Test
  void aWaiverThatDoesNotHoldIsSaidInEveryFormatAndGatesAsIfItWereNotThere() throws IOException {
    Path waivers =
        file(
            "doubtful.yaml",
            """
            waivers:
              - vulnerability: CVE-2999-0001
                reason: we looked the other way
                owner: somebody@example.org
                expires: 2020-01-31
              - vulnerability: CVE-2999-7777
                reason: nothing has it
                owner: somebody@example.org
                expires: 2999-01-31
              - vulnerability: CVE-2999-0001
                owner: somebody@example.org
                expires: 2999-01-31
            """);
    for (String format : FORMATS) {
      Distribution.Result result =
          scan("--format", format, "--waivers", waivers.toString(), "--fail-on", "critical");
      assertThat(result.exitCode()).as(format + result.err()).isEqualTo(1);
      for (int line : List.of(2, 6, 10)) {
        assertThat(result.out()).as(format).contains("doubtful.yaml:" + line);
      }
    }
  }

  @Test
  void aWaiverThatHoldsTakesTheFindingOutOfTheGate() throws IOException {
    Path waivers =
        file(
            "good.yaml",
            """
            waivers:
              - vulnerability: CVE-2999-0001
                package: libharbour1
                reason: the harbour is closed in winter
                owner: somebody@example.org
                expires: 2999-01-31
              - rule: "*"
                reason: keys of a test
                owner: somebody@example.org
                expires: 2999-01-31
            """);
    assertThat(scan("--fail-on", "critical").exitCode()).isEqualTo(1);
    Distribution.Result result =
        scan("--fail-on", "critical", "--waivers", waivers.toString(), "--format", "json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    Json report = JsonReports.report(result.out());
    assertThat(report.get("notices").items()).isEmpty();
    assertThat(report.get("findings").items())
        .extracting(one -> one.text("id"))
        .containsExactly("CVE-2999-0002");
    assertThat(report.get("excused").items().getFirst().get("excuse").text("owner"))
        .isEqualTo("somebody@example.org");
    assertThat(scan("--waivers", waivers.toString(), "--format", "sarif").out())
        .contains("\"suppressions\"")
        .contains("the harbour is closed in winter");
  }

  @Test
  void aPolicySaysWhichFindingAndWhichExpressionDecided() throws IOException {
    Path policy =
        file(
            "policy.yaml",
            """
            policy: harbour
            rules:
              - name: nothing-critical
                deny: findings.exists(f, f.severity == "critical" && f.fixed)
                message: the harbour is not safe
              - name: old-fixes
                warn: findings.exists(f, f.fixAge > duration("168h"))
            """);
    Distribution.Result result = scan("--policy", policy.toString(), "--explain");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.out())
        .contains("the harbour is not safe")
        .contains("nothing-critical")
        .contains("policy.yaml:3")
        .contains("findings.exists(f, f.severity == \"critical\" && f.fixed)")
        .contains("CVE-2999-0001");
  }

  @Test
  void whatCannotBeReadIsSaidWithFileAndLineAndNothingPasses() throws IOException {
    Map<String, String> faults = new LinkedHashMap<>();
    faults.put(
        "--policy="
            + file(
                "p1.yaml",
                "rules:\n  - name: a\n    deny: findings.exists(f, f.sevrity == \"high\")\n"),
        "p1.yaml: line 3, column 31");
    faults.put(
        "--policy="
            + file(
                "p2.yaml", "rules:\n  - name: a\n    deny: findings.exists(f, f.kev) &&& true\n"),
        "p2.yaml: line 3");
    faults.put("--policy=" + file("p3.yaml", "rules: [\n"), "p3.yaml: line ");
    faults.put("--waivers=" + file("w1.yaml", "waivers:\n  - vulnerability: [\n"), "w1.yaml:");
    faults.put("--waivers=" + file("w2.yaml", "waivers:\n  - vulnrability: CVE-1\n"), "w2.yaml:2");
    faults.put(
        "--vex=" + file("v1.json", "{\"@context\": \"https://openvex.dev/ns/v0.2.0\",\n"),
        "v1.json");
    faults.put("--since=" + file("s1.json", "{\"schema\": \"other\"}"), "s1.json");
    faults.forEach((option, place) -> {
      Distribution.Result result = scan(option);
      assertThat(result.exitCode()).as(option).isIn(2, 3);
      assertThat(result.err()).as(option).contains(place).doesNotContain("\tat ");
      assertThat(result.out()).as(option).isEmpty();
    });
  }

  @Test
  void aPolicyThatRunsForEverEndsSoonAndDoesNotPass() throws IOException {
    Path policy =
        file(
            "forever.yaml",
            """
            rules:
              - name: forever
                deny: "range.all(a, range.all(b, range.all(c, range.all(d, range.all(e, range.all(f, range.all(g, a + b + c + d + e + f + g < 0 || true)))))))"
            """
                .replace("range", "[" + "1,".repeat(99) + "1]"));
    long start = System.nanoTime();
    Distribution.Result result = scan("--policy", policy.toString());
    assertThat(result.exitCode()).as(result.out()).isEqualTo(3);
    assertThat(result.out() + result.err()).contains("forever.yaml:3");
    assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
  }

  @Test
  void onlyWhatIsNewCountsSinceAReport() throws IOException {
    Path before = work.resolve("before.json");
    assertThat(scan("--format", "json", "-o", before.toString()).exitCode()).isZero();
    Distribution.Result result =
        scan("--since", before.toString(), "--fail-on", "negligible", "--format", "json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    Json report = JsonReports.report(result.out());
    assertThat(report.get("findings").items()).isEmpty();
    assertThat(report.get("excused").items()).isNotEmpty();
  }

  @Test
  void aStoredReportIsJudgedAsTheScanWas() throws IOException {
    Path stored = work.resolve("stored.json");
    scan("--format", "json", "-o", stored.toString());
    for (String gate : List.of("critical", "low", "negligible")) {
      Distribution.Result first = scan("--fail-on", gate, "--quiet");
      Distribution.Result again =
          distribution.breakwater("judge", stored.toString(), "--fail-on", gate, "--quiet");
      assertThat(again.exitCode()).isEqualTo(first.exitCode());
      assertThat(again.out()).isEqualTo(first.out());
      assertThat(first.out().lines()).hasSize(1);
    }
  }

  @Test
  void aVexOfOurOwnSetToNotAffectedExcusesWhatItNames() throws IOException {
    String vex = scan("--format", "openvex").out();
    assertThat(vex).contains("\"affected\"");
    Path edited =
        file(
            "edited.json",
            vex.replaceAll(
                "\"status\": \"affected\"",
                "\"status\": \"not_affected\", \"justification\": \"vulnerable_code_not_present\""));
    Json report = json("--vex", edited.toString());
    assertThat(report.get("notices").items()).isEmpty();
    assertThat(JsonReports.findings(report)).isEmpty();
    assertThat(report.get("excused").items().stream().filter(one -> one.text("package") != null))
        .hasSize(2);
  }
}
