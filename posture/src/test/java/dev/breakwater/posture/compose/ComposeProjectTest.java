package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several files, variables, extends and include, each value with the place that it comes from. */
class ComposeProjectTest {
  private static final String[] PRIVILEGED = {
    "spec", "containers", "0", "securityContext", "privileged"
  };

  @TempDir Path directory;
  private Projects projects;

  @BeforeEach
  void start() {
    projects = new Projects(directory);
  }

  private static SourceFile file(String text) throws BreakwaterException {
    return SourceFile.of("x.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: {web: {image: a}}",
        "version: '3.9'\nservices: {web: {build: .}}",
        "services: {web: {privileged: true}}",
        "web: {image: a, ports: ['80:80']}",
        "web: {build: .}\ndb: {image: b, net: host}",
        "name: x\ninclude: [other/compose.yaml]",
        "include: [{path: [a.yaml, b.yaml]}]",
        "x-a: 1\nservices: {web: {extends: {service: b}}}",
      })
  void looksLikeCompose(String text) throws BreakwaterException {
    assertThat(ComposeProject.looksLike(file(text).documents().getFirst())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: v1\nkind: Pod\nservices: {web: {image: a}}",
        "services: {App\\Service: {class: X, arguments: []}}",
        "services: [docker]",
        "services: docker",
        "job: {image: a, script: [x]}",
        "include: [template.yml]\nstages: [a]",
        "include: [template.yml]",
        "include: [{local: x}]",
        "pipeline: {}\nservices: {db: {image: a}}",
        "recipe: lamp\nservices: {app: {type: php, build: [make]}}",
        "a: 1",
        "[1]",
        "text",
        "{}",
        "services:",
      })
  void looksLikeSomethingElse(String text) throws BreakwaterException {
    assertThat(ComposeProject.looksLike(file(text).documents().getFirst())).isFalse();
  }

  @Test
  void anOverrideBelongsToItsProject() {
    for (String name :
        List.of("docker-compose.yml", "docker-compose.override.yml", "compose-dev.yaml")) {
      projects.file(name, "services: {web: {image: a}}\n");
    }
    Path main = directory.resolve("docker-compose.yml");
    Path override = directory.resolve("docker-compose.override.yml");
    Path other = directory.resolve("compose-dev.yaml");
    assertThat(ComposeProject.project(main)).isEqualTo(List.of(main, override));
    assertThat(ComposeProject.project(override)).isEqualTo(List.of(override));
    assertThat(ComposeProject.project(other)).isEqualTo(List.of(other));
    assertThat(ComposeProject.isOverride(override)).isTrue();
    assertThat(ComposeProject.isOverride(main)).isFalse();
    assertThat(ComposeProject.isOverride(other)).isFalse();
    projects.file("compose.yaml", "services: {web: {image: a}}\n");
    assertThat(ComposeProject.project(main)).isEqualTo(List.of(main));
    assertThat(ComposeProject.project(directory.resolve("compose.yaml")))
        .isEqualTo(List.of(directory.resolve("compose.yaml"), override));
    assertThat(ComposeProject.isOverride(directory.resolve("alone/compose.override.yml")))
        .isFalse();
  }

