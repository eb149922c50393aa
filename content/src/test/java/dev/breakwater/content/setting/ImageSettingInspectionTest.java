package dev.breakwater.content.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSettingInspectionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Digest LOWER = new Digest("sha256", "1".repeat(64));
  private static final Digest UPPER = new Digest("sha256", "2".repeat(64));

  /** A good image: nothing is said of it. */
  private static final String GOOD_CONFIG =
      "\"User\":\"app\",\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"]}";

  private static Subject subject(String kind, String name) {
    return new Subject(
        kind,
        name,
        null,
        "linux/amd64",
        null,
        List.of(new Subject.Layer(LOWER, null, null), new Subject.Layer(UPPER, null, null)));
  }

  private static List<Weakness> findings(
      Subject subject, String document, Map<String, String> notes) throws IOException {
    List<Weakness> found = new ArrayList<>();
    new ImageSettingInspection(NOW)
        .inspect(subject, new ImageSettings(Json.parse(document), notes), null, found::add);
    return found;
  }

  private static List<Weakness> findings(String document) throws IOException {
    return findings(subject("oci", "image"), document, Map.of());
  }

  /** The rules that a good configuration breaks with these members besides. */
  private static List<String> rules(String config) throws IOException {
    return findings("{\"config\":{" + GOOD_CONFIG + "," + config + "}}").stream()
        .map(Weakness::id)
        .toList();
  }

  /** The rules that a step breaks, written as BuildKit writes it. */
  private static List<String> stepRules(String createdBy) throws IOException {
    return ofStep(createdBy).stream().map(Weakness::id).toList();
  }

  private static List<Weakness> ofStep(String createdBy) throws IOException {
    return findings(
        "{\"config\":{"
            + GOOD_CONFIG
            + "},\"history\":[{\"created_by\":\"ADD rootfs.tar /\"},"
            + "{\"created_by\":\"ENV A=b\",\"empty_layer\":true},{\"created_by\":\""
            + createdBy.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"}]}");
  }

  @Test
  void aGoodImageIsFine() throws IOException {
    assertThat(
            rules(
                "\"Env\":[\"PATH=/usr/bin\",\"GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568\"]"))
        .isEmpty();
  }

  @Test
  void aPlainImageOfADistributionHasNothingAboveLow() throws IOException {
    List<Weakness> found =
        findings(
            """
            {"created":"2025-12-01T00:00:00Z","docker_version":"24.0","os":"linux",
             "config":{"Env":["PATH=/usr/local/sbin:/usr/bin"],"Cmd":["bash"]},
             "history":[{"created_by":"/bin/sh -c #(nop) ADD file:00 in / "},
                        {"created_by":"/bin/sh -c #(nop)  CMD [\\"bash\\"]","empty_layer":true}]}
            """);
    assertThat(found)
        .extracting(each -> each.severity().label() + " " + each.id())
        .containsExactly("low image-runs-as-root", "low image-without-healthcheck");
    assertThat(found.getFirst().location().pointer()).isEqualTo("config.User");
    assertThat(found.getFirst().references()).contains("CIS Docker 4.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "root", "0", "0:0", "root:app", "00"})
  void rootByAnyName(String user) throws IOException {
    assertThat(findings("{\"config\":{\"User\":\"" + user + "\"}}"))
        .extracting(Weakness::id)
        .contains("image-runs-as-root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "1000", "1000:0", "10"})
  void anotherUser(String user) throws IOException {
    assertThat(findings("{\"config\":{\"User\":\"" + user + "\"}}"))
        .extracting(Weakness::id)
        .doesNotContain("image-runs-as-root");
  }

  @Test
  void aHealthCheckThatAnOciImageCannotHaveIsNegligible() throws IOException {
    assertThat(findings("{\"config\":{\"User\":\"app\"}}"))
        .extracting(each -> each.severity().label())
        .containsExactly("negligible");
    assertThat(
            findings(
                "{\"config\":{\"User\":\"app\",\"Healthcheck\":{\"Test\":[\"NONE\"]}},"
                    + "\"history\":[{\"comment\":\"buildkit.dockerfile.v0\"}]}"))
        .extracting(each -> each.severity().label() + " " + each.evidence())
        .containsExactly("low HEALTHCHECK is NONE");
  }

  @Test
  void ports() throws IOException {
    assertThat(rules("\"ExposedPorts\":{\"22/tcp\":{}}")).containsExactly("image-exposes-ssh");
    assertThat(rules("\"ExposedPorts\":{\"2222/tcp\":{},\"22/udp\":{}}")).isEmpty();
  }

  @Test
  void variablesCalledLikeSecrets() throws IOException {
    List<Weakness> found =
        findings(
            "{\"config\":{" + GOOD_CONFIG + ",\"Env\":[\"A=b\",\"DB_PASSWORD=zebra crossing\"]}}");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().id()).isEqualTo("secret-in-environment");
    assertThat(found.getFirst().location().pointer()).isEqualTo("config.Env[1]");
    assertThat(found.toString()).doesNotContain("zebra");
    assertThat(
            rules(
                "\"Env\":[\"DB_PASSWORD=\",\"DB_PASSWORD_FILE=/run/x\",\"TOKEN=$OTHER\",\"A_TOKEN=true\","
                    + "\"API_KEY=/run/secrets/key\",\"TOKEN=3600\",\"ALLOW_EMPTY_PASSWORD=yes\"]"))
        .isEmpty();
  }

  @Test
  void secretsThatAreKnownByTheirForm() throws IOException {
    // Made here, so that no scanner of repositories takes the test for a leak.
    String token = "glpat-" + "x7Kq2mWz9TbR4nYv6LdJ";
    List<Weakness> found =
        findings(
            "{\"config\":{"
                + GOOD_CONFIG
                + ",\"Env\":[\"BUILD="
                + token
                + "\"],\"Labels\":{\"by\":\""
                + token
                + "\"}},\"history\":[{\"created_by\":\"ENV BUILD="
                + token
                + "\",\"empty_layer\":true},{\"created_by\":\"RUN fetch --header "
                + token
                + "\",\"empty_layer\":true}]}");
    assertThat(found)
        .extracting(each -> each.location().pointer())
        .containsExactly("config.Env[0]", "config.Labels[\"by\"]", "history[1]");
    assertThat(found).extracting(Weakness::id).allMatch(id -> id.startsWith("gitlab"));
    assertThat(found.toString()).doesNotContain(token.substring(6));
  }

  @Test
  void labels() throws IOException {
    assertThat(rules("\"Labels\":{\"admin.password\":\"zebra crossing\"}"))
        .containsExactly("secret-in-label");
    assertThat(rules("\"Labels\":{\"RUN\":\"docker run --privileged IMAGE\"}"))
        .containsExactly("image-wants-privileges");
    assertThat(rules("\"Labels\":{\"RUN\":\"docker run --security-opt label=disable IMAGE\"}"))
        .containsExactly("image-wants-no-confinement");
    assertThat(rules("\"Labels\":{\"io.podman.annotations.seccomp\":\"unconfined\"}"))
        .containsExactly("image-wants-no-confinement");
    assertThat(rules("\"Labels\":{\"io.podman.annotations.privileged\":\"TRUE\"}"))
        .containsExactly("image-wants-privileges");
    assertThat(rules("\"Labels\":{\"maintainer\":\"ops\",\"RUN\":\"docker run IMAGE\"}")).isEmpty();
    assertThat(
            findings(
                    subject("oci", "image"),
                    "{\"config\":{" + GOOD_CONFIG + "}}",
                    Map.of("run", "podman run --security-opt seccomp=unconfined x"))
                .getFirst()
                .location()
                .pointer())
        .isEqualTo("annotations[\"run\"]");
  }

  @Test
  void commands() throws IOException {
    assertThat(rules("\"Entrypoint\":[\"/app\",\"--password\",\"zebra\"]"))
        .containsExactly("secret-in-history");
    assertThat(rules("\"Cmd\":[\"dockerd\",\"--security-opt\",\"seccomp=unconfined\"]"))
        .containsExactly("image-wants-no-confinement");
    assertThat(rules("\"Entrypoint\":[\"/app\"],\"Cmd\":[\"--password-file\",\"/run/p\"]"))
        .isEmpty();
  }

  @Test
  void triggersAndAge() throws IOException {
    assertThat(rules("\"OnBuild\":[\"RUN make\"]")).containsExactly("image-onbuild");
    assertThat(rules("\"OnBuild\":[]")).isEmpty();
    String dated = "{\"created\":\"%s\",\"config\":{" + GOOD_CONFIG + "}}";
    assertThat(findings(dated.formatted("2023-06-01T00:00:00.123456789Z")))
        .extracting(Weakness::evidence)
        .containsExactly("built on 2023-06-01");
    assertThat(findings(dated.formatted("2025-06-01T00:00:00+02:00"))).isEmpty();
    assertThat(findings(dated.formatted("1970-01-01T00:00:00Z"))).isEmpty();
    assertThat(findings(dated.formatted("yesterday"))).isEmpty();
  }

  @Test
  void theStepAndItsLayerAreNamed() throws IOException {
    List<Weakness> found = ofStep("RUN /bin/sh -c chmod -R 777 /srv # buildkit");
    assertThat(found).extracting(Weakness::id).containsExactly("history-world-writable");
    assertThat(found.getFirst().location().pointer()).isEqualTo("history[2]");
    assertThat(found.getFirst().location().layer()).isEqualTo(UPPER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN /bin/sh -c curl -fsSL https://example.org/i.sh | sh # buildkit",
        "/bin/sh -c wget -qO- https://example.org/i.sh | sudo -E bash -",
        "RUN /bin/sh -c set -e; curl https://example.org | tee x | python3 -",
        "RUN /bin/sh -c sh -c \"$(curl -fsSL https://example.org/i.sh)\" # buildkit",
        "|1 A=b /bin/sh -c bash <(curl -s https://example.org/i.sh)"
      })
  void downloadsThatAreRun(String step) throws IOException {
    assertThat(stepRules(step)).contains("history-pipe-to-shell");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN /bin/sh -c curl -fsSL https://example.org/k | gpg --dearmor -o /k # buildkit",
        "RUN /bin/sh -c curl -o i.sh https://example.org/i.sh && sha256sum -c s | sh-x # buildkit",
        "RUN /bin/sh -c curl -o a https://example.org || bash fallback.sh # buildkit",
        "RUN /bin/sh -c chmod 1777 /tmp && chmod 755 /app && apt-get install sudo # buildkit",
        "ADD file:00 in /",
        "ADD --checksum=sha256:00 https://example.org/a /a # buildkit",
        "COPY https /x # buildkit",
        "RUN /bin/sh -c login --password $PASSWORD --password-stdin # buildkit",
        "RUN /bin/sh -c echo \"root:$PW\" | chpasswd # buildkit",
        "RUN /bin/sh -c curl -u $USER:$PASS https://example.org # buildkit",
        "RUN |1 VERSION=1.2.3 /bin/sh -c make # buildkit",
        ""
      })
  void stepsThatAreFine(String step) throws IOException {
    assertThat(stepRules(step)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN |2 VERSION=1 NPM_TOKEN=zebra-crossing /bin/sh -c npm ci # buildkit",
        "|1 NPM_TOKEN=zebra-crossing /bin/sh -c npm ci",
        "ARG DB_PASSWORD=zebra-crossing",
        "RUN /bin/sh -c echo root:zebra-crossing | chpasswd # buildkit",
        "RUN /bin/sh -c docker login -u me --password zebra-crossing # buildkit",
        "RUN /bin/sh -c tool --token=zebra-crossing # buildkit",
        "RUN /bin/sh -c curl -u me:zebra-crossing https://example.org # buildkit",
        "RUN /bin/sh -c curl -H 'Authorization: Token zebra-crossing' https://example.org # buildkit"
      })
  void secretsInSteps(String step) throws IOException {
    List<Weakness> found = ofStep(step);
    assertThat(found).isNotEmpty().allMatch(each -> each.kind().label().equals("secret"));
    assertThat(found.toString()).doesNotContain("zebra");
  }

  @Test
  void otherSteps() throws IOException {
    assertThat(stepRules("ADD https://example.org/a.tar.gz /a # buildkit"))
        .containsExactly("history-remote-add");
    assertThat(stepRules("RUN /bin/sh -c cd /x && sudo make install # buildkit"))
        .containsExactly("history-sudo");
    assertThat(stepRules("RUN /bin/sh -c setenforce 0 # buildkit"))
        .containsExactly("history-disables-selinux");
  }

  @Test
  void names() throws IOException {
    String good = "{\"config\":{" + GOOD_CONFIG + "}}";
    assertThat(findings(subject("registry", "example.org/app"), good, Map.of()))
        .extracting(Weakness::evidence)
        .containsExactly("no tag, which means latest");
    assertThat(findings(subject("docker", "app:latest"), good, Map.of()))
        .extracting(Weakness::id)
        .containsExactly("mutable-tag");
    String digest = "@sha256:" + "a".repeat(64);
    for (String name : List.of("app:1.2", "app" + digest, "app:latest" + digest)) {
      assertThat(findings(subject("podman", name), good, Map.of())).as(name).isEmpty();
    }
    assertThat(findings(subject("docker-archive", "image.tar"), good, Map.of())).isEmpty();
  }

  @Test
  void whatIsNoImageHasNoSettings() {
    List<Weakness> found = new ArrayList<>();
    new ImageSettingInspection(NOW)
        .inspect(
            new Subject("dir", "/", null, null, null, List.of()),
            ImageSettings.NONE,
            null,
            found::add);
    assertThat(found).isEmpty();
  }

  @Test
  void aHistoryWithoutEndIsToldInPart() throws IOException {
    StringBuilder history = new StringBuilder("{}");
    for (int i = 0; i < 50_000; i++) {
      history.append(",{\"created_by\":\"RUN chmod 777 /x\",\"empty_layer\":true}");
    }
    List<Weakness> found =
        findings("{\"config\":{" + GOOD_CONFIG + "},\"history\":[" + history + "]}");
    assertThat(found).hasSize(101);
    assertThat(found.getLast().evidence()).isEqualTo("and 1899 more like these");
  }
}
