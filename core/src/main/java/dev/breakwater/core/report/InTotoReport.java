package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The report as an in-toto statement that somebody can sign: the subject by its digest, and a
 * predicate of the type {@value #PREDICATE_TYPE}. That type lists vulnerabilities and knows neither
 * rules nor verdicts nor what was not assessed, so these are in one member beside, {@value
 * #EXTENSION}, named as the framework has it for additions. The predicates for verification results
 * were not chosen, because they say only that something passed.
 *
 * <p>The list holds the vulnerabilities that count; those that were excused are beside. {@code
 * scanner.db.lastUpdate} is the age of the oldest feed, and absent where no feed judged anything:
 * then the statement is not complete, and is meant not to be believed.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto
 *     statement v1</a>
 * @see <a
 *     href="https://github.com/in-toto/attestation/blob/main/spec/predicates/vulns_02.md">vulnerabilities
 *     v0.2</a>
 */
public record InTotoReport(String toolVersion) implements ReportWriter {
  /** The type of the predicate, for {@code cosign attest --type}. */
  public static final String PREDICATE_TYPE = "https://in-toto.io/attestation/vulns/v0.2";

  private static final String EXTENSION = "breakwater_report";

  /**
   * {@inheritDoc}
   *
   * @throws IOException also where the subject has no digest
   */
  @Override
  public void write(Report report, OutputStream out) throws IOException {
    Digest digest = report.subject().digest();
    if (digest == null) {
      throw new IOException(
          "an attestation is about what a digest names, and "
              + report.subject().kind()
              + ":"
              + report.subject().name()
              + " has none; scan the image in a registry, an OCI layout or an OCI archive");
    }
    JsonPrinter.print(out, json -> print(report, digest, json));
  }

  private void print(Report report, Digest digest, JsonPrinter json) {
    json.object();
    json.member("_type", "https://in-toto.io/Statement/v1");
    json.array("subject").object();
    json.member("name", report.subject().name());
    json.object("digest");
    json.member(digest.algorithm(), digest.hex());
    json.endObject();
    json.endObject().endArray();
    json.member("predicateType", PREDICATE_TYPE);
    json.object("predicate");
    printScanner(report, json);
    json.object("metadata");
    json.member("scanStartedOn", report.created());
    json.member("scanFinishedOn", report.created());
    json.endObject();
    printExtension(report, json);
    json.endObject();
    json.endObject();
  }

  private void printScanner(Report report, JsonPrinter json) {
    json.object("scanner");
    json.member("uri", "pkg:generic/breakwater@" + toolVersion);
    json.member("version", toolVersion);
    json.object("db");
    Instant oldest = oldest(report);
    if (oldest != null) {
      json.member("lastUpdate", oldest);
    }
    json.endObject();
    json.array("result");
    for (NamedFinding named : NamedFinding.counting(report)) {
      if (named.finding() instanceof Vulnerability vulnerability) {
        print(vulnerability, named.fingerprint(), report.subject(), json);
      }
    }
    json.endArray();
    json.endObject();
  }

  private static @Nullable Instant oldest(Report report) {
    Instant oldest = null;
    for (Assessment assessment : report.assessed()) {
      Instant asOf = assessment.asOf();
      if (asOf != null && (oldest == null || asOf.isBefore(oldest))) {
        oldest = asOf;
      }
    }
    return oldest;
  }

  private static void print(
      Vulnerability finding, String fingerprint, Subject subject, JsonPrinter json) {
    json.object();
    json.member("id", finding.id());
    json.array("severity");
    String source = finding.severitySource();
    severity(source == null ? "breakwater" : source, finding.severity().label(), json);
    for (Vulnerability.Source each : finding.sources()) {
      Double score = each.score();
      if (score != null) {
        severity("cvss_score", score.toString(), json);
        break;
      }
    }
    json.endArray();
    json.array("annotations").object();
    json.member("fingerprint", fingerprint);
    json.member("kind", finding.kind().label());
    json.member("purl", finding.purl());
    json.member("installed", finding.installed());
    json.member("fixed", finding.fixed());
    json.member("status", finding.status().label());
    json.member("place", finding.place().label());
    printLayer(finding, subject, json);
    json.member("knownExploited", finding.kev() != null);
    json.endObject().endArray();
    json.endObject();
  }

  private static void printLayer(Finding finding, Subject subject, JsonPrinter json) {
    json.member("layer", finding.location().layer());
    json.member("step", subject.step(finding.location().layer()));
    json.member("hidden", finding.location().hidden());
  }

  private static void severity(String method, String score, JsonPrinter json) {
    json.object();
    json.member("method", method);
    json.member("score", score);
    json.endObject();
  }

  private static void printExtension(Report report, JsonPrinter json) {
    json.object(EXTENSION);
    json.member("outcome", report.verdict().outcome().label());
    json.texts("reasons", report.verdict().reasons());
    json.array("decisions");
    for (Decision decision : report.verdict().decisions()) {
      json.object();
      json.member("rule", decision.rule());
      json.member("where", decision.where());
      json.member("expression", decision.expression());
      json.member("effect", decision.effect().label());
      json.endObject();
    }
    json.endArray();
    json.array("assessed");
    for (Assessment assessment : report.assessed()) {
      json.object();
      json.member("feed", assessment.feed());
      json.member("state", assessment.state().label());
      json.member("asOf", assessment.asOf());
      json.member("packages", assessment.packages());
      json.endObject();
    }
    json.endArray();
    json.array("problems");
    for (Problem problem : report.problems()) {
      json.item(problem.where() + ": " + problem.what());
    }
    json.endArray();
    json.array("notices");
    for (Notice notice : report.notices()) {
      json.item(Wording.notice(notice));
    }
    json.endArray();
    printOthers(report, json);
    json.endObject();
  }

  /** What rules found, and what does not count. */
  private static void printOthers(Report report, JsonPrinter json) {
    json.array("weaknesses");
    for (NamedFinding named : NamedFinding.counting(report)) {
      if (named.finding() instanceof Weakness weakness) {
        json.object();
        printNames(weakness, named.fingerprint(), json);
        printLayer(weakness, report.subject(), json);
        json.member("evidence", weakness.evidence());
        json.endObject();
      }
    }
    json.endArray();
    json.array("excused");
    for (NamedFinding named : NamedFinding.all(report)) {
      if (named.excuse() != null) {
        json.object();
        printNames(named.finding(), named.fingerprint(), json);
        printLayer(named.finding(), report.subject(), json);
        json.member("what", Wording.what(named.finding()));
        json.member("excuse", Wording.excuse(named.excuse()));
        json.endObject();
      }
    }
    json.endArray();
  }

  private static void printNames(Finding finding, String fingerprint, JsonPrinter json) {
    json.member("id", finding.id());
    json.member("fingerprint", fingerprint);
    json.member("kind", finding.kind().label());
    json.member("severity", finding.severity().label());
    json.member("place", Wording.place(finding.location()));
  }
}
