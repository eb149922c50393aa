package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
  @TempDir Path directory;

  private static String auth(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private Credential ask(String image, String document) throws IOException {
    return DockerConfig.parse(document.getBytes(StandardCharsets.UTF_8), "config.json", helper())
        .credentialFor(ImageReference.parse(image));
  }

  private CredentialHelper helper() {
    return new CredentialHelper(
        Map.of("PATH", "relative:" + directory + ":/usr/bin:/bin"), Duration.ofSeconds(5));
  }

  private void program(String name, String script) throws IOException {
    Path file = directory.resolve("docker-credential-" + name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://index.docker.io/v1/",
        "index.docker.io/v1/",
        "index.docker.io",
        "docker.io",
        "registry-1.docker.io",
        "https://docker.io/"
      })
  void knowsTheNamesOfDockerHub(String key) throws IOException {
    String document = "{\"auths\":{\"" + key + "\":{\"auth\":\"" + auth("me:pa:ss") + "\"}}}";
    assertThat(ask("debian", document)).isEqualTo(new Credential.Password("me", "pa:ss"));
    assertThat(ask("ghcr.io/a/b", document)).isEqualTo(new Credential.Anonymous());
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.example:5000", "https://r.example:5000", "https://R.EXAMPLE:5000/v2/"})
  void readsHostsAndAddresses(String key) throws IOException {
    String document = "{\"auths\":{\"" + key + "\":{\"username\":\"u\",\"password\":\"p\"}}}";
    assertThat(ask("r.example:5000/a", document)).isEqualTo(new Credential.Password("u", "p"));
    assertThat(ask("r.example/a", document)).isEqualTo(new Credential.Anonymous());
    assertThat(ask("r.example:5001/a", document)).isEqualTo(new Credential.Anonymous());
  }

  @Test
  void prefersTheEntryForTheLongestPart() throws IOException {
    String document =
        "{\"auths\":{\"q.example\":{\"auth\":\""
            + auth("all:1")
            + "\"},\"q.example/a\":{\"auth\":\""
            + auth("a:2")
            + "\"},\"q.example/a/b\":{\"auth\":\""
            + auth("ab:3")
            + "\"}}}";
    assertThat(ask("q.example/a/b", document)).isEqualTo(new Credential.Password("ab", "3"));
    assertThat(ask("q.example/a/c", document)).isEqualTo(new Credential.Password("a", "2"));
    assertThat(ask("q.example/ab/c", document)).isEqualTo(new Credential.Password("all", "1"));
  }

  @Test
  void readsTokens() throws IOException {
    assertThat(
            ask(
                "r.example/a",
                "{\"auths\":{\"r.example\":{\"auth\":\""
                    + auth("0:")
                    + "\",\"identitytoken\":\"t\"}}}"))
        .isEqualTo(new Credential.IdentityToken("t"));
    assertThat(ask("r.example/a", "{\"auths\":{\"r.example\":{\"registrytoken\":\"t\"}}}"))
        .isEqualTo(new Credential.RegistryToken("t"));
  }

  @Test
  void stripsTheNulsThatOldDockersLeft() throws IOException {
    assertThat(
            ask(
                "r.example/a",
                "{\"auths\":{\"r.example\":{\"auth\":\"" + auth("u:p\0\0") + "\"}}}"))
        .isEqualTo(new Credential.Password("u", "p"));
  }

  @Test
  void complainsOfABrokenEntryOnlyWhereItIsWanted() throws IOException {
    String document =
        "{\"auths\":{\"bad.example\":{\"auth\":\"*secret*\"},\"r.example\":{\"auth\":\""
            + auth("u:p")
            + "\"}}}";
    assertThat(ask("r.example/a", document)).isEqualTo(new Credential.Password("u", "p"));
    assertThatThrownBy(() -> ask("bad.example/a", document))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("the entry 'bad.example' in config.json cannot be read")
        .hasMessageNotContaining("secret");
  }

  @Test
  void showsNoSecrets() {
    assertThat(new Credential.Password("u", "hidden").toString()).isEqualTo("user 'u'");
    assertThat(new Credential.IdentityToken("hidden").toString()).doesNotContain("hidden");
    assertThat(new Credential.RegistryToken("hidden").toString()).doesNotContain("hidden");
    assertThatThrownBy(() -> ask("a", "{\"auths\":{\"x\":{\"auth\": hidden}}}"))
        .hasMessage("it is not valid JSON")
        .hasNoCause();
  }

  @Test
  void saysWhichFileIsMissing() {
    Path missing = directory.resolve("none.json");
    assertThatThrownBy(() -> DockerConfig.read(missing, helper()))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("there is no such file");
  }

  @Test
  void asksTheHelperOfTheHostThenTheStoreThenTheFile() throws IOException {
    program("one", "read server; echo '{\"Username\":\"one\",\"Secret\":\"'$server'\"}'");
    program("two", "read server; echo '{\"Username\":\"two\",\"Secret\":\"'$server'\"}'");
    String document =
        "{\"credHelpers\":{\"r.example\":\"one\"},\"credsStore\":\"two\",\"auths\":{\"r.example\":{}}}";
    assertThat(ask("r.example/a", document)).isEqualTo(new Credential.Password("one", "r.example"));
    assertThat(ask("s.example:1/a", document))
        .isEqualTo(new Credential.Password("two", "s.example:1"));
    assertThat(ask("debian", document))
        .isEqualTo(new Credential.Password("two", "https://index.docker.io/v1/"));
  }

  @Test
  void fallsBackToTheFileWhereTheHelperKnowsNothing() throws IOException {
    program("none", "echo 'credentials not found in native keychain'; exit 1");
    String document =
        "{\"credsStore\":\"none\",\"auths\":{\"r.example\":{\"auth\":\"" + auth("u:p") + "\"}}}";
    assertThat(ask("r.example/a", document)).isEqualTo(new Credential.Password("u", "p"));
    assertThat(ask("s.example/a", document)).isEqualTo(new Credential.Anonymous());
  }

  @Test
  void readsIdentityTokensOfHelpers() throws IOException {
    program("token", "echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'");
    assertThat(ask("r.example/a", "{\"credsStore\":\"token\"}"))
        .isEqualTo(new Credential.IdentityToken("t"));
  }

  @Test
  void saysWhyAHelperFailed() throws IOException {
    program("broken", "echo 'no key \033[31mring'; exit 3");
    program("leaky", "echo '{\"Username\":\"u\",\"Secret\":\"hidden\"}'; exit 3");
    program("chatty", "yes");
    program("silent", "exec sleep 100");
    program("garbled", "echo hidden");
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"broken\"}"))
        .hasMessageContaining("docker-credential-broken failed with exit code 3: no key [31mring");
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"leaky\"}"))
        .hasMessageContaining("failed with exit code 3")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"chatty\"}"))
        .hasMessageContaining("more than 131072 bytes");
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"silent\"}"))
        .hasMessageContaining("did not answer in 5 s");
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"garbled\"}"))
        .hasMessageContaining("answered with no JSON")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"absent\"}"))
        .hasMessageContaining("there is no program docker-credential-absent in PATH")
        .hasMessageContaining("config.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../bin/sh", "a b", "a;b", "-x", ".x", "a/b", "\\u0000"})
  void runsNoProgramOfAnImpossibleName(String name) {
    assertThatThrownBy(() -> ask("r.example/a", "{\"credsStore\":\"" + name + "\"}"))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("impossible name");
  }

  @Test
  void findsTheUsualFiles() throws IOException {
    Path docker = Files.createDirectories(directory.resolve("home/.docker"));
    Files.writeString(docker.resolve("config.json"), "{}");
    Path podman = Files.writeString(directory.resolve("auth.json"), "{}");
    String home = directory.resolve("home").toString();
    assertThat(RegistryOptions.usualDockerConfig(Map.of())).isEmpty();
    assertThat(RegistryOptions.usualDockerConfig(Map.of("HOME", home)))
        .contains(docker.resolve("config.json"));
    assertThat(
            RegistryOptions.usualDockerConfig(
                Map.of("HOME", home, "DOCKER_CONFIG", directory + "/none")))
        .isEmpty();
    assertThat(
            RegistryOptions.usualDockerConfig(
                Map.of("HOME", "/nowhere", "REGISTRY_AUTH_FILE", podman.toString())))
        .contains(podman);
  }
}
