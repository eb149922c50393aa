package dev.breakwater.content.setting;

import dev.breakwater.content.Inspection;
import dev.breakwater.content.clue.Rule;
import dev.breakwater.content.clue.Teller;
import dev.breakwater.content.secret.SecretMatch;
import dev.breakwater.content.secret.SecretScanner;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Finding.Kind;
import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Finding.Remedy;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.inventory.detection.Complaints;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an image's configuration, labels and history do wrong: who it runs as, what it gives away,
 * what it wants of the engine, and how it was built. Says nothing of what is no image.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image
 *     configuration</a>
 */
public final class ImageSettingInspection implements Inspection {
  private static final Duration OLD = Duration.ofDays(730);

  /** Builders that make the same image again write a date before containers. */
  private static final Instant NO_DATE = Instant.parse("2013-01-01T00:00:00Z");

  private static final int MAX_ENTRIES = 2000;

  private static final Rule ROOT =
      Rule.setting(
          "image-runs-as-root",
          Severity.LOW,
          "Runs as root",
          "end the Dockerfile with USER and a user that is not root",
          "CIS Docker 4.1",
          "CWE-250");
  private static final Rule NO_HEALTHCHECK =
      Rule.setting(
          "image-without-healthcheck",
          Severity.LOW,
          "No health check",
          "add HEALTHCHECK to the Dockerfile, or a liveness probe where it runs",
          "CIS Docker 4.6");
  private static final Rule NO_HEALTHCHECK_POSSIBLE =
      Rule.setting(
          "image-without-healthcheck",
          Severity.NEGLIGIBLE,
          "No health check, which an OCI image cannot have",
          "give it a liveness probe where it runs",
          "CIS Docker 4.6");
  private static final Rule SSH =
      Rule.setting(
          "image-exposes-ssh",
          Severity.MEDIUM,
          "Offers SSH",
          "remove the SSH server; use docker exec or kubectl exec",
          "CIS Docker 5.7");
  private static final Rule SECRET_VARIABLE =
      Rule.secret(
          "secret-in-environment",
          Severity.MEDIUM,
          "Variable that is called like a secret and has a value",
          "replace the secret, and give it to the container when it starts",
          "CIS Docker 4.10",
          "CWE-526");
  private static final Rule SECRET_LABEL =
      Rule.secret(
          "secret-in-label",
          Severity.MEDIUM,
          "Label that is called like a secret and has a value",
          "replace the secret, and remove the label",
          "CIS Docker 4.10",
          "CWE-538");
  private static final Rule SECRET_STEP =
      Rule.secret(
          "secret-in-history",
          Severity.MEDIUM,
          "Secret given to a build step, and kept in the history",
          "replace the secret, and give it to the step with RUN --mount=type=secret",
          "CIS Docker 4.10",
          "CWE-538",
          "https://docs.docker.com/build/building/secrets/");
  private static final Rule MUTABLE_TAG =
      Rule.setting(
          "mutable-tag",
          Severity.LOW,
          "A name that means another image tomorrow",
          "name a version, or better the digest",
          "https://docs.docker.com/dhi/core-concepts/digests/");
  private static final Rule PRIVILEGED =
      Rule.setting(
          "image-wants-privileges",
          Severity.HIGH,
          "Wants to be run with all privileges",
          "name the capabilities and devices that it needs instead of --privileged",
          "CIS Docker 5.4",
          "CWE-250");
  private static final Rule UNCONFINED =
      Rule.setting(
          "image-wants-no-confinement",
          Severity.MEDIUM,
          "Wants SELinux, AppArmor or seccomp to be off",
          "write a profile that allows what it needs",
          "CIS Docker 5.1",
          "CIS Docker 5.2",
          "CWE-693");
  private static final Rule SELINUX_OFF =
      Rule.setting(
          "history-disables-selinux",
          Severity.LOW,
          "A build step turns SELinux off",
          "remove it; it does nothing in a container, and harm on a host",
          "CIS Docker 5.2");
  private static final Rule REMOTE_ADD =
      Rule.setting(
          "history-remote-add",
          Severity.LOW,
          "ADD of something from the network",
          "use ADD --checksum, or RUN with a download whose digest is checked",
          "CIS Docker 4.9",
          "CWE-494");
  private static final Rule PIPE_TO_SHELL =
      Rule.setting(
          "history-pipe-to-shell",
          Severity.LOW,
          "A build step runs what it downloads without looking at it",
          "download it, check its digest or signature, then run it",
          "CIS Docker 4.11",
          "CWE-494");
  private static final Rule OPEN_TO_ALL =
      Rule.setting(
          "history-world-writable",
          Severity.LOW,
          "A build step lets everybody write",
          "give the files to the user who needs them with COPY --chown or chown",
          "CWE-732");
  private static final Rule SUDO =
      Rule.setting(
          "history-sudo",
          Severity.LOW,
          "A build step uses sudo",
          "switch with USER in the Dockerfile, and leave sudo out of the image",
          "CWE-250");
  private static final Rule ONBUILD =
      Rule.setting(
          "image-onbuild",
          Severity.LOW,
          "Runs steps in the builds of other images",
          "write the steps into the Dockerfiles that need them",
          "https://docs.docker.com/reference/dockerfile/#onbuild");
  private static final Rule OUTDATED =
      Rule.setting(
          "image-old",
          Severity.LOW,
          "Built long ago",
          "build it again on a current base image",
          "CIS Docker 4.4");

