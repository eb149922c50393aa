package dev.breakwater.posture.exchange;

import dev.breakwater.posture.pss.AllowedValues;
import dev.breakwater.posture.pss.Control;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.source.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a level of the Pod Security Standards as a policy that an API server enforces, for pods
 * and for whatever makes them. Every object that an API server stores gets the verdict of {@link
 * dev.breakwater.posture.pss.PodSecurity}; one whose values are of other types than the API has may
 * get a milder one, because a server refuses it before it asks any policy.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     admission policy</a>
 */
public final class PodSecurityPolicyWriter {
  private static final String MATCHED =
      """
        failurePolicy: Fail
        matchConstraints:
          resourceRules:
          - apiGroups: [""]
            apiVersions: ["v1"]
            operations: ["CREATE", "UPDATE"]
            resources: ["pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"]
          - apiGroups: ["apps"]
            apiVersions: ["v1"]
            operations: ["CREATE", "UPDATE"]
            resources: ["daemonsets", "deployments", "replicasets", "statefulsets"]
          - apiGroups: ["batch"]
            apiVersions: ["v1"]
            operations: ["CREATE", "UPDATE"]
            resources: ["cronjobs", "jobs"]
      """;

  private static final String VARIABLES =
      """
        variables:
        - name: pod
          expression: |-
            object.kind == 'Pod' ? object
            : object.kind == 'PodTemplate' ? object.?template.orValue({})
            : object.kind == 'CronJob' ? object.?spec.?jobTemplate.?spec.?template.orValue({})
            : object.?spec.?template.orValue({})
        - name: annotations
          expression: variables.pod.?metadata.?annotations.orValue({})
        - name: spec
          expression: variables.pod.?spec.orValue({})
        - name: podContext
          expression: variables.spec.?securityContext.orValue({})
        - name: containers
          expression: |-
            variables.spec.?initContainers.orValue([])
            + variables.spec.?containers.orValue([])
            + variables.spec.?ephemeralContainers.orValue([])
        - name: contexts
          expression: variables.containers.map(c, c.?securityContext.orValue({}))
        - name: allContexts
          expression: "[variables.podContext] + variables.contexts"
      """;

  private static final String WINDOWS = "isForWindows";
  private static final String OWN_USERS = "hasItsOwnUsers";

  private static final String SECCOMP_ANNOTATIONS =
      """
      (['seccomp.security.alpha.kubernetes.io/pod'] +
      variables.containers.map(c,
        'container.seccomp.security.alpha.kubernetes.io/' + c.?name.orValue(''))).all(k,
          !(k in variables.annotations) ||
          variables.annotations[k] in ['runtime/default', 'docker/default'] ||
          variables.annotations[k].startsWith('localhost/'))
      """;

  private final Level level;
  private final Version version;
  private final StringBuilder out = new StringBuilder();

  private PodSecurityPolicyWriter(Level level, Version version) {
    this.level = level;
    this.version = version;
  }

  /**
   * Writes a policy and its binding, ready for {@code kubectl apply}.
   *
   * @param level baseline or restricted
   * @param version one after the newest is taken for the newest
   * @param actions what the binding is to do with pods that break it: {@code Deny}, {@code Warn},
   *     {@code Audit}
   * @throws IllegalArgumentException for privileged, which forbids nothing
   */
  public static String write(Level level, Version version, List<String> actions) {
    if (level == Level.PRIVILEGED) {
      throw new IllegalArgumentException("no policy forbids what privileged forbids: nothing");
    }
    Version known = version.isAtLeast(Version.NEWEST.minor()) ? Version.NEWEST : version;
    return new PodSecurityPolicyWriter(level, known).write(actions);
  }

  private String write(List<String> actions) {
    String name = "pod-security-" + level.label() + '-' + version.label();
    head("ValidatingAdmissionPolicy", name);
    String validations = validations();
    out.append(MATCHED).append(VARIABLES);
    variable(validations, WINDOWS, "variables.spec.?os.?name.orValue('') == 'windows'");
    variable(validations, OWN_USERS, "variables.spec.?hostUsers.orValue(true) == false");
    out.append("  validations:\n").append(validations).append("---\n");
    head("ValidatingAdmissionPolicyBinding", name);
    out.append("  policyName: ").append(name).append('\n');
    out.append("  validationActions: [").append(String.join(", ", actions)).append("]\n");
    return out.toString();
  }

  private void head(String kind, String name) {
    out.append("apiVersion: admissionregistration.k8s.io/v1\nkind: ").append(kind);
    out.append("\nmetadata:\n  name: ").append(name).append("\nspec:\n");
  }

  /** A variable, where any validation asks for it. */
  private void variable(String validations, String name, String expression) {
    if (validations.contains("variables." + name)) {
      out.append("  - name: ").append(name).append("\n    expression: ").append(expression);
      out.append('\n');
    }
  }

  private String validations() {
    StringBuilder validations = new StringBuilder();
    for (Control control : Control.values()) {
      Control stricter = stricter(control);
      if (control.level().compareTo(level) > 0
          || !control.isIn(version)
          || (stricter != null && !stricter.sparesWindows(version))) {
        continue;
      }
      String expression = conditions(control, stricter) + expression(control);
      validations.append("  - expression: |-\n      ");
      validations.append(expression.stripTrailing().replace("\n", "\n      "));
      validations.append("\n    message: \"").append(control.id()).append(": ");
      validations.append(control.title()).append("; ");
      validations.append(control.remedy(Platform.KUBERNETES)).append("\"\n");
      validations.append("    reason: Forbidden\n");
    }
    return validations.toString();
  }

