package dev.breakwater.core.vex;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.core.report.ReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as an OpenVEX 0.2.0 document: a statement for every vulnerability in every package. What
 * a VEX document excused keeps its status; what is waived or was known before is affected all the
 * same, and the notes of its status say so. Whoever changes a statement to {@code not_affected} and
 * gives the document back to {@link Vex} excuses exactly the findings of that statement.
 *
 * <p>What rules found is not in it, as VEX speaks of vulnerabilities in products alone. OpenVEX has
 * no place for notices about waivers, so they are told in {@code tooling}.
 *
 * @param toolVersion the version of this program
 * @param author who answers for the document
 * @see <a href="https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md">OpenVEX</a>
 */
public record OpenVexReport(String toolVersion, String author) implements ReportWriter {
  private static final String CONTEXT = "https://openvex.dev/ns/v0.2.0";
  private static final int NOTICES_TOLD = 50;

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    TreeMap<String, Line> lines = lines(report);
    String id = id(report, lines);
    JsonPrinter.print(out, json -> print(report, lines, id, json));
  }

  /** What is said of one vulnerability in one package, wherever in the subject that lies. */
  private record Line(
      Vulnerability finding,
      Status status,
      @Nullable String justification,
      @Nullable String notes) {

    static Line of(Vulnerability finding, @Nullable Excuse excuse) {
      Status open =
          finding.status() == Vulnerability.Status.UNDER_INVESTIGATION
              ? Status.UNDER_INVESTIGATION
              : Status.AFFECTED;
      return switch (excuse) {
        case null -> new Line(finding, open, null, null);
        case Excuse.Stated stated ->
            new Line(
                finding,
                Status.parse(stated.status()).orElse(open),
                stated.justification(),
                stated.reason());
        case Excuse.Waived waived ->
            new Line(
                finding,
                open,
                null,
                "waived until "
                    + waived.expires()
                    + " by "
                    + waived.owner()
                    + ": "
                    + waived.reason());
        case Excuse.Known known -> new Line(finding, open, null, known.reason());
      };
    }

    /** The more cautious of two: one copy of a package may be excused and another not. */
    Line or(Line other) {
      return caution(other.status) > caution(status) ? other : this;
    }

    private static int caution(Status status) {
      return switch (status) {
        case NOT_AFFECTED -> 0;
        case FIXED -> 1;
        case UNDER_INVESTIGATION -> 2;
        case AFFECTED -> 3;
      };
    }
  }

  private static TreeMap<String, Line> lines(Report report) {
    TreeMap<String, Line> lines = new TreeMap<>();
    for (Vulnerability finding : report.vulnerabilities()) {
      add(Line.of(finding, null), lines);
    }
    for (Excused excused : report.excused()) {
      if (excused.finding() instanceof Vulnerability finding) {
        add(Line.of(finding, excused.excuse()), lines);
      }
    }
    return lines;
  }

  /**
   * Whose the aliases are; empty for those of several vulnerabilities, such as an advisory that
   * mends two, by which a statement about one would be taken for one about the other as well.
   */
  private static Map<String, String> owners(Report report) {
    List<Finding> all = new ArrayList<>(report.findings());
    report.excused().forEach(excused -> all.add(excused.finding()));
    Map<String, String> owners = new HashMap<>();
    for (Finding finding : all) {
      owners.put(finding.id(), "");
    }
    for (Finding finding : all) {
      for (String alias : finding.aliases()) {
        owners.merge(alias, finding.id(), (one, other) -> one.equals(other) ? one : "");
      }
    }
    return owners;
  }

  private static void add(Line line, TreeMap<String, Line> lines) {
    lines.merge(line.finding.id() + '\n' + line.finding.purl(), line, Line::or);
  }

  /** A name made of all that the document says, in the form of RFC 9562, section 5.8. */
  private String id(Report report, TreeMap<String, Line> lines) throws IOException {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
    JsonPrinter.print(
        new DigestOutputStream(OutputStream.nullOutputStream(), hash),
        json -> print(report, lines, "", json));
    ByteBuffer bytes = ByteBuffer.wrap(hash.digest());
    long high = (bytes.getLong() & ~0xf000L) | 0x8000L;
    long low = (bytes.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return "urn:uuid:" + new UUID(high, low);
  }

  private void print(Report report, TreeMap<String, Line> lines, String id, JsonPrinter json) {
    json.object();
    json.member("@context", CONTEXT);
    json.member("@id", id);
    json.member("author", author);
    json.member("timestamp", report.created());
    json.member("version", 1);
    json.member("tooling", tooling(report.notices()));
    PackageUrl image = image(report.subject());
    Map<String, String> owners = owners(report);
    json.array("statements");
    for (Line line : lines.values()) {
      print(line, image, owners, json);
    }
    json.endArray();
    json.endObject();
  }

  private String tooling(List<Notice> notices) {
    StringBuilder text = new StringBuilder("breakwater ").append(toolVersion);
    for (Notice notice : notices.subList(0, Math.min(NOTICES_TOLD, notices.size()))) {
      text.append("; ").append(notice.kind().label()).append(' ').append(notice.where());
      text.append(": ").append(notice.what());
    }
    if (notices.size() > NOTICES_TOLD) {
      text.append("; and ").append(notices.size() - NOTICES_TOLD).append(" more notices");
    }
    return text.toString();
  }

  /** The image with its digest; null where there is none, and a package speaks for itself. */
  private static @Nullable PackageUrl image(Subject subject) {
    Digest digest = subject.digest();
    if (digest == null) {
      return null;
    }
    ImageName names = ImageName.of(subject);
    String repository = names.images().isEmpty() ? "" : names.images().getFirst().repository();
    String called = repository.isEmpty() ? subject.name() : repository;
    String last = called.substring(called.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return PackageUrl.of("oci", null, last.isEmpty() ? "image" : last, digest.toString())
        .with("arch", names.architecture())
        .with("repository_url", repository);
  }

  private static void print(
      Line line, @Nullable PackageUrl image, Map<String, String> owners, JsonPrinter json) {
    Vulnerability finding = line.finding;
    json.object();
    json.object("vulnerability");
    json.member("name", finding.id());
    json.texts(
        "aliases",
        finding.aliases().stream()
            .distinct()
            .filter(alias -> finding.id().equals(owners.get(alias)))
            .toList());
    json.endObject();
    json.array("products").object();
    if (image == null) {
      json.member("@id", finding.purl());
    } else {
      json.member("@id", image);
      json.array("subcomponents").object();
      json.member("@id", finding.purl());
      json.endObject().endArray();
    }
    json.endObject().endArray();
    json.member("status", line.status.label());
    if (line.notes != null) {
      json.member("status_notes", line.notes);
    }
    switch (line.status) {
      case NOT_AFFECTED -> {
        // The schema allows one of the two.
        if (line.justification == null) {
          json.member("impact_statement", line.notes);
        } else {
          json.member("justification", line.justification);
        }
      }
      case AFFECTED -> {
        String action = finding.remedy().action();
        json.member("action_statement", action.isEmpty() ? "no remedy is known" : action);
      }
      case FIXED, UNDER_INVESTIGATION -> {}
    }
    json.endObject();
  }
}
