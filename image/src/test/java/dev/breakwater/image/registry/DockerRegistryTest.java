package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Digest;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.oci.Descriptor;
import dev.breakwater.image.oci.ImageConfig;
import dev.breakwater.image.oci.Manifest;
import dev.breakwater.image.oci.Platform;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real registry, with images that real programs built and pushed. */
@Timeout(120)
class DockerRegistryTest {
  @TempDir Path directory;
  private Path layout;

  @BeforeEach
  void makeImages() throws Exception {
    layout = directory.resolve("layout");
    OciLayout made = new OciLayout(layout);
    byte[] noise = new byte[2_000_000];
    new Random(1).nextBytes(noise);
    String amd64 = made.image("amd64", OciLayout.layer("amd64", noise));
    String arm64 = made.image("arm64", OciLayout.layer("arm64", new byte[100]));
    made.tag(amd64, "single");
    made.tag(made.index(amd64, arm64), "multi");
  }

  private void skopeo(String... rest) throws Exception {
    inspect(rest);
  }

  private String inspect(String... rest) throws Exception {
    String[] command = new String[rest.length + 2];
    command[0] = "skopeo";
    command[1] = "--insecure-policy";
    System.arraycopy(rest, 0, command, 2, rest.length);
    return Programs.run(directory, command);
  }

  private static RegistryClient client(RegistryOptions options) throws Exception {
    return new RegistryClient(options, Limits.STANDARD, Map.of(), Instant::now);
  }

  private static byte[] read(RegistryClient client, ImageReference image, Descriptor blob)
      throws Exception {
    try (InputStream in = client.blob(image, blob)) {
      return in.readAllBytes();
    }
  }

  /** Pulls an image whole, and checks each layer against the configuration's diff-id. */
  private static void pull(RegistryClient client, ImageReference image) throws Exception {
    Manifest.ForImage manifest = (Manifest.ForImage) client.manifest(image).manifest();
    ImageConfig config = ImageConfig.read(read(client, image, manifest.config()));
    assertThat(config.diffIds()).hasSameSizeAs(manifest.layers());
    for (int i = 0; i < config.diffIds().size(); i++) {
      try (InputStream layer = new GZIPInputStream(client.blob(image, manifest.layers().get(i)))) {
        java.security.MessageDigest hash = java.security.MessageDigest.getInstance("SHA-256");
        hash.update(layer.readAllBytes());
        assertThat(Digest.sha256(hash.digest())).isEqualTo(config.diffIds().get(i));
      }
    }
  }

  @Test
  void pullsWhatSkopeoPushedToAPlainRegistry() throws Exception {
    try (DockerRegistry registry = DockerRegistry.plain(directory);
        RegistryClient client = client(new RegistryOptions(Set.of(registry.host()), null, null))) {
      String base = "docker://" + registry.host() + "/team/app:";
      skopeo("copy", "--dest-tls-verify=false", "oci:" + layout + ":single", base + "oci");
      skopeo(
          "copy",
          "--dest-tls-verify=false",
          "--format",
          "v2s2",
          "oci:" + layout + ":single",
          base + "docker");
      skopeo(
          "copy", "--all", "--dest-tls-verify=false", "oci:" + layout + ":multi", base + "multi");
      for (String tag : List.of("oci", "docker", "multi")) {
        ImageReference image = ImageReference.parse(registry.host() + "/team/app:" + tag);
        FetchedManifest fetched = client.manifest(image);
        Json seen = Json.parse(inspect("inspect", "--tls-verify=false", base + tag));
        assertThat(fetched.digest()).hasToString(seen.text("Digest"));
        if (fetched.manifest() instanceof Manifest.Index index) {
          assertThat(tag).isEqualTo("multi");
          for (String platform : List.of("linux/amd64", "linux/arm64")) {
            Descriptor chosen = index.select(Platform.parse(platform));
            pull(client, image.at(chosen.digest()));
          }
        } else {
          assertThat(((Manifest.ForImage) fetched.manifest()).layers())
              .extracting(layer -> layer.digest().toString())
              .isEqualTo(seen.texts("Layers"));
          pull(client, image);
          pull(client, image.at(fetched.digest()));
        }
      }
    }
  }

