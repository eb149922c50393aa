package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Base;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sentences that more than one form of report says in the same words. */
final class Wording {
  /** Each is a rule of the policy or a feed; every one of them is in the JSON report. */
  private static final int MOST_REASONS = 10;

  private static final String NOT_READ = "not read: ";

  private Wording() {}

  /** What is wrong with an assessment: "npm: 37 packages were not assessed: there is no feed". */
  static String shortfall(Assessment assessment) {
    StringBuilder text = new StringBuilder(assessment.feed()).append(": ");
    // What scores or marks findings, such as KEV, answers for no package.
    if (assessment.packages() == 0) {
      return text.append(
              assessment.reason() == null ? assessment.state().label() : assessment.reason())
          .toString();
    }
    text.append(count(assessment.packages(), "package"));
    boolean one = assessment.packages() == 1;
    switch (assessment.state()) {
      case ASSESSED -> text.append(one ? " was assessed" : " were assessed");
      case STALE ->
          text.append(one ? " was" : " were").append(" assessed by data that are out of date");
      case PARTIAL -> text.append(one ? " was" : " were").append(" assessed in part");
      case NOT_ASSESSED -> text.append(one ? " was" : " were").append(" not assessed");
    }
    if (assessment.asOf() != null && assessment.state() == Assessment.State.STALE) {
      text.append(" (of ").append(day(assessment)).append(')');
    }
    if (assessment.reason() != null) {
      text.append(": ").append(assessment.reason());
    }
    return text.toString();
  }

  /** The day of a feed's data, {@code 2026-11-20}; empty where it has none. */
  static String day(Assessment assessment) {
    return assessment.asOf() == null ? "" : assessment.asOf().toString().substring(0, 10);
  }

  /** {@code 2026-11-20T06:00:00}, in UTC: the form of formats that know no time zones. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
  }

  /** "1 package", "2 packages". */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** "3 packages"; "3 workloads" of a configuration. */
  static String size(Report report) {
    return report.subject().isConfiguration()
        ? count(report.subject().workloads(), "workload")
        : count(report.packages().size(), "package");
  }

  /** "1 vulnerability", "2 vulnerabilities". */
  static String many(long number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun.substring(0, noun.length() - 1) + "ies";
  }

  /** How it stands with a vulnerability that has no fix. */
  static String status(Vulnerability.Status status) {
    return switch (status) {
      case WILL_NOT_FIX -> "will not be fixed";
      case FIX_DEFERRED -> "fix deferred";
      case END_OF_LIFE -> "out of support";
      case UNDER_INVESTIGATION -> "being looked into";
      case UNKNOWN, AFFECTED, FIXED -> "no fix yet";
    };
  }

  /** What is wrong and what to do, in one paragraph. */
  static String message(Finding finding) {
    StringBuilder text = new StringBuilder();
    switch (finding) {
      case Vulnerability vulnerability -> {
        text.append(vulnerability.packageName()).append(' ').append(vulnerability.installed());
        text.append(" is affected by ").append(finding.id());
        if (!finding.title().isBlank()) {
          text.append(": ").append(finding.title());
        }
      }
      case Weakness weakness ->
          text.append(finding.title()).append(": ").append(weakness.evidence());
    }
    text.append(". ").append(finding.remedy().action());
    return text.toString();
  }

  /** The package and its version, or the place: what a reader looks for beside the name. */
  static String what(Finding finding) {
    return switch (finding) {
      case Vulnerability vulnerability ->
          vulnerability.packageName() + " " + vulnerability.installed();
      case Weakness weakness -> place(weakness.location());
    };
  }

  /** "etc/app.conf:12", "config.User"; "the subject" where it is nowhere in particular. */
  static String place(Finding.Location location) {
    String path = location.path();
    String pointer = location.pointer();
    if (path == null) {
      return pointer == null ? "the subject" : pointer;
    }
    String place = location.line() > 0 ? path + ":" + location.line() : path;
    return pointer == null ? place : place + " (" + pointer + ")";
  }

  /**
   * The place for formats that keep a file and its line apart; what is in no file is in the part of
   * the configuration, or in {@code subject}.
   */
  static FileLine fileLine(Finding.Location location, String subject) {
    String path = location.path();
    if (path != null) {
      // What shows files beside their lines knows them by their path from the root of the project.
      String file = path.startsWith("./") ? path.substring(2) : path;
      return new FileLine(file, location.line(), location.column());
    }
    String pointer = location.pointer();
    return new FileLine(pointer == null ? subject : pointer);
  }

  /** "layer 2 of 3: RUN make install"; null where the subject has no such layer. */
  static @Nullable String layer(Finding.Location location, Subject subject) {
    int index = subject.indexOf(location.layer());
    if (index < 0) {
      return null;
    }
    String step = subject.layers().get(index).createdBy();
    return "layer "
        + (index + 1)
        + " of "
        + subject.layers().size()
        + (step == null ? "" : ": " + step(step));
  }

