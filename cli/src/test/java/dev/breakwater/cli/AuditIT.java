package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of every platform, audited by the packaged program. */
class AuditIT {
  private static final List<String> FORMATS =
      List.of(
          "table",
          "json",
          "sarif",
          "html",
          "junit",
          "gitlab",
          "gitlab-sast",
          "gitlab-codequality",
          "github-annotations");

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        namespace: shop
      spec:
        template:
          spec:
            containers:
            - name: nginx
              image: example.org/nginx:1
              securityContext:
                privileged: true
            - name: log
              image: example.org/log:1
      """;

  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata:
        name: own-registry
      spec:
        matchConstraints:
          resourceRules:
          - apiGroups: ["", apps]
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [pods, deployments]
        variables:
        - name: containers
          expression: >-
            object.kind == 'Pod' ? object.spec.containers
            : object.spec.template.spec.containers
        validations:
        - expression: variables.containers.all(c, c.image.startsWith('registry.example.org/'))
          messageExpression: "'not ours: ' + variables.containers[0].image"
      """;

  @TempDir private static Path program;
  private static Distribution breakwater;
  @TempDir private Path work;

  @BeforeAll
  static void unpack() throws Exception {
    breakwater = Distribution.unpackInto(program);
  }

  @BeforeEach
  void writeManifests() throws IOException {
    Files.writeString(work.resolve("web.yaml"), DEPLOYMENT);
    Files.writeString(
        work.resolve("compose.yaml"),
        """
        services:
          db:
            image: example.org/db:1
            pid: host
        """);
  }

  private Distribution.Result run(String... arguments) throws Exception {
    return breakwater.breakwater(arguments);
  }

  private String path(String name) {
    return work.resolve(name).toString();
  }

