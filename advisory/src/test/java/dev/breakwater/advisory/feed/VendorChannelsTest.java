package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.MatchResult;
import dev.breakwater.advisory.Matcher;
import dev.breakwater.advisory.Subscriptions;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Vulnerability.Status;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.sbom.PurlList;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From records as OSV exports them, by way of the store, to findings. */
class VendorChannelsTest {
  private static final Instant NOW = Instant.parse("2024-05-07T00:00:00Z");
  private static final Subscriptions PRO = new Subscriptions(true, List.of());

  @TempDir Path temporary;
  private Path base = Path.of("");
  private TestFeeds feeds = new TestFeeds(base);

  @BeforeEach
  void places() throws Exception {
    base = Files.createDirectory(temporary.resolve("feeds"));
    feeds = new TestFeeds(base);
  }

  @ParameterizedTest
  @CsvSource({
    "Debian:12, Debian:12,",
    "PyPI, PyPI,",
    "Maven:https://maven.example.org, Maven,",
    "Packagist:https://packages.example.org/8, Packagist,",
    "Red Hat:enterprise_linux:9::appstream, Red Hat:9, enterprise_linux:9::appstream",
    "Red Hat:enterprise_linux:10.0, Red Hat:10, enterprise_linux:10.0",
    "Red Hat:enterprise_linux_eus:10.0, Red Hat:10, enterprise_linux_eus:10.0",
    "Red Hat:rhel_eus:9.2::baseos, Red Hat:9, rhel_eus:9.2::baseos",
    "Red Hat:openshift:4.13::el8, Red Hat:8, openshift:4.13::el8",
    "Red Hat:rhel_software_collections:3::el7, Red Hat:7, rhel_software_collections:3::el7",
    "Red Hat:devtools:2020, Red Hat, devtools:2020",
    "Red Hat:9, Red Hat:9,",
    "Red Hat Lightwell, Red Hat Lightwell,",
    "Ubuntu:22.04:LTS, Ubuntu:22.04,",
    "Ubuntu:25.04, Ubuntu:25.04,",
    "Ubuntu:Pro:18.04:LTS, Ubuntu:18.04, Pro",
    "Ubuntu:Pro:FIPS-updates:20.04:LTS, Ubuntu:20.04, Pro:FIPS-updates",
    "Ubuntu:Pro:22.04:LTS:Realtime:Kernel, Ubuntu:22.04, Pro:Realtime:Kernel",
    "Ubuntu:Pro, Ubuntu:Pro,",
    "SUSE:Linux Enterprise Server 15 SP4-LTSS, SUSE:Linux Enterprise 15 SP4, LTSS",
    "SUSE:Linux Enterprise Server 15, SUSE:Linux Enterprise 15,",
    "SUSE:Linux Enterprise Module for Basesystem 15 SP7, SUSE:Linux Enterprise 15 SP7,",
    "SUSE:Linux Enterprise Module for Python 3 15 SP5, SUSE:Linux Enterprise 15 SP5,",
    "SUSE:Linux Enterprise Server for SAP Applications 15 SP3, SUSE:Linux Enterprise 15 SP3, SAP",
    "SUSE:Linux Enterprise Server LTSS Extended Security 12 SP5, SUSE:Linux Enterprise 12 SP5, LTSS",
    "SUSE:Package Hub 15 SP5, SUSE:Linux Enterprise 15 SP5,",
    "SUSE:Linux Enterprise Server 16.0, SUSE:Linux Enterprise 16.0,",
    "SUSE:Linux Enterprise Micro 5.5, SUSE:Linux Enterprise Micro 5.5,",
    "SUSE:Linux Micro 6.0, SUSE:Linux Micro 6.0,",
    "SUSE:Linux Enterprise, SUSE:Linux Enterprise,",
    "SUSE:-, SUSE:-,",
    "openSUSE:Leap 15.6, openSUSE:Leap 15.6,",
    "openEuler:22.03-LTS-SP3, openEuler:22.03-LTS-SP3,",
    "Docker Hardened Images:Alpine:3.24, Docker Hardened Images:Alpine:3.24,",
    "Root:Debian:12, Root:Debian:12,"
  })
  void filesUnderTheReleaseAndKeepsTheChannel(String name, String ecosystem, String channel) {
    Filing filing = Filing.of(name);
    assertThat(filing.ecosystem()).hasToString(ecosystem);
    assertThat(filing.channel()).isEqualTo(channel);
  }

