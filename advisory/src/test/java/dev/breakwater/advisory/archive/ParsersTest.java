package dev.breakwater.advisory.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedLines;
import dev.breakwater.advisory.mirror.ClearSigned;
import dev.breakwater.advisory.mirror.Programs;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers of the small formats, mostly on what is wrong. */
class ParsersTest {
  private static final VersionOrder ORDER = VersionOrder.named("deb").orElseThrow();
  private static final String RELEASE =
      "Suite: s\nCodename: c\nDate: Sat, 7 Nov 2026 10:00:00 UTC\nSHA256:\n "
          + "a".repeat(64)
          + "       12 main/source/Sources\n";

  @TempDir Path work;

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static ReleaseFile release(String text) throws ArchiveException {
    return ReleaseFile.parse(text.getBytes(UTF_8), "Release");
  }

  @Test
  void readsAReleaseFile() throws Exception {
    ReleaseFile release = release(RELEASE);
    assertThat(release.date()).isEqualTo(Instant.parse("2026-11-07T10:00:00Z"));
    assertThat(release.validUntil()).isNull();
    assertThat(release.file("main/source/Sources"))
        .contains(new ReleaseFile.Entry("a".repeat(64), 12));
  }

  @Test
  void readsTheIndexForAllArchitecturesWhereAptWould() throws Exception {
    assertThat(release(RELEASE).separateAll()).isFalse();
    String all = "Architectures: all amd64\n" + RELEASE;
    assertThat(release(all).separateAll()).isTrue();
    assertThat(release("No-Support-for-Architecture-all: Packages\n" + all).separateAll())
        .isFalse();
  }

  @Test
  void refusesMalformedReleaseFiles() {
    for (String bad :
        List.of(
            "",
            "Suite: s\n",
            RELEASE.replace("Date: ", "Date: x"),
            RELEASE.replace("12 main", "-12 main"),
            RELEASE.replace("12 main", "main"),
            RELEASE.replace("12 main", "99999999999999999999 main"),
            RELEASE.replace("aaaa", "AAAA"),
            RELEASE + "Suite: other\n",
            RELEASE + "\nSuite: second stanza\n",
            RELEASE + " " + "b".repeat(64) + " 12 main/source/Sources\n",
            " starts with a continuation\n")) {
      assertThatThrownBy(() -> release(bad)).isInstanceOf(ArchiveException.class);
    }
  }

  private static final String SIGNED =
      """
      -----BEGIN PGP SIGNED MESSAGE-----
      Hash: SHA256

      Suite: s
      - -dash
      -----BEGIN PGP SIGNATURE-----

      iHUEARYKAB0=
      =abcd
      -----END PGP SIGNATURE-----
      """;

  @Test
  void takesAClearsignedDocumentApart() throws Exception {
    ClearSigned parts = ClearSigned.parse(SIGNED.getBytes(UTF_8), "InRelease");
    assertThat(new String(parts.text(), UTF_8)).isEqualTo("Suite: s\n-dash\n");
    assertThat(new String(parts.signed(), UTF_8)).isEqualTo("Suite: s\r\n-dash");
  }

  @Test
  void refusesWhatIsBesideTheSignedText() {
    for (String bad :
        List.of(
            "",
            "Suite: evil\n" + SIGNED,
            "\n" + SIGNED,
            SIGNED + "Suite: evil\n",
            SIGNED + SIGNED,
            SIGNED.replace("Hash: SHA256\n", "Hash: SHA256\nSuite: evil\n"),
            SIGNED.replace("Hash: SHA256\n", "NotDashEscaped: yes\n"),
            SIGNED.replace("- -dash", "-dash"),
            SIGNED.replace("- -dash", "-----BEGIN PGP SIGNED MESSAGE-----"),
            SIGNED.replace("-----END PGP SIGNATURE-----\n", ""),
            SIGNED.replace("-----BEGIN PGP SIGNATURE-----\n", ""),
            SIGNED.replace("iHUE", "i!UE"))) {
      assertThatThrownBy(() -> ClearSigned.parse(bad.getBytes(UTF_8), "InRelease"))
          .as(bad)
          .isInstanceOf(ArchiveException.class);
    }
  }

