package dev.breakwater.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a subject tells of the channels that it updates from. */
class SubscriptionsTest {
  @TempDir Path root;

  @Test
  void item8_aHostIsAttachedToProByItsClientsState() throws Exception {
    assertThat(read()).isEqualTo(Subscriptions.NONE);
    write("var/lib/ubuntu-advantage/status.json", "{\"attached\": false, \"services\": []}");
    assertThat(read().ubuntuPro()).isFalse();
    write("var/lib/ubuntu-advantage/status.json", "{\"attached\": true, \"services\": []}");
    assertThat(read()).isEqualTo(new Subscriptions(true, List.of()));
  }

  @Test
  void item8_orByItsLogins() throws Exception {
    write("etc/apt/auth.conf.d/90ubuntu-advantage", "machine other.example.org login a\n");
    assertThat(read().ubuntuPro()).isFalse();
    write(
        "etc/apt/auth.conf.d/90ubuntu-advantage",
        "machine esm.ubuntu.com/infra/ubuntu/ login bearer password not-a-secret\n");
    assertThat(read().ubuntuPro()).isTrue();
  }

  @Test
  void item13_imagesAndHostsNameTheirRepositories() throws Exception {
    write(
        "root/buildinfo/content_manifests/ubi9-container-9.2-696.json",
        """
        {"metadata": {"icm_version": 1},
         "content_sets": ["rhel-9-for-x86_64-baseos-eus-rpms", 7, "with blank", ""]}
        """);
    write(
        "usr/share/buildinfo/content-sets.json",
        "{\"content_sets\": [\"rhocp-4.13-for-rhel-9-x86_64-rpms\"]}");
    write(
        "etc/yum.repos.d/redhat.repo",
        """
        # of subscription-manager
        [rhel-9-for-x86_64-appstream-rpms]
        enabled = 1
        enabled_metadata = 1
        [rhel-9-for-x86_64-supplementary-rpms]
        enabled = 0
        [rhel-9-for-x86_64-appstream-eus-rpms]
        enabled=1
        """);
    assertThat(read().repositories())
        .containsExactly(
            "rhel-9-for-x86_64-appstream-eus-rpms",
            "rhel-9-for-x86_64-appstream-rpms",
            "rhel-9-for-x86_64-baseos-eus-rpms",
            "rhocp-4.13-for-rhel-9-x86_64-rpms");
  }

  @Test
  void aBrokenFileIsAProblemAndTheRestCounts() throws Exception {
    write("root/buildinfo/content_manifests/broken.json", "{\"content_sets\": [");
    write("root/buildinfo/content_manifests/sets.json", "{\"content_sets\": [\"rhel-8-a\"]}");
    write("root/buildinfo/content_manifests/empty.json", "");
    try (Image image = open()) {
      ImageFacts facts = image.examine(Subscriptions.detectors(), Progress.SILENT);
      assertThat(Subscriptions.of(facts).repositories()).containsExactly("rhel-8-a");
      assertThat(facts.problems())
          .extracting(Problem::where)
          .containsExactly(
              "root/buildinfo/content_manifests/broken.json",
              "root/buildinfo/content_manifests/empty.json");
    }
  }

  @Test
  void keepsFactsInTheCacheAsTheyAre() throws Exception {
    Subscriptions fact = new Subscriptions(true, List.of("a", "b"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SubscriptionDetector.INSTANCE.encode(fact, new DataOutputStream(out));
    assertThat(decode(out.toByteArray())).isEqualTo(fact);
    assertThatThrownBy(() -> decode(new byte[] {1, -1, -1, -1, -1}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> decode(new byte[] {1, 0, 0})).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "rhel-9-for-x86_64-baseos-rpms,",
    "rhel-9-for-x86_64-baseos-eus-rpms, rhel_eus:9.2",
    "rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4, rhel_eus:9.4",
    "rhel-8-for-x86_64-appstream-aus-rpms, rhel_aus:9.2",
    "rhel-9-for-ppc64le-sap-solutions-e4s-rpms, rhel_e4s:9.2",
    "rhel-8-for-x86_64-baseos-tus-rpms, rhel_tus:9.2",
    "rhel-server-rhscl-7-rpms, rhel_software_collections",
    "rhocp-4.13-for-rhel-9-x86_64-rpms, openshift:4.13",
    "ansible-automation-platform-2.4-for-rhel-9-x86_64-rpms, ansible_automation_platform:2.4",
    "codeready-builder-for-rhel-9-x86_64-rpms,",
    "-for-rhel-9,",
    "a--for-rhel-,",
    "epel,"
  })
  void item17_repositoriesAreOfProducts(String repository, @Nullable String product) {
    assertThat(RedHatRepository.product(repository, "9.2"))
        .isEqualTo(product == null ? null : RedHatProduct.parse(product));
  }

  @ParameterizedTest
  @CsvSource({
    "openshift:4, openshift:4.13::el8, true",
    "openshift:4.13, openshift:4.13::el8, true",
    "openshift:4.1, openshift:4.13::el8, false",
    "openshift, openshift:4.13::el8, true",
    "openshift:4.13::el9, openshift:4.13::el8, false",
    "openshift:::el8, openshift:4.13::el8, true",
    "openshift:4.13::el8, openshift:4.13, false",
    "openshift:4, openshift_data_foundation:4.13::el8, false",
    "enterprise_linux:9, enterprise_linux:9::appstream, true",
    "enterprise_linux:10, enterprise_linux:10.0, true",
    "rhel_eus:9.2, rhel_eus:9.20::baseos, false"
  })
  void item17_productNamesArePrefixes(String prefix, String product, boolean covers) {
    assertThat(RedHatProduct.parse(prefix).covers(RedHatProduct.parse(product))).isEqualTo(covers);
  }

  private Subscriptions read() throws Exception {
    try (Image image = open()) {
      ImageFacts facts = image.examine(Subscriptions.detectors(), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      return Subscriptions.of(facts);
    }
  }

  private Image open() throws Exception {
    ImageOptions options = new ImageOptions(null, new RegistryOptions(Set.of(), null, null), null);
    return Images.open(new ImageSource.Directory(root), options, Progress.SILENT);
  }

  private static Subscriptions decode(byte[] bytes) throws IOException {
    return SubscriptionDetector.INSTANCE.decode(
        new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(UTF_8));
  }
}
