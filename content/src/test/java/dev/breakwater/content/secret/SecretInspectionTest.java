package dev.breakwater.content.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.content.ContentScanner;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Finding.Kind;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.FileEntry;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageBuilder;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretInspectionTest {
  private static final String GITHUB = "TOKEN=ghp_«github»\n";

  @TempDir Path directory;

  private final Examples examples = new Examples(1);

  @Test
  void largeProgramsAreNotLookedAtWhateverTheirName() {
    Detector<?> detector = new SecretInspection().detectors().getFirst();
    for (String path : List.of("usr/bin/perl", "usr/bin/perl5.36.0")) {
      assertThat(detector.wants(entry(path, 4 << 20, 0755))).as(path).isFalse();
      assertThat(detector.wants(entry(path, 4 << 10, 0755))).as(path).isTrue();
    }
    assertThat(detector.wants(entry("app/settings.json", 4 << 20, 0755))).isTrue();
  }

  private static FileEntry entry(String path, long size, int mode) {
    return new FileEntry(path, FileEntry.Kind.FILE, size, mode, 0, 0, null);
  }

  @Test
  void saysWhichLayerBroughtASecret() throws Exception {
    String token = examples.text(GITHUB);

    List<Finding> found =
        scan(
            new Layer().file("etc/hostname", "quay\n"),
            new Layer().file("srv/app/.env", "# settings\n" + token));

    assertThat(found).hasSize(1);
    Weakness secret = (Weakness) found.getFirst();
    assertThat(secret.id()).isEqualTo("github-personal-access-token");
    assertThat(secret.kind()).isEqualTo(Kind.SECRET);
    assertThat(secret.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(secret.location().path()).isEqualTo("srv/app/.env");
    assertThat(secret.location().line()).isEqualTo(2);
    assertThat(secret.location().column()).isEqualTo(7);
    assertThat(secret.location().layer()).isNotNull();
    assertThat(secret.location().hidden()).isFalse();
    assertThat(secret.evidence()).isEqualTo("36 characters after ghp_");
    assertThat(secret.remedy().action()).contains("revoke it in GitHub", "--mount=type=secret");
  }

  @Test
  void lowersWhatPackagesPublish() throws Exception {
    String site = "usr/local/lib/python3.12/site-packages/quay/";
    List<Finding> found =
        scan(
            new Layer()
                .file(site + "tests/test_login.py", examples.text(GITHUB))
                .file(site + "tests/server.key", examples.text("«rsa»"))
                .file(site + "client.py", examples.text("password = \"«a20»\"\n"))
                .file(site + "server.key", examples.text("«rsa»"))
                .file("usr/share/doc/quay/README", examples.text(GITHUB))
                .file("srv/app/client.py", examples.text("password = \"hK3«x20»\"\n"))
                .file("srv/app/client_test.py", examples.text("password = \"hK3«x20»\"\n"))
                .file("tests/client.py", examples.text("password = \"hK3«x20»\"\n"))
                .file("lib/client.py", examples.text("password = \"hK3«x20»\"\n"))
                .file("usr/share/nginx/html/a.js", examples.text("token = 'hK3«x20»'\n"))
                .file("usr/share/quay/a.js", examples.text("token = 'hK3«x20»'\n"))
                .file("opt/python/lib/python3.12/test/key.pem", examples.text("«rsa»"))
                .file("etc/ssl/private/ssl-cert-snakeoil.key", examples.text("«rsa»")));

    assertThat(found)
        .extracting(
            finding -> finding.location().path() + " " + finding.id() + " " + finding.severity())
        .containsExactly(
            "etc/ssl/private/ssl-cert-snakeoil.key private-key HIGH",
            "lib/client.py generic-secret MEDIUM",
            "srv/app/client.py generic-secret MEDIUM",
            "usr/share/nginx/html/a.js generic-secret MEDIUM",
            "srv/app/client_test.py generic-secret LOW",
            "tests/client.py generic-secret LOW",
            site + "tests/test_login.py github-personal-access-token LOW",
            site + "server.key private-key LOW");
  }

  @Test
  void readsUtf16AndPassesBinaryFilesOver() throws Exception {
    String token = examples.text(GITHUB);
    byte[] wide = ("\ufeffgrün " + token).getBytes(StandardCharsets.UTF_16LE);
    byte[] binary = ("\0" + token).getBytes(StandardCharsets.UTF_8);
    byte[] broken = ("\u00ff\u00fe?" + token).getBytes(StandardCharsets.ISO_8859_1);
    broken[0] = (byte) 0xc3;

    List<Finding> found =
        scan(
            new Layer()
                .file("a/wide.txt", wide, 0644)
                .file("a/binary", binary, 0644)
                .file("a/broken.txt", broken, 0644)
                .file("a/program", binary, 0755));

    assertThat(found)
        .extracting(finding -> finding.location().path())
        .containsExactly("a/broken.txt", "a/wide.txt");
    assertThat(found.getLast().location().column()).isEqualTo(12);
  }

  @Test
  void namesNoMoreThanAHundredInAFileAndSaysSo() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      text.append(examples.text(GITHUB));
    }

    List<Finding> found = scan(new Layer().file("srv/tokens", text.toString()));

    assertThat(found)
        .hasSize(SecretScanner.MAX_MATCHES)
        .extracting(Finding::id)
        .containsOnly("github-personal-access-token");
    assertThat(((Weakness) found.getLast()).evidence()).contains("there may be more in this file");
  }

  @Test
  void countsWhatIsTooManyToTell() throws Exception {
    Layer layer = new Layer();
    StringBuilder text = new StringBuilder();
    for (int file = 0; file < 11; file++) {
      text.setLength(0);
      for (int i = 0; i < SecretScanner.MAX_MATCHES; i++) {
        text.append(examples.text(GITHUB));
      }
      layer.file("srv/" + file, text.toString());
    }
    layer.file("usr/lib/quay/test/a", examples.text(GITHUB));

    List<Finding> found = scan(layer);

    assertThat(found).hasSize(SecretInspection.MAX_TOLD + 2);
    assertThat(found)
        .filteredOn(finding -> finding.location().path() == null)
        .singleElement()
        .satisfies(more -> {
          assertThat(more.severity()).isEqualTo(Severity.CRITICAL);
          assertThat(((Weakness) more).evidence()).isEqualTo("and 100 more like these");
        });
    assertThat(found.getLast().severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void tellsTheSameFromTheCache() throws Exception {
    Layer layer =
        new Layer()
            .file("srv/.env", examples.text(GITHUB))
            .file("srv/key", examples.text("«openssh»"))
            .file("srv/url", examples.text("redis://:«a20»@cache:6379"));
    Path archive = directory.resolve("image.tar");
    new ImageBuilder().layer(layer).writeDockerArchive(archive);
    ImageOptions options = options(directory.resolve("cache"));

    List<Finding> first = scan(archive, options, new SecretInspection());
    List<Finding> second = scan(archive, options, new SecretInspection());

    assertThat(first).hasSize(3);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void refusesToWriteSecrets() throws Exception {
    SecretDetector detector = new SecretDetector(SecretScanner.standard(), true);
    SecretMatch match = SecretScanner.standard().find(examples.text(GITHUB)).getFirst();
    SecretFacts facts =
        new SecretFacts(List.of(new SecretFacts.Entry(match, new Secret("sesame"))), true);

    assertThatThrownBy(
            () -> detector.encode(facts, new DataOutputStream(new ByteArrayOutputStream())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not written");
  }

  @Test
  void neverTellsTheSecretItself() throws Exception {
    Layer layer = new Layer();
    int file = 0;
    for (Map.Entry<String, Examples.Of> rule : Examples.templates().entrySet()) {
      for (String template : rule.getValue().holding()) {
        layer.file("srv/" + rule.getKey() + "/" + file++, examples.text(template) + "\n");
      }
    }
    Path archive = directory.resolve("image.tar");
    new ImageBuilder()
        .layer(layer)
        .layer(new Layer().whiteout("srv/jwt"))
        .writeDockerArchive(archive);
    Path cache = directory.resolve("cache");

    List<Finding> found = scan(archive, options(cache), new SecretInspection());

    assertThat(found).hasSizeGreaterThan(2 * Examples.templates().size() - 10);
    StringBuilder told = new StringBuilder();
    for (Finding finding : found) {
      told.append(finding).append('\n').append(finding.identity()).append(finding.distinction());
    }
    try (Stream<Path> files = Files.walk(cache)) {
      files.filter(Files::isRegularFile).forEach(path -> told.append(latin1(path)));
    }
    assertThat(leaks("so " + examples.secrets().getLast())).isNotEmpty();
    assertThat(leaks(told.toString())).isEmpty();
  }

  /** Six characters of a random part are too many; those that a text has by chance are few. */
  private List<String> leaks(String told) {
    return examples.secrets().stream()
        .flatMap(secret ->
            java.util.stream.IntStream.range(0, Math.max(0, secret.length() - 5))
                .mapToObj(i -> secret.substring(i, i + 6)))
        .filter(told::contains)
        .toList();
  }

  private static String latin1(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageOptions options(Path cache) {
    return new ImageOptions(null, new RegistryOptions(Set.of(), null, null), cache);
  }

  private List<Finding> scan(Layer... layers) throws Exception {
    ImageBuilder builder = new ImageBuilder();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    Path archive = directory.resolve("image.tar");
    builder.writeDockerArchive(archive);
    return scan(archive, options(null), new SecretInspection());
  }

  private static List<Finding> scan(Path archive, ImageOptions options, SecretInspection inspection)
      throws Exception {
    ContentScanner scanner = new ContentScanner(List.of(inspection));
    try (Image image =
        Images.open(new ImageSource.DockerArchive(archive), options, Progress.SILENT)) {
      ImageFacts facts = image.examine(scanner.detectors(), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      return scanner.findings(image.subject(), image.settings(), facts);
    }
  }
}
