package dev.breakwater.inventory.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Distribution;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsReleaseTest {
  private static PackageFacts facts(String text) throws IOException {
    return OsRelease.read(
        "etc/os-release", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Distribution read(String text) throws IOException {
    PackageFacts facts = facts(text);
    assertThat(facts.problems()).isEmpty();
    return facts.distribution();
  }

  private static Distribution fallback(String path, String text) throws IOException {
    PackageFacts facts =
        ReleaseFileDetector.read(
            path, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return facts == null ? null : facts.distribution();
  }

  @Test
  void readsWhatUbuntuWrites() throws IOException {
    assertThat(
            read(
                """
                PRETTY_NAME="Ubuntu 22.04.4 LTS"
                NAME="Ubuntu"
                VERSION_ID="22.04"
                VERSION="22.04.4 LTS (Jammy Jellyfish)"
                VERSION_CODENAME=jammy
                ID=ubuntu
                ID_LIKE=debian
                HOME_URL="https://www.ubuntu.com/"
                UBUNTU_CODENAME=jammy
                """))
        .isEqualTo(
            new Distribution("ubuntu", "debian", "22.04", "jammy", "Ubuntu 22.04.4 LTS", null));
  }

  @Test
  void valuesAreWhatAShellMakesOfThem(@TempDir Path directory) throws IOException {
    List<String> words =
        List.of(
            "plain",
            "\"double quoted\"",
            "'single quoted'",
            "\"a \\\"b\\\" \\$c \\\\ \\` \\n\"",
            "'a \\ b'",
            "a\\ b",
            "\"joined\"'up'together",
            "\"\"",
            "''",
            "",
            "\"it's\"",
            "'say \"x\"'",
            "größe");
    for (String word : words) {
      Path file = directory.resolve("os-release");
      Files.writeString(file, "VALUE=" + word + "\n");
      String shell =
          Program.output(
              "dash", directory, "/bin/sh", "-c", ". ./os-release; printf %s \"$VALUE\"");
      assertThat(OsRelease.unquote(word)).as(word).isEqualTo(shell);
    }
  }

  @Test
  void brokenLinesAreProblemsAndTheRestCounts() throws IOException {
    PackageFacts facts =
        facts("# comment\n\n  ID=debian\r\nnonsense\nVERSION_ID=\"12\nPRETTY_NAME='x'\n");

    assertThat(facts.distribution())
        .isEqualTo(new Distribution("debian", null, null, null, "x", null));
    assertThat(facts.problems())
        .extracting(problem -> problem.where())
        .containsExactly("etc/os-release:4", "etc/os-release:5");
  }

  @Test
  void defaultsAreThoseOfTheSpecification() throws IOException {
    assertThat(read("NAME=Something\n"))
        .isEqualTo(new Distribution("linux", null, null, null, "Something", null));
    assertThat(read("ID=x\n")).isEqualTo(new Distribution("x", null, null, null, "Linux", null));
    assertThat(read("")).isNull();
    assertThat(facts("ID='a/../b'\n").distribution()).isNull();
    assertThat(facts("ID='a/../b'\n").problems()).hasSize(1);
  }

  @Test
  void item07_sidHasNoReleaseAndRaspbianIsNotDebian() throws IOException {
    assertThat(
            read(
                """
                PRETTY_NAME="Debian GNU/Linux bookworm/sid"
                NAME="Debian GNU/Linux"
                ID=debian
                """))
        .isEqualTo(
            new Distribution(
                "debian", null, null, "bookworm", "Debian GNU/Linux bookworm/sid", null));

    Distribution raspbian =
        read(
            "PRETTY_NAME=\"Raspbian GNU/Linux 11\"\nVERSION_ID=\"11\"\nID=raspbian\nID_LIKE=debian\n");
    assertThat(raspbian.id()).isEqualTo("raspbian");
    assertThat(EndOfLife.added(raspbian).endOfLife()).isNull();
  }

  @Test
  void item22_alpinesEdgeIsNotTheReleaseItIsOnTheWayTo() throws IOException {
    assertThat(
            read("""
            NAME="Alpine Linux"
            ID=alpine
            VERSION_ID=3.17_alpha20220715
            PRETTY_NAME="Alpine Linux edge"
            """)
                .versionId())
        .isEqualTo("edge");
    assertThat(fallback("etc/alpine-release", "3.17_alpha20220715\n").versionId())
        .isEqualTo("edge");
    assertThat(read("ID=alpine\nVERSION_ID=3.17.2\n").versionId()).isEqualTo("3.17.2");
  }

  @Test
  void item24_wolfisVersionIsNoRelease() throws IOException {
    assertThat(read("ID=wolfi\nNAME=Wolfi\nVERSION_ID=\"20230201\"\n").versionId()).isNull();
    assertThat(read("ID=chainguard\nVERSION_ID=\"20230214\"\n").versionId()).isNull();
    assertThat(read("ID=minimos\nVERSION_ID=\"20241031\"\n").versionId()).isNull();
  }

  @Test
  void openEulersServicePacksAreReleases() throws IOException {
    String release = "ID=\"openEuler\"\nVERSION_ID=\"22.03\"\nVERSION=\"22.03%s\"\n";
    assertThat(read(release.formatted(" (LTS-SP3)")).versionId()).isEqualTo("22.03-LTS-SP3");
    assertThat(read(release.formatted(" (LTS)")).versionId()).isEqualTo("22.03-LTS");
    assertThat(read(release.formatted("")).versionId()).isEqualTo("22.03");
    assertThat(read(release.formatted(" ()")).versionId()).isEqualTo("22.03");
    assertThat(read("ID=openEuler\nVERSION_ID=24.09\n").versionId()).isEqualTo("24.09");
  }

  @Test
  void olderReleasesAreKnownByFilesOfTheirOwn() throws IOException {
    assertThat(fallback("etc/debian_version", "6.0.10\n"))
        .extracting("id", "versionId")
        .containsExactly("debian", "6");
    assertThat(fallback("etc/debian_version", "trixie/sid\n"))
        .extracting("id", "versionId", "codename")
        .containsExactly("debian", null, "trixie");
    assertThat(fallback("etc/redhat-release", "CentOS release 6.10 (Final)\n"))
        .extracting("id", "versionId")
        .containsExactly("centos", "6");
    assertThat(
            fallback(
                "etc/redhat-release", "Red Hat Enterprise Linux Server release 5.11 (Tikanga)\n"))
        .extracting("id", "versionId")
        .containsExactly("rhel", "5.11");
    assertThat(fallback("etc/oracle-release", "Oracle Linux Server release 8.9\n"))
        .extracting("id", "versionId")
        .containsExactly("ol", "8.9");
    assertThat(fallback("etc/system-release", "Amazon Linux release 2 (Karoo)\n"))
        .extracting("id", "versionId")
        .containsExactly("amzn", "2");
    assertThat(
            fallback(
                "etc/lsb-release",
                """
                DISTRIB_ID=Ubuntu
                DISTRIB_RELEASE=10.04
                DISTRIB_CODENAME=lucid
                DISTRIB_DESCRIPTION="Ubuntu 10.04.4 LTS"
                """))
        .extracting("id", "versionId", "codename", "name")
        .containsExactly("ubuntu", "10.04", "lucid", "Ubuntu 10.04.4 LTS");
    assertThat(fallback("etc/redhat-release", "Something release 1\n")).isNull();
    assertThat(fallback("etc/debian_version", "\n")).isNull();
  }

  @Test
  void aLineOfAMillionBytesIsNoValue() throws IOException {
    PackageFacts facts = facts("ID=debian\nPRETTY_NAME=" + "x".repeat(900_000) + "\n");
    assertThat(facts.distribution()).extracting("name").isEqualTo("Linux");
    assertThat(facts.problems()).hasSize(1);
  }
}
