package dev.breakwater.inventory.dpkg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebVendorTest {
  @ParameterizedTest
  @CsvSource({
    "Docker <support@docker.com>, 5:27.0.3-1~debian.12~bookworm, Docker",
    "Containerd team <help@containerd.io>, 1.6.33-1, Docker",
    "NGINX Packaging <nginx-packaging@F5.com>, 1.27.0-1~bookworm, NGINX",
    "support@nodesource.com, 20.11.0-1nodesource1, NodeSource",
    "Amazon Corretto Team <corretto-team@amazon.com>, 1:17.0.8.8-1, Amazon Corretto",
    "Debian PostgreSQL Maintainers <team+postgresql@tracker.debian.org>,"
        + " 16.2-1.pgdg120+2, PostgreSQL Global Development Group",
    "MariaDB Developers <developers@lists.mariadb.org>, 1:11.3.2+maria~ubu2204, MariaDB",
  })
  void namesThoseWhoPublishPackagesOfTheirOwn(String maintainer, String version, String vendor) {
    assertThat(DebVendor.of(maintainer, version)).isEqualTo(vendor);
  }

  @ParameterizedTest
  @CsvSource({
    "Debian nginx Maintainers <pkg-nginx-maintainers@alioth-lists.debian.net>, 1.22.1-9+deb12u1",
    "Somebody <somebody@mit.edu>, 1.0-1",
    "Not <somebody@mydocker.com>, 1.0-1",
    "docker.com, 1.0-1",
    "'', 7.0.5",
  })
  void everybodyElsePassesForTheDistribution(String maintainer, String version) {
    assertThat(DebVendor.of(maintainer, version)).isNull();
  }

  @Test
  void aPackageNeedsNoMaintainer() {
    assertThat(DebVendor.of(null, "1.0-1")).isNull();
    assertThat(DebVendor.of(null, "16.2-1.pgdg120+2")).startsWith("PostgreSQL");
  }
}