  @Test
  void item8_proFixesAreReportedEverywhereAndOfferedToThoseWhoHaveIt() throws Exception {
    feeds.export(
        "Ubuntu",
        record(
            "UBUNTU-CVE-2021-33910",
            "CVE-2021-33910",
            affected("Ubuntu:16.04:LTS", "systemd", null),
            affected("Ubuntu:Pro:16.04:LTS", "systemd", "229-4ubuntu21.31+esm1"),
            affected("Ubuntu:Pro:FIPS:16.04:LTS", "systemd", "229-9ubuntu.fips.1")));
    String host = "pkg:deb/ubuntu/systemd@229-4ubuntu21.31?distro=ubuntu-16.04";
    Vulnerability without = only(match(Subscriptions.NONE, host));
    assertThat(without.fixed()).isNull();
    assertThat(without.status()).isEqualTo(Status.AFFECTED);
    assertThat(without.remedy().action())
        .isEqualTo(
            "no fixed version is known without Ubuntu Pro; with it, upgrade systemd to"
                + " 229-4ubuntu21.31+esm1");
    assertThat(without.remedy().versions()).containsExactly("229-4ubuntu21.31+esm1");
    Vulnerability with = only(match(PRO, host));
    assertThat(with.fixed()).isEqualTo("229-4ubuntu21.31+esm1");
    assertThat(with.status()).isEqualTo(Status.FIXED);
    for (Subscriptions either : List.of(PRO, Subscriptions.NONE)) {
      assertThat(match(either, host.replace("21.31?", "21.31%2Besm1?")).findings()).isEmpty();
    }
  }

  @Test
  void item8_fipsBuildsHaveFixesOfTheirOwn() throws Exception {
    feeds.export(
        "Ubuntu",
        record(
            "USN-1",
            "CVE-1",
            affected("Ubuntu:Pro:FIPS-updates:20.04:LTS", "openssl", "1.1.1f-1ubuntu2.fips.22")));
    String openssl = "pkg:deb/ubuntu/openssl@1.1.1f-1ubuntu2.%s?distro=ubuntu-20.04";
    assertThat(match(PRO, openssl.formatted("16")).findings()).isEmpty();
    assertThat(match(PRO, openssl.formatted("fips.21")).findings()).hasSize(1);
    assertThat(match(PRO, openssl.formatted("fips.22")).findings()).isEmpty();
  }

  @Test
  void item13_extendedSupportCountsWhereTheSubjectHasIt() throws Exception {
    feeds.export(
        "Red Hat",
        record(
            "RHSA-2023:7549",
            "CVE-2022-50536",
            affected("Red Hat:enterprise_linux:9::baseos", "kernel", "0:5.14.0-362.8.1.el9_3"),
            affected("Red Hat:enterprise_linux:9::crb", "kernel", "0:5.14.0-362.8.1.el9_3")),
        record(
            "RHSA-2024:0001",
            "CVE-2022-50536",
            affected("Red Hat:rhel_eus:9.2::baseos", "kernel", "0:5.14.0-284.48.1.el9_2")),
        record(
            "RHSA-2024:0002",
            "CVE-2024-2",
            affected("Red Hat:rhel_eus:9.2::baseos", "kernel", "0:5.14.0-284.48.1.el9_2")));
    String kernel = "pkg:rpm/redhat/kernel@5.14.0-284.%s.el9_2?distro=rhel-9.2";
    Vulnerability main = only(match(Subscriptions.NONE, kernel.formatted("30.1")));
    assertThat(main.id()).isEqualTo("CVE-2022-50536");
    assertThat(main.fixed()).isEqualTo("0:5.14.0-362.8.1.el9_3");
    Subscriptions extended = new Subscriptions(false, List.of("rhel-9-for-x86_64-baseos-eus-rpms"));
    List<Vulnerability> found = match(extended, kernel.formatted("30.1")).findings();
    assertThat(found).extracting(Vulnerability::id).containsExactly("CVE-2022-50536", "CVE-2024-2");
    assertThat(found.getFirst().fixed()).isEqualTo("0:5.14.0-284.48.1.el9_2");
    assertThat(match(extended, kernel.formatted("48.1")).findings()).isEmpty();
    // A build of extended support that a main-stream subject carries has that fix all the same.
    assertThat(match(Subscriptions.NONE, kernel.formatted("48.1")).findings()).hasSize(1);
    Subscriptions other =
        new Subscriptions(false, List.of("rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4"));
    assertThat(match(other, kernel.formatted("30.1")).findings()).hasSize(1);
  }

