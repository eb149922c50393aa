package dev.breakwater.advisory.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "Debian:12, DebianOrder",
    "DEB, DebianOrder",
    "dpkg, DebianOrder",
    "Ubuntu:22.04:LTS, DebianOrder",
    "Ubuntu:Pro:18.04:LTS, DebianOrder",
    "Raspbian:11, DebianOrder",
    "Echo, DebianOrder",
    "Alpine:v3.20, ApkOrder",
    "Wolfi, ApkOrder",
    "Chainguard, ApkOrder",
    "MinimOS, ApkOrder",
    "Alpaquita:stream, ApkOrder",
    "BellSoft Hardened Containers:25, ApkOrder",
    "AlmaLinux:8, RpmOrder",
    "Rocky Linux:9, RpmOrder",
    "SUSE:Linux Enterprise Server 15 SP5, RpmOrder",
    "Red Hat:enterprise_linux:9::baseos, RpmOrder",
    "openSUSE:Leap 15.5, RpmOrder",
    "Mageia:9, RpmOrder",
    "Photon OS:5.0, RpmOrder",
    "openEuler:24.03-LTS, RpmOrder",
    "Azure Linux:3, RpmOrder",
    "PyPI, PythonOrder",
    "pep440, PythonOrder",
    "crates.io, SemverOrder",
    "cargo, SemverOrder",
    "Hex, SemverOrder",
    "SwiftURL, SemverOrder",
    "Pub, SemverOrder",
    "Bitnami, SemverOrder",
    "Linux, SemverOrder",
    "GitHub Actions, SemverOrder",
    "npm, NpmOrder",
    "Maven, MavenOrder",
    "Maven:https://repo.example.org, MavenOrder",
    "Go, GoOrder",
    "golang, GoOrder",
    "RubyGems, RubyOrder",
    "gem, RubyOrder",
    "Packagist, ComposerOrder",
    "composer, ComposerOrder",
    "NuGet, NugetOrder",
    "CRAN, NumberListOrder",
    "Bioconductor:3.19, NumberListOrder",
    "Hackage, NumberListOrder",
    "GHC, NumberListOrder"
  })
  void knowsTheOrderOfAnEcosystem(String name, String order) {
    assertThat(VersionOrder.named(name).orElseThrow().getClass().getSimpleName()).isEqualTo(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Android", "ConanCenter", "GIT", "OSS-Fuzz", "Root", "", ":"})
  void saysWhereItKnowsNone(String name) {
    assertThat(VersionOrder.named(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deb",
        "apk",
        "rpm",
        "pep440",
        "semver",
        "bitnami",
        "pub",
        "npm",
        "maven",
        "go",
        "gem",
        "composer",
        "nuget",
        "cran",
        "hackage"
      })
  void refusesWhatIsTooLongAndSaysSoShortly(String name) {
    VersionOrder order = VersionOrder.named(name).orElseThrow();
    String endless = "1" + ".1".repeat(5_000_000);
    assertThatThrownBy(() -> order.compare(endless, "1.0.0"))
        .isInstanceOf(UnreadableVersionException.class)
        .hasMessageContaining("longer than")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    assertThatThrownBy(() -> order.compare("1.0.0", endless))
        .isInstanceOf(UnreadableVersionException.class);
  }

  @Test
  void namesTheTextAndTheReason() {
    assertThatThrownBy(() -> DebianOrder.DPKG.compare("1.0", "x\n:1"))
        .hasMessage("\"x?:1\" is no Debian version: it has a blank inside");
    assertThatThrownBy(() -> PythonOrder.INSTANCE.compare("latest", "1"))
        .hasMessage("\"latest\" is no Python version: it does not start with a number");
  }

  @Test
  void item6_tildeSortsBeforeTheEndAndEpochsDecideFirst() {
    ascending(
        "deb", "0.9", "1.0~~", "1.0~rc1", "1.0", "1.0-1~deb12u1", "1.0-1", "1.0-1+b1", "1:0.1");
  }

  @Test
  void item9_aMissingEpochIsZero() {
    ascending("rpm", "4:5.26.3-418", "4:5.26.3-419", "5:1");
    equal("rpm", "0:1.28-419", "1.28-419");
    ascending("rpm", "1.28-419", "4:5.26.3-419");
  }

  @Test
  void rpmTildeAndCaret() {
    ascending("rpm", "1.0~rc1-1", "1.0", "1.0-1", "1.0^git1-1", "1.0.1-1");
  }

  /** Fragments of apk-tools' own suite, put in order by its rules; no apk runs on Debian. */
  @Test
  void item24_apkSuffixesAndRevisions() {
    ascending(
        "apk",
        "1.0_alpha",
        "1.0_alpha1",
        "1.0_beta",
        "1.0_pre1",
        "1.0_rc1",
        "1.0_rc2",
        "1.0",
        "1.0-r1",
        "1.0-r10",
        "1.0~1a2b",
        "1.0_cvs",
        "1.0_svn",
        "1.0_git20200101",
        "1.0_hg",
        "1.0_p9",
        "1.0_p10",
        "1.0a",
        "1.0b",
        "1.0.1",
        "1.0.10",
        "1.1");
    ascending("apk", "1.3_pre1-r1", "1.3-r0", "1.3.1-r0", "1.3.2");
    ascending("apk", "0.1.0_alpha_pre2", "0.1.0_alpha", "0.1.0_alpha2", "0.1.3_alpha");
    ascending("apk", "1.0.0_pre20191002222144-r0", "1.0.0_pre20210530193627-r0");
    ascending("apk", "2.12-r5", "2.12r-r4", "2.12r-r5");
    ascending("apk", "1.02.07", "1.02.10-r1", "1.1");
    ascending("apk", "1.06-r6", "006", "8", "9", "20050718-r1");
    ascending("apk", "2.25b-r5", "2.25b-r6", "9.9.9");
    equal("apk", "006", "6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1.",
        "1..2",
        "1.0bc",
        "23_foo",
        "1_",
        "1-",
        "1-1",
        "1-r",
        "1-rx",
        "1-r1_p1",
        "1-r1-r2",
        "1.0_ALPHA",
        "1.0a1",
        "1.0~",
        "1.0~xyz",
        "1.0-r1~ab",
        "1.0a.1",
        "1.0_p1.2",
        "v1.0",
        "1.0 "
      })
  void apkRefusesWhatItsValidationRefuses(String version) {
    assertThat(new Pair(version, "1.0").compare(ApkOrder.INSTANCE)).isEqualTo('!');
  }

  @Test
  void item27_goReadsItsOwnReleasesAndBuildMetadataDoNotCount() {
    ascending(
        "go",
        "1.20.14",
        "go1.21beta1",
        "1.21rc2",
        "go1.21rc3",
        "1.21",
        "go1.21.1",
        "1.21.10",
        "go1.22.3 X:boringcrypto",
        "1.22.4");
    equal("go", "go1.22.3 X:boringcrypto", "1.22.3");
    equal("go", "go1.21.5-bigcorp", "1.21.5");
    equal("go", "1.21rc2", "1.21.0-rc.2");
    ascending("go", "1.21.0-0", "1.21rc2");
    equal("go", "v2.0.0+incompatible", "2.0.0");
    equal("go", "v1.2.3", "1.2.3");
    ascending(
        "go", "v0.0.0-20200101000000-abcdefabcdef", "0.0.0-20210101000000-abcdefabcdef", "0.0.1");
    refuses("go", "(devel)", "devel go1.23-abcdef", "1.21x2", "vv1.0.0", "");
  }

  @Test
  void item28_maven() {
    ascending("maven", "1-alpha", "1-SNAPSHOT", "1", "1-sp", "1.1");
    equal("maven", "1", "1.Final");
    equal("maven", "1", "1.0.0-ga");
    ascending("maven", "12.10.1.jre11", "12.10.2", "12.10.2.jre11", "12.10.3");
    refuses("maven", "", "  ");
  }

  @Test
  void item29_pep440() {
    ascending(
        "pep440",
        "1.0.dev1",
        "1.0a1.dev1",
        "1.0a1",
        "1.0b2",
        "1.0rc1",
        "1.0",
        "1.0+abc",
        "1.0+5",
        "1.0.post1.dev1",
        "1.0.post1",
        "1.1.dev1",
        "1!0.1");
    equal("pep440", "1.0-ALPHA.1", "v1.0a1");
  }

  @Test
  void item30_npmIsPlainSemver() {
    ascending(
        "npm",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.1-0");
    equal("npm", "v1.2.3", "=1.2.3");
  }

  /** By NuGet's documentation: four parts, labels in any case, metadata ignored. */
  @Test
  void item31_nugetHasFourPartsAndLabelsInAnyCase() {
    ascending(
        "nuget",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-Beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc",
        "1.0.0",
        "1.0.0.1",
        "1.0.1");
    equal("nuget", "1.0", "1.0.0.0");
    equal("nuget", "1.01.1", "1.1.1");
    equal("nuget", "1.0.0-ALPHA", "1.0.0-alpha");
    equal("nuget", "1.0.0+abc", "1.0.0+def");
    ascending("nuget", "1.0.0-2", "1.0.0-20230101123456", "1.0.0-a");
    refuses("nuget", "1.0.0.0.0", "v1.0", "1.0-", "1.0-a..b", "1.0-a_b", "", "1.0+");
  }

  @Test
  void semverAsPeopleWriteIt() {
    equal("bitnami", "v1.2", "1.2.0");
    ascending("bitnami", "2018.08.18", "2019.9.25", "2026.03.17");
    ascending("github actions", "v3", "v3.5.1", "4", "41.0.0");
    refuses("bitnami", "nightly.2026-03-10.0", "", "1.", "1.0.0-");
    refuses("crates.io", "v1.2.3", "1.2", "1.2.3.4", "1.02.3", "1.2.3-01", "1.2.3-a..b");
    ascending("pub", "1.0.0-dev", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.0+a");
    equal("crates.io", "1.0.0+1", "1.0.0+2");
  }

  @Test
  void listsOfNumbers() {
    ascending("hackage", "1", "1.0", "1.0.0", "1.0.1", "1.10");
    equal("cran", "1.0-1", "1.0.1");
    ascending("cran", "1.0-1", "1.0-1.0", "1.10");
    refuses("cran", "1", "1.", "1.a");
    refuses("hackage", "1.0-1", "");
  }

  @Test
  void numbersMayHaveAnyLength() {
    String huge = "9".repeat(200);
    for (String name : List.of("deb", "apk", "rpm", "pep440", "gem", "maven", "nuget", "hackage")) {
      ascending(name, huge + ".0", "1" + huge + ".0");
    }
    for (String name : List.of("semver", "go", "pub")) {
      ascending(name, "1.0." + huge, "1.0.1" + huge);
    }
  }

  private static void ascending(String name, String... versions) {
    VersionOrder order = VersionOrder.named(name).orElseThrow();
    for (int i = 0; i < versions.length; i++) {
      for (int j = i + 1; j < versions.length; j++) {
        Pair pair = new Pair(versions[i], versions[j]);
        assertThat(pair.compare(order)).as(pair.toString()).isEqualTo('<');
        assertThat(pair.swapped().compare(order)).as(pair.swapped().toString()).isEqualTo('>');
      }
    }
  }

  private static void equal(String name, String left, String right) {
    VersionOrder order = VersionOrder.named(name).orElseThrow();
    assertThat(new Pair(left, right).compare(order)).as(left + ", " + right).isEqualTo('=');
    assertThat(new Pair(right, left).compare(order)).as(right + ", " + left).isEqualTo('=');
  }

  private static void refuses(String name, String... versions) {
    VersionOrder order = VersionOrder.named(name).orElseThrow();
    for (String version : versions) {
      assertThat(new Pair(version, version).compare(order)).as(version).isEqualTo('!');
    }
  }
}
