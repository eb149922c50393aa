package dev.breakwater.core.vex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Plan;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.judge.Judge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenVexReportTest {
  private static final Set<String> DOCUMENT =
      Set.of("@context", "@id", "author", "timestamp", "version", "tooling", "statements");
  private static final Set<String> STATEMENT =
      Set.of(
          "vulnerability",
          "products",
          "status",
          "status_notes",
          "justification",
          "impact_statement",
          "action_statement");

  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OpenVexReport("1.0", "security@example.org").write(report, out);
    return out.toString(UTF_8);
  }

  private static Report report(
      Subject subject, List<Finding> findings, List<Excused> excused, List<Notice> notices) {
    Report plain =
        Judge.at(null, true)
            .judge(
                new Evidence(
                    Samples.NOW, subject, List.of(), List.of(), List.of(), findings, List.of()));
    return new Report(
        plain.created(),
        subject,
        List.of(),
        List.of(),
        List.of(),
        findings,
        excused,
        notices,
        Plan.NONE,
        plain.verdict());
  }

  private static Report all() {
    return report(
        Samples.IMAGE,
        List.of(Samples.LOG4J),
        List.of(
            new Excused(
                Samples.OPENSSL,
                new Excuse.Stated(
                    "v.json", "vendor", "not_affected", "component_not_present", "x")),
            new Excused(
                Samples.NET,
                new Excuse.Waived(
                    "w.yaml", 3, "not reachable", "edge", LocalDate.of(2027, 1, 31)))),
        List.of(
            new Notice(Notice.Kind.EXPIRED, new FileLine("w.yaml", 9), "expired on 2020-01-01")));
  }

  private static Json statement(Json document, String name) {
    return document.get("statements").items().stream()
        .filter(one -> name.equals(one.get("vulnerability").text("name")))
        .findFirst()
        .orElseThrow();
  }

  /** The rules of the owner's JSON Schema of version 0.2.0, said again. */
  private static void checkForm(Json document) {
    assertThat(DOCUMENT).containsAll(document.members().keySet());
    assertThat(document.text("@context")).isEqualTo("https://openvex.dev/ns/v0.2.0");
    assertThat(URI.create(document.text("@id")).isAbsolute()).isTrue();
    assertThat(document.text("author")).isNotEmpty();
    assertThat(Instant.parse(document.text("timestamp"))).isNotNull();
    assertThat(document.get("version").number(0)).isPositive();
    Set<Json> seen = new HashSet<>();
    for (Json statement : document.get("statements").items()) {
      assertThat(seen.add(statement)).as("statements are unique").isTrue();
      assertThat(STATEMENT).containsAll(statement.members().keySet());
      assertThat(statement.members().values()).noneMatch(Json.Nothing.class::isInstance);
      assertThat(statement.get("vulnerability").text("name")).isNotEmpty();
      assertThat(statement.get("vulnerability").texts("aliases")).doesNotHaveDuplicates();
      assertThat(statement.get("products").items()).isNotEmpty();
      for (Json product : statement.get("products").items()) {
        assertThat(Set.of("@id", "subcomponents")).containsAll(product.members().keySet());
        assertThat(URI.create(product.text("@id")).isAbsolute()).isTrue();
        for (Json part : product.get("subcomponents").items()) {
          assertThat(URI.create(part.text("@id")).isAbsolute()).isTrue();
        }
      }
      Set<String> members = statement.members().keySet();
      String status = statement.text("status");
      assertThat(Status.parse(status)).isPresent();
      assertThat(members.contains("action_statement")).isEqualTo(status.equals("affected"));
      boolean justified = members.contains("justification");
      assertThat(justified ^ members.contains("impact_statement"))
          .isEqualTo(status.equals("not_affected"));
      if (justified) {
        assertThat(OpenVexReader.JUSTIFICATIONS).contains(statement.text("justification"));
      }
    }
  }

  @Test
  void saysHowThingsStand() throws IOException {
    Json document = Json.parse(written(all()));
    checkForm(document);
    assertThat(document.get("statements").items()).hasSize(3);
    assertThat(document.text("tooling"))
        .isEqualTo("breakwater 1.0; expired w.yaml:9: expired on 2020-01-01");
    Json log4j = statement(document, "CVE-2021-44228");
    assertThat(log4j.text("status")).isEqualTo("affected");
    assertThat(log4j.text("action_statement")).isEqualTo("upgrade it");
    Json product = log4j.get("products").items().getFirst();
    assertThat(product.text("@id"))
        .isEqualTo(
            "pkg:oci/api@sha256:"
                + Samples.HEX
                + "?arch=amd64&repository_url=registry.example.org/shop/api");
    assertThat(product.get("subcomponents").items().getFirst().text("@id"))
        .isEqualTo(Samples.LOG4J.purl().toString());
    Json openssl = statement(document, "CVE-2024-1234");
    assertThat(openssl.text("status")).isEqualTo("not_affected");
    assertThat(openssl.text("justification")).isEqualTo("component_not_present");
    Json net = statement(document, "CVE-2023-44487");
    assertThat(net.text("status")).isEqualTo("affected");
    assertThat(net.text("status_notes"))
        .isEqualTo("waived until 2027-01-31 by edge: not reachable");
  }

  @Test
  void theNameComesOfTheContentAlone() throws IOException {
    String id = Json.parse(written(all())).text("@id");
    assertThat(id).matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*");
    assertThat(written(all())).isEqualTo(written(all()));
    Report other = report(Samples.IMAGE, List.of(Samples.LOG4J, Samples.NET), List.of(), List.of());
    assertThat(Json.parse(written(other)).text("@id")).isNotEqualTo(id);
  }

  @Test
  void whatIsReadAgainExcusesNothingMore() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      Evidence evidence = RandomEvidence.of(seed);
      Report report = Judge.at(null, true).judge(evidence);
      String text = written(report);
      checkForm(Json.parse(text));
      assertThat(VexDocument.read("v.json", text.getBytes(UTF_8)).refused()).isEmpty();
      assertThat(Samples.vex(text).divide(evidence.findings(), evidence).excused()).isEmpty();
    }
  }

  /** Each statement in turn is changed as its reader would change it. */
  @Test
  void anEditedStatementExcusesExactlyItsFindings() throws Exception {
    int excusedInAll = 0;
    for (long seed = 0; seed < 60; seed++) {
      Evidence evidence = RandomEvidence.of(seed);
      String text = written(Judge.at(null, true).judge(evidence));
      List<Json> statements = Json.parse(text).get("statements").items();
      for (int i = 0; i < statements.size(); i++) {
        Set<Finding> expected = new HashSet<>();
        Json product = statements.get(i).get("products").items().getFirst();
        List<Json> parts = product.get("subcomponents").items();
        String purl = (parts.isEmpty() ? product : parts.getFirst()).text("@id");
        String name = statements.get(i).get("vulnerability").text("name");
        for (Finding finding : evidence.findings()) {
          if (finding instanceof Vulnerability vulnerability
              && vulnerability.id().equals(name)
              && vulnerability.purl().toString().equals(purl)
              // Half a character cannot be written, and so not be named again.
              && vulnerability.purl().equals(PackageUrl.parse(purl))) {
            expected.add(finding);
          }
        }
        List<Finding> actual =
            Samples.excused(Samples.vex(edited(text, i)).divide(evidence.findings(), evidence));
        assertThat(new HashSet<>(actual))
            .as("seed %d, statement %d", seed, i)
            .containsAll(expected);
        assertThat(actual)
            .as("seed %d, statement %d", seed, i)
            .allSatisfy(finding -> {
              assertThat(((Vulnerability) finding).purl()).hasToString(purl);
            });
        excusedInAll += actual.size();
      }
    }
    assertThat(excusedInAll).isGreaterThan(200);
  }

  private static String edited(String text, int number) {
    List<String> parts = new ArrayList<>(List.of(text.split("(?<=\"status\": \")", -1)));
    String wanted = parts.get(number + 1);
    parts.set(
        number + 1,
        "not_affected\",\n\"justification\": \"component_not_present"
            + wanted.substring(wanted.indexOf('"')));
    return String.join("", parts);
  }
}
