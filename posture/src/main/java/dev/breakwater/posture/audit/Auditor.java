package dev.breakwater.posture.audit;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Weakness;
import dev.breakwater.posture.pss.Control;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Violation;
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

  private final PodSecurity standards;

  /** An auditor by a level of the Pod Security Standards. */
  public Auditor(PodSecurity standards) {
    this.standards = standards;
  }

  /** Judges an object; what makes no pods breaks no standard of pods. */
  public Audited audit(Resource resource) {
    Value.Fields pod = resource.pod();
    List<Violation> broken = pod == null ? List.of() : standards.check(pod);
    List<Weakness> findings = new ArrayList<>(broken.size());
    for (Violation violation : broken) {
      findings.add(finding(resource, violation));
    }
    return new Audited(resource, broken, findings);
  }

  /** Whether a finding says that a control of the Pod Security Standards is broken. */
  static boolean isOfPodSecurity(Finding finding) {
    return finding instanceof Weakness weakness && weakness.id().startsWith(POD_SECURITY);
  }

  private static Weakness finding(Resource resource, Violation violation) {
    Control control = Control.of(violation.control()).orElseThrow();
    return new Weakness(
        POD_SECURITY + violation.control(),
        Finding.Kind.MISCONFIGURATION,
        violation.severity(),
        control.title(),
        violation.message(),
        new Finding.Location(
            violation.origin().file(),
            violation.origin().line(),
            violation.origin().column(),
            path(resource, violation),
            null,
            false),
        new Finding.Remedy(control.remedy(resource.platform())),
        control.references(),
        part(resource, violation.container()));
  }

  /** What is missing has a name in the words of Kubernetes only. */
  private static String path(Resource resource, Violation violation) {
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