  private static List<Json> lines(String text) throws IOException {
    List<Json> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(Json.parse(line));
    }
    return lines;
  }

  @Test
  void saysOfEachObjectWhatTheStandardsSay() throws Exception {
    Distribution.Result result =
        run(
            "audit",
            "--pss",
            "baseline",
            "--pss-version",
            "v1.31",
            "--format",
            "json",
            work.toString());
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    List<Json> objects = Json.parse(result.out()).items();
    assertThat(objects).extracting(each -> each.text("name")).containsExactly("db", "web");
    Json violation = objects.getLast().get("violations").items().getFirst();
    assertThat(violation.text("control")).isEqualTo("privileged");
    assertThat(violation.text("path"))
        .isEqualTo("spec.template.spec.containers[0].securityContext.privileged");
    assertThat(violation.text("container")).isEqualTo("nginx");
    assertThat(violation.get("line").number(0)).isEqualTo(13);
    assertThat(objects.getFirst().get("violations").items().getFirst().text("control"))
        .isEqualTo("hostNamespaces");

    Distribution.Result lines =
        run("audit", "--pss", "baseline", "--pss-version", "v1.31", "--jsonl", work.toString());
    assertThat(lines(lines.out())).isEqualTo(objects);
    assertThat(
            run(
                    "audit",
                    "--pss",
                    "baseline",
                    "--pss-version",
                    "v1.31",
                    "--format",
                    "json",
                    "--jsonl",
                    work.toString())
                .out())
        .isEqualTo(lines.out());
    assertThat(lines.exitCode()).isEqualTo(1);
  }

  @Test
  void passesWhatTheStandardAllows() throws Exception {
    Files.writeString(
        work.resolve("web.yaml"), DEPLOYMENT.replace("privileged: true", "privileged: false"));
    Distribution.Result result = run("audit", "--pss", "baseline", "--jsonl", path("web.yaml"));
    assertThat(result.out())
        .isEqualTo(
            "{\"file\":\""
                + path("web.yaml")
                + "\",\"kind\":\"Deployment\",\"name\":\"web\",\"allowed\":true,\"violations\":[]}\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void showsTheLinesThatItIsAbout() throws Exception {
    Distribution.Result result = run("audit", path("web.yaml"));
    assertThat(result.exitCode()).as("nothing denies by itself").isZero();
    assertThat(result.out())
        .contains("1 workload")
        .containsPattern("> 13 . +privileged: true")
        .containsPattern("  12 . +securityContext:");
  }

  @Test
  void writesEveryFormat() throws Exception {
    for (String format : FORMATS) {
      Distribution.Result result = run("audit", path("web.yaml"), "--format", format);
      assertThat(result.exitCode()).as(format + result.err()).isZero();
      assertThat(result.out()).as(format).containsAnyOf("pss-privileged", "PRIVILEGED");
    }
  }

  @Test
  void isJudgedAgainByAnotherCommand() throws Exception {
    String report = path("report.json");
    run("audit", path("web.yaml"), "--format", "json", "-o", report);
    assertThat(run("judge", report, "--fail-on", "high").exitCode()).isEqualTo(1);
    assertThat(run("judge", report, "--fail-on", "critical").exitCode()).isZero();
    assertThat(run("audit", path("web.yaml"), "--since", report, "--fail-on", "low").exitCode())
        .isZero();
  }

  @Test
  void heedsWaiversOfOneContainer() throws Exception {
    Files.writeString(
        work.resolve("waivers.yaml"),
        """
        waivers:
        - rule: pss-privileged
          object: Deployment/shop/web/nginx
          reason: it sets up the network of the node
          owner: platform
          expires: 2999-01-01
        - rule: pss-*
          object: Deployment/shop/web/log
          reason: never used here
          owner: platform
          expires: 2999-01-01
        """);
    Distribution.Result result =
        run(
            "audit",
            "--pss",
            "baseline",
            "--jsonl",
            path("web.yaml"),
            "--waivers",
            path("waivers.yaml"));
    Json object = Json.parse(result.out());
    assertThat(object.get("allowed").isTrue()).as(result.out()).isTrue();
    assertThat(object.get("waived").items().getFirst().text("reason"))
        .isEqualTo("it sets up the network of the node");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("waivers.yaml:7");
  }

  @Test
  void takesStandardInput() throws Exception {
    Distribution.Result result =
        breakwater.breakwaterWithInput(DEPLOYMENT, "audit", "-", "--pss", "baseline", "--jsonl");
    assertThat(Json.parse(result.out()).text("file")).isEqualTo("-");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void auditsByAdmissionPolicies() throws Exception {
    Files.writeString(work.resolve("policy.yaml"), POLICY);
    Distribution.Result result =
        run(
            "audit",
            "--admission",
            path("policy.yaml"),
            path("web.yaml"),
            path("compose.yaml"),
            "--format",
            "json");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    Files.writeString(work.resolve("broken.yaml"), POLICY.replace("validations:", "validation:"));
    Distribution.Result broken =
        run("audit", "--admission", path("broken.yaml"), path("web.yaml"), "--jsonl");
    assertThat(broken.exitCode()).as("a policy that cannot be asked closes the gate").isEqualTo(3);
    assertThat(broken.out()).contains("broken.yaml");
    assertThat(Json.parse(result.out()).get("findings").items())
        .filteredOn(finding -> "vap-own-registry".equals(finding.text("id")))
        .extracting(finding -> finding.get("location").text("path"))
        .containsExactlyInAnyOrder(path("web.yaml"), path("compose.yaml"));
  }

  private Distribution.Result checkWeb() throws Exception {
    return run(
        "policy",
        "check",
        "--policy",
        path("policy.yaml"),
        "--resource",
        path("web.yaml"),
        "--format",
        "json");
  }

  @Test
  void decidesByPolicies() throws Exception {
    Files.writeString(work.resolve("policy.yaml"), POLICY);
    Distribution.Result result = checkWeb();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    Json decision = Json.parse(result.out()).get("decisions").items().getFirst();
    assertThat(decision.text("policy")).isEqualTo("own-registry");
    assertThat(decision.text("decision")).isEqualTo("deny");
    assertThat(decision.text("message")).isEqualTo("not ours: example.org/nginx:1");
    assertThat(decision.get("resource").text("namespace")).isEqualTo("shop");
    assertThat(decision.get("resource").get("index").number(-1)).isZero();
  }

  @Test
  void whatCannotBeReadIsSaidAndTheRestGoesOn() throws Exception {
    StringBuilder bomb =
        new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    Files.writeString(work.resolve("bomb.yaml"), bomb);
    Files.writeString(
        work.resolve("twice.yaml"), "apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: {name: a}\n");
    Files.createDirectories(work.resolve("cycle"));
    Files.writeString(
        work.resolve("cycle/compose.yaml"),
        """
        services:
          a: {extends: {service: b}}
          b: {extends: {service: a}}
        """);
    try (OutputStream out = Files.newOutputStream(work.resolve("huge.yaml"))) {
      byte[] line =
          "- apiVersion: v1 # one of very many lines that nobody should have to read\n"
              .getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100_000_000 / line.length; i++) {
        out.write(line);
      }
    }
    Distribution.Result result = run("audit", "--pss", "baseline", "--jsonl", work.toString());
    List<Json> objects = lines(result.out());
    assertThat(objects).extracting(each -> each.text("name")).contains("web", "db");
    assertThat(objects)
        .filteredOn(each -> each.text("error") != null)
        .extracting(each -> String.valueOf(each.text("file")))
        .anyMatch(file -> file.contains("bomb.yaml"))
        .anyMatch(file -> file.contains("twice.yaml"))
        .anyMatch(file -> file.contains("cycle"))
        .anyMatch(file -> file.contains("huge.yaml"));
    assertThat(result.exitCode()).isEqualTo(1);
    Files.delete(work.resolve("web.yaml"));
    Files.delete(work.resolve("compose.yaml"));
    assertThat(run("audit", "--pss", "baseline", "--jsonl", work.toString()).exitCode())
        .as("nobody knows")
        .isEqualTo(3);
  }

  @Test
  void policiesThatCannotBeUsedAreSaidWithTheirPlace() throws Exception {
    Files.writeString(
        work.resolve("policy.yaml"),
        POLICY
            + "---\n"
            + POLICY
                .replace("own-registry", "broken")
                .replace("c.image.startsWith('registry.example.org/')", "c.image.startWith('a')")
            + "---\n"
            + POLICY
                .replace("own-registry", "endless")
                .replace(
                    "variables.containers.all(c, c.image.startsWith('registry.example.org/'))",
                    "true && [1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, [1,2,3,4,5,6,7,8].all(c,"
                        + " [1,2,3,4,5,6,7,8].all(d, [1,2,3,4,5,6,7,8].all(e, [1,2,3,4,5,6,7,8].all(f,"
                        + " [1,2,3,4,5,6,7,8].all(g, [1,2,3,4,5,6,7,8].all(h, a + b + c + d + e + f + g + h > 0))))))))"));
    Distribution.Result result = checkWeb();
    assertThat(result.err()).containsPattern("policy.yaml:\\d+.*startWith");
    assertThat(Json.parse(result.out()).get("decisions").items())
        .extracting(decision -> decision.text("policy") + " " + decision.text("decision"))
        .containsExactly("own-registry deny", "broken error", "endless error");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void wrongUsageIsSaid() throws Exception {
    assertThat(run("audit").exitCode()).isEqualTo(2);
    assertThat(run("audit", "--pss", "strict", path("web.yaml")).exitCode()).isEqualTo(2);
    assertThat(run("audit", "--pss-version", "one", path("web.yaml")).exitCode()).isEqualTo(2);
    assertThat(run("policy", "check").exitCode()).isEqualTo(2);
    Distribution.Result none = run("audit", path("none.yaml"));
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.out()).contains("none.yaml");
  }
}