  private static final List<Rule> RULES =
      List.of(
          ROOT,
          NO_HEALTHCHECK,
          SSH,
          SECRET_VARIABLE,
          SECRET_LABEL,
          SECRET_STEP,
          MUTABLE_TAG,
          PRIVILEGED,
          UNCONFINED,
          SELINUX_OFF,
          REMOTE_ADD,
          PIPE_TO_SHELL,
          OPEN_TO_ALL,
          SUDO,
          ONBUILD,
          OUTDATED);

  private final Instant now;

  /**
   * An inspection.
   *
   * @param now when the scan runs
   */
  public ImageSettingInspection(Instant now) {
    this.now = now;
  }

  @Override
  public List<Detector<?>> detectors() {
    return List.of();
  }

  @Override
  public void inspect(
      Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
    Teller teller = new Teller(found);
    Json configuration = settings.configuration();
    if (configuration != null) {
      new Run(subject, configuration, settings.annotations(), teller, found).inspect();
    }
    inspectName(subject, teller);
    teller.finish(RULES);
  }

  private static void inspectName(Subject subject, Teller teller) {
    boolean named =
        switch (subject.kind()) {
          case "registry", "docker", "podman", "containerd" -> true;
          default -> false;
        };
    if (!named) {
      return;
    }
    try {
      ImageReference reference = ImageReference.parse(subject.name());
      if (reference.digest() == null && "latest".equals(reference.tag())) {
        teller.tell(
            MUTABLE_TAG,
            subject.name().endsWith(":latest") ? "the tag is latest" : "no tag, which means latest",
            Location.ofConfiguration("reference", null),
            null);
      }
    } catch (IllegalArgumentException id) {
      // An engine also takes the beginning of an image's id, which means one image only.
    }
  }

  private final class Run {
    private final Json configuration;
    private final Json config;
    private final Map<String, String> annotations;
    private final List<Step> steps;
    private final Teller teller;
    private final Consumer<Weakness> found;

    /** What was told of the configuration and would be told of the history again. */
    private final Set<String> told = new HashSet<>();

    Run(
        Subject subject,
        Json configuration,
        Map<String, String> annotations,
        Teller teller,
        Consumer<Weakness> found) {
      this.configuration = configuration;
      this.config = configuration.get("config");
      this.annotations = annotations;
      this.steps = Step.read(configuration, subject);
      this.teller = teller;
      this.found = found;
    }

    void inspect() {
      boolean windows = configuration.text("os", "linux").equals("windows");
      if (!windows) {
        inspectUser();
      }
      inspectHealthcheck();
      inspectPorts();
      inspectEnvironment();
      inspectLabels();
      inspectCommand("Entrypoint");
      inspectCommand("Cmd");
      inspectTriggers();
      inspectAge();
      for (Step step : steps) {
        inspectStep(step);
      }
    }

