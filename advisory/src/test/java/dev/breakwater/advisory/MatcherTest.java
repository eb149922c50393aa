package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Assessment.State;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Vulnerability.Status;
import dev.breakwater.inventory.Inventory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The semantics that make a result right, each under the number that the project's notes give it.
 */
class MatcherTest {
  private static final Instant NOW = Instant.parse("2024-06-02T00:00:00Z");

  private final AdvisoriesInMemory advisories = new AdvisoriesInMemory();

  @Test
  void item1_matchesSourceNameAndSourceVersion() {
    advisories.feed("Debian:12", fixedBefore("CVE-2023-4911", "glibc", "2.36-9+deb12u3"));
    SoftwarePackage rebuilt =
        deb("libc6", "2.36-9+deb12u3+b1", new SoftwarePackage.Source("glibc", "2.36-9+deb12u3"));
    SoftwarePackage old =
        deb("libc6", "2.36-9+deb12u1+b1", new SoftwarePackage.Source("glibc", "2.36-9+deb12u1"));
    SoftwarePackage otherNumber =
        deb("libc-l10n", "9.99-1", new SoftwarePackage.Source("glibc", "2.36-9"));
    assertThat(match(rebuilt).findings()).isEmpty();
    Vulnerability finding = onlyFinding(match(old));
    assertThat(finding.fixed()).isEqualTo("2.36-9+deb12u3");
    assertThat(finding.installed()).isEqualTo("2.36-9+deb12u1+b1");
    assertThat(finding.remedy().action()).isEqualTo("upgrade libc6 to 2.36-9+deb12u3");
    assertThat(onlyFinding(match(otherNumber)).remedy().action())
        .isEqualTo("upgrade libc-l10n to the build of glibc 2.36-9+deb12u3");
  }

  @Test
  void item1_fallsBackToTheBinaryWhereNoSourceIsKnown() {
    advisories.feed("Debian:12", fixedBefore("CVE-1", "curl", "7.88.1-10+deb12u5"));
    assertThat(ids(match(deb("curl", "7.88.1-10+deb12u4", null)))).containsExactly("CVE-1");
    assertThat(ids(match(deb("curl", "1", new SoftwarePackage.Source("curl", null)))))
        .containsExactly("CVE-1");
  }

  @Test
  void item1_sbomsNameTheSourceInThePurl() {
    advisories.feed("Debian:11", fixedBefore("CVE-1", "glibc", "2.31-13+deb11u7"));
    assertThat(
            ids(match(purl("pkg:deb/debian/libc6@2.31?distro=debian-11&upstream=glibc%402.31-13"))))
        .containsExactly("CVE-1");
  }