  private static Changelog changelog(String text, String after) throws IOException {
    return Changelog.read(stream(text), "changelog", after, ORDER);
  }

  @Test
  void readsAChangelogDownToTheInstalledVersionAndNotBelow() throws Exception {
    String text =
        """
        a (2-1) x; urgency=low

          [ Somebody ]
          * One: CVE-2026-0001,CVE-2026-0002/0003 CVE-2026-12 XCVE-2026-9999
          * d/patches/cve-2026-0004.patch: new. Closes: DLA-12-1

         -- S <s@example.org>  Wed, 18 Nov 2026 10:00:00 +0000

        a (1-1) x; urgency=low

          * CVE-2026-5555
         -- S <s@example.org>  Wed, 18 Nov 2026 10:00:00 +0000
        \u0000garbage (
        """;
    Changelog read = changelog(text, "1-1");
    assertThat(read.complete()).isTrue();
    assertThat(read.entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.vulnerabilities().keySet())
              .containsExactly("CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0004");
          assertThat(entry.advisories()).containsExactly("DLA-12-1");
          assertThat(entry.date()).isEqualTo(Instant.parse("2026-11-18T10:00:00Z"));
        });
    assertThat(changelog(text, "0").entries()).hasSize(2);
    assertThat(changelog(text, "0").complete()).isFalse();
    assertThat(changelog(text, "2-1").entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n\n", "no header\n", "  * item first\n", "a (1 2) x; urgency=low\n"})
  void refusesWhatIsNoChangelog(String text) {
    assertThatThrownBy(() -> changelog(text, "1")).isInstanceOf(ArchiveException.class);
  }

  @Test
  void keepsTitlesToOneShortCleanLine() throws Exception {
    String text = "a (2) x; urgency=low\n\n  * CVE-2026-0001 \u001b[31m\u202e" + "x".repeat(999);
    String title = changelog(text, "1").entries().getFirst().vulnerabilities().get("CVE-2026-0001");
    assertThat(title).startsWith("CVE-2026-0001 [31m xxx").endsWith("…").hasSizeLessThan(210);
  }

  @Test
  void readsSourcesAndKeepsTheNewest() throws Exception {
    String stanza =
        "Package: a\nVersion: %s\nDirectory: pool/a\nChecksums-Sha256:\n "
            + "b".repeat(64)
            + " 5 a_%s.dsc\n\n";
    String index =
        stanza.formatted("1", "1")
            + stanza.formatted("10", "10")
            + stanza.formatted("9", "9")
            + stanza.formatted("99", "99").replaceFirst("\n\n", "\nExtra-Source-Only: yes\n\n");
    Map<String, SourceRecord> read =
        SourceRecord.newest(stream(index), "Sources", 10_000, Set.of("a"), ORDER);
    assertThat(read.get("a").version()).isEqualTo("10");
    assertThat(read.get("a").files().getFirst().name()).isEqualTo("a_10.dsc");
    for (String bad :
        List.of(
            "Package: a\n",
            "Package: a\nVersion: 1\nDirectory: ../../etc\n",
            "Package: a\nVersion: 1\nDirectory: /etc\n",
            "Package: a\nVersion: 1\nChecksums-Sha256:\n " + "b".repeat(64) + " 5 ../x\n",
            "Package: a\nVersion: 1\nVersion: 2\n")) {
      assertThatThrownBy(
              () -> SourceRecord.newest(stream(bad), "Sources", 10_000, Set.of("a"), ORDER))
          .as(bad)
          .isInstanceOf(ArchiveException.class);
    }
  }

  private static String find(byte[] tar, String name) throws IOException {
    try (InputStream in =
        Tarball.find(new ByteArrayInputStream(tar), "a.tar", name::equals, name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax", "ustar", "oldgnu", "v7"})
  void findsAFileInWhatTarWrites(String format) throws Exception {
    String longName = "debian/" + "directory/".repeat(8) + "file";
    byte[] tar =
        Tar.plain(
            Map.of(
                "debian/a", new byte[70_000], longName, new byte[3], "debian/z", new byte[] {65}),
            "--format=" + format);
    assertThat(find(tar, "debian/z")).isEqualTo("A");
    assertThat(find(tar, longName)).hasSize(3);
    assertThatThrownBy(() -> find(tar, "debian/b")).hasMessage("a.tar has no debian/b");
    assertThatThrownBy(() -> find(Arrays.copyOf(tar, 30_000), "debian/z"))
        .isInstanceOf(IOException.class);
    byte[] damaged = tar.clone();
    damaged[3] ^= 1;
    assertThatThrownBy(() -> find(damaged, "debian/z")).hasMessageContaining("not a tar archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  void findsAFileBehindAVeryLongName(String format) throws Exception {
    String longName = "debian/" + "d".repeat(200) + "/" + "f".repeat(200);
    byte[] tar =
        Tar.plain(Map.of(longName, new byte[3], "debian/z", new byte[1]), "--format=" + format);
    assertThat(find(tar, longName)).hasSize(3);
    assertThat(find(tar, "debian/z")).hasSize(1);
  }

  @Test
  void doesNotFollowAChangelogThatIsALink() throws Exception {
    Path tree = Files.createDirectories(work.resolve("debian"));
    Files.createSymbolicLink(tree.resolve("changelog"), Path.of("elsewhere"));
    byte[] tar = Programs.run("tar", work, Map.of(), "tar", "-cf", "-", "debian");
    assertThatThrownBy(() -> find(tar, "debian/changelog")).hasMessageContaining("is a link");
  }

  @Test
  void readsTheChangelogOfAnOldFashionedDiff() throws Exception {
    Path old = Files.createDirectories(work.resolve("a-1.orig"));
    Path now = Files.createDirectories(work.resolve("a-1/debian"));
    Files.writeString(old.resolve("x"), "1\n");
    Files.writeString(now.getParent().resolve("x"), "2\n");
    Files.writeString(now.resolve("changelog"), "a (1-1) x; urgency=low\n\n  * y\n");
    byte[] diff =
        Programs.run(
            "diffutils", work, Map.of(), "sh", "-c", "diff -uNr a-1.orig a-1; test $? = 1");
    try (InputStream in = SourceDiff.changelog(new ByteArrayInputStream(diff), "a.diff")) {
      assertThat(new String(in.readAllBytes(), UTF_8))
          .isEqualTo("a (1-1) x; urgency=low\n\n  * y\n");
    }
    assertThatThrownBy(() -> SourceDiff.changelog(stream("+++ a/x\n@@ -1 +1 @@\n"), "a.diff"))
        .hasMessage("a.diff has no debian/changelog");
    assertThatThrownBy(
            () -> SourceDiff.changelog(stream("+++ a/debian/changelog\n@@ -1 +1 @@\n"), "a.diff"))
        .hasMessageContaining("in another file");
  }

  @Test
  void boundsStanzasAndLines() {
    assertThatThrownBy(() ->
            new ControlStanzas(stream("a: b\n" + "c: d\n".repeat(100)), "x", 50, Set.of(), false)
                .next())
        .hasMessageContaining("more than 50 bytes");
    assertThatThrownBy(() -> new BoundedLines(stream("x".repeat(100)), "x", 99, 1000).next())
        .hasMessageContaining("a line of more than 99 bytes");
  }

  @Test
  void joinsLinesAcrossItsBuffer() throws Exception {
    String line = "é".repeat(50_000);
    BoundedLines lines = new BoundedLines(stream(line + "\nb\n\nc"), "x", 200_000, 300_000);
    assertThat(lines.next()).isEqualTo(line);
    assertThat(lines.next()).isEqualTo("b");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("c");
    assertThat(lines.next()).isNull();
    assertThat(lines.lineNumber()).isEqualTo(4);
  }

  @Test
  void knowsSecuritySuitesByTheirNames() {
    assertThat(SecuritySuite.releaseOf("bookworm-security")).isEqualTo("bookworm");
    assertThat(SecuritySuite.releaseOf("buster/updates")).isEqualTo("buster");
    assertThat(SecuritySuite.releaseOf("jammy-updates")).isNull();
    assertThat(SecuritySuite.releaseOf("bookworm")).isNull();
  }
}
