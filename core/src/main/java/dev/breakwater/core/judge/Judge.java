package dev.breakwater.core.judge;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns evidence into a report with a verdict, in the one place where that is done: excuses are
 * heard, the policies decide about what is left, and the plan says what to do about it. Not
 * assessed is not clean: where a gate is set and part of the subject could not be judged, the gate
 * does not pass.
 *
 * @param excusers what takes findings out, asked in this order
 * @param heeded which of the findings that are left count at all; the others are not reported
 * @param policies what decides
 * @param allowNotAssessed whether a gate may pass although part of the subject was not assessed
 * @param planner makes the plan
 */
public record Judge(
    List<Excuser> excusers,
    Predicate<Finding> heeded,
    List<Policy> policies,
    boolean allowNotAssessed,
    Planner planner) {

  public Judge {
    excusers = List.copyOf(excusers);
    policies = List.copyOf(policies);
  }

  /**
   * A judge that hears no excuses.
   *
   * @param failOn as for {@link SeverityThreshold}; null denies nothing
   */
  public static Judge at(@Nullable Severity failOn, boolean allowNotAssessed) {
    return new Judge(
        List.of(),
        finding -> true,
        failOn == null ? List.of() : List.of(new SeverityThreshold(failOn)),
        allowNotAssessed,
        new Planner(FixOrder.NATURAL));
  }

  /** Judges what a scan found. */
  public Report judge(Evidence evidence) {
    List<Finding> counting = evidence.findings();
    List<Excused> excused = new ArrayList<>();
    TreeSet<Notice> notices = new TreeSet<>();
    for (Excuser excuser : excusers) {
      Excuser.Outcome outcome = excuser.divide(counting, evidence);
      counting = outcome.counting();
      excused.addAll(outcome.excused());
      notices.addAll(outcome.notices());
    }
    counting = counting.stream().filter(heeded).toList();
    excused.removeIf(one -> !heeded.test(one.finding()));
    Evidence left = evidence.with(counting);
    Policy.Case about = new Policy.Case(left, excused, List.copyOf(notices));
    List<Decision> decisions = new ArrayList<>();
    for (Policy policy : policies) {
      decisions.addAll(policy.decide(about));
    }
    return new Report(
        evidence.created(),
        evidence.subject(),
        evidence.assessed(),
        evidence.problems(),
        evidence.packages(),
        counting,
        excused,
        List.copyOf(notices),
        planner.plan(evidence.heeding(heeded), counting),
        verdict(left, decisions));
  }

  private Verdict verdict(Evidence evidence, List<Decision> decisions) {
    TreeMap<Severity, Integer> counts = new TreeMap<>();
    evidence.findings().forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
    List<String> reasons = new ArrayList<>();
    boolean denied = false;
    boolean undecided = false;
    for (Decision decision : decisions) {
      denied |= decision.effect() == Decision.Effect.DENY;
      undecided |= decision.effect() == Decision.Effect.ERROR;
      if (decision.effect() != Decision.Effect.WARN) {
        reasons.add(decision.message());
      }
    }
    if (denied) {
      return new Verdict(Verdict.Outcome.DENIED, reasons, counts, decisions);
    }
    List<Assessment> missing =
        evidence.assessed().stream()
            .filter(a -> a.packages() > 0 && a.state() == Assessment.State.NOT_ASSESSED)
            .toList();
    // A feed may be there twice, once for each way of judging that was tried.
    missing.stream()
        .map(Assessment::feed)
        .distinct()
        .forEach(feed -> reasons.add(feed + " was not assessed"));
    // What only marks findings, such as KEV, judges nothing.
    long judging = evidence.assessed().stream().filter(a -> a.packages() > 0).count();
    int unread = evidence.problems().size();
    boolean nothingRead =
        unread > 0 && evidence.subject().isConfiguration() && evidence.subject().workloads() == 0;
    boolean nothingAssessed = nothingRead || (!missing.isEmpty() && missing.size() == judging);
    boolean gateUnsure =
        policies.stream().anyMatch(Policy::gates)
            && !allowNotAssessed
            && (!missing.isEmpty() || unread > 0);
    if (nothingRead || (gateUnsure && unread > 0)) {
      long files = evidence.problems().stream().map(each -> each.place().file()).distinct().count();
      reasons.add(files + (files == 1 ? " file" : " files") + " could not be read");
    }
    return new Verdict(
        nothingAssessed || gateUnsure || undecided
            ? Verdict.Outcome.NOT_ASSESSED
            : Verdict.Outcome.PASSED,
        reasons,
        counts,
        decisions);
  }
}
