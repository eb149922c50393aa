package dev.breakwater.inventory.dpkg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage.Source;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DpkgStatusDetectorTest {
  private static PackageFacts read(String text) throws IOException {
    return DpkgStatusDetector.read(
        "var/lib/dpkg/status",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        true);
  }

  @Test
  void item01_sourceNameAndSourceVersionAreTheSourcesOwn() throws IOException {
    PackageFacts facts =
        read(
            """
            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Source: glibc (2.31-13)
            Version: 2.31-13+b1

            Package: libc-bin
            Status: install ok installed
            Architecture: amd64
            Source: glibc
            Version: 2.31-13

            Package: zlib1g
            Status: install ok installed
            Architecture: amd64
            Version: 1:1.2.13.dfsg-1
            """);

    assertThat(facts.packages())
        .extracting(Candidate::source)
        .containsExactly(
            new Source("glibc", "2.31-13"),
            new Source("glibc", "2.31-13"),
            new Source("zlib1g", "1:1.2.13.dfsg-1"));
    assertThat(facts.packages())
        .extracting(each -> each.purl().toString())
        .containsExactly(
            "pkg:deb/libc6@2.31-13%2Bb1?arch=amd64",
            "pkg:deb/libc-bin@2.31-13?arch=amd64", "pkg:deb/zlib1g@1:1.2.13.dfsg-1?arch=amd64");
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void packagesOfOtherVendorsNameThem() throws IOException {
    assertThat(
            read("""
            Package: nginx
            Status: install ok installed
            Maintainer: NGINX Packaging <nginx-packaging@f5.com>
            Architecture: amd64
            Version: 1.27.0-1~bookworm

            Package: bash
            Status: install ok installed
            Maintainer: Matthias Klose <doko@debian.org>
            Architecture: amd64
            Version: 5.2.15-2+b2
            """)
                .packages())
        .extracting(each -> each.purl().toString())
        .containsExactly(
            "pkg:deb/nginx@1.27.0-1~bookworm?arch=amd64&vendor=NGINX",
            "pkg:deb/bash@5.2.15-2%2Bb2?arch=amd64");
  }

  @Test
  void item02_removedPackagesWithConfigurationLeftAreNotThere() throws IOException {
    PackageFacts facts =
        read(
            """
            Package: gone
            Status: deinstall ok config-files
            Version: 1

            Package: never
            Status: unknown ok not-installed

            Package: held
            Status: hold ok installed
            Version: 1

            Package: half
            Status: install reinstreq half-installed
            Version: 1

            Package: triggered
            Status: install ok triggers-pending
            Version: 1
            """);

    assertThat(facts.packages())
        .extracting(Candidate::name)
        .containsExactly("held", "half", "triggered");
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void item03_distrolessImagesHaveOneFileAPackageAndSumsBesideIt() {
    Inventory inventory =
        new FileFixture()
            .file("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=Distroless\n")
            .file(
                "var/lib/dpkg/status.d/libssl3",
                """
                Package: libssl3
                Source: openssl
                Version: 3.0.15-1~deb12u1
                Architecture: amd64
                Description: Secure Sockets Layer toolkit
                 This package is part of the OpenSSL project.
                """)
            .file(
                "var/lib/dpkg/status.d/libssl3.md5sums",
                "8a6a3ab9ea7ebd9b9e1ef3a7c6f0c4f5  usr/lib/x86_64-linux-gnu/libssl.so.3\n")
            .file("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024b-0+deb12u1")
            .inventory();

    assertThat(inventory.packages())
        .extracting(each -> each.purl().toString())
        .containsExactly(
            "pkg:deb/debian/libssl3@3.0.15-1~deb12u1?arch=amd64&distro=debian-12",
            "pkg:deb/debian/tzdata@2024b-0%2Bdeb12u1?distro=debian-12");
    assertThat(inventory.problems()).isEmpty();
  }

  @Test
  void fieldsInAnyCaseFoldedWithCrLfAndNoLastLineEnd() throws IOException {
    PackageFacts facts =
        read(
            "PACKAGE:a-b\r\nstatus:\tinstall ok installed \r\nDescription: x\r\n folded: not a"
                + " field\r\n .\r\nVERSION: 1\r\n\r\n \t\r\n\r\nPackage: c\r\nStatus: install ok"
                + " installed\r\nVersion: 2");

    assertThat(facts.packages())
        .extracting(each -> each.name() + "=" + each.version())
        .containsExactly("a-b=1", "c=2");
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void everyStanzaThatCanBeReadIsReadAndTheOthersAreNamedByLine() throws IOException {
    PackageFacts facts =
        read(
            """
             folded without a field
            Package: a
            Status: install ok installed
            Version: 1
            no field
            # nor a comment: in a database

            Version: 1

            Package: no-version
            Status: install ok installed

            Package: no-status
            Version: 1

            Package: twice
            Package: thrice
            Status: install ok installed
            Version: 1
            Source: b (1

            Package: odd
            Status: install ok exploded
            Version: 2

            Package: x y
            Status: install ok installed
            Version: 2
            """);

    assertThat(facts.packages()).extracting(Candidate::name).containsExactly("a", "twice", "odd");
    assertThat(facts.problems())
        .extracting(Problem::where)
        .map(where -> where.substring("var/lib/dpkg/status:".length()))
        .containsExactly("1", "5", "6", "8", "10", "13", "17", "22", "26");
  }

  @Test
  void aValueOfMegabytesIsComplainedOfAndTheNextPackageRead() throws IOException {
    PackageFacts facts =
        read(
            "Package: "
                + "a".repeat(5 << 20)
                + "\nVersion: 1\n\nPackage: b\nStatus: install ok installed\nVersion: 1\nDepends: "
                + "c, ".repeat(1 << 20)
                + "\n");

    assertThat(facts.packages()).extracting(Candidate::name).containsExactly("b");
    assertThat(facts.problems()).hasSize(2);
  }

  @Test
  void onlyTheDatabaseAndFilesRightInTheDirectoryAreWanted() {
    DpkgStatusDetector detector = new DpkgStatusDetector();
    assertThat(detector.wants(FileFixture.entry("var/lib/dpkg/status", 1))).isTrue();
    assertThat(detector.wants(FileFixture.entry("var/lib/dpkg/status.d/base", 1))).isTrue();
    assertThat(detector.wants(FileFixture.entry("var/lib/dpkg/status.d/a.md5sums", 1))).isFalse();
    assertThat(detector.wants(FileFixture.entry("var/lib/dpkg/status.d/a/b", 1))).isFalse();
    assertThat(detector.wants(FileFixture.entry("var/lib/dpkg/status-old", 1))).isFalse();
    assertThat(detector.wants(FileFixture.entry("srv/var/lib/dpkg/status", 1))).isFalse();
  }
}