  @Test
  void variablesComeFromTheProcessAndThenFromTheFileBeside() {
    projects
        .file(".env", "P=true\nQ=from-file\n")
        .variable("Q", "from-process")
        .file(
            "compose.yaml",
            """
            services:
              web:
                image: ${Q}
                privileged: ${P}
                cap_add: ["${C:-net_admin}"]
                command: ${COMMAND}
            """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(projects.at(web, PRIVILEGED))
        .isEqualTo("true @ compose.yaml:4:5 services.web.privileged");
    assertThat(Projects.container(web, "image")).isEqualTo("from-process");
    assertThat(Projects.container(web, "securityContext", "capabilities", "add"))
        .isEqualTo(List.of("NET_ADMIN"));
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void aVariableThatIsMissingIsToldWhereItMayDecide() {
    projects.file(
        "compose.yaml",
        """
        services:
          web:
            image: a
            user: "${UID}"
            privileged: ${P}
            environment: {A: "${SECRET}"}
            command: $X
            cap_drop: ["${UID}"]
        """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:4:5 services.web.user: the variable UID is not set, so this was judged"
                + " with nothing in its place; set it, or write a default: ${UID:-…}",
            "compose.yaml:5:5 services.web.privileged: the variable P is not set, so this was"
                + " judged with nothing in its place; set it, or write a default: ${P:-…}",
            "compose.yaml:5:5 services.web.privileged: must be true or false",
            "compose.yaml:8:16 services.web.cap_drop[0]: must be the name of a capability");
    assertThat(Projects.container(web, "securityContext", "runAsUser")).isNull();
  }

  @Test
  void textsThatComposeWouldRefuseAreToldAndStay() {
    projects.file(
        "compose.yaml",
        "services:\n  web:\n    image: ${A:?set it}\n    user: ${x\n    labels: {a: $}\n");
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(Projects.container(web, "image")).isEqualTo("${A:?set it}");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:3:5 services.web.image: needs the variable A: set it",
            "compose.yaml:4:5 services.web.user: has a \"${\" that is not closed",
            "compose.yaml:5:14 services.web.labels.a: has a \"$\" with no variable after it; \"$$\""
                + " is a plain one");
  }

  @Test
  void keysAreNotFilledIn() {
    projects.variable("A", "b");
    Resource web = projects.web("image: a\nlabels: {\"$A\": \"$A\"}\n");
    assertThat(Projects.plain(web, "metadata", "labels")).isEqualTo(Map.of("$A", "b"));
  }

  @Test
  void aLaterFileLiesOverAnEarlier() {
    projects
        .file(
            "compose.yaml",
            """
            services:
              web:
                image: a
                privileged: false
                cap_add: [KILL, CHOWN]
                command: [one]
                ports: ["80:80"]
                volumes: ["aa:/a", "bb:/b"]
                environment: [A=1, B=1]
                healthcheck: {test: x, retries: 1}
                networks: [one]
            """)
        .file(
            "over.yaml",
            """
            services:
              web:
                privileged: true
                cap_add:
                  - CHOWN
                  - SYS_ADMIN
                command: [two]
                ports: ["80:80", "81:81"]
                volumes: ["/etc:/a"]
                environment: {B: 2, C: 2}
                healthcheck: {test: [CMD, "y"]}
              more: {image: b}
            """);
    Resource web = projects.read("compose.yaml", "over.yaml").resource("web");
    assertThat(projects.at(web, PRIVILEGED))
        .isEqualTo("true @ over.yaml:3:5 services.web.privileged");
    assertThat(Projects.container(web, "securityContext", "capabilities", "add"))
        .isEqualTo(List.of("KILL", "CHOWN", "SYS_ADMIN"));
    String[] add = {"spec", "containers", "0", "securityContext", "capabilities", "add", "0"};
    assertThat(projects.at(web, add)).isEqualTo("KILL @ compose.yaml:5:15 services.web.cap_add[0]");
    add[6] = "2";
    assertThat(projects.at(web, add))
        .isEqualTo("SYS_ADMIN @ over.yaml:6:9 services.web.cap_add[1]");
    assertThat(Projects.container(web, "args")).isEqualTo(List.of("two"));
    assertThat(Projects.container(web, "ports").toString()).contains("hostPort=81");
    assertThat((List<?>) Projects.container(web, "ports")).hasSize(2);
    assertThat((List<?>) Projects.plain(web, "spec", "volumes")).hasSize(2);
    assertThat(projects.at(web, "spec", "volumes", "0", "hostPath", "path"))
        .isEqualTo("/etc @ over.yaml:9:15 services.web.volumes[0]");
    assertThat(Projects.container(web, "env").toString())
        .isEqualTo("[{name=A, value=1}, {name=B, value=2}, {name=C, value=2}]");
    assertThat(Projects.container(web, "livenessProbe").toString())
        .isEqualTo("{failureThreshold=1, exec={command=[y]}}");
    assertThat(web.file()).isEqualTo(directory.resolve("compose.yaml").toString());
    assertThat(projects.resource("more").file())
        .isEqualTo(directory.resolve("over.yaml").toString());
    assertThat(projects.judged())
        .isEqualTo(Set.of(directory.resolve("compose.yaml"), directory.resolve("over.yaml")));
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void theDocumentsOfOneFileLieOverOneAnother() {
    projects.file(
        "compose.yaml",
        """
        services:
          web: {image: a, privileged: false}
        ---
        services:
          web: {privileged: true}
        """);
    assertThat(projects.at(projects.read("compose.yaml").resource("web"), PRIVILEGED))
        .isEqualTo("true @ compose.yaml:5:9 services.web.privileged");
  }

  @Test
  void tagsResetAndReplace() {
    projects
        .file(
            "compose.yaml",
            """
            services:
              web:
                image: a
                privileged: true
                ports: ["80:80"]
                cap_add: [KILL]
                environment: {A: 1, B: 1}
                user: !reset "1"
            """)
        .file(
            "over.yaml",
            """
            services:
              web:
                privileged: !reset null
                ports: !override ["81:81"]
                cap_add: !reset []
                environment:
                  A: !reset null
            """);
    Resource web = projects.read("compose.yaml", "over.yaml").resource("web");
    assertThat(projects.at(web, PRIVILEGED)).endsWith("(Docker's default)");
    assertThat(Projects.container(web, "ports").toString()).doesNotContain("80");
    assertThat(Projects.container(web, "securityContext", "capabilities")).isNull();
    assertThat(Projects.container(web, "securityContext", "runAsUser")).isNull();
    assertThat(Projects.container(web, "env").toString()).isEqualTo("[{name=B, value=1}]");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void nothingHidesAScalarButNoList() {
    projects
        .file("compose.yaml", "services: {web: {image: a, user: \"1\", cap_add: [KILL]}}\n")
        .file("over.yaml", "services: {web: {user: , cap_add: }}\n");
    Resource web = projects.read("compose.yaml", "over.yaml").resource("web");
    assertThat(Projects.container(web, "securityContext", "runAsUser")).isNull();
    assertThat(Projects.container(web, "securityContext", "capabilities", "add"))
        .isEqualTo(List.of("KILL"));
  }

  @Test
  void whatCannotBeMergedIsTold() {
    projects
        .file("compose.yaml", "services: {web: {image: a, deploy: {replicas: 1}}}\n")
        .file("over.yaml", "services:\n  web:\n    deploy: many\n");
    projects.read("compose.yaml", "over.yaml");
    assertThat(projects.problems())
        .containsExactly(
            "over.yaml:3:5 services.web.deploy: is of another kind than at compose.yaml:1, so"
                + " Compose would refuse to merge the two; judged by what stands here");
  }

  @Test
  void anchorsAndMergeKeysKeepTheirLines() {
    projects.file(
        "compose.yaml",
        """
        x-hard: &hard
          cap_add: [SYS_ADMIN]
          privileged: true
        services:
          web:
            <<: *hard
            image: a
          db:
            image: b
            cap_add: &caps
              - KILL
          more:
            image: c
            cap_add: *caps
        """);
    projects.read("compose.yaml");
    assertThat(projects.at(projects.resource("web"), PRIVILEGED))
        .isEqualTo("true @ compose.yaml:3:3 services.web.privileged");
    assertThat(
            projects.at(
                projects.resource("more"),
                "spec",
                "containers",
                "0",
                "securityContext",
                "capabilities",
                "add",
                "0"))
        .isEqualTo("KILL @ compose.yaml:11:9 services.more.cap_add[0]");
  }

  @Test
  void aServiceHasWhatItExtends() {
    projects
        .file(
            "compose.yaml",
            """
            services:
              web:
                extends:
                  file: sub/common.yaml
                  service: base
                cap_add: [KILL]
              more:
                extends: web
                user: "1"
            """)
        .file(
            "sub/common.yaml",
            """
            services:
              base:
                extends: {file: ../root.yaml, service: root}
                image: a
                privileged: ${P:-true}
                env_file: sub.env
                volumes: [/etc:/etc]
            """)
        .file("sub/sub.env", "A=sub\n")
        .file("root.yaml", "root:\n  image: b\n  net: host\n  cap_add: [CHOWN]\n");
    Resource more = projects.read("compose.yaml").resource("more");
    assertThat(projects.problems()).isEmpty();
    assertThat(more.file()).isEqualTo(directory.resolve("compose.yaml").toString());
    assertThat(more.index()).isEqualTo(1);
    assertThat(projects.at(more, PRIVILEGED))
        .isEqualTo("true @ sub/common.yaml:5:5 services.base.privileged");
    assertThat(projects.at(more, "spec", "hostNetwork")).isEqualTo("true @ root.yaml:3:3 root.net");
    assertThat(projects.at(more, "spec", "containers", "0", "securityContext", "seccompProfile"))
        .isEqualTo("nothing");
    assertThat(
            projects.at(
                more, "spec", "containers", "0", "securityContext", "allowPrivilegeEscalation"))
        .isEqualTo("true @ compose.yaml:7:3 services.more (Docker's default)");
    assertThat(Projects.container(more, "securityContext", "capabilities", "add"))
        .isEqualTo(List.of("CHOWN", "KILL"));
    assertThat(Projects.container(more, "env").toString()).isEqualTo("[{name=A, value=sub}]");
    assertThat(Projects.container(more, "image")).isEqualTo("a");
    assertThat(projects.judged()).isEqualTo(Set.of(directory.resolve("compose.yaml")));
  }

  @Test
  void whatIsResetIsNotExtended() {
    projects.file(
        "compose.yaml",
        """
        services:
          base: {image: a, privileged: true, ports: ["1:1"]}
          web:
            extends: base
            privileged: !reset null
            ports: !override ["2:2"]
        """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(projects.at(web, PRIVILEGED)).endsWith("(Docker's default)");
    assertThat((List<?>) Projects.container(web, "ports")).hasSize(1);
  }

  @Test
  void extendsThatLeadNowhereAreTold() {
    projects
        .file(
            "compose.yaml",
            """
            services:
              a: {image: a, extends: {service: b}}
              b:
                extends: {service: c}
              c:
                extends: {service: a}
              d: {image: a, extends: none}
              e: {image: a, extends: {service: x, file: none.yaml}}
              f: {image: a, extends: {file: common.yaml}}
              g: {image: a, extends: {file: "https://example.org/x.yaml", service: x}}
              h: {image: a, extends: {file: common.yaml, service: x}}
            """)
        .file("common.yaml", "services: [\n");
    projects.read("compose.yaml");
    assertThat(projects.resources()).hasSize(8);
    assertThat(projects.problems())
        .contains(
            "compose.yaml:2:17 services.a.extends: the service extends itself: a extends b extends"
                + " c extends a",
            "compose.yaml:7:17 services.d.extends: extends none, which is no service of"
                + " compose.yaml",
            "compose.yaml:8:17 services.e.extends: There is no file none.yaml",
            "compose.yaml:9:17 services.f.extends: names no service to extend",
            "compose.yaml:10:27 services.g.extends.file: names https://example.org/x.yaml, which is"
                + " not fetched; not judged",
            "common.yaml:2:1 not read: it is not YAML: expected the node content, but found"
                + " '<stream end>'")
        .hasSize(6);
  }

  @Test
  void whatIsIncludedIsJudged() {
    projects
        .file(".env", "TAG=outer\nBOTH=outer\n")
        .file(
            "compose.yaml",
            """
            include:
              - sub/compose.yaml
              - path: [two/a.yaml, two/b.yaml]
                project_directory: two
                env_file: two/x.env
            services:
              web: {image: "a:${TAG}"}
            """)
        .file("sub/.env", "TAG=inner\nOWN=inner\n")
        .file(
            "sub/compose.yaml",
            """
            services:
              db:
                image: "db:${TAG}-${OWN}"
                privileged: true
                env_file: db.env
            """)
        .file("sub/db.env", "A=sub\n")
        .file("two/x.env", "X=1\n")
        .file("two/a.yaml", "services: {two: {image: \"t:$X\", user: \"0\"}}\n")
        .file("two/b.yaml", "services: {two: {user: \"1\"}}\n");
    projects.read("compose.yaml");
    assertThat(projects.problems()).isEmpty();
    Resource db = projects.resource("db");
    assertThat(projects.at(db, PRIVILEGED))
        .isEqualTo("true @ sub/compose.yaml:4:5 services.db.privileged");
    assertThat(Projects.container(db, "image")).isEqualTo("db:outer-inner");
    assertThat(Projects.container(db, "env").toString()).isEqualTo("[{name=A, value=sub}]");
    assertThat(db.file()).isEqualTo(directory.resolve("sub/compose.yaml").toString());
    assertThat(Projects.container(projects.resource("two"), "image")).isEqualTo("t:1");
    assertThat(Projects.container(projects.resource("two"), "securityContext", "runAsUser"))
        .isEqualTo(1L);
    assertThat(projects.judged())
        .isEqualTo(
            Set.of(
                directory.resolve("compose.yaml"),
                directory.resolve("sub/compose.yaml"),
                directory.resolve("two/a.yaml"),
                directory.resolve("two/b.yaml")));
  }

  @Test
  void includesThatLeadNowhereAreTold() {
    projects
        .file(
            "compose.yaml",
            """
            include:
              - none.yaml
              - again.yaml
              - oci://example.org/x
              - {}
              - other.yaml
            services:
              web: {image: a}
            """)
        .file("again.yaml", "include: [compose.yaml]\nservices: {again: {image: b}}\n")
        .file("other.yaml", "services: {web: {image: c}, same: {image: d}}\n");
    projects.read("compose.yaml");
    assertThat(projects.resources())
        .extracting(Resource::name)
        .containsExactly("web", "again", "same");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:2:5 include[0]: There is no file none.yaml",
            "again.yaml:1:11 include[0]: includes compose.yaml, which includes this file again",
            "compose.yaml:4:5 include[2]: names oci://example.org/x, which is not fetched; not"
                + " judged",
            "compose.yaml:4:5 include[2]: includes no file",
            "compose.yaml:5:5 include[3]: includes no file");
  }

  @Test
  void whatIncludesLiesOverWhatIsIncluded() {
    projects
        .file(
            "compose.yaml",
            """
            include: [db.yaml, cache.yaml]
            services:
              web: {image: a}
            """)
        .file(
            "compose.override.yaml",
            """
            services:
              db:
                cap_add: [KILL]
                user: "5"
              old: !reset null
            """)
        .file(
            "db.yaml",
            """
            services:
              db:
                image: b
                user: "0"
                cap_add: [CHOWN]
                volumes: [data:/d]
              old: {image: c, privileged: true}
              cache: {image: d}
            volumes: {data: {}}
            """)
        .file(
            "cache.yaml", "services: {cache: {image: e, read_only: true}}\nvolumes: {data: {}}\n");
    projects.read("compose.yaml", "compose.override.yaml");
    assertThat(projects.problems()).isEmpty();
    assertThat(projects.resources())
        .extracting(Resource::name)
        .containsExactlyInAnyOrder("web", "db", "cache");
    Resource db = projects.resource("db");
    assertThat(db.file()).isEqualTo(directory.resolve("db.yaml").toString());
    assertThat(projects.at(db, "spec", "containers", "0", "securityContext", "runAsUser"))
        .isEqualTo("5 @ compose.override.yaml:4:5 services.db.user");
    assertThat(Projects.container(db, "securityContext", "capabilities", "add").toString())
        .isEqualTo("[CHOWN, KILL]");
    assertThat(Projects.container(projects.resource("cache"), "image")).isEqualTo("d");
    assertThat(
            Projects.container(
                projects.resource("cache"), "securityContext", "readOnlyRootFilesystem"))
        .isEqualTo(true);
  }

  @Test
  void whatIsNoComposeFileIsTold() {
    projects
        .file("compose.yaml", "services: {web: {image: a}}\ninclude: [other.yaml]\n")
        .file("other.yaml", "a: 1\n")
        .file("pod.yaml", "apiVersion: v1\nkind: Pod\n")
        .file("networks.yaml", "networks: {a: {}}\n")
        .file("parts.yaml", "x-a: 1\n");
    assertThat(projects.read("compose.yaml", "pod.yaml", "networks.yaml", "parts.yaml").problems())
        .containsExactly(
            "pod.yaml:1:1 is no Compose file, so it is not judged",
            "other.yaml:1:1 is no Compose file, so it is not judged");
    assertThat(projects.resources()).hasSize(1);
  }

  @Test
  void allProfilesAreJudged() {
    projects.file("compose.yaml", "services: {web: {image: a, profiles: [debug]}}\n");
    assertThat(projects.read("compose.yaml").resources()).hasSize(1);
  }

  @Test
  void aFileThatCannotRunAloneLiesOverItsProject() {
    projects
        .file("docker-compose.yml", "services:\n  web: {image: a, user: \"1\"}\n  db: {image: b}\n")
        .file("docker-compose.prod.yml", "services:\n  web: {privileged: true}\n");
    projects.read("docker-compose.prod.yml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("web");
    Resource web = projects.resource("web");
    assertThat(projects.at(web, PRIVILEGED))
        .isEqualTo("true @ docker-compose.prod.yml:2:9 services.web.privileged");
    assertThat(projects.resource("web").file())
        .isEqualTo(directory.resolve("docker-compose.prod.yml").toString());
    assertThat(Projects.container(web, "image")).isEqualTo("a");
    assertThat(projects.judged()).isEqualTo(Set.of(directory.resolve("docker-compose.prod.yml")));
    projects.file("docker-compose.dev.yml", "services:\n  web: {image: c, privileged: true}\n");
    assertThat(
            Projects.container(
                projects.read("docker-compose.dev.yml").resource("web"),
                "securityContext",
                "runAsUser"))
        .isNull();
  }

  @Test
  void firstVersion() {
    projects.file(
        "docker-compose.yml",
        """
        web:
          build: .
          net: host
          privileged: true
          volumes: [/etc:/etc]
        db:
          image: b
        """);
    projects.read("docker-compose.yml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("web", "db");
    assertThat(projects.at(projects.resource("web"), PRIVILEGED))
        .isEqualTo("true @ docker-compose.yml:4:3 web.privileged");
    assertThat(Projects.plain(projects.resource("web"), "spec", "hostNetwork")).isEqualTo(true);
  }

  @Test
  void partsOfTheFirstVersionAreLaidOverAndExtended() {
    projects
        .file(
            "docker-compose.yml",
            "web: {image: a, extends: {file: common.yml, service: base}, log_driver: none}\n")
        .file("docker-compose.override.yml", "web: {privileged: true}\n")
        .file("common.yml", "base: {user: \"5\"}\n");
    projects.read("docker-compose.yml", "docker-compose.override.yml");
    assertThat(projects.problems()).isEmpty();
    Resource web = projects.resource("web");
    assertThat(projects.at(web, PRIVILEGED))
        .isEqualTo("true @ docker-compose.override.yml:1:7 web.privileged");
    assertThat(Projects.container(web, "securityContext", "runAsUser")).isEqualTo(5L);
    assertThat(Projects.plain(web, "metadata", "annotations", "breakwater.dev/log-driver"))
        .isEqualTo("none");
  }

  @Test
  void aFileThatWasReadAlready() throws BreakwaterException {
    projects
        .file("a.env", "A=1\n")
        .file(".env", "P=true\n")
        .file("compose.override.yaml", "services: {web: {cap_add: !reset [], user: \"5\"}}\n");
    Path path = directory.resolve("compose.yaml");
    projects.file(
        "compose.yaml",
        """
        services: {web: {image: a, cap_add: [KILL], privileged: "$P", env_file: a.env}}
        ---
        [
        """);
    Set<Path> judged = ComposeProject.read(SourceFile.read(path), Map.of(), projects);
    Resource web = projects.resource("web");
    assertThat(web.file()).isEqualTo(path.toString());
    assertThat(Projects.container(web, "securityContext", "privileged")).isEqualTo(true);
    assertThat(Projects.container(web, "securityContext", "runAsUser")).isEqualTo(5L);
    assertThat(Projects.container(web, "securityContext", "capabilities")).isNull();
    assertThat(Projects.container(web, "env").toString()).isEqualTo("[{name=A, value=1}]");
    assertThat(judged).isEqualTo(Set.of(path, directory.resolve("compose.override.yaml")));
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void theFilesThatVariablesChoose() {
    projects
        .file(".env", "STAGE=prod\nCOMPOSE_FILE=./compose.yaml:sub/${STAGE}.yaml\n")
        .file("compose.yaml", "services: {web: {image: a, user: \"0\"}}\n")
        .file("compose.override.yaml", "services: {web: {privileged: true}}\n")
        .file("sub/prod.yaml", "services: {web: {user: \"5\"}}\n");
    Path first = directory.resolve("compose.yaml");
    Path second = directory.resolve("sub/prod.yaml");
    Path override = directory.resolve("compose.override.yaml");
    assertThat(ComposeProject.project(first)).containsExactly(first, second);
    assertThat(ComposeProject.includes(first)).containsExactly(second);
    assertThat(ComposeProject.project(second)).containsExactly(second);
    Path longer = directory.resolve("sub/../compose.yaml");
    assertThat(ComposeProject.project(longer)).containsExactly(longer, second);
    assertThat(ComposeProject.isOverride(override)).isFalse();
    projects.file(
        ".env", "COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE='compose.yaml;compose.override.yaml'\n");
    assertThat(ComposeProject.project(first)).containsExactly(first, override);
    assertThat(ComposeProject.includes(first)).containsExactly(override);
    projects.file(
        ".env", "COMPOSE_PATH_SEPARATOR=\nCOMPOSE_FILE=compose.override.yaml:compose.yaml\n");
    assertThat(ComposeProject.project(override)).containsExactly(override, first);
    assertThat(ComposeProject.project(first)).containsExactly(first);
    assertThat(ComposeProject.isOverride(override)).isFalse();
    Path relative = Path.of("").toAbsolutePath().relativize(first.toAbsolutePath());
    projects.file(".env", "COMPOSE_FILE=" + first.toAbsolutePath() + ":x.yaml\n");
    assertThat(ComposeProject.project(relative))
        .containsExactly(relative, relative.resolveSibling("x.yaml"));
    projects.file(".env", "COMPOSE_FILE=\n");
    assertThat(ComposeProject.project(first)).containsExactly(first, override);
    assertThat(ComposeProject.isOverride(override)).isTrue();
  }

  @Test
  void aFileWithoutAPlace() throws BreakwaterException {
    SourceFile file =
        SourceFile.of(
            "-", "services: {web: {image: a, user: \"0\"}}".getBytes(StandardCharsets.UTF_8));
    ComposeProject.read(file, Map.of(), projects);
    assertThat(projects.resource("web").file()).isEqualTo("-");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void aFileWhoseServicesNeedOthersLiesOverTheProject() {
    projects.file(
        "compose.yaml",
        """
        services: {app: {image: a, network_mode: host}}
        volumes: {data: {driver_opts: {type: none, o: bind, device: /srv}}}
        """);
    projects.file(
        "compose.test.yaml",
        "services: {tests: {image: t, network_mode: 'service:app', volumes: ['data:/d']}}\n");
    projects.read("compose.test.yaml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("tests");
    assertThat(Projects.plain(projects.resource("tests"), "spec", "hostNetwork")).isEqualTo(true);
    assertThat(Projects.plain(projects.resource("tests"), "spec", "volumes").toString())
        .contains("path=/srv");
    projects.file("compose.more.yaml", "services: {b: {build: ., depends_on: [app]}}\n");
    projects.read("compose.more.yaml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("b");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void partsOfServicesAreJudgedInWhatIsMadeOfThem() {
    projects.file("parts.yaml", "services: {base: {privileged: true}, more: {extends: base}}\n");
    projects.file("whole.yaml", "services: {own: {image: b, privileged: true}}\n");
    projects.file(
        "compose.yaml",
        """
        services:
          web: {image: a, extends: {file: parts.yaml, service: more}}
          two: {extends: {file: whole.yaml, service: own}}
        """);
    projects.read("compose.yaml");
    assertThat(projects.judged())
        .containsExactlyInAnyOrder(
            directory.resolve("compose.yaml"), directory.resolve("parts.yaml"));
    assertThat(ComposeProject.includes(directory.resolve("compose.yaml")))
        .containsExactly(directory.resolve("parts.yaml"), directory.resolve("whole.yaml"));
  }

  @Test
  void aFileWhoseServicesHaveTheirImagesFromAnotherIsJudgedItself() {
    projects.file("base.yaml", "services: {base: {image: a}}\n");
    projects.file(
        "middle.yaml",
        """
        services:
          web: {extends: {file: base.yaml, service: base}}
          admin: {extends: {file: base.yaml, service: base}, privileged: true}
        """);
    projects.file(
        "compose.yaml", "services: {web: {extends: {file: middle.yaml, service: web}}}\n");
    projects.read("compose.yaml");
    assertThat(projects.judged()).containsExactly(directory.resolve("compose.yaml"));
  }

  @Test
  void whatTheProjectIncludesIsNotJudgedWithAFileThatLiesOverIt() {
    projects.file("db.yaml", "services: {db: {image: d, privileged: true}}\n");
    projects.file("compose.yaml", "include: [db.yaml]\nservices: {app: {image: a}}\n");
    projects.file("compose.prod.yaml", "services: {app: {user: '1'}}\n");
    projects.read("compose.prod.yaml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("app");
    assertThat(projects.judged()).containsExactly(directory.resolve("compose.prod.yaml"));
  }
}
