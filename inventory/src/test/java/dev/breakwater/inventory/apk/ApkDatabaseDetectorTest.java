package dev.breakwater.inventory.apk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.SoftwarePackage.Source;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageFacts.Ownership;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApkDatabaseDetectorTest {
  private static final String BUSYBOX =
      """
      C:Q1qB1fPc0gBJ1Q6s5lHjqGQmBoVb8=
      P:ssl_client
      V:1.36.1-r5
      A:x86_64
      S:4850
      I:28672
      T:External ssl_client for busybox wget
      U:https://busybox.net/
      L:GPL-2.0-only
      o:busybox
      m:Somebody <somebody@example.org>
      t:1699897088
      c:1d2b7d6e0d2b2a4d0f2f
      D:so:libc.musl-x86_64.so.1 so:libcrypto.so.3 so:libssl.so.3
      p:cmd:ssl_client=1.36.1-r5
      i:wget
      F:usr
      F:usr/bin
      R:ssl_client
      a:0:0:755
      Z:Q1nXhHuVPzP2vGqkhBHCTXLQxhbJs=

      P:alpine-baselayout
      V:3.4.3-r2
      A:x86_64
      o:alpine-baselayout
      F:dev
      M:0:0:1777
      F:etc
      R:motd
      F:usr/share/apk
      R:keys
      """;

  private static PackageFacts read(String text) throws IOException {
    return new ApkDatabaseDetector.Database(
            "lib/apk/db/installed", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .read();
  }

  @Test
  void item19_sourceIsTheOrigin() throws IOException {
    PackageFacts facts = read(BUSYBOX);

    assertThat(facts.packages())
        .extracting(Candidate::source)
        .containsExactly(
            new Source("busybox", "1.36.1-r5"), new Source("alpine-baselayout", "3.4.3-r2"));
    assertThat(facts.ownerships())
        .containsExactly(
            new Ownership("ssl_client", List.of("usr/bin/ssl_client")),
            new Ownership("alpine-baselayout", List.of("etc/motd")));
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void item23_databaseIsFoundInEitherPlace() {
    for (String path : List.of("lib/apk/db/installed", "usr/lib/apk/db/installed")) {
      Inventory inventory =
          new FileFixture()
              .file("etc/os-release", "ID=alpine\nVERSION_ID=3.19.1\n")
              .file(path, BUSYBOX)
              .inventory();

      assertThat(inventory.packages())
          .extracting(each -> each.purl().toString())
          .containsExactly(
              "pkg:apk/alpine/alpine-baselayout@3.4.3-r2?arch=x86_64&distro=alpine-3.19.1",
              "pkg:apk/alpine/ssl_client@1.36.1-r5?arch=x86_64&distro=alpine-3.19.1");
      assertThat(inventory.packages().getFirst().paths()).containsExactly(path);
    }
  }

  @Test
  void item24_wolfiAndChainguardHaveNoRelease() {
    for (String id : List.of("wolfi", "chainguard")) {
      Inventory inventory =
          new FileFixture()
              .file("etc/os-release", "ID=" + id + "\nVERSION_ID=\"20230201\"\n")
              .file("usr/lib/apk/db/installed", "P:curl\nV:8.11.0-r0\nA:aarch64\no:curl\n")
              .inventory();

      assertThat(inventory.packages())
          .extracting(each -> each.purl().toString())
          .containsExactly("pkg:apk/" + id + "/curl@8.11.0-r0?arch=aarch64&distro=" + id);
      assertThat(inventory.distribution()).isNotNull();
      assertThat(inventory.distribution().versionId()).isNull();
    }
  }

  @Test
  void aBrokenPackageIsNamedByLineAndTheRestIsRead() throws IOException {
    PackageFacts facts =
        read(
            """
            V:1
            A:x86_64

            P:nameless

            P:a
            P:b
            V:1
            rubbish

            P:c d
            V:1


            P:last
            V:2-r0\
            """);

    assertThat(facts.packages())
        .extracting(each -> each.name() + "=" + each.version())
        .containsExactly("a=1", "last=2-r0");
    assertThat(facts.problems())
        .extracting(Problem::where)
        .containsExactly(
            "lib/apk/db/installed:1",
            "lib/apk/db/installed:4",
            "lib/apk/db/installed:7",
            "lib/apk/db/installed:9",
            "lib/apk/db/installed:11");
  }

  @Test
  void aDirectoryWithALongNameAndVeryManyFilesDoesNotFillTheMemory() throws IOException {
    String folder = "F:" + "d/".repeat(30_000) + "\n";
    PackageFacts facts = read("P:a\nV:1\n" + folder + "R:f\n".repeat(100_000));
    assertThat(facts.packages()).hasSize(1);
    assertThat(facts.problems()).anyMatch(problem -> problem.what().contains("too many files"));
  }

  @Test
  void packageWithoutAnOriginIsItsOwnSource() throws IOException {
    assertThat(read("P:.build-deps\nV:20240101.0\nA:noarch\n").packages())
        .singleElement()
        .extracting(Candidate::source)
        .isEqualTo(new Source(".build-deps", "20240101.0"));
  }

  @Test
  void databaseInBothPlacesIsOneInventory() {
    Inventory inventory =
        new FileFixture()
            .file("lib/apk/db/installed", BUSYBOX)
            .file("usr/lib/apk/db/installed", BUSYBOX)
            .inventory();

    assertThat(inventory.packages()).hasSize(2);
    assertThat(inventory.packages())
        .extracting(SoftwarePackage::paths)
        .allMatch(paths -> paths.size() == 2);
  }
}