  /**
   * The build step as the Dockerfile has it: Docker's builders wrap it into the shell that ran it,
   * or into one that did nothing, and BuildKit signs it.
   */
  static String step(String createdBy) {
    String shell = "/bin/sh -c ";
    String nothing = shell + "#(nop) ";
    String step = createdBy.strip();
    if (step.endsWith("# buildkit")) {
      step = step.substring(0, step.length() - "# buildkit".length()).strip();
    }
    if (step.startsWith(nothing)) {
      return step.substring(nothing.length()).strip();
    }
    if (step.startsWith(shell)) {
      return "RUN " + step.substring(shell.length());
    }
    return step.startsWith("RUN " + shell)
        ? "RUN " + step.substring("RUN ".length() + shell.length())
        : step;
  }

  /** "debian:12.5 (layers 1-3), known by annotation". */
  static String base(Base base) {
    StringBuilder text = new StringBuilder(base.reference());
    if (base.layers() == 1) {
      text.append(" (layer 1)");
    } else if (base.layers() > 1) {
      text.append(" (layers 1-").append(base.layers()).append(')');
    }
    return text.append(
            switch (base.knownBy()) {
              case LAYERS -> ", known by its layers";
              case ANNOTATION -> ", known by annotation";
              case HISTORY -> ", known by the build history";
            })
        .toString();
  }

  /** Why a finding does not count, who says so, and where. */
  static String excuse(Excuse excuse) {
    return switch (excuse) {
      case Excuse.Waived waived ->
          "waived by "
              + waived.owner()
              + " until "
              + waived.expires()
              + ": "
              + waived.reason()
              + " ("
              + waived.file()
              + ":"
              + waived.line()
              + ")";
      case Excuse.Stated stated ->
          stated.status()
              + " according to "
              + stated.author()
              + ": "
              + stated.reason()
              + " ("
              + stated.document()
              + ")";
      case Excuse.Known known -> known.reason();
    };
  }

  /** "3 excused: 2 by waivers, 1 by VEX"; empty where none is. */
  static String excused(List<Excused> excused) {
    int waived = 0;
    int stated = 0;
    int known = 0;
    for (Excused one : excused) {
      switch (one.excuse()) {
        case Excuse.Waived w -> waived++;
        case Excuse.Stated s -> stated++;
        case Excuse.Known k -> known++;
      }
    }
    String by =
        part(known, "in the baseline", part(stated, "by VEX", part(waived, "by waivers", "")));
    return excused.isEmpty() ? "" : excused.size() + " excused: " + by;
  }

  private static String part(int count, String how, String before) {
    if (count == 0) {
      return before;
    }
    return (before.isEmpty() ? "" : before + ", ") + count + " " + how;
  }

  /** "compose.yaml:4:5: it is not YAML", after words which say that it was not read. */
  static String problem(Problem problem) {
    String what = problem.what();
    return problem.where()
        + ": "
        + (what.startsWith(NOT_READ) ? what.substring(NOT_READ.length()) : what);
  }

  /** "waivers.yaml:12: expired: the waiver of …"; the kind is there once. */
  static String notice(Notice notice) {
    String kind = notice.kind().label();
    String what = notice.what().startsWith(kind) ? notice.what() : kind + ": " + notice.what();
    return notice.where() + ": " + what;
  }

  /** "1 expired, 2 unused". */
  static String notices(List<Notice> notices) {
    Map<Notice.Kind, Integer> counts = new EnumMap<>(Notice.Kind.class);
    for (Notice notice : notices) {
      counts.merge(notice.kind(), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Notice.Kind, Integer> count : counts.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(count.getValue()).append(' ').append(count.getKey().label());
    }
    return text.toString();
  }

  /** "denied: 3 findings are high or worse", "passed". */
  static String verdict(Verdict verdict) {
    String outcome = outcome(verdict.outcome());
    return verdict.reasons().isEmpty() ? outcome : outcome + ": " + reasons(verdict);
  }

  /** Each reason once, ten at most. */
  static String reasons(Verdict verdict) {
    Set<String> reasons = new LinkedHashSet<>(verdict.reasons());
    StringBuilder text = new StringBuilder();
    int said = 0;
    for (String reason : reasons) {
      if (said == MOST_REASONS) {
        return text.append("; and ").append(reasons.size() - said).append(" more").toString();
      }
      text.append(said++ == 0 ? "" : "; ").append(reason);
    }
    return text.toString();
  }

  static String outcome(Verdict.Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "passed";
      case DENIED -> "denied";
      case NOT_ASSESSED -> "not assessed";
    };
  }

  static Map<Severity, Integer> counts(List<? extends Finding> findings) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    for (Finding finding : findings) {
      counts.merge(finding.severity(), 1, Integer::sum);
    }
    return counts;
  }

  /** "1 critical, 2 high". */
  static String text(Map<Severity, Integer> counts) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Severity, Integer> count : counts.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(count.getValue()).append(' ').append(count.getKey().label());
    }
    return text.toString();
  }
}