  @Test
  void listsTagsAndRepositoriesAsSkopeoDoes() throws Exception {
    try (DockerRegistry registry = DockerRegistry.plain(directory);
        RegistryClient client = client(new RegistryOptions(Set.of(registry.host()), null, null))) {
      for (String name : List.of("team/app:1", "team/app:2", "other:x")) {
        skopeo(
            "copy",
            "--dest-tls-verify=false",
            "oci:" + layout + ":single",
            "docker://" + registry.host() + "/" + name);
      }
      Repository application = Repository.parse(registry.host() + "/team/app");
      Json seen = Json.parse(inspect("list-tags", "--tls-verify=false", "docker://" + application));
      assertThat(client.tags(application))
          .containsExactlyInAnyOrderElementsOf(seen.texts("Tags"))
          .containsExactlyInAnyOrder("1", "2");
      assertThat(client.repositories(registry.host()))
          .containsExactlyInAnyOrder("other", "team/app");
      assertThatThrownBy(() -> client.tags(new Repository(registry.host(), "absent")))
          .hasMessageContaining("there is no repository absent");
    }
  }

  @Test
  void pullsWhatUmociBuilt() throws Exception {
    Path made = directory.resolve("umoci");
    Path bundle = directory.resolve("bundle");
    Programs.run(directory, "umoci", "init", "--layout", made.toString());
    Programs.run(directory, "umoci", "new", "--image", made + ":it");
    Programs.run(
        directory, "umoci", "unpack", "--rootless", "--image", made + ":it", bundle.toString());
    Files.writeString(bundle.resolve("rootfs/hello"), "hello\n");
    Programs.run(directory, "umoci", "repack", "--image", made + ":it", bundle.toString());
    try (DockerRegistry registry = DockerRegistry.plain(directory);
        RegistryClient client = client(new RegistryOptions(Set.of(registry.host()), null, null))) {
      String name = registry.host() + "/umoci:it";
      skopeo("copy", "--dest-tls-verify=false", "oci:" + made + ":it", "docker://" + name);
      pull(client, ImageReference.parse(name));
    }
  }

  @Test
  void saysWhatIsNotThere() throws Exception {
    try (DockerRegistry registry = DockerRegistry.plain(directory);
        RegistryClient client = client(new RegistryOptions(Set.of(registry.host()), null, null))) {
      skopeo(
          "copy",
          "--dest-tls-verify=false",
          "oci:" + layout + ":single",
          "docker://" + registry.host() + "/app:1");
      assertThatThrownBy(() -> client.manifest(ImageReference.parse(registry.host() + "/app:2")))
          .hasMessageContaining("there is no tag '2' in app (MANIFEST_UNKNOWN: manifest unknown)");
      assertThatThrownBy(() -> client.manifest(ImageReference.parse(registry.host() + "/other:1")))
          .hasMessageContaining("there is no tag '1' in other (");
      Digest absent = new Digest("sha256", "a".repeat(64));
      assertThatThrownBy(
              () -> client.manifest(ImageReference.parse(registry.host() + "/app@" + absent)))
          .hasMessageContaining("there is no manifest of that digest in app");
      assertThatThrownBy(() ->
              client.blob(
                  ImageReference.parse(registry.host() + "/app"),
                  new Descriptor("", absent, 5, null, Map.of())))
          .hasMessageContaining("there is no such blob in app (BLOB_UNKNOWN");
    }
  }

  @Test
  void logsInWithWhatSkopeoWrote() throws Exception {
    TestAuthority authority = TestAuthority.in(directory);
    Path passwords = directory.resolve("htpasswd");
    Programs.run(directory, "htpasswd", "-Bbc", passwords.toString(), "alice", "correct horse");
    Path certificates = Files.createDirectories(directory.resolve("certs"));
    Files.copy(authority.caFile(), certificates.resolve("ca.crt"));
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + passwords + "\n";
    try (DockerRegistry registry = DockerRegistry.secure(directory, authority, auth)) {
      Path credentials = directory.resolve("auth.json");
      String name = registry.host() + "/secret/app:1";
      skopeo(
          "login",
          "--authfile",
          credentials.toString(),
          "--cert-dir",
          certificates.toString(),
          "--username",
          "alice",
          "--password",
          "correct horse",
          registry.host());
      skopeo(
          "copy",
          "--dest-authfile",
          credentials.toString(),
          "--dest-cert-dir",
          certificates.toString(),
          "oci:" + layout + ":single",
          "docker://" + name);
      ImageReference image = ImageReference.parse(name);
      try (RegistryClient client =
          client(new RegistryOptions(Set.of(), authority.caFile(), credentials))) {
        pull(client, image);
        Json seen =
            Json.parse(
                inspect(
                    "inspect",
                    "--authfile",
                    credentials.toString(),
                    "--cert-dir",
                    certificates.toString(),
                    "docker://" + name));
        assertThat(client.manifest(image).digest()).hasToString(seen.text("Digest"));
      }
      try (RegistryClient client =
          client(new RegistryOptions(Set.of(), authority.caFile(), null))) {
        assertThatThrownBy(() -> client.manifest(image))
            .hasMessageContaining("wants a user name and a password and no credentials file");
      }
      Path wrong = directory.resolve("wrong.json");
      String encoded =
          Base64.getEncoder().encodeToString("alice:wrong one".getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          wrong, "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + encoded + "\"}}}");
      try (RegistryClient client =
          client(new RegistryOptions(Set.of(), authority.caFile(), wrong))) {
        assertThatThrownBy(() -> client.manifest(image))
            .hasMessageContaining("refused user 'alice' of " + wrong)
            .hasMessageContaining("UNAUTHORIZED")
            .hasMessageNotContaining("wrong one");
      }
      try (RegistryClient client = client(new RegistryOptions(Set.of(), null, credentials))) {
        assertThatThrownBy(() -> client.manifest(image))
            .hasMessageContaining("the certificate of " + registry.host() + " is not trusted")
            .hasMessageContaining("--ca-file");
      }
      try (RegistryClient client =
          client(new RegistryOptions(Set.of(registry.host()), null, credentials))) {
        assertThatThrownBy(() -> client.manifest(image))
            .hasMessageContaining("answered with status 400");
      }
    }
  }

