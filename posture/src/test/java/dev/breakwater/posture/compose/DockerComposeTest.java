package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Variables, extends and several files against docker-compose 1.29, which writes down what it makes
 * of a project: that, read as a project of one file, must come to the same pods.
 */
class DockerComposeTest {
  private static final Path PROGRAM = Path.of("/usr/lib/python3/dist-packages/compose");
  private static final String LOAD =
      """
      import sys
      from compose.config import config
      from compose.config.environment import Environment
      from compose.config.serialize import serialize_config
      for line in sys.stdin:
          directory, *files = line.rstrip('\\n').split('\\t')
          try:
              details = config.find(directory, files, Environment.from_env_file(directory))
              with open(directory + '/out/compose.yaml', 'w') as out:
                  out.write(serialize_config(config.load(details)))
              print('=')
          except config.ConfigurationError as e:
              print('! ' + str(e).replace('\\n', ' '))
      """;
  private static final int MANY = 400;

  @TempDir Path directory;

  private final List<String> asked = new ArrayList<>();
  private int count;

  /** Writes the files of a project: a name, its text, a name, its text. */
  private Path project(String... files) {
    Path project = directory.resolve("p" + count++);
    try {
      Files.createDirectories(project.resolve("out"));
      for (int i = 0; i < files.length; i += 2) {
        Path file = project.resolve(files[i]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, files[i + 1]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    asked.add(
        Files.exists(project.resolve("over.yaml"))
            ? project + "\tcompose.yaml\tover.yaml"
            : project + "\tcompose.yaml");
    return project;
  }

  private List<String> answers() throws IOException, InterruptedException {
    assertThat(PROGRAM).as("docker-compose, which apt-get install docker-compose brings").exists();
    Path questions = directory.resolve("questions");
    Path answers = directory.resolve("answers");
    Files.write(questions, asked);
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/python3", "-c", LOAD)
            .redirectInput(questions.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(directory.resolve("errors").toFile());
    builder.environment().clear();
    assertThat(builder.start().waitFor())
        .as(Files.readString(directory.resolve("errors")))
        .isZero();
    return Files.readAllLines(answers, StandardCharsets.UTF_8);
  }

  /** Compares all projects, and gives how many docker-compose took. */
  private int agree(boolean refusals) throws IOException, InterruptedException {
    List<String> answers = answers();
    assertThat(answers).hasSameSizeAs(asked);
    int taken = 0;
    for (int i = 0; i < asked.size(); i++) {
      List<String> parts = List.of(asked.get(i).split("\t", -1));
      Path project = Path.of(parts.getFirst());
      Read ours = new Read();
      List<Path> files = new ArrayList<>();
      for (String name : parts.subList(1, parts.size())) {
        files.add(project.resolve(name));
      }
      ComposeProject.read(files, Map.of(), ours);
      if (answers.get(i).startsWith("!")) {
        assertThat(refusals && ours.problems.isEmpty())
            .as(text(project) + answers.get(i))
            .isFalse();
        continue;
      }
      taken++;
      Read theirs = new Read();
      ComposeProject.read(List.of(project.resolve("out/compose.yaml")), Map.of(), theirs);
      assertThat(theirs.problems).isEmpty();
      assertThat(ours.pods).as(text(project)).isEqualTo(theirs.pods);
    }
    return taken;
  }

  private static String text(Path project) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name :
        List.of("compose.yaml", "over.yaml", "base/common.yaml", "out/compose.yaml")) {
      if (Files.exists(project.resolve(name))) {
        text.append(name).append('\n').append(Files.readString(project.resolve(name)));
      }
    }
    return text.toString();
  }

  /** What is read, in an order of its own, with paths from the root on. */
  private static final class Read implements Sink {
    private final Map<String, String> pods = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    @Override
    public void add(Resource resource) {
      pods.put(resource.name(), sorted(resource.pod()).toString());
    }

    @Override
    public void add(Problem problem) {
      problems.add(problem);
    }

    private static Object sorted(Value value) {
      if (value instanceof Value.Fields fields) {
        Map<String, Object> members = new TreeMap<>();
        fields.members().forEach((name, member) -> members.put(name, member(name, member)));
        Object named = members.get("name");
        if (named instanceof String name && name.startsWith("volume-")) {
          members.remove("name");
        }
        return members;
      }
      if (value instanceof Value.Items list && !list.items().isEmpty()) {
        List<Object> items = new ArrayList<>();
        list.items().forEach(item -> items.add(sorted(item)));
        // Version 1 keeps what two files say alike, twice.
        if (list.items().getFirst() instanceof Value.Fields) {
          return new TreeSet<>(items.stream().map(Object::toString).toList());
        }
        return items;
      }
      return value.plain();
    }

    private static Object member(String name, Value value) {
      if (name.equals("path") && value.text() != null) {
        Path file = Path.of(value.origin().file()).getParent();
        return file.resolve(value.text()).normalize().toString();
      }
      if (name.equals("cpu") && value.text() != null) {
        return Double.valueOf(value.text());
      }
      if (name.equals("add") || name.equals("drop")) {
        List<String> names = new ArrayList<>();
        value.items().forEach(item -> names.add(String.valueOf(item.text())));
        names.sort(null);
        return names;
      }
      return sorted(value);
    }
  }

  @Test
  void writtenByHand() throws IOException, InterruptedException {
    project(
        "compose.yaml",
        """
        services:
          web:
            image: ${REGISTRY:-example.org}/web:${TAG-1}
            privileged: ${P:-yes}
            read_only: "${R:-false}"
            user: 1000:1000
            command: echo "$$HOME" 'a b' c\\ d
            environment: {A: "${X}-$Y", B: 1, D: null}
            ports: ["8080:80", "127.0.0.1:53:53/udp", "3000-3002:4000-4002", "90", 91]
            cpus: "0.50"
            mem_limit: 1g
        """,
        ".env",
        "X=from-file\nY='quoted $X'\nTAG=\nexport R=true\n");
    project(
        "compose.yaml",
        """
        x-base: &base
          image: a
          cap_drop: [ALL]
        services:
          web:
            <<: *base
            cap_add: [NET_ADMIN]
            volumes: [./data:/data, named:/named:ro, /anonymous]
            extra_hosts: ["a:10.0.0.1"]
            tmpfs: /run
            sysctls: [net.core.somaxconn=1]
            labels: [one=1, two]
        volumes: {named: {}}
        """,
        "over.yaml",
        """
        services:
          web:
            cap_add: [SYS_PTRACE]
            cap_drop: [MKNOD]
            volumes: [../up:/data:ro, other:/other]
            extra_hosts: {b: 10.0.0.2}
            tmpfs: [/tmp]
            sysctls: {net.core.somaxconn: 2, kernel.shm_rmid_forced: 0}
            labels: {two: "2", three: x}
            healthcheck: {test: [CMD, curl, "localhost"], interval: 1m30s, retries: 3}
          more:
            image: b
            security_opt: ["no-new-privileges:true"]
        volumes: {other: {}}
        """);
    project(
        "compose.yaml",
        """
        services:
          web:
            extends: {file: base/common.yaml, service: app}
            environment: [A=2, C=3]
            command: [own]
          second:
            extends: {service: web}
            user: root
        """,
        "base/common.yaml",
        """
        services:
          app:
            extends: {service: root}
            privileged: true
            volumes: [./here:/here]
            environment: {A: 1, B: 1}
            entrypoint: /bin/app --flag
          root:
            image: "app:${TAG:-2}"
            env_file: app.env
            command: [base]
            devices: [/dev/fuse]
        """,
        "base/app.env",
        "# a comment\nFROM=file\nA=0\n");
    project("compose.yaml", "services:\n  web:\n    image: ${NEEDED:?say which}\n");
    project("compose.yaml", "services:\n  web:\n    image: ${broken\n");
    project("compose.yaml", "services:\n  web:\n    image: a\n    privileged: maybe\n");
    project(
        "compose.yaml",
        "services:\n  a:\n    extends: {service: b}\n  b:\n    extends: {service: a}\n");
    project("compose.yaml", "services:\n  web:\n    image: a\n    extends: {service: none}\n");
    project("compose.yaml", "services:\n  web:\n    image: a\n    ports: ['1-3:1-2']\n");
    project(
        "compose.yaml",
        """
        web:
          build: .
          net: host
          privileged: true
          mem_limit: 64m
        """);
    assertThat(agree(true)).isEqualTo(4);
  }

  @Test
  void madeUp() throws IOException, InterruptedException {
    Random random = new Random(5);
    for (int i = 0; i < MANY; i++) {
      String common = "services:\n" + service(random, "app", "image: common");
      String extending =
          random.nextInt(3) == 0
              ? "extends: {file: base/common.yaml, service: app}"
              : "image: \"web:${TAG:-1}\"";
      String first =
          "services:\n"
              + service(random, "web", extending)
              + service(random, "other", "extends: {service: web}");
      first += "volumes: {data: {}, more: {}}\n";
      common += "volumes: {data: {}, more: {}}\n";
      String env = "TAG=" + random.nextInt(3) + "\nYES=" + pick(random, FLAGS) + "\n";
      if (random.nextBoolean()) {
        project("compose.yaml", first, "base/common.yaml", common, ".env", env);
      } else {
        project(
            "compose.yaml",
            first,
            "over.yaml",
            "services:\n" + service(random, "web", "hostname: h"),
            "base/common.yaml",
            common,
            ".env",
            env);
      }
    }
    assertThat(agree(false)).isGreaterThan(MANY * 3 / 4);
  }

  private static final String[] FLAGS = {"true", "false", "yes", "no", "on", "off", "Y", "n"};

  /** Lines that an attribute may have; one of each is taken, or none. */
  private static final String[][] ATTRIBUTES = {
    {"privileged: true", "privileged: ${YES}", "privileged: ${NONE:-false}"},
    {"read_only: true", "read_only: \"${YES}\""},
    {"user: \"0\"", "user: \"1000:100\"", "user: nobody", "user: ${WHO:-root}"},
    {"cap_add: [NET_ADMIN, sys_admin]", "cap_add: [CAP_CHOWN]", "cap_add: [\"${CAP-KILL}\"]"},
    {"cap_drop: [ALL]", "cap_drop: [KILL, MKNOD]"},
    {"security_opt: [\"no-new-privileges:true\"]", "security_opt: [seccomp=unconfined]"},
    {"pid: host", "pid: \"${MODE:-host}\""},
    {"ipc: host", "ipc: shareable"},
    {"network_mode: host", "network_mode: bridge", "network_mode: none"},
    {"userns_mode: host"},
    {
      "volumes: [./a:/a, data:/b]",
      "volumes: [/etc:/a:ro, /anon]",
      "volumes: [\"../x:/x\", more:/b:ro]"
    },
    {"devices: [/dev/fuse]", "devices: [\"/dev/sda:/dev/x:r\", /dev/kvm]"},
    {"tmpfs: /run", "tmpfs: [/run, /tmp]"},
    {"ports: [\"80:80\"]", "ports: [\"80:80\", \"53:53/udp\"]", "ports: [\"${PORT:-81}:81\"]"},
    {"expose: [\"1\", \"2\"]", "expose: [2]"},
    {"environment: [A=1, B=2]", "environment: {A: \"${TAG}\", C: x}", "environment: [\"D=$$D\"]"},
    {"labels: {a: b}", "labels: [a=c, d]"},
    {"sysctls: {net.core.somaxconn: 5}", "sysctls: [net.ipv4.tcp_syncookies=0]"},
    {"command: run me", "command: [run, \"it too\"]"},
    {"entrypoint: /bin/sh -c", "entrypoint: [a]"},
    {"restart: always", "restart: \"no\"", "restart: on-failure:3", "restart: unless-stopped"},
    {"mem_limit: 512m", "mem_limit: \"${MEM:-1g}\"", "mem_limit: 100000000"},
    {"cpus: 0.5", "cpus: \"2\""},
    {"working_dir: /srv"},
    {"group_add: [\"1\", audio]"},
    {"ulimits: {nofile: 5}", "ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}"},
    {
      "healthcheck: {test: curl x}",
      "healthcheck: {test: [CMD, y], interval: 90s}",
      "healthcheck: {timeout: 1m}"
    },
    {"stop_grace_period: 1m30s"},
    {"runtime: runsc"},
    {"shm_size: 64m"},
    {"tty: true", "stdin_open: true"},
    {"pids_limit: 5"},
  };

  private static String service(Random random, String name, String first) {
    StringBuilder text = new StringBuilder("  " + name + ":\n    " + first + "\n");
    for (String[] lines : ATTRIBUTES) {
      if (random.nextInt(4) == 0) {
        text.append("    ").append(pick(random, lines)).append('\n');
      }
    }
    return text.toString();
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