  @Test
  void item14_aServicePackIsNotTheReleaseBeforeIt() throws Exception {
    feeds.export(
        "SUSE",
        record(
            "SUSE-SU-2020:1",
            "CVE-1",
            affected("SUSE:Linux Enterprise Server 15-LTSS", "gzip", "1.9-4.3.1")),
        record(
            "SUSE-SU-2022:1",
            "CVE-2",
            affected(
                "SUSE:Linux Enterprise Module for Basesystem 15 SP3", "gzip", "1.10-150200.10.1")));
    assertThat(ids(match(Subscriptions.NONE, "pkg:rpm/suse/gzip@1.9-1?distro=sles-15")))
        .containsExactly("CVE-1");
    assertThat(ids(match(Subscriptions.NONE, "pkg:rpm/suse/gzip@1.9-1?distro=sles-15.3")))
        .containsExactly("CVE-2");
    Vulnerability late = only(match(Subscriptions.NONE, "pkg:rpm/suse/gzip@1.9-1?distro=sles-15"));
    assertThat(late.remedy().action())
        .isEqualTo(
            "no fixed version is known without SUSE's LTSS support; with it, upgrade gzip to"
                + " 1.9-4.3.1");
    Vulnerability offered =
        match(
                Subscriptions.NONE,
                "pkg:rpm/suse/gzip@1.9-1?distro=sles-15",
                "pkg:rpm/suse/sles-ltss-release@15-1?distro=sles-15")
            .findings()
            .getFirst();
    assertThat(offered.fixed()).isEqualTo("1.9-4.3.1");
  }

