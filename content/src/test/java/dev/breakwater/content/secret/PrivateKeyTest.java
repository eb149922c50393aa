package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys as the programs that make them write them. */
class PrivateKeyTest {
  @TempDir Path directory;

  @Test
  void knowsTheKeysOfOpenssl() throws Exception {
    run("openssl", "genrsa", "-out", "rsa8", "2048");
    run("openssl", "genrsa", "-traditional", "-out", "rsa1", "2048");
    run("openssl", "ecparam", "-genkey", "-name", "prime256v1", "-out", "ec");
    run("openssl", "genpkey", "-algorithm", "ed25519", "-out", "ed");
    String[] lock = {"-passout", "pass:sesame"};
    run("openssl", "rsa", "-in", "rsa8", "-aes128", lock[0], lock[1], "-traditional", "-out", "l1");
    run("openssl", "pkcs8", "-topk8", "-in", "rsa8", lock[0], lock[1], "-out", "l8");

    for (String name : List.of("rsa8", "rsa1", "ec", "ed")) {
      assertThat(rules(name)).as(name).containsExactly("private-key");
    }
    assertThat(rules("l1")).containsExactly("encrypted-private-key");
    assertThat(rules("l8")).containsExactly("encrypted-private-key");
  }

  @Test
  void knowsTheKeysOfSsh() throws Exception {
    for (String sort : List.of("rsa", "ed25519", "ecdsa")) {
      run("ssh-keygen", "-q", "-t", sort, "-N", "", "-f", sort);
      run("ssh-keygen", "-q", "-t", sort, "-N", "sesame", "-f", sort + ".locked");
      assertThat(rules(sort)).as(sort).containsExactly("private-key");
      assertThat(rules(sort + ".locked")).as(sort).containsExactly("encrypted-private-key");
      assertThat(rules(sort + ".pub")).as(sort).isEmpty();
    }
  }

  private List<String> rules(String name) throws IOException {
    List<String> rules = new ArrayList<>();
    for (SecretMatch match :
        SecretScanner.standard().find(Files.readAllBytes(directory.resolve(name)))) {
      rules.add(match.rule());
    }
    return rules;
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          command[0] + " is missing: apt-get install openssl openssh-client", e);
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends in time").isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
  }
}
