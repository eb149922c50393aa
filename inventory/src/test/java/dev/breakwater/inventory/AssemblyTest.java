package dev.breakwater.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.detection.TextLines;
import dev.breakwater.inventory.distribution.OsReleaseDetector;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class AssemblyTest {
  private static final String BOOKWORM =
      """
      PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
      VERSION_ID="12"
      VERSION_CODENAME=bookworm
      ID=debian
      """;

  private static String stanza(String name, String version) {
    return "Package: "
        + name
        + "\nStatus: install ok installed\nArchitecture: all\nVersion: "
        + version
        + "\n\n";
  }

  private static SoftwarePackage only(Inventory inventory, String name) {
    return inventory.packages().stream()
        .filter(each -> each.name().equals(name))
        .reduce((one, other) -> {
          throw new AssertionError(one + " and " + other);
        })
        .orElseThrow();
  }

  @Test
  void item32_pythonPackageInAFileOfADebianPackageIsOwnedByIt() {
    String path = "usr/lib/python3/dist-packages/requests-2.28.1.egg-info/PKG-INFO";
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", BOOKWORM)
            .file("var/lib/dpkg/status", stanza("python3-requests", "2.28.1+dfsg-1"))
            .file(
                "var/lib/dpkg/info/python3-requests.list",
                "/.\n/usr\n/usr/lib/python3/dist-packages\n/" + path + "\n")
            .file(path, "Metadata-Version: 2.1\nName: requests\nVersion: 2.28.1\n")
            .file(
                "srv/venv/lib/python3.11/site-packages/requests-2.28.1.dist-info/METADATA",
                "Name: requests\nVersion: 2.28.1\n")
            .inventory();

    assertThat(inventory.packages())
        .extracting(each -> each.purl() + " of " + each.ownedBy() + " in " + each.paths())
        .containsExactly(
            "pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?arch=all&distro=debian-12 of null in"
                + " [var/lib/dpkg/status]",
            "pkg:pypi/requests@2.28.1 of null in"
                + " [srv/venv/lib/python3.11/site-packages/requests-2.28.1.dist-info/METADATA]",
            "pkg:pypi/requests@2.28.1 of"
                + " pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?arch=all&distro=debian-12 in ["
                + path
                + "]");
  }

  @Test
  void item32_packageOfApkOwnsTheNodeModulesItBrought() {
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n")
            .file(
                "usr/lib/apk/db/installed",
                """
                P:npm
                V:10.8.2-r0
                A:x86_64
                F:usr/lib/node_modules/npm
                R:package.json
                """)
            .file(
                "usr/lib/node_modules/npm/package.json",
                "{\"name\":\"npm\",\"version\":\"10.8.2\"}")
            .inventory();

    assertThat(inventory.packages())
        .filteredOn(each -> each.type().equals("npm"))
        .singleElement()
        .extracting(each -> String.valueOf(each.ownedBy()))
        .isEqualTo("pkg:apk/alpine/npm@10.8.2-r0?arch=x86_64&distro=alpine-3.20.3");
  }

  @Test
  void mergedUsrGivesOneFileTwoSpellings() {
    Inventory inventory =
        new FileFixture()
            .file("var/lib/dpkg/status", stanza("python3-six", "1.16.0-4"))
            .file("var/lib/dpkg/info/python3-six.list", "/lib/python3/six-1.16.0.egg-info\n")
            .file("usr/lib/python3/six-1.16.0.egg-info", "Name: six\nVersion: 1.16.0\n")
            .inventory();

    assertThat(only(inventory, "six").ownedBy())
        .hasToString("pkg:deb/python3-six@1.16.0-4?arch=all");
  }

  @Test
  void distrolessPackageOwnsWhatItsSumsList() {
    Inventory inventory =
        new FileFixture()
            .file("usr/lib/os-release", BOOKWORM)
            .file(
                "var/lib/dpkg/status.d/cHl0aG9u",
                "Package: python3-six\nVersion: 1.16.0-4\nArchitecture: all\n")
            .file(
                "var/lib/dpkg/status.d/cHl0aG9u.md5sums",
                "d41d8cd98f00b204e9800998ecf8427e  usr/lib/python3/six-1.16.0.egg-info\n")
            .file("usr/lib/python3/six-1.16.0.egg-info", "Name: six\nVersion: 1.16.0\n")
            .inventory();

    assertThat(only(inventory, "six").ownedBy())
        .hasToString("pkg:deb/debian/python3-six@1.16.0-4?arch=all&distro=debian-12");
    assertThat(inventory.problems()).isEmpty();
  }

  @Test
  void listOfARemovedPackageOwnsNothing() {
    Inventory inventory =
        new FileFixture()
            .file(
                "var/lib/dpkg/status",
                "Package: python3-six\nStatus: deinstall ok config-files\nVersion: 1.16.0-4\n")
            .file("var/lib/dpkg/info/python3-six.list", "/usr/lib/python3/six-1.16.0.egg-info\n")
            .file("usr/lib/python3/six-1.16.0.egg-info", "Name: six\nVersion: 1.16.0\n")
            .inventory();

    assertThat(inventory.packages()).singleElement().matches(each -> each.ownedBy() == null);
  }

  @Test
  void layerOfADebianPackageIsWhereItWasUnpackedNotWhereTheDatabaseWasLastWritten() {
    Inventory inventory =
        new FileFixture()
            .layer(0)
            .file("etc/os-release", BOOKWORM)
            .file("var/lib/dpkg/info/base-files.list", "/etc/debian_version\n")
            .layer(2)
            .file("var/lib/dpkg/info/libcurl4:amd64.list", "/usr/lib/libcurl.so.4\n")
            .layer(3)
            .file(
                "var/lib/dpkg/status",
                stanza("base-files", "12.4")
                    + stanza("libcurl4", "7.88.1-10").replace(": all", ": amd64")
                    + stanza("unlisted", "1"))
            .inventory();

    assertThat(only(inventory, "base-files").layer()).isEqualTo(FileFixture.diffId(0));
    assertThat(only(inventory, "libcurl4").layer()).isEqualTo(FileFixture.diffId(2));
    assertThat(only(inventory, "unlisted").layer()).isEqualTo(FileFixture.diffId(3));
  }

  @Test
  void layerOfAPackageIsTheFirstOfThoseWhoseDatabasesAllHaveIt() {
    String busybox = "P:busybox\nV:1.36-r0\nA:x86_64\n\n";
    String curl = "P:curl\nV:8.0-r0\nA:x86_64\n\n";
    Inventory inventory =
        new FileFixture()
            .layer(0)
            .file("lib/apk/db/installed", busybox + curl + "P:zlib\nV:1-r0\nA:x86_64\n\n")
            .layer(1)
            .file("lib/apk/db/installed", busybox + "P:zlib\nV:1-r1\nA:x86_64\n\n")
            .layer(3)
            .file(
                "lib/apk/db/installed",
                busybox + curl + "P:zlib\nV:1-r1\nA:x86_64\n\n" + "P:new\nV:1\nA:x86_64\n")
            .inventory();

    assertThat(only(inventory, "busybox").layer()).isEqualTo(FileFixture.diffId(0));
    assertThat(only(inventory, "zlib").layer()).as("upgraded").isEqualTo(FileFixture.diffId(1));
    assertThat(only(inventory, "curl").layer()).as("once removed").isEqualTo(FileFixture.diffId(3));
    assertThat(only(inventory, "new").layer()).isEqualTo(FileFixture.diffId(3));
  }

  @Test
  void onePackageInTwoPlacesIsOneWithTheLayerOfItsFirstPath() {
    Inventory inventory =
        new FileFixture()
            .layer(1)
            .file("opt/b/node_modules/ms/package.json", "{\"name\":\"ms\",\"version\":\"2.0.0\"}")
            .layer(2)
            .file("opt/a/node_modules/ms/package.json", "{\"name\":\"ms\",\"version\":\"2.0.0\"}")
            .inventory();

    SoftwarePackage ms = only(inventory, "ms");
    assertThat(ms.paths())
        .containsExactly(
            "opt/a/node_modules/ms/package.json", "opt/b/node_modules/ms/package.json");
    assertThat(ms.layer()).isEqualTo(FileFixture.diffId(2));
  }

  @Test
  void firstOsReleaseCountsAloneAndOldFilesOnlyWithoutOne() {
    FileFixture files =
        new FileFixture()
            .file("etc/debian_version", "11.9\n")
            .file("etc/alpine-release", "3.9.6\n");
    assertThat(files.inventory().distribution())
        .extracting("id", "versionId")
        .containsExactly("alpine", "3.9.6");

    files.file("usr/lib/os-release", "ID=wolfi\n");
    assertThat(files.inventory().distribution()).extracting("id").isEqualTo("wolfi");

    files.file("etc/os-release", BOOKWORM);
    assertThat(files.inventory().distribution())
        .extracting("id", "versionId", "endOfLife")
        .containsExactly("debian", "12", LocalDate.of(2028, 6, 30));
  }

  @Test
  void packagesWithoutADistributionHaveNoNamespace() {
    Inventory inventory =
        new FileFixture().file("var/lib/dpkg/status", stanza("libc6", "2.36-9")).inventory();

    assertThat(inventory.distribution()).isNull();
    assertThat(inventory.packages())
        .singleElement()
        .extracting(each -> each.purl().toString())
        .isEqualTo("pkg:deb/libc6@2.36-9?arch=all");
  }

  @Test
  void item07_testingIsNamedByItsCodename() {
    Inventory inventory =
        new FileFixture()
            .file(
                "etc/os-release",
                "PRETTY_NAME=\"Debian GNU/Linux forky/sid\"\nVERSION_CODENAME=forky\nID=debian\n")
            .file("var/lib/dpkg/status", stanza("libc6", "2.42-1"))
            .inventory();

    assertThat(inventory.packages())
        .singleElement()
        .extracting(each -> each.purl().toString())
        .isEqualTo("pkg:deb/debian/libc6@2.42-1?arch=all&distro=debian-forky");
  }

  @Test
  void brokenFilesAreProblemsAndTheRestGoesOn() {
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", BOOKWORM)
            .file(
                "var/lib/dpkg/status",
                stanza("libc6", "2.36-9") + "rubbish\n\n" + stanza("a1", "1"))
            .file("app/node_modules/ms/package.json", "{\"name\":")
            .file("app/x.dist-info/METADATA", "Name: x\n\n")
            .inventory();

    assertThat(inventory.packages())
        .extracting(SoftwarePackage::name)
        .containsExactly("a1", "libc6");
    assertThat(inventory.problems())
        .extracting(Problem::where)
        .containsExactly(
            "app/node_modules/ms/package.json",
            "app/x.dist-info/METADATA",
            "var/lib/dpkg/status:6",
            "var/lib/dpkg/status:6");
  }

  @Test
  void item33_whatALaterLayerTookOutOfTheDatabaseIsGone() {
    FileFixture files =
        new FileFixture()
            .layer(0)
            .file("var/lib/dpkg/status", stanza("libc6", "2.36-9") + stanza("curl", "7.88.1-10"))
            .file("var/lib/dpkg/info/curl.list", "/usr/bin/curl\n");
    assertThat(files.inventory().packages()).hasSize(2);

    files.layer(1).file("var/lib/dpkg/status", stanza("libc6", "2.36-9"));
    assertThat(files.inventory().packages())
        .extracting(SoftwarePackage::name)
        .containsExactly("libc6");
  }

  @Test
  void databaseThatCannotBeReadIsNoEmptyInventory() {
    FileFixture files =
        new FileFixture()
            .file("etc/os-release", "ID=arch\n")
            .file("var/lib/pacman/local/ALPM_DB_VERSION", "9")
            .file("app/node_modules/ms/package.json", "{\"name\":\"ms\",\"version\":\"2.0.0\"}");
    assertThat(files.inventory().problems())
        .singleElement()
        .matches(problem -> problem.where().equals("var/lib/pacman/local/ALPM_DB_VERSION"))
        .matches(problem -> problem.what().contains("were not assessed"));

    files.file("var/lib/dpkg/status", stanza("rpm", "4.18.0"));
    assertThat(files.inventory().problems()).isEmpty();
  }

  @Test
  void etcOsReleaseThatIsALinkElsewhereStillComesFirst() {
    assertThat(OsReleaseDetector.rank("etc/os-release"))
        .isLessThan(OsReleaseDetector.rank("nix/store/x-os-release"));
    assertThat(OsReleaseDetector.rank("nix/store/x-os-release"))
        .isLessThan(OsReleaseDetector.rank("usr/lib/os-release"));
    assertThat(OsReleaseDetector.rank("usr/lib/os-release"))
        .isLessThan(OsReleaseDetector.rank("etc/lsb-release"));
  }

  @Test
  void textsThatWouldFoolATerminalDoNotGetThrough() {
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", "ID=debian\nPRETTY_NAME=\"\u001b[31mx\"\nVERSION_ID=12\n")
            .file(
                "var/lib/dpkg/status",
                stanza("a\u001b[2Jb", "1") + stanza("c", "1\u202e2") + stanza("ok", "1"))
            .inventory();

    assertThat(inventory.packages()).extracting(SoftwarePackage::name).containsExactly("ok");
    assertThat(inventory.problems()).hasSize(3);
    assertThat(inventory.problems())
        .allMatch(problem -> !TextLines.isTreacherous(problem.where() + problem.what()));
  }

  @Test
  void sameFilesGiveTheSameInventoryWhateverTheirOrder() {
    FileFixture one = new FileFixture();
    FileFixture other = new FileFixture();
    for (int i = 0; i < 50; i++) {
      int j = 49 - i;
      one.file("a" + i + "/node_modules/m/package.json", manifest(i));
      other.file("a" + j + "/node_modules/m/package.json", manifest(j));
    }
    assertThat(one.inventory()).isEqualTo(other.inventory());
    assertThat(one.inventory().packages()).hasSize(10);
  }

  private static String manifest(int i) {
    return "{\"name\":\"m\",\"version\":\"1.0." + i % 10 + "\"}";
  }
}
