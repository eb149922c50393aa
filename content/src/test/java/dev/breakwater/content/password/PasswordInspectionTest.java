package dev.breakwater.content.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.content.ImageFixture;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordInspectionTest {
  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/bash
      daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
      app:x:1000:1000::/home/app:/bin/sh
      """;

  private static List<String> lines(String shadow) {
    return new ImageFixture()
        .file("etc/passwd", PASSWD)
        .file("etc/shadow", shadow, 0640)
        .lines(new PasswordInspection());
  }

  private static String hash(String... command) throws Exception {
    return Programs.run(Path.of("."), command).strip();
  }

  @Test
  void lockedAccountsAreFine() {
    assertThat(lines("root:*:19000:0:99999:7:::\ndaemon:!:19000::::::\napp:!!:19000::::::\n"))
        .isEmpty();
  }

  @Test
  void anEmptyPasswordIsCriticalForWhoGetsAShell() {
    assertThat(lines("root::19000:0:99999:7:::\ndaemon::19000::::::\n"))
        .containsExactly(
            "critical empty-password etc/shadow:1",
            "low empty-password-without-shell etc/shadow:2");
  }

  @Test
  void anEmptyFieldInPasswdIsAnEmptyPassword() {
    assertThat(
            new ImageFixture()
                .file("etc/passwd", "root::0:0:root:/root:/bin/sh\n")
                .lines(new PasswordInspection()))
        .containsExactly("critical empty-password etc/passwd:1");
  }

  @Test
  void aWellKnownPasswordIsFoundAndNotTold() throws Exception {
    String yescrypt = hash("mkpasswd", "-m", "yescrypt", "--", "root");
    String sha = hash("openssl", "passwd", "-6", "changeme");
    List<Weakness> found =
        new ImageFixture()
            .file("etc/passwd", PASSWD)
            .file("etc/shadow", "root:" + yescrypt + ":1::::::\napp:" + sha + ":1::::::\n", 0640)
            .findings(new PasswordInspection());
    assertThat(found).extracting(Weakness::id).containsOnly("well-known-password").hasSize(2);
    assertThat(found).extracting(each -> each.location().line()).containsExactlyInAnyOrder(1, 2);
    assertThat(found.toString()).doesNotContain(yescrypt, sha, "changeme");
  }

  @Test
  void aPasswordThatNobodyKnowsIsFine() throws Exception {
    assertThat(lines("root:" + hash("openssl", "passwd", "-6", "kZ8+vqP0rTw") + ":1::::::\n"))
        .isEmpty();
  }

  @Test
  void aLockedHashIsFine() throws Exception {
    assertThat(lines("root:!" + hash("openssl", "passwd", "-6", "root") + ":1::::::\n")).isEmpty();
  }

  @Test
  void aHashInPasswdCanBeReadByAll() throws Exception {
    String hash = hash("openssl", "passwd", "-1", "kZ8+vqP0rTw");
    assertThat(
            new ImageFixture()
                .file("etc/passwd", "root:" + hash + ":0:0:root:/root:/bin/sh\n")
                .lines(new PasswordInspection()))
        .containsExactly("medium readable-password-hash etc/passwd:1");
  }

  @Test
  void groupsAndBackupsAreLookedAtToo() throws Exception {
    String hash = hash("openssl", "passwd", "-1", "test");
    assertThat(
            new ImageFixture()
                .file("etc/gshadow", "users::\nstaff:" + hash + "::\n", 0640)
                .file("etc/shadow-", "root:" + hash + ":1::::::\n", 0640)
                .lines(new PasswordInspection()))
        .containsExactly(
            "critical well-known-password etc/gshadow:2",
            "low well-known-password-in-backup etc/shadow-:1");
  }

  @Test
  void aFileOfCostlyHashesIsDoneWithSoon() {
    StringBuilder shadow = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      shadow.append("u").append(i).append(":$2b$12$").append("a".repeat(53)).append(":1::::::\n");
      shadow.append("v").append(i).append(":$6$rounds=999999999$aa$bb:1::::::\n");
      shadow
          .append("w")
          .append(i)
          .append(":$y$jFT$aaaaaaaa$")
          .append("a".repeat(43))
          .append(":1:\n");
    }
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(40), () -> assertThat(lines(shadow.toString())).isEmpty());
  }
}
