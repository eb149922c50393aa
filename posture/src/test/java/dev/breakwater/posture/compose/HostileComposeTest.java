package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.docker.ByteSize;
import dev.breakwater.posture.docker.FaultyTextException;
import dev.breakwater.posture.docker.PortSpec;
import dev.breakwater.posture.docker.VolumeSpec;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that were written to break their reader. */
class HostileComposeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Projects projects;

  @BeforeEach
  void start() {
    projects = new Projects(directory);
  }

  private void read(String... files) {
    Assertions.assertTimeoutPreemptively(PATIENCE, () -> projects.read(files));
  }

  @Test
  void tenThousandServices() {
    StringBuilder text = new StringBuilder("services:\n  s0: {image: a, privileged: true}\n");
    for (int i = 1; i < 10_000; i++) {
      text.append("  s" + i + ": {extends: s" + (i - 1) + "}\n");
    }
    projects.file("compose.yaml", text.toString());
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(10_000);
    assertThat(projects.problems()).isEmpty();
    assertThat(Projects.container(projects.resource("s9999"), "securityContext", "privileged"))
        .isEqualTo(true);
  }

  @Test
  void aChainOfServicesThatBeginsAtItsEnd() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 500; i++) {
      text.append("  s" + i + ": {image: a, extends: s" + (i + 1) + "}\n");
    }
    projects.file("compose.yaml", text + "  s500: {image: a}\n");
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(501);
    assertThat(projects.problems())
        .isNotEmpty()
        .allMatch(
            problem -> problem.endsWith("not extended: services extend one another 100 deep"));
  }

  @Test
  void servicesThatAllExtendAHugeOne() {
    StringBuilder text = new StringBuilder("services:\n  big:\n    image: a\n    environment:\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("      V" + i + ": x\n");
    }
    for (int i = 0; i < 5_000; i++) {
      text.append("  s" + i + ": {extends: big, environment: {OWN: x}}\n");
    }
    projects.file("compose.yaml", text.toString());
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(5_001);
    assertThat(projects.problems())
        .singleElement()
        .asString()
        .contains("copies more than 1000000 values");
  }

  @Test
  void moreServicesThanAnybodyHas() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 20_010; i++) {
      text.append("  s" + i + ": {image: a}\n");
    }
    projects.file("compose.yaml", text.toString());
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(20_000);
    assertThat(projects.problems()).hasSize(1);
  }

  @Test
  void filesThatIncludeOneAnotherForEver() {
    for (int i = 0; i < 60; i++) {
      projects.file(
          "d" + i + "/compose.yaml",
          "include: [../d"
              + (i + 1)
              + "/compose.yaml, ../d"
              + (i + 2)
              + "/compose.yaml]\n"
              + "services: {s"
              + i
              + ": {image: a}}\n");
    }
    read("d0/compose.yaml");
    assertThat(projects.problems()).isNotEmpty();
  }

  @Test
  void everyPortThereIs() {
    projects.file(
        "compose.yaml",
        """
        services:
          web:
            image: a
            ports: ["1-65535:1-65535", "1-65535:1-65535/udp"]
            expose: ["1-65535"]
        """);
    read("compose.yaml");
    assertThat((List<?>) Projects.container(projects.resource("web"), "ports")).hasSize(6);
    assertThat(projects.problems())
        .hasSize(2)
        .first()
        .asString()
        .endsWith("publishes 65535 ports, of which the first and the last were judged");
  }

  @Test
  void aFewWordsThatMakeMillions() {
    projects.file("many.env", variables(9_000));
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 500; i++) {
      text.append("  s").append(i).append(":\n    image: a\n    env_file: many.env\n");
      text.append("    ports: [").append("\"1-256:1-256\",".repeat(300)).append("]\n");
      text.append("    volumes_from: [s").append((i + 1) % 500).append("]\n");
      text.append("    volumes: [").append("/a,".repeat(50)).append("]\n");
      text.append("    network_mode: service:s").append(i + 1).append('\n');
    }
    projects.file("compose.yaml", text.toString());
    int[] services = {0};
    Sink counting =
        new Sink() {
          @Override
          public void add(Resource resource) {
            services[0]++;
          }

          @Override
          public void add(Problem problem) {
            projects.add(problem);
          }
        };
    List<Path> files = List.of(directory.resolve("compose.yaml"));
    Assertions.assertTimeoutPreemptively(
        PATIENCE, () -> ComposeProject.read(files, Map.of(), counting));
    assertThat(services[0]).isEqualTo(500);
    assertThat(projects.problems())
        .isNotEmpty()
        .allMatch(problem ->
            problem.contains("have more than 1000000 ports, variables and volumes")
                || problem.endsWith("more is wrong than is told here"));
  }

  private static String variables(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("V").append(i).append("=1\n");
    }
    return text.toString();
  }

  @Test
  void aFileThatIsIncludedAgainAndAgain() {
    StringBuilder big = new StringBuilder("x-a:\n");
    for (int i = 0; i < 100_000; i++) {
      big.append("  k").append(i).append(": $X\n");
    }
    projects.file("big.yaml", big + "services: {big: {image: a}}\n");
    projects.file(
        "compose.yaml",
        "include:\n" + "  - big.yaml\n".repeat(900) + "services: {web: {image: a}}\n");
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(2);
    assertThat(projects.problems())
        .singleElement()
        .asString()
        .contains("have more than 1500000 values");
  }

  @Test
  void documentsWithoutEnd() {
    projects.file("compose.yaml", "services: {web: {image: a}}\n---\n".repeat(20_000));
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(1);
    assertThat(projects.problems())
        .singleElement()
        .asString()
        .endsWith("not judged: the file has more than 100 documents");
  }

  @Test
  void variablesThatGrow() {
    projects.variable("BIG", "x".repeat(90_000));
    StringBuilder text = new StringBuilder("services:\n  web:\n    image: a\n    environment:\n");
    for (int i = 0; i < 1_000; i++) {
      text.append("      V" + i + ": $BIG\n");
    }
    projects.file("compose.yaml", text.toString());
    read("compose.yaml");
    assertThat(projects.problems())
        .singleElement()
        .asString()
        .contains("the variables of the project fill more than 16000000 characters");
  }

  @Test
  void faultsWithoutEnd() {
    StringBuilder text = new StringBuilder("services:\n  web:\n    image: a\n    ports:\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("      - x\n");
    }
    projects.file("compose.yaml", text.toString());
    read("compose.yaml");
    assertThat(projects.problems()).hasSize(Faults.MOST);
    assertThat(projects.problems().getLast()).contains("more is wrong than is told here");
  }

  @Test
  void filesThatAreNone() throws IOException {
    Files.createDirectories(directory.resolve("dir"));
    assertThat(new ProcessBuilder("mkfifo", directory.resolve("pipe").toString()).start())
        .satisfies(process -> assertThat(process.waitFor()).isZero());
    projects.file(
        "compose.yaml",
        """
        include: [dir, pipe, /dev/zero]
        services:
          web:
            image: a
            env_file: [dir, pipe, /dev/zero, "\\0"]
          two: {image: a, extends: {file: pipe, service: x}}
        """);
    read("compose.yaml");
    assertThat(projects.resources()).hasSize(2);
    assertThat(projects.problems())
        .contains(
            "compose.yaml:1:22 include[2]: Tried to read /dev/zero, but it is no ordinary file",
            "compose.yaml:5:21 services.web.env_file[1]: Tried to read pipe, but it is no ordinary"
                + " file")
        .anyMatch(problem -> problem.contains("names a file that cannot be"));
    projects.file("big.env", "A=" + "x".repeat(ModelReader.LARGEST_ENV_FILE) + "\n");
    projects.web("image: a\nenv_file: big.env\n");
    assertThat(projects.problems()).singleElement().asString().contains("longer than 1 MB");
  }

  @Test
  void deepAndCyclicValues() {
    projects.file(
        "compose.yaml",
        "services:\n  web: &a\n    image: a\n    labels: *a\n  two: {image: b}\n---\n"
            + "services: {x: "
            + "[".repeat(200)
            + "]".repeat(200)
            + "}\n---\nservices: {three: {image: c}}\n");
    read("compose.yaml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("three");
    assertThat(projects.problems()).hasSize(2);
  }

  private static final String SEED =
      """
      name: shop
      x-a: &a {cap_add: [KILL, "${C:-x}"], user: "1:2"}
      include: [sub.yaml]
      services:
        web:
          <<: *a
          image: "a:${T-1}"
          extends: db
          ports: ["80:80/udp", {target: 1, published: 2-3}]
          volumes: ["./a:/a:ro", {type: bind, source: /etc, target: /b}, data:/c]
          security_opt: [no-new-privileges:true, seccomp=unconfined, label:type:x]
          deploy: {resources: {limits: {cpus: "0.5", memory: 1g}}}
          healthcheck: {test: [CMD, x], interval: 1m30s}
          environment: [A=1, B]
          env_file: [.env]
          networks: {host: }
          extra_hosts: ["a:b"]
          tmpfs: /run
          devices: ["/dev/a:/dev/b:r"]
          secrets: [s, {source: t, target: /t}]
          volumes_from: [db]
          network_mode: service:db
          command: echo 'a b' "c
        db: {image: b, privileged: !reset true, pid: host, post_start: [{privileged: yes}]}
      volumes: {data: {driver_opts: {device: /x, type: none, o: bind}}}
      networks: {host: {external: true}}
      secrets: {s: {file: ../s}, t: {external: true}}
      """;

  @Test
  void mutationsOfAProjectThrowNothing() throws BreakwaterException {
    Random random = new Random(7);
    String words = "[]{}:,-&*!\"'$|>#% \n\t0aé\u0000~<?=/\\";
    Sink sink =
        new Sink() {
          @Override
          public void add(Resource resource) {
            assertThat(resource.object()).isNotNull();
          }

          @Override
          public void add(Problem problem) {
            assertThat(problem.what()).isNotEmpty();
          }
        };
    projects.file("sub.yaml", "services: {sub: {image: a}}\n").file(".env", "T=\"x\"\n");
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(SEED);
      for (int j = random.nextInt(6); j >= 0; j--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, words.charAt(random.nextInt(words.length())));
          case 1 -> text.insert(at, words.charAt(random.nextInt(words.length())));
          case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(9)));
          default -> {
            int end = Math.min(text.length(), at + random.nextInt(60));
            text.insert(random.nextInt(text.length()), text.substring(at, end));
          }
        }
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      String name = directory.resolve("compose.yaml").toString();
      ComposeProject.read(SourceFile.of(name, bytes), Map.of("C", "KILL"), sink);
    }
  }

  @Test
  void mutationsOfTextsThrowOnlyWhatIsDeclared() {
    Random random = new Random(8);
    String words = "${}:-+?aA_1'\"\\\n #=./[]~,";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(24); j > 0; j--) {
        text.append(words.charAt(random.nextInt(words.length())));
      }
      String made = text.toString();
      try {
        Template.fill(made, Map.of("a", "1", "A", "")::get, _ -> {});
        DotEnv.parse(made, Map.of("a", "1")::get);
        PortSpec.parse(made);
      } catch (FaultyTextException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
      assertThat(VolumeSpec.parse(made).target()).isNotNull();
      assertThat(ShellWords.split(made)).doesNotContainNull();
      ByteSize.quantity(made);
      Seconds.parse(made);
    }
  }
}