    private void tell(Rule rule, String evidence, String pointer, @Nullable String part) {
      teller.tell(rule, evidence, Location.ofConfiguration(pointer, null), part);
    }

    private void inspectUser() {
      String user = config.text("User", "");
      int colon = user.indexOf(':');
      String name = (colon < 0 ? user : user.substring(0, colon)).strip();
      if (name.isEmpty() || name.equals("root") || isZero(name)) {
        tell(ROOT, name.isEmpty() ? "no USER is set" : "USER is root", "config.User", null);
      }
    }

    private static boolean isZero(String name) {
      for (int i = 0; i < name.length(); i++) {
        if (name.charAt(i) != '0') {
          return false;
        }
      }
      return true;
    }

    private void inspectHealthcheck() {
      Json check = config.get("Healthcheck");
      List<String> test = check.texts("Test");
      if (!test.isEmpty() && !test.getFirst().equals("NONE")) {
        return;
      }
      tell(
          isOfDocker() ? NO_HEALTHCHECK : NO_HEALTHCHECK_POSSIBLE,
          test.isEmpty() ? "no HEALTHCHECK is set" : "HEALTHCHECK is NONE",
          "config.Healthcheck",
          null);
    }

    /** Docker's builders say who they are; the OCI's form has no place for a health check. */
    private boolean isOfDocker() {
      if (!configuration.text("docker_version", "").isEmpty()
          || configuration.get("container_config") instanceof Json.Struct) {
        return true;
      }
      for (Json entry : configuration.get("history").items()) {
        if (entry.text("comment", "").startsWith("buildkit.dockerfile")) {
          return true;
        }
      }
      return false;
    }

    private void inspectPorts() {
      for (String port : config.get("ExposedPorts").members().keySet()) {
        if (port.equals("22") || port.equals("22/tcp")) {
          tell(SSH, "EXPOSE " + port, "config.ExposedPorts", null);
        }
      }
    }

    private void inspectEnvironment() {
      List<Json> environment = config.get("Env").items();
      for (int i = 0; i < Math.min(environment.size(), MAX_ENTRIES); i++) {
        String variable = environment.get(i).text();
        if (variable != null) {
          inspectVariable(variable, "config.Env[" + i + "]", SECRET_VARIABLE, null);
          inspectConfinement(variable, "config.Env[" + i + "]");
        }
      }
    }

    /** A text {@code NAME=value}. */
    private void inspectVariable(
        String variable, String pointer, Rule rule, @Nullable Digest layer) {
      if (!told.add(variable) || inspectText(variable, pointer, layer)) {
        return;
      }
      int equals = variable.indexOf('=');
      String name = equals < 0 ? "" : variable.substring(0, equals).strip();
      if (!name.isEmpty() && SecretName.givesAway(name, unquoted(variable.substring(equals + 1)))) {
        teller.tell(
            rule,
            Complaints.quote(name) + " has a value",
            Location.ofConfiguration(pointer, layer),
            name.substring(0, Math.min(name.length(), 100)));
      }
    }

    private static String unquoted(String value) {
      String plain = value.strip();
      return plain.startsWith("\"") || plain.startsWith("'") ? plain.substring(1) : plain;
    }

    /** Tells secrets that are known by their form, and whether there were any. */
    private boolean inspectText(String text, String pointer, @Nullable Digest layer) {
      boolean any = false;
      for (SecretMatch secret : SecretScanner.standard().find(text)) {
        found.accept(
            new Weakness(
                secret.rule(),
                Kind.SECRET,
                secret.severity(),
                secret.title(),
                secret.description(),
                Location.ofConfiguration(pointer, layer),
                new Remedy(secret.remedy() + "; then build the image without it, from the start"),
                List.of("CIS Docker 4.10", "CWE-798"),
                null));
        any = true;
      }
      return any;
    }

    private void inspectLabels() {
      int seen = 0;
      for (Map.Entry<String, Json> label : config.get("Labels").members().entrySet()) {
        String value = label.getValue().text();
        if (value != null && seen++ < MAX_ENTRIES) {
          String pointer = "config.Labels[" + Complaints.quote(label.getKey()) + "]";
          inspectVariable(label.getKey() + "=" + value, pointer, SECRET_LABEL, null);
          inspectConfinement(label.getKey() + "=" + value, pointer);
        }
      }
      annotations.forEach((key, value) ->
          inspectConfinement(key + "=" + value, "annotations[" + Complaints.quote(key) + "]"));
    }