  /** Which pods need not pass a control, each case with the operator after it. */
  private String conditions(Control control, @Nullable Control stricter) {
    StringBuilder conditions = new StringBuilder();
    if (stricter != null) {
      conditions.append("!variables." + WINDOWS + " ||\n");
    }
    if (control.sparesWindows(version)) {
      conditions.append("variables." + WINDOWS + " ||\n");
    }
    if (control.sparesOwnUsers(version)) {
      conditions.append("variables." + OWN_USERS + " ||\n");
    }
    return conditions.toString();
  }

  /** The control that is judged in the place of another; null where that is judged itself. */
  private @Nullable Control stricter(Control control) {
    for (Control other : Control.values()) {
      if (other.replaces() == control
          && other.level().compareTo(level) <= 0
          && other.isIn(version)) {
        return other;
      }
    }
    return null;
  }

  private String expression(Control control) {
    return switch (control) {
      case APP_ARMOR_PROFILE ->
          profile("appArmorProfile")
              + """
               &&
              variables.annotations.all(k,
                !k.startsWith('container.apparmor.security.beta.kubernetes.io/') ||
                variables.annotations[k] in ['', 'runtime/default'] ||
                variables.annotations[k].startsWith('localhost/'))
              """;
      case CAPABILITIES_BASELINE -> added(AllowedValues.capabilities());
      case HOST_NAMESPACES ->
          """
          variables.spec.?hostNetwork.orValue(false) == false &&
          variables.spec.?hostPID.orValue(false) == false &&
          variables.spec.?hostIPC.orValue(false) == false
          """;
      case HOST_PATH_VOLUMES -> "variables.spec.?volumes.orValue([]).all(v, !has(v.hostPath))";
      case HOST_PORTS ->
          "variables.containers.all(c, c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0))";
      case HOST_PROBES_AND_HOST_LIFECYCLE ->
          """
          variables.containers.all(c,
            [c.?livenessProbe, c.?readinessProbe, c.?startupProbe,
             c.?lifecycle.?postStart, c.?lifecycle.?preStop].all(h,
              h.?httpGet.?host.orValue('') == '' && h.?tcpSocket.?host.orValue('') == ''))
          """;
      case PRIVILEGED -> "variables.contexts.all(s, s.?privileged.orValue(false) == false)";
      case PROC_MOUNT, PROC_MOUNT_RESTRICTED ->
          "variables.contexts.all(s, s.?procMount.orValue('Default') == 'Default')";
      case SE_LINUX_OPTIONS ->
          """
          variables.allContexts.all(s,
            s.?seLinuxOptions.?type.orValue('') in
              [%s] &&
            s.?seLinuxOptions.?user.orValue('') == '' &&
            s.?seLinuxOptions.?role.orValue('') == '')
          """
              .replace("%s", quoted(AllowedValues.seLinuxTypes(version)));
      case SECCOMP_PROFILE_BASELINE ->
          AllowedValues.hasSeccompFields(version) ? profile("seccompProfile") : SECCOMP_ANNOTATIONS;
      case SYSCTLS ->
          """
          variables.podContext.?sysctls.orValue([]).all(p,
            p.?name.orValue('') in [%s])
          """
              .replace("%s", quoted(AllowedValues.kernelParameters(version)));
      case WINDOWS_HOST_PROCESS ->
          "variables.allContexts.all(s,"
              + " s.?windowsOptions.?hostProcess.orValue(false) == false)";
      case ALLOW_PRIVILEGE_ESCALATION ->
          "variables.contexts.all(s, s.?allowPrivilegeEscalation.orValue(true) == false)";
      case CAPABILITIES_RESTRICTED ->
          added(List.of(AllowedValues.RESTRICTED_CAPABILITY))
              + " &&\n"
              + "variables.contexts.all(s, 'ALL' in s.?capabilities.?drop.orValue([]))";
      case RESTRICTED_VOLUMES ->
          """
          variables.spec.?volumes.orValue([]).all(v,
            !v.exists(k, k in [%o]) &&
            (v.all(k, k == 'name') || v.exists(k, k in [%s])))
          """
              .replace("%o", quoted(AllowedValues.otherVolumes()))
              .replace("%s", quoted(AllowedValues.restrictedVolumes()));
      case RUN_AS_NON_ROOT ->
          """
          variables.podContext.?runAsNonRoot.orValue(true) == true &&
          variables.contexts.all(s,
            s.?runAsNonRoot.orValue(variables.podContext.?runAsNonRoot.orValue(false)) == true)
          """;
      case RUN_AS_USER -> "variables.allContexts.all(s, s.?runAsUser.orValue(1) > 0)";
      case SECCOMP_PROFILE_RESTRICTED ->
          profile("seccompProfile")
              + """
               &&
              (has(variables.podContext.seccompProfile) ||
              variables.contexts.all(s, has(s.seccompProfile)))
              """;
    };
  }

  private static String profile(String name) {
    return """
    variables.allContexts.all(s,
      !has(s.%s) || s.%s.?type.orValue('') in ['Localhost', 'RuntimeDefault'])\
    """
        .replace("%s", name);
  }

  private static String added(List<String> allowed) {
    return """
    variables.contexts.all(s, s.?capabilities.?add.orValue([]).all(a,
      a in [%s]))\
    """
        .replace("%s", quoted(allowed));
  }

  private static String quoted(List<String> texts) {
    return '\'' + String.join("', '", texts) + '\'';
  }
}