  @Test
  void item17_namesOfRedHatProductsArePrefixes() throws Exception {
    feeds.export(
        "Red Hat",
        record(
            "RHSA-1",
            "CVE-1",
            affected("Red Hat:openshift:4.13::el8", "openshift-clients", "0:4.13.0-2.el8"),
            affected("Red Hat:openshift:4.13::el8", "podman", "3:4.4.1-9.rhaos4.13.el8")),
        record(
            "RHSA-2",
            "CVE-2",
            affected("Red Hat:enterprise_linux:8::appstream", "podman", "3:4.0-1.el8")));
    String clients = "pkg:rpm/redhat/openshift-clients@4.13.0-1.el8?distro=rhel-8.8";
    String podman = "pkg:rpm/redhat/podman@4.1-1.el8?epoch=3&distro=rhel-8.8";
    for (String repository : List.of("rhocp-4-for-rhel-8-x86_64-rpms", "rhocp-4.13-for-rhel-8-x")) {
      Subscriptions openshift = new Subscriptions(false, List.of(repository));
      assertThat(match(openshift, clients, podman).findings()).hasSize(2);
    }
    Subscriptions others =
        new Subscriptions(
            false, List.of("rhocp-4.1-for-rhel-8-x86_64-rpms", "rhel-8-for-x86_64-baseos-rpms"));
    MatchResult result = match(others, clients, podman);
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed())
        .singleElement()
        .satisfies(assessment -> {
          assertThat(assessment.state()).isEqualTo(Assessment.State.PARTIAL);
          assertThat(assessment.reason())
              .isEqualTo(
                  "1 package is of a product whose repository the subject does not name:"
                      + " openshift-clients");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "Under investigation, UNDER_INVESTIGATION",
    "under_investigation, UNDER_INVESTIGATION",
    "needs-triage, UNDER_INVESTIGATION",
    "Will not fix, WILL_NOT_FIX",
    "Won't fix, WILL_NOT_FIX",
    "Fix deferred, FIX_DEFERRED",
    "Out of support scope, END_OF_LIFE",
    "end-of-life, END_OF_LIFE",
    "no-dsa, FIX_DEFERRED",
    "known_affected, AFFECTED",
    "Affected, AFFECTED",
    "no word of anybody's, AFFECTED",
    "not_affected,",
    "Not affected,",
    "known_not_affected,"
  })
  void item18_item38_statesOfVendorsAndOfVex(String state, Status status) throws Exception {
    feeds.export(
        "Debian",
        """
        {"id": "X-1", "modified": "2024-05-06T07:08:09Z", "upstream": ["CVE-1"], "affected": [
          {"package": {"ecosystem": "Debian:12", "name": "a"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
           "versions": ["1"], "database_specific": {"status": "%s"}}]}
        """
            .formatted(state));
    List<Vulnerability> findings =
        match(Subscriptions.NONE, "pkg:deb/debian/a@1?distro=debian-12").findings();
    if (status == null) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(findings).singleElement().extracting(Vulnerability::status).isEqualTo(status);
    }
  }

  @Test
  void item11_openEulerListsItsFilesByArchitecture() throws Exception {
    feeds.export(
        "openEuler",
        """
        {"id": "OESA-2024-1", "modified": "2024-05-06T07:08:09Z", "upstream": ["CVE-1"],
         "affected": [
          {"package": {"ecosystem": "openEuler:22.03-LTS-SP3", "name": "booth",
             "purl": "pkg:rpm/openEuler/booth&distro=openEuler-22.03-LTS-SP3"},
           "ranges": [{"type": "ECOSYSTEM",
             "events": [{"introduced": "0"}, {"fixed": "1.0-7.oe2203sp3"}]}],
           "ecosystem_specific": {"aarch64": ["booth-1.0-7.oe2203sp3.aarch64.rpm"],
             "src": ["booth-1.0-7.oe2203sp3.src.rpm"]}}]}
        """);
    String booth = "pkg:rpm/openeuler/booth@1.0-6.oe2203sp3?distro=openeuler-22.03-LTS-SP3&arch=";
    assertThat(ids(match(Subscriptions.NONE, booth + "aarch64"))).containsExactly("CVE-1");
    assertThat(match(Subscriptions.NONE, booth + "x86_64").findings()).isEmpty();
  }

  @Test
  void item10_aLabelInTheDataTellsTheStream() throws Exception {
    feeds.export(
        "Red Hat",
        """
        {"id": "RHSA-1", "modified": "2024-05-06T07:08:09Z", "upstream": ["CVE-1"], "affected": [
          {"package": {"ecosystem": "Red Hat:enterprise_linux:8::appstream", "name": "jss",
             "purl": "pkg:rpm/redhat/jss?rpmmod=pki-core%3A10.6%3A82"},
           "ranges": [{"type": "ECOSYSTEM", "events": [
             {"introduced": "0"}, {"fixed": "4.9.4-1.module+el8.7.0+1+a"}]}]}]}
        """);
    String jss = "pkg:rpm/redhat/jss@4.9.3-1.module%2Bel8.6.0%2B1%2Ba?distro=rhel-8.7&rpmmod=";
    assertThat(ids(match(Subscriptions.NONE, jss + "pki-core:10.6:80:x"))).containsExactly("CVE-1");
    assertThat(match(Subscriptions.NONE, jss + "pki-core:11:80:x").findings()).isEmpty();
  }

  @Test
  void dockersHardenedImagesNameEitherPackage() throws Exception {
    feeds.export(
        "Docker Hardened Images",
        record(
            "DHI-1",
            "CVE-1",
            affected("Docker Hardened Images:Debian:13", "coreutils", "9.7-3+dhi4"),
            affected("Docker Hardened Images:Debian:13", "glibc", "2.41-1+dhi2")));
    assertThat(
            ids(
                match(
                    Subscriptions.NONE,
                    "pkg:deb/dhi/coreutils@9.7-3%2Bdhi3?distro=dhi-13",
                    "pkg:deb/dhi/libc6@2.41-1%2Bdhi1?distro=dhi-13&upstream=glibc")))
        .containsExactly("CVE-1", "CVE-1");
    assertThat(
            match(Subscriptions.NONE, "pkg:deb/dhi/coreutils@9.7-3%2Bdhi4?distro=dhi-13")
                .findings())
        .isEmpty();
  }

  private static String record(String id, String upstream, String... affected) {
    return "{\"id\": \"%s\", \"modified\": \"2024-05-06T07:08:09Z\", \"upstream\": [\"%s\"], \"affected\": [%s]}"
        .formatted(id, upstream, String.join(", ", affected));
  }

  /**
   * @param fixed null where there is no fix
   */
  private static String affected(String ecosystem, String name, String fixed) {
    String events =
        fixed == null
            ? "{\"introduced\": \"0\"}"
            : "{\"introduced\": \"0\"}, {\"fixed\": \"" + fixed + "\"}";
    return """
    {"package": {"ecosystem": "%s", "name": "%s"},
     "ranges": [{"type": "ECOSYSTEM", "events": [%s]}]}
    """
        .formatted(ecosystem, name, events);
  }

  private MatchResult match(Subscriptions subscriptions, String... purls) throws Exception {
    Path store = temporary.resolve("store");
    new FeedUpdater(store, base.toString(), Progress.SILENT).update(List.of());
    byte[] list = String.join("\n", purls).getBytes(StandardCharsets.UTF_8);
    Inventory inventory = PurlList.read(new ByteArrayInputStream(list), "test");
    assertThat(inventory.problems()).isEmpty();
    return new Matcher(AdvisoryStore.at(store), NOW).match(inventory, subscriptions);
  }

  private static List<String> ids(MatchResult result) {
    return result.findings().stream().map(Vulnerability::id).toList();
  }

  private static Vulnerability only(MatchResult result) {
    assertThat(result.findings()).hasSize(1);
    return result.findings().getFirst();
  }
}