  @Test
  void aPackageThatWasMadeToDoHarmIsToBeRemoved() {
    advisories.feed(
        "PyPI",
        classed("MAL-2024-9", List.of("GHSA-m"), List.of(), true, "2024-05-02", "evil", null),
        classed("GHSA-m", List.of("MAL-2024-9"), List.of(), false, "2024-05-01", "evil", "2"));
    Vulnerability finding = onlyFinding(match(purl("pkg:pypi/evil@1.0")));
    assertThat(finding.kind()).isEqualTo(Finding.Kind.MALWARE);
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.severitySource()).isEqualTo("MAL-2024-9");
    assertThat(finding.fixed()).isNull();
    assertThat(finding.remedy().versions()).isEmpty();
    assertThat(finding.remedy().action())
        .startsWith("remove evil, treat every machine that ran it as compromised");
    assertThat(finding.published()).isEqualTo(Instant.parse("2024-05-01T00:00:00Z"));
  }

  @Test
  void aListedVersionThatWasMadeToDoHarmIsTheOnlyOne() {
    advisories.feed(
        "npm",
        new Advisory(
            "MAL-2018-1",
            List.of(),
            List.of(),
            "Malicious code in event-stream (npm)",
            true,
            Severity.CRITICAL,
            null,
            null,
            List.of("CWE-506"),
            List.of(),
            null,
            null,
            null,
            List.of(
                new Affected("event-stream", List.of(), List.of("3.3.6"), Status.UNKNOWN, null))));
    Vulnerability bad = onlyFinding(match(purl("pkg:npm/event-stream@3.3.6")));
    assertThat(bad.kind()).isEqualTo(Finding.Kind.MALWARE);
    assertThat(bad.weaknesses()).containsExactly("CWE-506");
    assertThat(match(purl("pkg:npm/event-stream@3.3.5")).findings()).isEmpty();
  }

  @Test
  void classesAndDatesComeFromAllAdvisoriesThatSpeakOfOneVulnerability() {
    advisories.feed(
        "Debian:12",
        classed("DSA-1-1", List.of(), List.of("CVE-1", "CVE-2"), false, "2024-05-03", "a", "2"),
        classed("DEBIAN-CVE-1", List.of(), List.of("CVE-1"), false, "2024-05-01", "a", "2"));
    MatchResult result = match(deb("a", "1", null));
    assertThat(result.findings()).extracting(Vulnerability::id).containsExactly("CVE-1", "CVE-2");
    Vulnerability first = result.findings().getFirst();
    assertThat(first.weaknesses()).containsExactly("CWE-22", "CWE-787");
    assertThat(first.effects())
        .containsExactly(Vulnerability.Effect.FILE_ACCESS, Vulnerability.Effect.MEMORY_CORRUPTION);
    assertThat(first.published()).isEqualTo(Instant.parse("2024-05-01T00:00:00Z"));
    Vulnerability second = result.findings().getLast();
    assertThat(second.weaknesses()).isEmpty();
    assertThat(second.effects()).isEmpty();
    assertThat(second.published()).isEqualTo(Instant.parse("2024-05-03T00:00:00Z"));
  }

  private static Advisory classed(
      String id,
      List<String> aliases,
      List<String> upstream,
      boolean malicious,
      String published,
      String name,
      @Nullable String fixed) {
    return new Advisory(
        id,
        aliases,
        upstream,
        id,
        malicious,
        malicious ? Severity.CRITICAL : Severity.HIGH,
        null,
        null,
        List.of("CWE-22", "CWE-787"),
        List.of(Vulnerability.Effect.FILE_ACCESS, Vulnerability.Effect.MEMORY_CORRUPTION),
        null,
        Instant.parse(published + "T00:00:00Z"),
        null,
        List.of(affected(name, new Interval(null, fixed, null))));
  }

  @Test
  void item4_fixedInZeroIsNotAffected() {
    advisories.feed(
        "Debian:12",
        advisory("CVE-2007-2383", affected("prototypejs", new Interval(null, "0", null))));
    assertThat(match(deb("prototypejs", "1.7.1-3", null)).findings()).isEmpty();
  }

  @Test
  void item5_statesAreNoFixes() {
    for (Status status :
        List.of(
            Status.END_OF_LIFE,
            Status.FIX_DEFERRED,
            Status.WILL_NOT_FIX,
            Status.UNDER_INVESTIGATION)) {
      AdvisoriesInMemory one = new AdvisoriesInMemory();
      one.feed(
          "Debian:12",
          advisory(
              "CVE-2022-0456",
              new Affected("chromium", List.of(everything()), List.of(), status, null)));
      Vulnerability finding = onlyFinding(match(one, deb("chromium", "90", null)));
      assertThat(finding.status()).isEqualTo(status);
      assertThat(finding.fixed()).isNull();
      assertThat(finding.remedy().action()).doesNotContain("upgrade").startsWith("no fix");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pkg:deb/debian/a@1?distro=debian-12, Debian:12",
    "pkg:deb/debian/a@1?distro=debian-12.13, Debian:12",
    "pkg:deb/debian/a@1?distro=bookworm, Debian:12",
    "pkg:deb/debian/a@1?distro=12, Debian:12",
    "pkg:deb/ubuntu/a@1?distro=ubuntu-22.04, Ubuntu:22.04",
    "pkg:deb/ubuntu/a@1?distro=jammy, Ubuntu:22.04",
    "pkg:deb/ubuntu/a@1?distro=ubuntu-23.10, Ubuntu:23.10",
    "pkg:apk/alpine/a@1?distro=alpine-3.20.1, Alpine:v3.20",
    "pkg:apk/alpine/a@1?distro=3.20.1, Alpine:v3.20",
    "pkg:apk/alpine/a@1?distro=alpine-v3.9, Alpine:v3.9",
    "pkg:apk/alpine/a@1?distro=alpine-3.17_alpha20220715, Alpine:edge",
    "pkg:apk/alpine/a@1?distro=alpine-edge, Alpine:edge",
    "pkg:apk/wolfi/a@1?distro=wolfi-20230201, Wolfi",
    "pkg:apk/wolfi/a@1?distro=wolfi, Wolfi",
    "pkg:apk/chainguard/a@1?distro=chainguard-20230214, Chainguard",
    "pkg:rpm/almalinux/a@1?distro=almalinux-8.9, AlmaLinux:8",
    "pkg:rpm/rocky/a@1?distro=rocky-9.3, Rocky Linux:9",
    "pkg:rpm/redhat/a@1?distro=rhel-8.8, Red Hat:8",
    "pkg:rpm/opensuse/a@1?distro=opensuse-leap-15.5, openSUSE:Leap 15.5",
    "pkg:rpm/opensuse/a@1?distro=opensuse-tumbleweed-20240101, openSUSE:Tumbleweed",
    "pkg:rpm/suse/a@1?distro=sles-15, SUSE:Linux Enterprise 15",
    "pkg:rpm/suse/a@1?distro=sles-15.5, SUSE:Linux Enterprise 15 SP5",
    "pkg:rpm/suse/a@1?distro=sles-15.0, SUSE:Linux Enterprise 15",
    "pkg:rpm/suse/a@1?distro=sles-16.0, SUSE:Linux Enterprise 16.0",
    "pkg:rpm/suse/a@1?distro=sles_sap-12.5, SUSE:Linux Enterprise 12 SP5",
    "pkg:rpm/suse/a@1?distro=sle-micro-5.5, SUSE:Linux Enterprise Micro 5.5",
    "pkg:rpm/suse/a@1?distro=sl-micro-6.0, SUSE:Linux Micro 6.0",
    "pkg:rpm/opensuse/a@1?distro=opensuse-leap-micro-5.5, openSUSE:Leap Micro 5.5",
    "pkg:rpm/mageia/a@1?distro=mageia-9, Mageia:9",
    "pkg:rpm/photon/a@1?distro=photon-5.0, Photon OS:5.0",
    "pkg:rpm/azurelinux/a@1?distro=azurelinux-3.0, Azure Linux:3",
    "pkg:rpm/mariner/a@1?distro=mariner-2.0, Azure Linux:2",
    "pkg:rpm/openeuler/a@1?distro=openeuler-22.03-LTS-SP3, openEuler:22.03-LTS-SP3",
    "pkg:rpm/redhat/a@1?distro=rhel-10.1, Red Hat:10",
    "pkg:apk/minimos/a@1?distro=minimos-20241031, MinimOS",
    "pkg:apk/cleanstart/a@1?distro=cleanstart, CleanStart",
    "pkg:apk/cleanstart/a@1?distro=clnstrt-1.0, CleanStart",
    "pkg:deb/echo/a@1?distro=echo, Echo",
    "pkg:apk/alpaquita/a@1?distro=alpaquita-stream, Alpaquita:stream",
    "pkg:apk/alpaquita/a@1?distro=alpaquita-23, Alpaquita:23",
    "pkg:apk/bellsoft-hardened-containers/a@1?distro=bellsoft-hardened-containers-stream,"
        + " BellSoft Hardened Containers:stream",
    "pkg:apk/dhi/a@1?distro=dhi-3.24.1, Docker Hardened Images:Alpine:3.24",
    "pkg:deb/dhi/a@1?distro=dhi-13, Docker Hardened Images:Debian:13",
    "pkg:deb/debian/rootio-zlib@1.2.13.dfsg-1.root.io.1?distro=debian-12, Root:Debian:12",
    "pkg:apk/alpine/zlib@1.3-r0.root.io.2?distro=alpine-3.18.4, Root:Alpine:3.18",
    "pkg:pypi/rootio-urllib3@1.26.0%2Broot.io.1, Root:PyPI",
    "pkg:npm/%40rootio/ws@8.0.0, Root:npm",
    "pkg:deb/ubuntu/squid@3.5-1%2Btuxcare.els3?distro=ubuntu-18.04, TuxCare:Ubuntu:18.04",
    "pkg:rpm/almalinux/a@1-2.el9_2.tuxcare.els1?distro=almalinux-9.2, TuxCare:AlmaLinux:9.2",
    "pkg:rpm/ol/a@1-2.el7.tuxcare.els1?distro=ol-7.9, TuxCare:OracleLinux:7",
    "pkg:cran/commonmark@1.0, CRAN",
    "pkg:bioconductor/limma@3.58.1, Bioconductor",
    "pkg:julia/HTTP@1.0.0, Julia",
    "pkg:opam/dune@3.0, opam",
    "pkg:hackage/aeson@2.0, Hackage",
    "pkg:vscode-extension/ms/python@1.0.0, VSCode",
    "pkg:pypi/Zope.Interface@1, PyPI",
    "pkg:cargo/a@1, crates.io",
    "pkg:github/actions/checkout@1, GitHub Actions"
  })
  void choosesTheFeed(String purl, String ecosystem) {
    Inventory inventory = new Inventory(null, List.of(purl(purl)), List.of());
    assertThat(Matcher.needed(inventory)).containsExactly(Ecosystem.parse(ecosystem));
  }

  @ParameterizedTest
  @CsvSource({
    "pkg:deb/raspbian/a@1?distro=raspbian-11, raspbian:11",
    "pkg:deb/debian/a@1?distro=debian-sid, debian:sid",
    "pkg:deb/debian/a@1?distro=debian-trixie, debian:trixie",
    "pkg:deb/debian/a@1?distro=debian, debian",
    "pkg:deb/debian/a@1, debian",
    "pkg:deb/a@1, deb",
    "pkg:deb/linuxmint/a@1?distro=linuxmint-21.3, linuxmint:21.3",
    "pkg:rpm/fedora/a@1?distro=fedora-39, fedora:39",
    "pkg:rpm/amzn/a@1?distro=amzn-2023, amzn:2023",
    "pkg:rpm/ol/a@1?distro=ol-9.4, ol:9.4",
    "pkg:rpm/centos/a@1?distro=centos-7, centos:7",
    "pkg:rpm/rhel/a@1?distro=rhel, rhel",
    "pkg:rpm/dhi/a@1?distro=dhi-13, dhi:13",
    "pkg:rpm/x/a@1?distro=debian-12, debian:12 (rpm)",
    "pkg:apk/alpine/a@1?distro=alpine, alpine",
    "pkg:generic/a@1, pkg:generic"
  })
  void item39_noDistributionOrAnUnknownOneIsSaidAloud(String purl, String label) {
    MatchResult result = match(purl(purl));
    assertThat(result.findings()).isEmpty();
    Assessment assessment = onlyAssessment(result);
    assertThat(assessment.feed()).isEqualTo(label);
    assertThat(assessment.state()).isEqualTo(State.NOT_ASSESSED);
    assertThat(assessment.reason()).isNotBlank();
    assertThat(assessment.packages()).isEqualTo(1);
  }

  @Test
  void item7_sidHasNoVersionAndRaspbianIsNotDebian() {
    advisories.feed("Debian:12", fixedBefore("CVE-1", "curl", "9"));
    Distribution sid = new Distribution("debian", null, null, "trixie", "Debian trixie/sid", null);
    Distribution raspbian = new Distribution("raspbian", "debian", "12", null, "Raspbian 12", null);
    for (Distribution distribution : List.of(sid, raspbian)) {
      MatchResult result =
          match(advisories, distribution, plainDeb("curl", "1"), plainDeb("a", "1"));
      assertThat(result.findings()).isEmpty();
      assertThat(onlyAssessment(result).state()).isEqualTo(State.NOT_ASSESSED);
      assertThat(onlyAssessment(result).packages()).isEqualTo(2);
    }
  }

  @Test
  void theDistributionOfTheSubjectServesWherePurlsNameNone() {
    advisories.feed("Debian:12", fixedBefore("CVE-1", "curl", "9"));
    Distribution debian =
        new Distribution("debian", null, "12", "bookworm", "Debian GNU/Linux 12", null);
    assertThat(ids(match(advisories, debian, plainDeb("curl", "1")))).containsExactly("CVE-1");
  }

  @Test
  void item39_aMissingFeedIsSaidWithWhatToDo() {
    MatchResult result = match(deb("curl", "1", null), deb("zlib", "1", null));
    Assessment assessment = onlyAssessment(result);
    assertThat(assessment.feed()).isEqualTo("Debian:12");
    assertThat(assessment.state()).isEqualTo(State.NOT_ASSESSED);
    assertThat(assessment.packages()).isEqualTo(2);
    assertThat(assessment.reason()).contains("breakwater db update Debian");
    Assessment rocky = onlyAssessment(match(purl("pkg:rpm/rocky/a@1?distro=rocky-9")));
    assertThat(rocky.reason()).contains("breakwater db update 'Rocky Linux'");
  }

  @Test
  void saysWhereAFeedIsOld() {
    SoftwarePackage curl = deb("curl", "1", null);
    assertThat(onlyAssessment(match(advisories.feed("Debian:12"), curl)).state())
        .isEqualTo(State.ASSESSED);
    Assessment old = onlyAssessment(match(advisories.asOf("2024-05-20T00:00:00Z"), curl));
    assertThat(old.state()).isEqualTo(State.STALE);
    assertThat(old.reason()).contains("13 days").contains("breakwater db update Debian");
    advisories.feed("AlmaLinux:8");
    SoftwarePackage alma = purl("pkg:rpm/almalinux/a@1?distro=almalinux-8.9");
    assertThat(onlyAssessment(match(advisories, alma)).state()).isEqualTo(State.ASSESSED);
  }

  @Test
  void item8_itsOwnBuildsOfProAreMendedByProsFix() {
    advisories.feed(
        "Ubuntu:16.04",
        advisory(
            "UBUNTU-CVE-2021-33910",
            affected("systemd", everything()),
            inChannel("Pro", "systemd", "229-4ubuntu21.31+esm1")));
    String systemd = "pkg:deb/ubuntu/systemd@229-4ubuntu21.31%s?distro=ubuntu-16.04";
    assertThat(match(purl(systemd.formatted("%2Besm1"))).findings()).isEmpty();
    assertThat(match(purl(systemd.formatted("%2Besm2"))).findings()).isEmpty();
    assertThat(match(purl(systemd.formatted("%2Besm0"))).findings()).hasSize(1);
  }

  @Test
  void item9_aBinaryRpmHasItsEpochAndASourceRpmHasNone() {
    advisories.feed("AlmaLinux:8", fixedBefore("ALSA-1", "perl-Errno", "0:1.28-420.el8"));
    advisories.feed("Rocky Linux:8", fixedBefore("RLSA-1", "perl", "4:5.26.3-419.el8"));
    assertThat(ids(match(purl("pkg:rpm/almalinux/perl-Errno@1.28-419.el8?distro=almalinux-8"))))
        .containsExactly("ALSA-1");
    SoftwarePackage fixed =
        rpm("rocky-8.9", "perl-Errno", "1.28-419.el8", source("perl", "5.26.3-419.el8"));
    SoftwarePackage old =
        rpm("rocky-8.9", "perl-Errno", "1.28-418.el8", source("perl", "5.26.3-418.el8"));
    assertThat(match(fixed).findings()).isEmpty();
    assertThat(ids(match(old))).containsExactly("RLSA-1");
    advisories.feed("AlmaLinux:9", fixedBefore("ALSA-2", "perl", "4:5.26.3-419.el8"));
    assertThat(
            match(purl("pkg:rpm/almalinux/perl@5.26.3-419.el8?epoch=4&distro=almalinux-9"))
                .findings())
        .isEmpty();
    assertThat(ids(match(purl("pkg:rpm/almalinux/perl@5.26.3-419.el8?distro=almalinux-9"))))
        .containsExactly("ALSA-2");
  }

  @Test
  void item10_anotherStreamOfTheModuleIsNotMeant() {
    Advisory stream12 =
        titled(
            "ALSA-2020:5620",
            "Important: postgresql:12 security update",
            affected(
                "postgresql", new Interval(null, "12.5-1.module_el8.3.0+2041+42c1b5d2", null)));
    advisories.feed("AlmaLinux:8", stream12);
    String nineSix =
        "pkg:rpm/almalinux/postgresql@9.6.20-1.module_el8.3.0+2042+1?distro=almalinux-8&rpmmod=";
    assertThat(match(purl(nineSix + "postgresql:9.6:820:abc")).findings()).isEmpty();
    assertThat(ids(match(purl(nineSix + "postgresql:12:820:abc"))))
        .containsExactly("ALSA-2020:5620");
    assertThat(ids(match(purl(nineSix + "postgresql:1")))).isEmpty();
  }

  @Test
  void item10_withoutALabelTheFixedVersionTellsTheStream() {
    advisories.feed(
        "AlmaLinux:8",
        titled(
            "ALSA-2021:1242",
            "Important: mariadb:10.3 and mariadb-devel:10.3 security update",
            affected("mariadb", before("3:10.3.28-1.module_el8.3.0+2028+5e3224e9")),
            affected("galera", before("25.3.32-1.module_el8.3.0+2028+5e3224e9"))),
        titled(
            "ALSA-2021:9999",
            "Important: mariadb:10.5 security update",
            affected("mariadb", before("3:10.5.9-2.module_el8.4.0+2000+5e3224e9"))));
    String of105 = "mariadb@10.5.9-2.module_el8.4.0%2B2000%2B5e3224e9?epoch=3&distro=almalinux-8";
    String of103 = "mariadb@10.3.27-1.module_el8.3.0%2B1&epoch=3&distro=almalinux-8";
    assertThat(match(purl("pkg:rpm/almalinux/" + of105)).findings()).isEmpty();
    assertThat(ids(match(purl("pkg:rpm/almalinux/" + of103.replace("%2B1&", "%2B1?")))))
        .containsExactly("ALSA-2021:1242");
    String galera = "galera@25.3.31-1.module_el8.3.0%2B1?distro=almalinux-8";
    assertThat(ids(match(purl("pkg:rpm/almalinux/" + galera)))).containsExactly("ALSA-2021:1242");
  }

  @Test
  void item10_aPlainBuildIsNotMeantByAModulesFix() {
    advisories.feed(
        "AlmaLinux:8",
        fixedBefore("ALSA-2", "perl", "4:5.30.1-452.module_el8.4.0+2310+1a5a6e20"),
        fixedBefore("ALSA-3", "perl", "4:5.26.3-419.el8"));
    String perl = "pkg:rpm/almalinux/perl@%s?epoch=4&distro=almalinux-8";
    assertThat(ids(match(purl(perl.formatted("5.26.3-416.el8"))))).containsExactly("ALSA-3");
    assertThat(ids(match(purl(perl.formatted("5.24.4-400.module_el8.4.0%2B1")))))
        .containsExactly("ALSA-2");
  }

  @Test
  void item11_eachArchitectureHasItsOwnFix() {
    advisories.feed(
        "Rocky Linux:8",
        advisory(
            "ELSA-2022-4803",
            onArchitecture("aarch64", "rsyslog", "8.24.0-57.0.4.el7_9.3"),
            onArchitecture("x86_64", "rsyslog", "8.24.0-57.0.1.el7_9.3")));
    String rsyslog = "pkg:rpm/rocky/rsyslog@8.24.0-57.0.1.el7_9.3?distro=rocky-8";
    assertThat(match(purl(rsyslog + "&arch=x86_64")).findings()).isEmpty();
    assertThat(onlyFinding(match(purl(rsyslog + "&arch=aarch64"))).fixed())
        .isEqualTo("8.24.0-57.0.4.el7_9.3");
    assertThat(match(purl(rsyslog + "&arch=s390x")).findings()).isEmpty();
    // Where the architecture is not known, any may be meant.
    assertThat(match(purl(rsyslog)).findings()).hasSize(1);
    assertThat(match(purl(rsyslog + "&arch=noarch")).findings()).hasSize(1);
  }

  @Test
  void item12_aFixOnTheInstalledLineCountsAboveThatOfAnother() {
    advisories.feed(
        "AlmaLinux:9",
        standingFor(
            "ALSA-2024:6146",
            List.of("CVE-2024-8088", "CVE-2024-1"),
            affected("python3", before("3.9.18-3.el9_4.5"))),
        standingFor(
            "ALSA-2024:9371",
            List.of("CVE-2024-8088", "CVE-2024-2"),
            affected("python3", before("3.9.19-8.el9"))));
    assertThat(alma9("python3", "3.9.18-3.el9_4.5"))
        .extracting(Vulnerability::id)
        .containsExactly("CVE-2024-2");
    List<Vulnerability> old = alma9("python3", "3.9.18-3.el9_4.4");
    assertThat(old)
        .extracting(Vulnerability::id)
        .containsExactly("CVE-2024-1", "CVE-2024-2", "CVE-2024-8088");
    assertThat(old.getLast().fixed()).isEqualTo("3.9.18-3.el9_4.5");
    assertThat(alma9("python3", "3.9.19-8.el9")).isEmpty();
  }

  @Test
  void item13_aMinorReleaseWithoutAFixIsAGap() {
    advisories.feed(
        "Rocky Linux:9",
        standingFor(
            "RLSA-1",
            List.of("CVE-2022-50536"),
            affected("kernel", before("5.14.0-162.23.1.el9_1"))),
        standingFor(
            "RLSA-2",
            List.of("CVE-2022-50536"),
            affected("kernel", before("5.14.0-362.8.1.el9_3"))));
    assertThat(kernel("5.14.0-162.23.1.el9_1")).isEmpty();
    assertThat(kernel("5.14.0-162.22.2.el9_1").getFirst().fixed())
        .isEqualTo("5.14.0-162.23.1.el9_1");
    assertThat(kernel("5.14.0-284.30.1.el9_2").getFirst().fixed())
        .isEqualTo("5.14.0-362.8.1.el9_3");
    assertThat(kernel("5.14.0-362.8.1.el9_3")).isEmpty();
  }

  private List<Vulnerability> kernel(String version) {
    return match(purl("pkg:rpm/rocky/kernel@" + version + "?distro=rocky-9")).findings();
  }

  @Test
  void item10_theFixOfAnotherStreamMendsNothing() {
    advisories.feed(
        "AlmaLinux:8",
        standingFor(
            "ALSA-1", List.of("CVE-1"), affected("galera", before("25-1.module_el8.4.0+1+a"))),
        standingFor(
            "ALSA-2", List.of("CVE-1"), affected("galera", before("26-2.module_el8.5.0+2+b"))));
    String galera = "pkg:rpm/almalinux/galera@26-1.module_el8.4.0%2B1%2Bc?distro=almalinux-8";
    assertThat(ids(match(purl(galera)))).containsExactly("CVE-1");
    // With the stream known, an advisory for another one would say so, and this one is for it.
    assertThat(match(purl(galera + "&rpmmod=mariadb:10.5")).findings()).isEmpty();
  }

  @Test
  void item12_aLaterFixOfTheSameLineStillCounts() {
    advisories.feed(
        "AlmaLinux:9",
        standingFor("ALSA-1", List.of("CVE-1"), affected("a", before("1-2.el9_4"))),
        standingFor("ALSA-2", List.of("CVE-1"), affected("a", before("1-3.el9_4"))));
    assertThat(alma9("a", "1-2.el9_4").getFirst().fixed()).isEqualTo("1-3.el9_4");
    assertThat(alma9("a", "1-3.el9_4")).isEmpty();
  }

  @Test
  void item12_disjointRangesOfSeveralStreams() {
    Advisory advisory =
        advisory(
            "ALSA-2024:1",
            affected(
                "python3",
                new Interval(null, "3.9.18-3.el9_4.5", null),
                new Interval("3.9.19", "3.9.19-8.el9", null)));
    advisories.feed("AlmaLinux:9", advisory);
    assertThat(alma9("python3", "3.9.18-3.el9_4.4").getFirst().fixed())
        .isEqualTo("3.9.18-3.el9_4.5");
    assertThat(alma9("python3", "3.9.18-3.el9_4.5")).isEmpty();
    assertThat(alma9("python3", "3.9.19-1.el9").getFirst().fixed()).isEqualTo("3.9.19-8.el9");
    assertThat(alma9("python3", "3.9.19-8.el9")).isEmpty();
  }

  @Test
  void item15_repeatedModuleBuildsAreAlternatives() {
    Advisory judy =
        advisory(
            "ALSA-2021:1242",
            affected("Judy", before("1.0.5-18.module_el8.6.0+2867+72759d2f")),
            affected("Judy", before("1.0.5-18.module_el8.3.0+2028+5e3224e9")),
            affected("Judy", before("1.0.5-18.module_el8.5.0+2632+14ced695")),
            affected("Judy", before("1.0.5-18.module_el8.6.0+2761+593e5e59")));
    advisories.feed("AlmaLinux:9", judy);
    for (Affected fixed : judy.affected()) {
      String version = fixed.intervals().getFirst().fixed();
      assertThat(alma9("Judy", String.valueOf(version))).as(version).isEmpty();
    }
    assertThat(alma9("Judy", "1.0.5-17.module_el8.4.0+2100+1"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.fixed()).isEqualTo("1.0.5-18.module_el8.3.0+2028+5e3224e9"));
    assertThat(alma9("Judy", "1.0.5-18.module_el8.5.0+2100+1"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.fixed()).isEqualTo("1.0.5-18.module_el8.5.0+2632+14ced695"));
  }

  @Test
  void item16_packagesOfOtherVendorsAreNamedAndNotJudged() {
    advisories.feed("AlmaLinux:9", fixedBefore("ALSA-1", "containerd.io", "9"));
    MatchResult result =
        match(
            purl("pkg:rpm/almalinux/bash@5-1.el9?distro=almalinux-9"),
            purl("pkg:rpm/almalinux/containerd.io@1.6-1.el9?distro=almalinux-9&vendor=Docker"));
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed())
        .extracting(Assessment::feed)
        .containsExactly("AlmaLinux:9", "almalinux:9 (other vendors)");
    Assessment others = result.assessed().getLast();
    assertThat(others.state()).isEqualTo(State.NOT_ASSESSED);
    assertThat(others.reason()).endsWith("containerd.io (Docker)");
  }

  @Test
  void item16_aBuildForKspliceIsComparedWithSuchOnly() {
    advisories.feed("AlmaLinux:9", fixedBefore("A-1", "glibc", "2.34-60.0.1.ksplice1.el9"));
    assertThat(alma9("glibc", "2.34-59.el9")).isEmpty();
    assertThat(alma9("glibc", "2.34-59.0.1.ksplice1.el9")).hasSize(1);
  }

  @Test
  void item16_keysAndDebuggingSymbolsAreNoSoftware() {
    advisories.feed("AlmaLinux:9", fixedBefore("ALSA-1", "gpg-pubkey", "9"));
    MatchResult result =
        match(
            rpm("almalinux-9", "gpg-pubkey", "1-1", null),
            rpm("almalinux-9", "bash-debuginfo", "1-1", null));
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed()).isEmpty();
  }

  @Test
  void item19_apkUsesTheOrigin() {
    advisories.feed("Alpine:v3.20", fixedBefore("CVE-1", "openssl", "3.3.1-r0"));
    SoftwarePackage library =
        item(
            "pkg:apk/alpine/libcrypto3@3.3.0-r2?distro=alpine-3.20.1",
            "libcrypto3",
            "3.3.0-r2",
            source("openssl", "3.3.0-r2"),
            null);
    assertThat(ids(match(library))).containsExactly("CVE-1");
  }

  @Test
  void item20_keyZeroWasNeverAffected() {
    advisories.feed("Alpine:v3.20", fixedBefore("CVE-1", "db", "0"));
    assertThat(match(purl("pkg:apk/alpine/db@5.3-r0?distro=alpine-3.20.1")).findings()).isEmpty();
  }

  @Test
  void item25_intervalsListedVersionsAndWithdrawal() {
    Advisory withdrawn =
        new Advisory(
            "GHSA-w",
            List.of(),
            List.of(),
            "",
            Severity.HIGH,
            null,
            null,
            null,
            null,
            NOW,
            List.of(affected("a", everything())));
    advisories.feed(
        "PyPI",
        withdrawn,
        advisory("P-1", affected("a", new Interval("1.0", null, "1.5"))),
        advisory("P-2", affected("a", new Interval("2.0", "2.5", null))),
        advisory("P-3", affected("a", new Interval(null, "0.5", null))),
        advisory("P-4", listed("a", "7.0.0", "unreadable")),
        advisory("P-5", affected("a", new Interval("0", "0.1", null))));
    assertThat(pypi("1.0")).containsExactly("P-1");
    assertThat(pypi("1.5")).containsExactly("P-1");
    assertThat(pypi("1.5.1")).isEmpty();
    assertThat(pypi("2.0")).containsExactly("P-2");
    assertThat(pypi("2.5")).isEmpty();
    assertThat(pypi("2.5rc1")).containsExactly("P-2");
    assertThat(pypi("0.0.dev1")).containsExactlyInAnyOrder("P-3", "P-5");
    assertThat(pypi("7")).containsExactly("P-4");
    assertThat(pypi("unreadable")).containsExactly("P-4");
  }

  @Test
  void item26_aliasesFoldIntoOneFinding() {
    advisories.feed(
        "PyPI",
        named(
            "GHSA-aaaa",
            List.of("CVE-2024-1", "PYSEC-2024-7"),
            Severity.HIGH,
            7.5,
            affected("a", before("1.2"))),
        named(
            "PYSEC-2024-7",
            List.of("CVE-2024-1"),
            Severity.UNKNOWN,
            null,
            affected("a", before("1.3"))),
        named("GHSA-bbbb", List.of(), Severity.LOW, 3.0, affected("a", before("1.1"))),
        named(
            "PYSEC-2024-8",
            List.of("GHSA-bbbb"),
            Severity.UNKNOWN,
            null,
            affected("a", before("1.1"))),
        named("PYSEC-2024-9", List.of(), Severity.UNKNOWN, null, affected("a", before("1.1"))));
    MatchResult result = match(purl("pkg:pypi/A@1.0"));
    assertThat(ids(result)).containsExactly("CVE-2024-1", "GHSA-bbbb", "PYSEC-2024-9");
    Vulnerability finding = result.findings().getFirst();
    assertThat(finding.aliases()).containsExactly("GHSA-aaaa", "PYSEC-2024-7");
    assertThat(finding.sources())
        .extracting(Vulnerability.Source::id)
        .containsExactly("GHSA-aaaa", "PYSEC-2024-7");
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.severitySource()).isEqualTo("GHSA-aaaa");
    // 1.2 is still affected by the word of the other.
    assertThat(finding.fixed()).isEqualTo("1.3");
    assertThat(finding.remedy().versions()).containsExactly("1.2", "1.3");
  }

  @Test
  void item26_foldsByWayOfAThird() {
    advisories.feed(
        "Go",
        named("GHSA-1", List.of("CVE-2024-20"), Severity.HIGH, 8.0, affected("m", everything())),
        named("GHSA-2", List.of("CVE-2024-100"), Severity.LOW, 2.0, affected("m", everything())),
        named(
            "GO-1",
            List.of("CVE-2024-20", "CVE-2024-100", "GHSA-1", "GHSA-2"),
            Severity.UNKNOWN,
            null,
            affected("m", everything())));
    Vulnerability finding = onlyFinding(match(purl("pkg:golang/m@v1.0.0")));
    assertThat(finding.id()).isEqualTo("CVE-2024-20");
    assertThat(finding.aliases()).containsExactly("CVE-2024-100", "GHSA-1", "GHSA-2", "GO-1");
  }

  @Test
  void item26_anAdvisoryOfSeveralIsASourceOfEach() {
    advisories.feed(
        "Debian:12",
        standingFor("DSA-1", List.of("CVE-2024-2", "CVE-2024-10"), affected("curl", before("9"))),
        standingFor("DEBIAN-CVE-2024-10", List.of("CVE-2024-10"), affected("curl", before("8"))),
        standingFor("DSA-2", List.of(), affected("curl", before("7"))));
    MatchResult result = match(deb("curl", "1", null));
    assertThat(ids(result)).containsExactly("CVE-2024-10", "CVE-2024-2", "DSA-2");
    Vulnerability both = result.findings().getFirst();
    assertThat(both.aliases()).isEmpty();
    assertThat(both.sources())
        .extracting(Vulnerability.Source::id)
        .containsExactly("DEBIAN-CVE-2024-10", "DSA-1");
    assertThat(both.fixed()).isEqualTo("9");
  }

  @Test
  void item27_whatGoDoesNotCompareIsSaid() {
    advisories.feed("Go", fixedBefore("GO-1", "istio.io/istio", "1.20.0"));
    MatchResult result = match(purl("pkg:golang/istio.io/istio@%28devel%29"));
    assertThat(result.findings()).isEmpty();
    Assessment assessment = onlyAssessment(result);
    assertThat(assessment.state()).isEqualTo(State.PARTIAL);
    assertThat(assessment.reason()).contains("istio.io/istio (devel)");
    // A module that no advisory names is not in doubt.
    assertThat(onlyAssessment(match(purl("pkg:golang/other@%28devel%29"))).state())
        .isEqualTo(State.ASSESSED);
  }

  @Test
  void item27_goReleasesAndIncompatibleModules() {
    advisories.feed(
        "Go",
        advisory(
            "GO-1",
            affected(
                "stdlib",
                new Interval(null, "1.21.8", null),
                new Interval("1.22.0-0", "1.22.1", null))),
        fixedBefore("GO-2", "github.com/BurntSushi/toml", "2.0.0"));
    assertThat(onlyFinding(match(purl("pkg:golang/stdlib@1.22rc2"))).fixed()).isEqualTo("1.22.1");
    assertThat(onlyFinding(match(purl("pkg:golang/stdlib@go1.21.7%20X:boringcrypto"))).fixed())
        .isEqualTo("1.21.8");
    assertThat(match(purl("pkg:golang/stdlib@1.22.1")).findings()).isEmpty();
    SoftwarePackage module =
        item(
            "pkg:golang/github.com/burntsushi/toml@v1.9.0%2Bincompatible",
            "github.com/BurntSushi/toml", "v1.9.0+incompatible", null, null);
    assertThat(ids(match(module))).containsExactly("GO-2");
  }

  @Test
  void item28_mavenMatchesGroupAndArtifact() {
    advisories.feed(
        "Maven", fixedBefore("GHSA-1", "com.microsoft.sqlserver:mssql-jdbc", "12.10.2"));
    assertThat(match(purl("pkg:maven/com.microsoft.sqlserver/mssql-jdbc@12.10.2.jre11")).findings())
        .isEmpty();
    assertThat(ids(match(purl("pkg:maven/com.microsoft.sqlserver/mssql-jdbc@12.10.1.jre11"))))
        .containsExactly("GHSA-1");
    assertThat(match(purl("pkg:maven/org.other/mssql-jdbc@1")).findings()).isEmpty();
  }

  @Test
  void item29_pythonNamesAreNormalised() {
    advisories.feed("PyPI", fixedBefore("P-1", "zope-interface", "6"));
    for (String name : List.of("Zope.Interface", "zope_interface", "ZOPE--_.interface")) {
      assertThat(ids(match(purl("pkg:pypi/" + name + "@5")))).containsExactly("P-1");
    }
  }

  @Test
  void item30_aScopeIsPartOfTheNameAndPrereleasesMatch() {
    advisories.feed("npm", fixedBefore("GHSA-1", "@octokit/request", "8.4.1"));
    assertThat(ids(match(purl("pkg:npm/%40octokit/request@8.4.1-beta.1"))))
        .containsExactly("GHSA-1");
    assertThat(match(purl("pkg:npm/request@2.0.0")).findings()).isEmpty();
  }

  @Test
  void item31_nugetInAnyCase() {
    advisories.feed("NuGet", fixedBefore("GHSA-1", "newtonsoft.json", "13.0.1"));
    assertThat(ids(match(purl("pkg:nuget/Newtonsoft.Json@12.0.3.0")))).containsExactly("GHSA-1");
  }

  @Test
  void item32_item34_whatAnOsPackageOwnsFollowsItsVendor() {
    advisories.feed("PyPI", fixedBefore("CVE-2023-32681", "requests", "2.31.0"));
    advisories.feed("AlmaLinux:8");
    SoftwarePackage owner = rpm("almalinux-8", "python3-requests", "2.20.0-3.el8", null);
    SoftwarePackage owned =
        item("pkg:pypi/requests@2.20.0", "requests", "2.20.0", null, owner.purl());
    MatchResult result = match(owner, owned);
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed()).extracting(Assessment::feed).containsExactly("AlmaLinux:8");
    assertThat(ids(match(purl("pkg:pypi/requests@2.20.0")))).containsExactly("CVE-2023-32681");
  }

  /** The official nginx image: Debian's advisories do not speak of what nginx.org builds. */
  @Test
  void item34_whatAnotherVendorsPackageOwnsIsJudgedByItsOwnFeed() {
    advisories.feed("Debian:12", fixedBefore("CVE-2024-1", "nginx", "9"));
    advisories.feed("Bitnami", fixedBefore("BIT-nginx-2024-7347", "nginx", "1.27.1"));
    advisories.feed("Go", fixedBefore("GO-1", "example.org/keel", "1.0.1"));
    SoftwarePackage nginx =
        purl("pkg:deb/debian/nginx@1.27.0-1~bookworm?distro=debian-12&vendor=NGINX");
    SoftwarePackage containerd =
        purl("pkg:rpm/almalinux/containerd.io@1.6-1.el9?distro=almalinux-9&vendor=Docker");
    MatchResult result =
        match(
            nginx,
            containerd,
            item("pkg:generic/nginx@1.27.0", "nginx", "1.27.0", null, nginx.purl()),
            item(
                "pkg:golang/example.org/keel@v1.0.0",
                "example.org/keel",
                "v1.0.0",
                null,
                containerd.purl()));
    assertThat(ids(result)).containsExactlyInAnyOrder("BIT-nginx-2024-7347", "GO-1");
    assertThat(result.assessed())
        .filteredOn(assessment -> assessment.state() == State.NOT_ASSESSED)
        .extracting(Assessment::feed)
        .containsExactly("almalinux:9 (other vendors)", "debian:12 (other vendors)");
    // Debian's archive must not be taken for an answer about them.
    assertThat(
            Matcher.feeds(
                new Inventory(null, List.of(deb("bash", "5", null), nginx), List.of()), "deb"))
        .containsExactly("Debian:12");
  }

  @Test
  void item36_theVendorsWordComesBeforeTheScore() {
    Affected low =
        new Affected("openssl", List.of(before("3.0.9")), List.of(), Status.UNKNOWN, Severity.LOW);
    advisories.feed(
        "Debian:12",
        named(
            "A-SCORE",
            List.of("CVE-2023-0464"),
            Severity.HIGH,
            7.5,
            affected("openssl", before("3.0.9"))),
        named("B-VENDOR", List.of("CVE-2023-0464"), Severity.HIGH, 7.5, low));
    Vulnerability finding = onlyFinding(match(deb("openssl", "3.0.8", null)));
    assertThat(finding.severity()).isEqualTo(Severity.LOW);
    assertThat(finding.severitySource()).isEqualTo("B-VENDOR");
    assertThat(finding.sources())
        .extracting(Vulnerability.Source::severity)
        .containsExactly(Severity.LOW, Severity.HIGH);
  }

  @Test
  void item37_recommendsTheFixOnTheInstalledLine() {
    String name = "com.fasterxml.jackson.core:jackson-databind";
    advisories.feed(
        "Maven",
        advisory(
            "CVE-2017-17485",
            affected(
                name, new Interval("2.9.0", "2.9.4", null), new Interval(null, "2.8.11", null)),
            affected(name, new Interval("2.10.0", "2.10.1", null))));
    Vulnerability finding =
        onlyFinding(match(purl("pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.9.1")));
    assertThat(finding.fixed()).isEqualTo("2.9.4");
    assertThat(finding.remedy().versions()).containsExactly("2.8.11", "2.9.4", "2.10.1");
    assertThat(finding.remedy().action())
        .isEqualTo("upgrade com.fasterxml.jackson.core:jackson-databind to 2.9.4");
    assertThat(finding.status()).isEqualTo(Status.FIXED);
  }

  @Test
  void item38_withoutAFixItIsAffected() {
    advisories.feed("npm", advisory("GHSA-1", affected("a", everything())));
    Vulnerability finding = onlyFinding(match(purl("pkg:npm/a@1.0.0")));
    assertThat(finding.status()).isEqualTo(Status.AFFECTED);
    assertThat(finding.fixed()).isNull();
    assertThat(finding.remedy().action()).isEqualTo("no fixed version is known");
    assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
    assertThat(finding.severitySource()).isNull();
  }

  @Test
  void exploitationIsFoundByAnyCve() {
    Vulnerability.Kev kev = new Vulnerability.Kev(LocalDate.of(2024, 1, 2), null, true);
    advisories
        .feed(
            "npm",
            named(
                "GHSA-1",
                List.of("CVE-2024-1", "CVE-2024-2"),
                Severity.LOW,
                2.0,
                affected("a", everything())))
        .kev("CVE-2024-2", kev)
        .epss("CVE-2024-1", 0.1)
        .epss("CVE-2024-2", 0.7);
    Vulnerability finding = onlyFinding(match(purl("pkg:npm/a@1.0.0")));
    assertThat(finding.kev()).isEqualTo(kev);
    assertThat(finding.epss()).isEqualTo(new Vulnerability.Epss(0.7, 0.7));
  }

  @Test
  void theWorstComesFirstAndTheOrderOfInputDoesNotCount() {
    advisories
        .feed(
            "npm",
            named("CVE-2024-1", List.of(), Severity.HIGH, 8.0, affected("b", everything())),
            named("CVE-2024-2", List.of(), Severity.HIGH, 8.0, affected("a", everything())),
            named("CVE-2024-3", List.of(), Severity.HIGH, 8.0, affected("c", everything())),
            named("CVE-2024-4", List.of(), Severity.HIGH, 8.0, affected("d", everything())),
            named("CVE-2024-5", List.of(), Severity.CRITICAL, 9.8, affected("e", everything())))
        .epss("CVE-2024-3", 0.5)
        .kev("CVE-2024-4", new Vulnerability.Kev(LocalDate.of(2024, 1, 2), null, false));
    List<SoftwarePackage> items = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      items.add(purl("pkg:npm/" + name + "@1.0.0"));
    }
    MatchResult forward = match(items.toArray(SoftwarePackage[]::new));
    assertThat(ids(forward))
        .containsExactly("CVE-2024-5", "CVE-2024-4", "CVE-2024-3", "CVE-2024-2", "CVE-2024-1");
    Collections.reverse(items);
    assertThat(match(items.toArray(SoftwarePackage[]::new))).isEqualTo(forward);
  }

  @Test
  void boundsThatCannotBeReadMakeTheFeedPartial() {
    advisories.feed(
        "Alpine:v3.20",
        fixedBefore("CVE-1", "mariadb", "10.2.24.r0"),
        fixedBefore("CVE-2", "mariadb", "10.2.30-r0"));
    MatchResult result = match(purl("pkg:apk/alpine/mariadb@10.2.20-r0?distro=alpine-3.20"));
    assertThat(ids(result)).containsExactly("CVE-2");
    assertThat(onlyAssessment(result).state()).isEqualTo(State.PARTIAL);
    assertThat(onlyAssessment(result).reason()).contains("CVE-1").contains("10.2.24.r0");
  }

  @Test
  void manyUnreadableVersionsMakeAShortReason() {
    advisories.feed("PyPI", fixedBefore("P-1", "a", "1"));
    SoftwarePackage[] items = new SoftwarePackage[50];
    Arrays.setAll(items, i -> purl("pkg:pypi/a@x" + i));
    Assessment assessment = onlyAssessment(match(items));
    assertThat(assessment.reason()).startsWith("50 packages").endsWith("and 47 more");
    assertThat(assessment.packages()).isEqualTo(50);
  }

  @Test
  void boundsOfCratesMayBeShort() {
    advisories.feed("crates.io", fixedBefore("RUSTSEC-1", "a", "0.3"));
    assertThat(ids(match(purl("pkg:cargo/a@0.2.9")))).containsExactly("RUSTSEC-1");
    assertThat(match(purl("pkg:cargo/a@0.3.0")).findings()).isEmpty();
  }

  @Test
  void anEmptyInventoryHasNothingToSay() {
    assertThat(match()).isEqualTo(new MatchResult(List.of(), List.of()));
  }

  private List<Vulnerability> alma9(String name, String version) {
    return match(rpm("almalinux-9.4", name, version, null)).findings();
  }

  private List<String> pypi(String version) {
    return ids(match(purl("pkg:pypi/a@" + version)));
  }

  private MatchResult match(SoftwarePackage... items) {
    return match(advisories, items);
  }

  private static MatchResult match(AdvisoriesInMemory advisories, SoftwarePackage... items) {
    return match(advisories, (Distribution) null, items);
  }

  private static MatchResult match(
      AdvisoriesInMemory advisories,
      @Nullable Distribution distribution,
      SoftwarePackage... items) {
    try {
      return new Matcher(advisories, NOW)
          .match(new Inventory(distribution, List.of(items), List.of()));
    } catch (dev.breakwater.core.BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> ids(MatchResult result) {
    return result.findings().stream().map(Vulnerability::id).toList();
  }

  private static Vulnerability onlyFinding(MatchResult result) {
    assertThat(result.findings()).hasSize(1);
    return result.findings().getFirst();
  }

  private static Assessment onlyAssessment(MatchResult result) {
    assertThat(result.assessed()).hasSize(1);
    return result.assessed().getFirst();
  }

  private static Interval everything() {
    return new Interval(null, null, null);
  }

  private static Interval before(String fixed) {
    return new Interval(null, fixed, null);
  }

  private static Affected affected(String name, Interval... intervals) {
    return new Affected(name, List.of(intervals), List.of(), Status.UNKNOWN, null);
  }

  private static Affected inChannel(String channel, String name, String fixed) {
    return new Affected(
        name,
        List.of(before(fixed)),
        List.of(),
        Status.UNKNOWN,
        null,
        new Scope(List.of(channel), List.of(), null));
  }

  private static Affected onArchitecture(String architecture, String name, String fixed) {
    return new Affected(
        name,
        List.of(before(fixed)),
        List.of(),
        Status.UNKNOWN,
        null,
        new Scope(List.of(), List.of(architecture), null));
  }

  private static Affected listed(String name, String... versions) {
    return new Affected(name, List.of(), List.of(versions), Status.UNKNOWN, null);
  }

  private static Advisory advisory(String id, Affected... affected) {
    return named(id, List.of(), Severity.UNKNOWN, null, affected);
  }

  private static Advisory fixedBefore(String id, String name, String fixed) {
    return advisory(id, affected(name, before(fixed)));
  }

  private static Advisory named(
      String id,
      List<String> aliases,
      Severity severity,
      @Nullable Double score,
      Affected... affected) {
    return new Advisory(
        id, aliases, List.of(), id, severity, score, null, null, null, null, List.of(affected));
  }

  private static Advisory titled(String id, String title, Affected... affected) {
    return new Advisory(
        id,
        List.of(),
        List.of(),
        title,
        Severity.UNKNOWN,
        null,
        null,
        null,
        null,
        null,
        List.of(affected));
  }

  private static Advisory standingFor(String id, List<String> upstream, Affected... affected) {
    return new Advisory(
        id,
        List.of(),
        upstream,
        id,
        Severity.UNKNOWN,
        null,
        null,
        null,
        null,
        null,
        List.of(affected));
  }

  private static SoftwarePackage.Source source(String name, String version) {
    return new SoftwarePackage.Source(name, version);
  }

  private static SoftwarePackage deb(
      String name, String version, SoftwarePackage.@Nullable Source source) {
    PackageUrl purl = PackageUrl.of("deb", "debian", name, version).with("distro", "debian-12");
    return new SoftwarePackage(purl, name, version, source, List.of(), null, null);
  }

  private static SoftwarePackage plainDeb(String name, String version) {
    PackageUrl purl = PackageUrl.of("deb", null, name, version);
    return new SoftwarePackage(purl, name, version, null, List.of(), null, null);
  }

  private static SoftwarePackage rpm(
      String distro, String name, String version, SoftwarePackage.@Nullable Source source) {
    PackageUrl purl = PackageUrl.of("rpm", null, name, version).with("distro", distro);
    return new SoftwarePackage(purl, name, version, source, List.of(), null, null);
  }

  private static SoftwarePackage item(
      String purl,
      String name,
      String version,
      SoftwarePackage.@Nullable Source source,
      @Nullable PackageUrl owner) {
    return new SoftwarePackage(
        PackageUrl.parse(purl), name, version, source, List.of("a/path"), null, owner);
  }

  private static SoftwarePackage purl(String text) {
    PackageUrl purl = PackageUrl.parse(text);
    String name =
        switch (purl.type()) {
          case "maven" -> purl.namespace() + ":" + purl.name();
          case "golang" ->
              purl.namespace() == null ? purl.name() : purl.namespace() + "/" + purl.name();
          default -> purl.name();
        };
    return new SoftwarePackage(
        purl, name, String.valueOf(purl.version()), null, List.of(), null, null);
  }
}
