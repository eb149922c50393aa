package dev.breakwater.content.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.content.ImageFixture;
import dev.breakwater.core.Problem;
import dev.breakwater.image.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule with what it is for and with what it must leave alone. */
class ServerSettingsTest {
  private static List<String> lines(String path, String text) {
    return new ImageFixture().file(path, text).lines(ServerSettings.inspection());
  }

  @Test
  void tomcat() {
    assertThat(
            lines(
                "opt/tomcat/conf/tomcat-users.xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <tomcat-users xmlns="http://tomcat.apache.org/xml">
                  <role rolename="manager-gui"/>
                  <user username="tomcat" password="tomcat" roles="manager-gui"/>
                  <user username="ops" password="yT7-kw0PzQ" roles="manager-gui"/>
                </tomcat-users>
                """))
        .containsExactly("high tomcat-default-password opt/tomcat/conf/tomcat-users.xml:4");
    assertThat(
            lines(
                "opt/tomcat/conf/tomcat-users.xml",
                """
                <tomcat-users>
                <!--
                  <user username="tomcat" password="tomcat" roles="manager-gui"/>
                -->
                </tomcat-users>
                """))
        .isEmpty();
  }

  @Test
  void xmlOfStrangersIsNotObeyed() {
    ImageFixture image =
        new ImageFixture()
            .file(
                "opt/tomcat/conf/tomcat-users.xml",
                """
                <!DOCTYPE users [<!ENTITY a SYSTEM "file:///etc/hostname">]>
                <users><user username="&a;" password="tomcat"/></users>
                """);
    assertThat(image.lines(ServerSettings.inspection())).isEmpty();
    assertThat(image.problems()).extracting(Problem::what).anyMatch(text -> text.contains("XML"));
  }

  @Test
  void jenkins() {
    String config =
        """
        <?xml version='1.1' encoding='UTF-8'?>
        <hudson>
          <useSecurity>%s</useSecurity>
          <authorizationStrategy class="hudson.security.%s"/>
        </hudson>
        """;
    String path = "var/jenkins_home/config.xml";
    assertThat(lines(path, config.formatted("false", "AuthorizationStrategy$Unsecured")))
        .containsExactly(
            "high jenkins-without-security " + path + ":3",
            "high jenkins-without-security " + path + ":4");
    assertThat(
            lines(path, config.formatted("true", "FullControlOnceLoggedInAuthorizationStrategy")))
        .isEmpty();
  }

  @Test
  void redis() {
    String path = "etc/redis/redis.conf";
    assertThat(lines(path, "# all\nbind * -::*\nprotected-mode no\n"))
        .containsExactly("high redis-without-password " + path + ":3");
    assertThat(lines("usr/local/etc/valkey/valkey.conf", "protected-mode no\n")).hasSize(1);
    assertThat(lines(path, "bind 127.0.0.1 -::1\nprotected-mode no\n")).isEmpty();
    assertThat(lines(path, "protected-mode yes\n")).isEmpty();
    assertThat(lines(path, "protected-mode no\nrequirepass \"s\"\n")).isEmpty();
    assertThat(lines(path, "protected-mode no\naclfile /etc/redis/users.acl\n")).isEmpty();
    assertThat(lines(path, "# protected-mode no\n")).isEmpty();
  }

  @Test
  void mongo() {
    assertThat(lines("etc/mongod.conf", "net:\n  port: 27017\n  bindIp: 127.0.0.1,0.0.0.0\n"))
        .containsExactly("high mongodb-without-authorization etc/mongod.conf:3");
    assertThat(lines("etc/mongod.conf", "net:\n  bindIpAll: true\n")).hasSize(1);
    assertThat(
            lines(
                "etc/mongod.conf",
                "net:\n  bindIp: 0.0.0.0\nsecurity:\n  authorization: enabled\n"))
        .isEmpty();
    assertThat(lines("etc/mongod.conf", "net:\n  bindIp: 127.0.0.1\n")).isEmpty();
  }

  @Test
  void postgres() {
    assertThat(
            lines(
                "etc/postgresql/15/main/pg_hba.conf",
                """
                # TYPE DATABASE USER ADDRESS METHOD
                local all all trust
                host all all 127.0.0.1/32 trust
                host all all ::1/128 trust
                hostssl all all 0.0.0.0/0 scram-sha-256
                host all all 10.0.0.0 255.0.0.0 trust
                host all all all trust # for now
                """))
        .containsExactly(
            "high postgresql-trust etc/postgresql/15/main/pg_hba.conf:6",
            "high postgresql-trust etc/postgresql/15/main/pg_hba.conf:7");
  }

  @Test
  void mysql() {
    assertThat(lines("etc/mysql/conf.d/x.cnf", "[mysqld]\nskip-grant-tables\n"))
        .containsExactly("high mysql-without-grants etc/mysql/conf.d/x.cnf:2");
    assertThat(lines("etc/my.cnf", "[mysqld]\nskip_grant_tables = 1\n")).hasSize(1);
    assertThat(lines("etc/my.cnf", "[mysqld]\nskip-grant-tables=0\n")).isEmpty();
    assertThat(lines("etc/my.cnf", "[client]\nskip-grant-tables\n")).isEmpty();
    assertThat(lines("etc/my.cnf", "[mysqld]\n#skip-grant-tables\n")).isEmpty();
  }

  @Test
  void rabbit() {
    assertThat(lines("etc/rabbitmq/conf.d/10-defaults.conf", "loopback_users.guest = false\n"))
        .containsExactly("medium rabbitmq-guest etc/rabbitmq/conf.d/10-defaults.conf:1");
    assertThat(lines("etc/rabbitmq/rabbitmq.conf", "loopback_users = none\n")).hasSize(1);
    assertThat(
            lines(
                "etc/rabbitmq/rabbitmq.conf",
                "loopback_users = none\ndefault_user = ops\ndefault_pass = yT7-kw0PzQ\n"))
        .isEmpty();
    assertThat(lines("etc/rabbitmq/rabbitmq.config", "[{rabbit, [{loopback_users, []}]}].\n"))
        .containsExactly("medium rabbitmq-guest etc/rabbitmq/rabbitmq.config:1");
    assertThat(lines("etc/rabbitmq/rabbitmq.config", "%% {loopback_users, []}\n")).isEmpty();
  }

  @Test
  void elasticsearch() {
    String path = "usr/share/elasticsearch/config/elasticsearch.yml";
    assertThat(lines(path, "network.host: 0.0.0.0\nxpack.security.enabled: false\n"))
        .containsExactly("high elasticsearch-without-security " + path + ":2");
    assertThat(
            lines(
                path,
                "network:\n  host: [_local_, _site_]\nxpack:\n  security:\n    enabled: false\n"))
        .containsExactly("high elasticsearch-without-security " + path + ":5");
    assertThat(lines(path, "xpack.security.enabled: false\n")).isEmpty();
    assertThat(lines(path, "network.host: 0.0.0.0\nxpack.security.enabled: true\n")).isEmpty();
    assertThat(
            lines(
                "usr/share/opensearch/config/opensearch.yml",
                "network.host: 0.0.0.0\nplugins.security.disabled: true\n"))
        .hasSize(1);
  }

  @Test
  void grafana() {
    String path = "etc/grafana/grafana.ini";
    assertThat(
            lines(
                path,
                """
                [security]
                admin_password = admin
                [auth.anonymous]
                enabled = true
                org_role = Admin
                """))
        .containsExactly(
            "high grafana-anonymous-admin " + path + ":4",
            "medium grafana-default-password " + path + ":2");
    assertThat(
            lines(
                path,
                """
                [security]
                ;admin_password = admin
                [auth.anonymous]
                enabled = true
                org_role = Viewer
                """))
        .isEmpty();
  }

  @Test
  void htpasswd() throws Exception {
    String bad =
        Programs.run(Path.of("."), "htpasswd", "-nbB", "-C", "5", "admin", "admin").strip();
    String apr = Programs.run(Path.of("."), "htpasswd", "-nbm", "test", "secret").strip();
    String good =
        Programs.run(Path.of("."), "htpasswd", "-nbB", "-C", "5", "ops", "yT7-kw0PzQ").strip();
    String sha =
        Programs.run(Path.of("."), "htpasswd", "-nbs", "admin", "password")
            .strip()
            .lines()
            .toList()
            .getLast();
    assertThat(lines("etc/nginx/.htpasswd", good + "\n" + bad + "\n" + apr + "\n" + sha + "\n"))
        .containsExactly(
            "high htpasswd-default-password etc/nginx/.htpasswd:2",
            "high htpasswd-default-password etc/nginx/.htpasswd:3",
            "high htpasswd-default-password etc/nginx/.htpasswd:4");
  }

  @Test
  void ssh() {
    String path = "etc/ssh/sshd_config";
    assertThat(lines(path, "Port 22\nPermitEmptyPasswords yes\nPermitRootLogin yes\n"))
        .containsExactly(
            "high ssh-empty-passwords " + path + ":2", "medium ssh-root-password " + path + ":3");
    assertThat(lines(path, "PermitRootLogin yes\nPasswordAuthentication no\n")).isEmpty();
    assertThat(lines(path, "#PermitRootLogin yes\nPermitRootLogin prohibit-password\n")).isEmpty();
    assertThat(lines(path, "PermitRootLogin no\nPermitRootLogin yes\n"))
        .as("the first value holds")
        .isEmpty();
    assertThat(lines(path, "Match User anoncvs\n  PermitEmptyPasswords yes\n")).isEmpty();
  }

  @Test
  void sudo() {
    String path = "etc/sudoers.d/app";
    assertThat(lines(path, "app ALL=(ALL:ALL) NOPASSWD:ALL\n"))
        .containsExactly("medium sudo-without-password " + path + ":1");
    assertThat(lines(path, "%wheel ALL=(ALL) \\\n  NOPASSWD: SETENV: ALL\n")).hasSize(1);
    assertThat(lines(path, "Defaults !authenticate\n")).hasSize(1);
    assertThat(lines(path, "app ALL=(root) NOPASSWD: /usr/bin/systemctl restart app\n")).isEmpty();
    assertThat(lines(path, "app ALL=NOPASSWD: /bin/true, PASSWD: ALL\n")).isEmpty();
    assertThat(lines(path, "# app ALL=(ALL) NOPASSWD:ALL\nroot ALL=(ALL) NOPASSWD:ALL\n"))
        .isEmpty();
    assertThat(lines("etc/sudoers", "root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n")).isEmpty();
    assertThat(lines("etc/sudoers.d/app.bak", "app ALL=(ALL) NOPASSWD:ALL\n")).isEmpty();
  }

  @Test
  void docker() {
    String path = "etc/docker/daemon.json";
    assertThat(lines(path, "{\n  \"hosts\": [\"fd://\",\n    \"tcp://0.0.0.0:2375\"]\n}\n"))
        .containsExactly("high docker-without-tls " + path + ":3");
    assertThat(lines(path, "{\"hosts\": [\"tcp://0.0.0.0:2376\"], \"tlsverify\": true}")).isEmpty();
    assertThat(lines(path, "{\"hosts\": [\"tcp://127.0.0.1:2375\", \"unix:///x\"]}")).isEmpty();
  }

  @Test
  void kubelet() {
    String path = "var/lib/kubelet/config.yaml";
    assertThat(
            lines(
                path,
                "authentication:\n  anonymous:\n    enabled: true\nauthorization:\n  mode: AlwaysAllow\n"))
        .containsExactly(
            "high kubelet-anonymous " + path + ":3", "high kubelet-anonymous " + path + ":5");
    assertThat(
            lines(
                path,
                "authentication:\n  anonymous:\n    enabled: false\nauthorization:\n  mode: Webhook\n"))
        .isEmpty();
    assertThat(
            lines(
                "etc/kubernetes/kubelet/kubelet-config.json",
                "{\"authentication\": {\"anonymous\": {\"enabled\": true}}}"))
        .hasSize(1);
  }

  @Test
  void etcd() {
    assertThat(lines("etc/etcd/etcd.conf", "ETCD_LISTEN_CLIENT_URLS=\"http://0.0.0.0:2379\"\n"))
        .containsExactly("high etcd-without-tls etc/etcd/etcd.conf:1");
    assertThat(lines("etc/etcd.conf.yml", "listen-client-urls: http://10.0.0.1:2379\n")).hasSize(1);
    assertThat(lines("etc/etcd.conf.yml", "listen-client-urls: https://10.0.0.1:2379\n")).isEmpty();
    assertThat(lines("etc/etcd.conf.yml", "listen-client-urls: http://localhost:2379\n")).isEmpty();
    assertThat(lines("etc/etcd.conf.yml", "listen-client-urls: http://[::1]:2379\n")).isEmpty();
  }

  @Test
  void vsftpd() {
    assertThat(
            lines(
                "etc/vsftpd.conf",
                "anonymous_enable=YES\nwrite_enable=YES\nanon_upload_enable=YES\n"))
        .containsExactly("medium ftp-anonymous-upload etc/vsftpd.conf:1");
    assertThat(lines("etc/vsftpd.conf", "anonymous_enable=YES\nanon_upload_enable=YES\n"))
        .isEmpty();
    assertThat(lines("etc/vsftpd.conf", "anonymous_enable=NO\nwrite_enable=YES\n")).isEmpty();
  }

  @Test
  void javaRealms() {
    assertThat(
            lines(
                "opt/activemq/conf/jetty-realm.properties",
                "# users\nadmin: admin, admin\nops: OBF:1abc, user\n"))
        .containsExactly("high jetty-default-password opt/activemq/conf/jetty-realm.properties:2");
    assertThat(lines("opt/activemq/conf/users.properties", "admin=yT7-kw0PzQ\n")).isEmpty();
  }

  @Test
  void jupyter() {
    String path = "root/.jupyter/jupyter_server_config.py";
    assertThat(lines(path, "c = get_config()\nc.ServerApp.token = ''\nc.ServerApp.password = ''\n"))
        .containsExactly("high jupyter-without-token " + path + ":2");
    assertThat(lines(path, "c.ServerApp.token = ''\nc.ServerApp.password = 'argon2:x'\n"))
        .isEmpty();
    assertThat(lines(path, "# c.ServerApp.token = ''\n")).isEmpty();
  }

  @Test
  void whatCannotBeUnderstoodIsAProblemAndTheRestGoesOn() {
    ImageFixture image =
        new ImageFixture()
            .file("etc/mongod.conf", "net: [\n")
            .file("etc/docker/daemon.json", "{")
            .file("etc/my.cnf", "[mysqld]\nskip-grant-tables\n");
    assertThat(image.lines(ServerSettings.inspection()))
        .containsExactly("high mysql-without-grants etc/my.cnf:2");
    assertThat(image.problems())
        .extracting(Problem::where)
        .containsExactly("etc/docker/daemon.json", "etc/mongod.conf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "opt/tomcat/conf/tomcat-users.xml # <users>|<user password='ze&bra9x'/></users>",
        "opt/tomcat/conf/tomcat-users.xml # <users>|<user password='zebra9x></users>",
        "etc/elasticsearch/elasticsearch.yml # a: 1|password: @zebra9x",
        "etc/mongod.conf # a: 1|password: \"zebra9x\\q\""
      })
  void faultsOfSyntaxQuoteNoPasswords(String path, String lines) {
    ImageFixture image = new ImageFixture().file(path, lines.replace('|', '\n') + "\n");

    assertThat(image.lines(ServerSettings.inspection())).isEmpty();
    assertThat(image.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what()).contains("line ").doesNotContain("bra9x");
          assertThat(problem.toString()).doesNotContain("bra9x");
        });
  }

  @Test
  void longKeysAreNotMultiplied() {
    StringBuilder text = new StringBuilder();
    for (int depth = 0; depth < 40; depth++) {
      text.append(" ".repeat(depth)).append("k".repeat(1000)).append(depth).append(":\n");
    }
    for (int i = 0; i < 10_000; i++) {
      text.append(" ".repeat(40)).append("a: b\n");
    }
    ImageFixture image = new ImageFixture().file("etc/mongod.conf", text.toString());

    assertThat(image.lines(ServerSettings.inspection())).isEmpty();
    assertThat(image.problems()).isEmpty();
  }

  @Test
  void tooManySettingsAreAProblem() {
    ImageFixture image = new ImageFixture().file("etc/mongod.conf", "a: b\n".repeat(20_001));

    assertThat(image.lines(ServerSettings.inspection())).isEmpty();
    assertThat(image.problems())
        .extracting(Problem::what)
        .containsExactly("YAML with more than 20000 settings");
  }
}