  /** The registry checks signature, audience and scope of the tokens itself. */
  @Test
  void pullsWithTheTokensThatTheRegistryAsksFor() throws Exception {
    TestAuthority authority = TestAuthority.in(directory);
    AtomicReference<String> asked = new AtomicReference<>("");
    FakeServer service =
        new FakeServer(
            authority.server(),
            (call, wire) -> {
              asked.set(URLDecoder.decode(call.target(), StandardCharsets.UTF_8));
              String scope = asked.get().substring(asked.get().indexOf("scope=") + 6);
              String[] parts = scope.split("[:&]");
              String login = call.header("Authorization");
              boolean alice =
                  login != null
                      && new String(
                              Base64.getDecoder().decode(login.substring(6)),
                              StandardCharsets.UTF_8)
                          .equals("alice:pw");
              String access =
                  alice
                      ? "{\"type\":\"repository\",\"name\":\""
                          + parts[1]
                          + "\",\"actions\":[\""
                          + parts[2].replace(",", "\",\"")
                          + "\"]}"
                      : "";
              wire.reply(200, Map.of(), "{\"token\":\"" + sign(authority, access) + "\"}");
            });
    String auth =
        "auth:\n  token:\n    realm: https://"
            + service.host()
            + "/token\n    service: the registry\n    issuer: tests\n    rootcertbundle: "
            + authority.caFile()
            + "\n";
    try (service;
        DockerRegistry registry = DockerRegistry.secure(directory, authority, auth)) {
      Path certificates = Files.createDirectories(directory.resolve("certs"));
      Files.copy(authority.caFile(), certificates.resolve("ca.crt"));
      // Skopeo trusts this directory for the registry alone, hence no verification of the service.
      skopeo(
          "copy",
          "--dest-creds",
          "alice:pw",
          "--dest-tls-verify=false",
          "oci:" + layout + ":single",
          "docker://" + registry.host() + "/a/b:1");
      ImageReference image = ImageReference.parse(registry.host() + "/a/b:1");
      Path credentials = directory.resolve("config.json");
      Files.writeString(
          credentials,
          "{\"auths\":{\"" + registry.host() + "\":{\"username\":\"alice\",\"password\":\"pw\"}}}");
      try (RegistryClient client =
          client(new RegistryOptions(Set.of(), authority.caFile(), credentials))) {
        pull(client, image);
        assertThat(asked.get()).isEqualTo("/token?service=the registry&scope=repository:a/b:pull");
      }
      try (RegistryClient client =
          client(new RegistryOptions(Set.of(), authority.caFile(), null))) {
        assertThatThrownBy(() -> client.manifest(image))
            .hasMessageContaining("does not give it to those who have not logged in");
      }
    }
  }

  /** A JSON web token as the registry's token authentication wants it. */
  private static String sign(TestAuthority authority, String access) throws Exception {
    long now = Instant.now().getEpochSecond();
    String header =
        "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"" + pem(authority.certificate()) + "\"]}";
    String claims =
        "{\"iss\":\"tests\",\"sub\":\"\",\"aud\":\"the registry\",\"exp\":"
            + (now + 300)
            + ",\"nbf\":"
            + (now - 10)
            + ",\"iat\":"
            + now
            + ",\"jti\":\"1\",\"access\":["
            + access
            + "]}";
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String signed =
        encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem(authority.key()))));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    return signed + "." + encoder.encodeToString(signature.sign());
  }

  private static String pem(Path file) throws Exception {
    return Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
  }
}
