package dev.breakwater.content.server;

import dev.breakwater.content.Inspection;
import dev.breakwater.content.clue.ClueInspection;
import dev.breakwater.content.clue.Rule;
import dev.breakwater.core.Severity;
import java.util.List;

/** Servers that are configured to let in whoever comes. */
public final class ServerSettings {
  private static final List<Rule> RULES =
      List.of(
          Rule.setting(
              DockerDaemonFile.RULE,
              Severity.HIGH,
              "Docker's daemon takes orders from anybody",
              "set tlsverify with tlscacert, tlscert and tlskey, or remove the tcp:// host",
              "CIS Docker 2.7",
              "CWE-306",
              "https://docs.docker.com/engine/security/protect-access/"),
          Rule.setting(
              ElasticsearchFile.RULE,
              Severity.HIGH,
              "Elasticsearch or OpenSearch without security",
              "leave security on, or bind to the loopback address only",
              "CWE-306",
              "https://www.elastic.co/guide/en/elasticsearch/reference/current/security-settings.html"),
          Rule.setting(
              EtcdFile.RULE,
              Severity.HIGH,
              "etcd serves other machines without TLS",
              "listen with https:// and set client-cert-auth with trusted-ca-file",
              "CIS Kubernetes 2.1",
              "CWE-319",
              "https://etcd.io/docs/v3.5/op-guide/security/"),
          Rule.setting(
              GrafanaFile.PASSWORD,
              Severity.MEDIUM,
              "Grafana with its default password",
              "remove admin_password and set GF_SECURITY_ADMIN_PASSWORD__FILE when it starts",
              "CWE-1392",
              "https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/"),
          Rule.setting(
              GrafanaFile.ANONYMOUS,
              Severity.HIGH,
              "Grafana makes everybody an administrator",
              "set org_role to Viewer, or enabled to false",
              "CWE-306",
              "https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/"),
          Rule.setting(
              HtpasswdFile.RULE,
              Severity.HIGH,
              "Web user with a well-known password",
              "set another password with htpasswd -B, and mount the file when the server starts",
              "CWE-1392",
              "https://httpd.apache.org/docs/2.4/programs/htpasswd.html"),
          Rule.setting(
              JavaRealmFile.RULE,
              Severity.HIGH,
              "Web console with a well-known password",
              "set another password, and mount the file when the server starts",
              "CWE-1392",
              "https://activemq.apache.org/components/classic/documentation/web-console"),
          Rule.setting(
              JenkinsFile.RULE,
              Severity.HIGH,
              "Jenkins without security",
              "choose a security realm and an authorization strategy",
              "CWE-306",
              "https://www.jenkins.io/doc/book/security/managing-security/"),
          Rule.setting(
              JupyterFile.RULE,
              Severity.HIGH,
              "Jupyter runs the code of whoever reaches it",
              "remove the empty token, or set a password",
              "CWE-306",
              "https://jupyter-server.readthedocs.io/en/latest/operators/security.html"),
          Rule.setting(
              KubeletFile.RULE,
              Severity.HIGH,
              "The kubelet takes orders from anybody",
              "set authentication.anonymous.enabled to false and authorization.mode to Webhook",
              "CIS Kubernetes 4.2.1",
              "CIS Kubernetes 4.2.2",
              "CWE-306",
              "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/"),
          Rule.setting(
              MongoFile.RULE,
              Severity.HIGH,
              "MongoDB lets everybody in",
              "set security.authorization to enabled",
              "CWE-306",
              "https://www.mongodb.com/docs/manual/administration/security-checklist/"),
          Rule.setting(
              MysqlFile.RULE,
              Severity.HIGH,
              "MySQL or MariaDB asks nobody for a password",
              "remove skip-grant-tables",
              "CWE-306",
              "https://dev.mysql.com/doc/refman/8.4/en/server-options.html"),
          Rule.setting(
              PostgresFile.RULE,
              Severity.HIGH,
              "PostgreSQL trusts other machines",
              "use scram-sha-256 instead of trust",
              "CWE-306",
              "https://www.postgresql.org/docs/current/auth-trust.html"),
          Rule.setting(
              RabbitFile.RULE,
              Severity.MEDIUM,
              "RabbitMQ lets guest in from other machines",
              "remove the setting, or delete guest and create users of your own",
              "CWE-1392",
              "https://www.rabbitmq.com/docs/access-control#loopback-users"),
          Rule.setting(
              RedisFile.RULE,
              Severity.HIGH,
              "Redis lets everybody in",
              "set requirepass or an ACL, or leave protected-mode on",
              "CWE-306",
              "https://redis.io/docs/latest/operate/oss_and_stack/management/security/"),
          Rule.setting(
              SshFile.EMPTY,
              Severity.HIGH,
              "SSH takes empty passwords",
              "set PermitEmptyPasswords to no",
              "CWE-258",
              "https://man.openbsd.org/sshd_config"),
          Rule.setting(
              SshFile.ROOT,
              Severity.MEDIUM,
              "SSH lets root in with a password",
              "set PermitRootLogin to prohibit-password, or PasswordAuthentication to no",
              "CWE-250",
              "https://man.openbsd.org/sshd_config"),
          Rule.setting(
              SudoersFile.RULE,
              Severity.MEDIUM,
              "sudo without a password",
              "name the commands that are needed instead of ALL, or remove sudo from the image",
              "CWE-250",
              "https://www.sudo.ws/docs/man/sudoers.man/"),
          Rule.setting(
              TomcatFile.RULE,
              Severity.HIGH,
              "Tomcat user with a well-known password",
              "remove the user, or set another password when the server starts",
              "CWE-1392",
              "https://tomcat.apache.org/tomcat-10.1-doc/manager-howto.html"),
          Rule.setting(
              VsftpdFile.RULE,
              Severity.MEDIUM,
              "Anybody can put files on the FTP server",
              "set anon_upload_enable and anon_other_write_enable to NO",
              "CWE-306",
              "https://manpages.debian.org/bookworm/vsftpd/vsftpd.conf.5.en.html"));

  private ServerSettings() {}

  /** The inspection. */
  public static Inspection inspection() {
    return new ClueInspection(new ServerDetector(), RULES, ClueInspection.Hidden.IGNORED);
  }
}