    private void inspectCommand(String member) {
      String command = String.join(" ", config.texts(member));
      if (!command.isEmpty()) {
        inspectText(command, "config." + member, null);
        inspectConfinement(command, "config." + member);
        String given = new ShellCommand(command).passwordGivenBy();
        if (given != null) {
          tell(SECRET_STEP, given, "config." + member, null);
        }
      }
    }

    /**
     * A label may say how to run the image, as those that Atomic and Podman's {@code container
     * runlabel} use, and Podman's own annotations.
     */
    private void inspectConfinement(String text, String pointer) {
      String plain = text.toLowerCase(Locale.ROOT);
      if ((plain.contains("--privileged") && !plain.contains("--privileged=false"))
          || plain.equals("io.podman.annotations.privileged=true")) {
        tell(PRIVILEGED, "it says so", pointer, null);
      }
      String off = confinementOff(plain);
      if (off != null) {
        tell(UNCONFINED, "it says " + off, pointer, null);
      }
    }

    private static @Nullable String confinementOff(String text) {
      for (String what :
          new String[] {
            "label=disable",
            "label:disable",
            "apparmor=unconfined",
            "apparmor:unconfined",
            "seccomp=unconfined",
            "seccomp:unconfined"
          }) {
        if (text.contains(what)) {
          return what;
        }
      }
      return null;
    }

    private void inspectTriggers() {
      List<String> triggers = config.texts("OnBuild");
      if (!triggers.isEmpty()) {
        tell(
            ONBUILD,
            triggers.size() == 1 ? "one trigger" : triggers.size() + " triggers",
            "config.OnBuild",
            null);
      }
    }

    private void inspectAge() {
      String created = configuration.text("created", "");
      try {
        Instant date = OffsetDateTime.parse(created).toInstant();
        if (date.isAfter(NO_DATE) && date.isBefore(now.minus(OLD))) {
          tell(OUTDATED, "built on " + date.toString().substring(0, 10), "created", null);
        }
      } catch (DateTimeException notDated) {
        // The specification lets an image have no date.
      }
    }

    private void inspectStep(Step step) {
      switch (step.instruction()) {
        case "ENV", "ARG" ->
            inspectVariable(step.text(), step.pointer(), SECRET_STEP, step.layer());
        case "LABEL" -> {
          // What it sets is in the configuration, unless a later step has changed it.
        }
        case "ADD" -> {
          if (isRemote(step.text())) {
            tell(REMOTE_ADD, step, "ADD from the network");
          }
        }
        case "RUN" -> inspectRun(step);
        default -> inspectText(step.text(), step.pointer(), step.layer());
      }
    }

    private static boolean isRemote(String text) {
      boolean checked = text.contains("--checksum=");
      for (String word : text.split(" ")) {
        if (word.startsWith("http://") || (word.startsWith("https://") && !checked)) {
          return true;
        }
      }
      return false;
    }

    private void inspectRun(Step step) {
      for (String argument : step.arguments()) {
        inspectVariable(argument, step.pointer(), SECRET_STEP, step.layer());
      }
      ShellCommand command = new ShellCommand(step.text());
      boolean known = inspectText(step.text(), step.pointer(), step.layer());
      String given = command.passwordGivenBy();
      if (given != null && !known) {
        tell(SECRET_STEP, step, given);
      }
      if (command.pipesDownloadToShell()) {
        tell(PIPE_TO_SHELL, step, "a download is piped to an interpreter");
      }
      if (command.opensToAll()) {
        tell(OPEN_TO_ALL, step, "chmod gives everybody the right to write");
      }
      if (command.usesSudo()) {
        tell(SUDO, step, "sudo is called");
      }
      if (command.disablesSelinux()) {
        tell(SELINUX_OFF, step, "setenforce 0, or SELINUX=disabled");
      }
    }

    private void tell(Rule rule, Step step, String evidence) {
      teller.tell(rule, evidence, Location.ofConfiguration(step.pointer(), step.layer()), null);
    }
  }
}
