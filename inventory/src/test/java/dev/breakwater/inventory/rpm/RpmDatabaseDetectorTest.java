package dev.breakwater.inventory.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RpmDatabaseDetectorTest {
  private static final String ROCKY = "ID=\"rocky\"\nVERSION_ID=\"9.3\"\nNAME=\"Rocky Linux\"\n";

  private static final String MANIFEST =
      """
      openssl\t3.3.0-2.azl3\t1718000000\t1717000000\tMicrosoft Corporation\t(none)\t1\tx86_64\t0\
      \topenssl-3.3.0-2.azl3.src.rpm
      tzdata\t2024a-1.azl3\t1\t1\tSomebody Else\t2\t1\tnoarch\t2\ttzdata-2024a-1.azl3.src.rpm
      """;

  private static HeaderBuilder rpm(String name, String version, String release) {
    return HeaderBuilder.of(name, version, release)
        .text(1022, "x86_64")
        .text(1044, name + "-" + version + "-" + release + ".src.rpm")
        .text(1011, "Rocky Enterprise Software Foundation");
  }

  private static byte[] ndb(HeaderBuilder... headers) {
    return NdbWriter.write(List.of(headers).stream().map(HeaderBuilder::bytes).toList());
  }

  private static Inventory onRocky(HeaderBuilder... headers) {
    return new FileFixture()
        .file("etc/os-release", ROCKY)
        .file("var/lib/rpm/Packages.db", ndb(headers))
        .inventory();
  }

  private static List<String> purls(Inventory inventory) {
    return inventory.packages().stream()
        .map(SoftwarePackage::purl)
        .map(PackageUrl::toString)
        .toList();
  }

  @Test
  void databasesAreWantedWhereRpmFedoraSuseAndOstreeKeepThem() {
    RpmDatabaseDetector detector = new RpmDatabaseDetector();
    for (String directory : List.of("var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/")) {
      for (String name : List.of("Packages", "Packages.db", "rpmdb.sqlite")) {
        assertThat(detector.wants(FileFixture.entry(directory + name, 4096))).isTrue();
        assertThat(detector.fixedPaths()).contains(directory + name);
      }
      assertThat(detector.wants(FileFixture.entry(directory + "rpmdb.sqlite-wal", 1))).isTrue();
      assertThat(detector.wants(FileFixture.entry(directory + "rpmdb.sqlite-wal", 0))).isFalse();
      assertThat(detector.wants(FileFixture.entry(directory + "Index.db", 4096))).isFalse();
      assertThat(detector.wants(FileFixture.entry(directory + "x/Packages", 4096))).isFalse();
    }
    assertThat(detector.wants(FileFixture.entry("home/me/var/lib/rpm/Packages", 4096))).isFalse();
    assertThat(detector.wants(FileFixture.entry("var/lib/rpmmanifest/container-manifest-1", 9)))
        .isFalse();
  }

  @Test
  void item09_sourceIsNamedByItsFileWhichHasNoEpoch() {
    Inventory inventory =
        onRocky(
            HeaderBuilder.of("perl-Errno", "1.28", "419.el8")
                .numbers(1003, 0)
                .text(1044, "perl-5.26.3-419.el8.src.rpm"));

    assertThat(inventory.packages())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.version()).isEqualTo("1.28-419.el8");
          assertThat(each.source()).isEqualTo(new SoftwarePackage.Source("perl", "5.26.3-419.el8"));
          assertThat(each.purl())
              .hasToString(
                  "pkg:rpm/rocky/perl-Errno@1.28-419.el8?distro=rocky-9.3&epoch=0"
                      + "&upstream=perl-5.26.3-419.el8.src.rpm");
        });
  }

  @Test
  void item10_packageOfAModuleCarriesItsLabel() {
    assertThat(
            purls(
                onRocky(
                    rpm("postgresql", "12.5", "1").text(5096, "postgresql:12:8030020201207:229f"))))
        .containsExactly(
            "pkg:rpm/rocky/postgresql@12.5-1?arch=x86_64&distro=rocky-9.3"
                + "&rpmmod=postgresql:12:8030020201207:229f&upstream=postgresql-12.5-1.src.rpm");
  }

  @Test
  void item16_keysAreNoPackagesAndOtherVendorsAreNamed() {
    assertThat(
            purls(
                onRocky(
                    HeaderBuilder.of("gpg-pubkey", "350d275d", "6279464b"),
                    rpm("bash", "5.1.8", "6.el9"),
                    HeaderBuilder.of("own-build", "1", "1"),
                    HeaderBuilder.of("nginx", "1.26", "1.ngx")
                        .text(1011, "NGINX Packaging, \"F5\""),
                    HeaderBuilder.of("htop", "3.3", "1.el9").text(1011, "Fedora Project"))))
        .containsExactly(
            "pkg:rpm/rocky/bash@5.1.8-6.el9?arch=x86_64&distro=rocky-9.3"
                + "&upstream=bash-5.1.8-6.el9.src.rpm",
            "pkg:rpm/rocky/htop@3.3-1.el9?distro=rocky-9.3&vendor=Fedora%20Project",
            "pkg:rpm/rocky/nginx@1.26-1.ngx?distro=rocky-9.3"
                + "&vendor=NGINX%20Packaging%2C%20%22F5%22",
            "pkg:rpm/rocky/own-build@1-1?distro=rocky-9.3");
  }

  @Test
  void vendorSaysNothingWhereTheDistributionIsNotKnown() {
    byte[] database = ndb(HeaderBuilder.of("bash", "5", "1").text(1011, "Somebody"));

    assertThat(purls(new FileFixture().file("var/lib/rpm/Packages.db", database).inventory()))
        .containsExactly("pkg:rpm/bash@5-1?vendor=Somebody");
    assertThat(
            purls(
                new FileFixture()
                    .file("etc/os-release", "ID=homemade\n")
                    .file("var/lib/rpm/Packages.db", database)
                    .inventory()))
        .containsExactly("pkg:rpm/homemade/bash@5-1?distro=homemade");
  }

  @Test
  void vendorsOfDistributionsAreTheirOwn() {
    for (String own :
        List.of(
            "fedora=Fedora Project",
            "rhel=Red Hat, Inc.",
            "centos=CentOS",
            "rocky=Rocky Enterprise Software Foundation",
            "almalinux=AlmaLinux",
            "ol=Oracle America",
            "amzn=Amazon Linux",
            "amzn=Amazon.com",
            "sles=SUSE LLC <https://www.suse.com/>",
            "opensuse-leap=SUSE LLC <https://www.suse.com/>",
            "opensuse-leap=openSUSE",
            "opensuse-tumbleweed=openSUSE",
            "photon=VMware, Inc.",
            "mariner=Microsoft Corporation",
            "azurelinux=Microsoft Corporation",
            "openEuler=http://openeuler.org",
            "mageia=Mageia.Org")) {
      String distribution = own.substring(0, own.indexOf('=')).toLowerCase(java.util.Locale.ROOT);
      String vendor = own.substring(own.indexOf('=') + 1);
      assertThat(RpmVendor.isForeign(distribution, vendor)).as(own).isFalse();
      assertThat(RpmVendor.isForeign(distribution, "Docker")).as(own).isTrue();
    }
    assertThat(RpmVendor.isForeign("rhel", "Fedora Project")).isTrue();
    assertThat(RpmVendor.isForeign("homemade", "Somebody")).isFalse();
  }

  @Test
  void item32_pythonPackageInAFileOfAnRpmIsOwnedByIt() {
    String path = "usr/lib/python3.6/site-packages/requests-2.20.0-py3.6.egg-info";
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", "ID=\"rhel\"\nVERSION_ID=\"8.8\"\n")
            .file(
                "var/lib/rpm/Packages.db",
                ndb(
                    HeaderBuilder.of("python3-requests", "2.20.0", "3.el8_8")
                        .text(1022, "noarch")
                        .text(1011, "Red Hat, Inc.")
                        .texts(1117, 8, "PKG-INFO", "README.md")
                        .texts(1118, 8, "/" + path + "/", "/usr/share/doc/python3-requests/")
                        .numbers(1116, 0, 1)))
            .file(path + "/PKG-INFO", "Metadata-Version: 2.1\nName: requests\nVersion: 2.20.0\n")
            .inventory();

    assertThat(inventory.packages())
        .filteredOn(each -> each.type().equals("pypi"))
        .singleElement()
        .extracting(each -> String.valueOf(each.ownedBy()))
        .isEqualTo("pkg:rpm/rhel/python3-requests@2.20.0-3.el8_8?arch=noarch&distro=rhel-8.8");
  }

  @Test
  void twoArchitecturesOwnTheirOwnFiles() {
    Inventory inventory =
        new FileFixture()
            .file(
                "var/lib/rpm/Packages.db",
                ndb(
                    HeaderBuilder.of("lib", "1", "1")
                        .text(1022, "i686")
                        .texts(1027, 8, "/usr/x.jar"),
                    HeaderBuilder.of("lib", "1", "1")
                        .text(1022, "x86_64")
                        .texts(1027, 8, "/usr/lib/node_modules/ms/package.json")))
            .file("usr/lib/node_modules/ms/package.json", "{\"name\":\"ms\",\"version\":\"2.0.0\"}")
            .inventory();

    assertThat(inventory.packages())
        .filteredOn(each -> each.type().equals("npm"))
        .extracting(each -> String.valueOf(each.ownedBy()))
        .containsExactly("pkg:rpm/lib@1-1?arch=x86_64");
  }

  @Test
  void imagesOfAzureLinuxWithoutRpmHaveAList() {
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", "ID=azurelinux\nVERSION_ID=\"3.0\"\n")
            .file("var/lib/rpmmanifest/container-manifest-2", MANIFEST)
            .inventory();

    assertThat(inventory.problems()).isEmpty();
    assertThat(purls(inventory))
        .containsExactly(
            "pkg:rpm/azurelinux/openssl@3.3.0-2.azl3?arch=x86_64&distro=azurelinux-3.0"
                + "&upstream=openssl-3.3.0-2.azl3.src.rpm",
            "pkg:rpm/azurelinux/tzdata@2024a-1.azl3?arch=noarch&distro=azurelinux-3.0&epoch=2"
                + "&upstream=tzdata-2024a-1.azl3.src.rpm&vendor=Somebody%20Else");
  }

  @Test
  void linesOfTheListThatAreNoPackagesAreProblems() throws IOException {
    PackageFacts facts =
        Objects.requireNonNull(
            RealRpms.examine(
                "var/lib/rpmmanifest/container-manifest-2",
                ("\n" + MANIFEST + "bash\t5\nrubbish\n\t\tx\t\t\t\t\t\t\t\n" + "x\t".repeat(40_000))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(facts.packages()).hasSize(2);
    assertThat(facts.problems())
        .extracting(Problem::what)
        .containsExactly(
            "line 4 is no package: \"bash?5\"",
            "line 5 is no package: \"rubbish\"",
            "package 5 is impossible: name \"\", version \"\"",
            "line 7 is no package: \"" + "x?".repeat(30) + "…\"");
  }

  @Test
  void twoFormsOfOneDatabaseAreOneInventory() {
    Inventory inventory =
        new FileFixture()
            .file("usr/lib/sysimage/rpm/Packages.db", ndb(rpm("bash", "5", "1")))
            .file("var/lib/rpm/Packages.db", ndb(rpm("bash", "5", "1")))
            .inventory();

    assertThat(inventory.packages())
        .singleElement()
        .extracting(SoftwarePackage::paths)
        .isEqualTo(List.of("usr/lib/sysimage/rpm/Packages.db", "var/lib/rpm/Packages.db"));
  }
}
