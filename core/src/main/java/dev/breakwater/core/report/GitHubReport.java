package dev.breakwater.core.report;

import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Report;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.json.JsonPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inventory as a snapshot for GitHub's dependency submission API: the packages that the subject
 * holds, for a commit of a repository. Whose commit and which job it is comes from the environment
 * that GitHub Actions gives a step. The findings are not in it, because GitHub judges the packages
 * by its own advisories; the verdict and the number of notices are.
 *
 * @param toolVersion the version of this program, as reported to the reader
 * @param environment the environment variables of the step, {@code GITHUB_SHA} and others
 * @see <a href="https://docs.github.com/en/rest/dependency-graph/dependency-submission">dependency
 *     submission</a>
 */
public record GitHubReport(String toolVersion, Map<String, String> environment)
    implements ReportWriter {
  /** Scalars of metadata have no bound that is told; a line of them is enough. */
  private static final int LONGEST_NOTICE = 500;

  public GitHubReport {
    environment = Map.copyOf(environment);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also where the environment is not that of GitHub Actions
   */
  @Override
  public void write(Report report, OutputStream out) throws IOException {
    String sha = required("GITHUB_SHA");
    String ref = required("GITHUB_REF");
    String run = required("GITHUB_RUN_ID");
    String workflow = required("GITHUB_WORKFLOW");
    String job = required("GITHUB_JOB");
    String repository = repository("GITHUB_REPOSITORY");
    JsonPrinter.print(
        out,
        json -> {
          json.object();
          json.member("version", 0);
          json.object("job");
          json.member("id", run);
          // Only the latest snapshot of a correlator counts, so each subject has its own.
          json.member("correlator", workflow + " " + job + " " + report.subject().name());
          if (repository != null) {
            json.member("html_url", repository + "/actions/runs/" + run);
          }
          json.endObject();
          json.member("sha", sha);
          json.member("ref", ref);
          printDetector(repository, json);
          printMetadata(report, json);
          printManifest(report, json);
          json.member("scanned", report.created());
          json.endObject();
        });
  }

  private String required(String name) throws IOException {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IOException(
          "a snapshot for GitHub is of a commit, and the environment variable "
              + name
              + " is not set; run it in a step of GitHub Actions, or set GITHUB_SHA, GITHUB_REF,"
              + " GITHUB_RUN_ID, GITHUB_WORKFLOW and GITHUB_JOB");
    }
    return value;
  }

  /** The address of a repository; null where the environment does not say. */
  private @Nullable String repository(String name) {
    String server = environment.get("GITHUB_SERVER_URL");
    String repository = environment.get(name);
    return server == null || repository == null || repository.isBlank()
        ? null
        : server + "/" + repository;
  }

  private void printDetector(@Nullable String repository, JsonPrinter json) {
    // The repository of the action, where the step is one; else that of the workflow.
    String action = repository("GITHUB_ACTION_REPOSITORY");
    String url = action == null ? repository : action;
    json.object("detector");
    json.member("name", "breakwater");
    json.member("version", toolVersion);
    json.member("url", url == null ? "pkg:generic/breakwater" : url);
    json.endObject();
  }

  /** Eight members at most, each a scalar. */
  private static void printMetadata(Report report, JsonPrinter json) {
    json.object("metadata");
    json.member("breakwater:subject", report.subject().kind() + ":" + report.subject().name());
    json.member("breakwater:digest", report.subject().digest());
    json.member("breakwater:outcome", report.verdict().outcome().label());
    json.member("breakwater:findings", report.findings().size());
    json.member("breakwater:excused", report.excused().size());
    json.member("breakwater:notices", notices(report.notices()));
    json.endObject();
  }

  private static @Nullable String notices(List<Notice> notices) {
    if (notices.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder(Wording.notices(notices));
    for (Notice notice : notices) {
      String next = "; " + Wording.notice(notice);
      if (text.length() + next.length() > LONGEST_NOTICE) {
        return text.append("; …").toString();
      }
      text.append(next);
    }
    return text.toString();
  }

  private static void printManifest(Report report, JsonPrinter json) {
    String name = report.subject().name();
    json.object("manifests");
    json.object(name);
    json.member("name", name);
    json.object("resolved");
    Set<PackageUrl> taken = new HashSet<>();
    for (SoftwarePackage each : report.packages()) {
      if (taken.add(each.purl())) {
        json.object(each.purl().toString());
        json.member("package_url", each.purl());
        json.member("relationship", "direct");
        json.member("scope", "runtime");
        json.endObject();
      }
    }
    json.endObject();
    json.endObject();
    json.endObject();
  }
}
