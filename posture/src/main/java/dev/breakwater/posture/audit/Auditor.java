package dev.breakwater.posture.audit;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Weakness;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.pss.Control;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Violation;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges objects one by one, whatever platform they are for: as pods. Safe to share between
 * threads.
 */
public final class Auditor {
  /** Rules of the Pod Security Standards: this and upstream's name of the control. */
  private static final String POD_SECURITY = "pss-";

  /** Rules of admission policies: this and the name of the policy. */
  private static final String ADMISSION = "vap-";

  private final PodSecurity standards;
  private final @Nullable Admission admission;

  /**
   * An auditor.
   *
   * @param standards what pods are judged by
   * @param admission what all objects are judged by besides; null for nothing
   */
  public Auditor(PodSecurity standards, @Nullable Admission admission) {
    this.standards = standards;
    this.admission = admission;
  }

  /** Judges an object; what makes no pods breaks no standard of pods. */
  public Audited audit(Resource resource) {
    List<Violation> broken = new ArrayList<>();
    for (Value.Fields pod : resource.pods()) {
      broken.addAll(standards.check(pod));
    }
    List<Weakness> findings = new ArrayList<>(broken.size());
    for (Violation violation : broken) {
      findings.add(finding(resource, violation));
    }
    List<Problem> problems = new ArrayList<>(resource.unjudged());
    for (PolicyDecision decision :
        admission == null ? List.<PolicyDecision>of() : admission.decide(resource)) {
      switch (decision.outcome()) {
        case ALLOW -> {}
        case ERROR -> problems.add(problem(resource, decision));
        case DENY -> findings.add(finding(resource, decision, Severity.HIGH, "denies it"));
        case WARN -> findings.add(finding(resource, decision, Severity.MEDIUM, "warns of it"));
        case AUDIT -> findings.add(finding(resource, decision, Severity.LOW, "notes it"));
      }
    }
    return new Audited(resource, broken, findings, problems);
  }

  /** Whether a finding says that a control of the Pod Security Standards is broken. */
  static boolean isOfPodSecurity(Finding finding) {
    return finding instanceof Weakness weakness && weakness.id().startsWith(POD_SECURITY);
  }

  /** Whether a finding says that an admission policy would not let an object in. */
  static boolean isDeniedByAdmission(Finding finding) {
    return finding instanceof Weakness weakness
        && weakness.id().startsWith(ADMISSION)
        && weakness.severity() == Severity.HIGH;
  }

  private static Weakness finding(
      Resource resource, PolicyDecision decision, Severity severity, String what) {
    Origin origin = resource.object().origin();
    return new Weakness(
        ADMISSION + decision.policy(),
        Finding.Kind.MISCONFIGURATION,
        severity,
        "The admission policy " + decision.policy() + " " + what,
        String.valueOf(decision.message()),
        new Finding.Location(
            origin.file(),
            origin.line(),
            origin.column(),
            origin.path().isEmpty() ? null : origin.path(),
            null,
            false),
        new Finding.Remedy(
            "change it until the policy's expression holds: "
                + String.valueOf(decision.expression())),
        List.of(),
        part(resource, null));
  }

  private static Problem problem(Resource resource, PolicyDecision decision) {
    return new Problem(
        resource.object().origin().place(),
        "the admission policy "
            + decision.policy()
            + " could not decide on "
            + part(resource, null)
            + ": "
            + decision.message());
  }

  /**
   * A finding is named after the laxest control that it breaks, so that a waiver or an earlier
   * report means it whatever level is asked for.
   */
  private static Weakness finding(Resource resource, Violation violation) {
    Control control = violation.laxest();
    String path = path(resource, violation);
    return new Weakness(
        POD_SECURITY + control.id(),
        Finding.Kind.MISCONFIGURATION,
        control.severity(),
        control.title(),
        message(violation),
        new Finding.Location(
            violation.origin().file(),
            violation.origin().line(),
            violation.origin().column(),
            path.isEmpty() ? null : path,
            null,
            false),
        new Finding.Remedy(control.remedy(resource.platform())),
        control.references(),
        part(resource, violation.container()));
  }

  /** What is wrong; where nobody wrote it, also why it is so. */
  static String message(Violation violation) {
    String assumed = violation.origin().assumed();
    return assumed == null || !violation.missing().isEmpty()
        ? violation.message()
        : violation.message() + " (" + assumed + ')';
  }

  /** What is missing has a name in the words of Kubernetes only; empty for the whole document. */
  static String path(Resource resource, Violation violation) {
    String path = violation.origin().path();
    String missing = violation.missing();
    if (missing.isEmpty() || resource.platform() != Platform.KUBERNETES) {
      return path;
    }
    return path.isEmpty() ? missing : path + '.' + missing;
  }

  /** {@code Deployment/shop/web/nginx}: kind, namespace, name and container, as far as known. */
  private static String part(Resource resource, @Nullable String container) {
    StringBuilder part = new StringBuilder(resource.kind());
    if (resource.namespace() != null) {
      part.append('/').append(resource.namespace());
    }
    part.append('/').append(resource.name());
    if (container != null) {
      part.append('/').append(container);
    }
    return part.toString();
  }
}
