package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runtimes that tell their version in a text beside them, and whose their files are. */
class RuntimeFilesTest {
  private static @Nullable String java(String text) throws IOException {
    Candidate java =
        JavaRuntimeDetector.read("jdk/release", new ByteArrayInputStream(text.getBytes(UTF_8)));
    return java == null ? null : java.purl().toString();
  }

  @Test
  void javaTellsItsVersionAndWhoBuiltIt() throws IOException {
    assertThat(java("JAVA_VERSION=\"1.8.0_352\"\nOS_NAME=\"Linux\"\n"))
        .isEqualTo("pkg:generic/java@1.8.0_352");
    assertThat(java("IMPLEMENTOR=\"Azul Systems, Inc.\"\nJAVA_VERSION=\"11.0.14.1\"\n"))
        .isEqualTo("pkg:generic/java@11.0.14.1?vendor=Azul%20Systems%2C%20Inc.");
    assertThat(java("JAVA_VERSION=\"21\"\nIMPLEMENTOR=\"\u202e\"\n"))
        .isEqualTo("pkg:generic/java@21");
  }

  @Test
  void whatTellsNoVersionIsNoJava() throws IOException {
    assertThat(java("Debian 12\n")).isNull();
    assertThat(java("JAVA_VERSION=\"\"\n")).isNull();
    assertThat(java("JAVA_VERSION=\"17 beta\"\n")).isNull();
    assertThat(java("JAVA_VERSION=\"unknown\"\n")).isNull();
    assertThat(java("\0".repeat(100_000))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'25.2.3\n', 25.2.3", "27.0-rc1, 27.0-rc1", "'26.1.2**\n', 26.1.2", "x,", "'',"})
  void erlangTellsItsVersion(String text, @Nullable String version) throws IOException {
    Candidate erlang =
        ErlangReleaseDetector.read(
            "lib/erlang/releases/25/OTP_VERSION", new ByteArrayInputStream(text.getBytes(UTF_8)));
    assertThat(erlang == null ? null : erlang.version()).isEqualTo(version);
  }

  /** A library's and a kernel's owner is known, though neither looks like a program by its name. */
  @Test
  void item34_aProgramOfADistributionsPackageBelongsToIt() {
    byte[] library = new byte[20_000];
    System.arraycopy("\177ELF".getBytes(UTF_8), 0, library, 0, 4);
    byte[] text = "\0OpenSSL 3.0.11 19 Sep 2023\0".getBytes(UTF_8);
    System.arraycopy(text, 0, library, 10_000, text.length);
    Inventory inventory =
        new FileFixture()
            .file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
            .file(
                "var/lib/dpkg/status",
                """
                Package: libssl3
                Status: install ok installed
                Version: 3.0.11-1~deb12u2
                Architecture: amd64

                Package: linux-image-6.1.0-18-amd64
                Status: install ok installed
                Version: 6.1.76-1
                Architecture: amd64
                """)
            .file(
                "var/lib/dpkg/info/libssl3:amd64.list",
                "/.\n/usr/lib/x86_64-linux-gnu/libcrypto.so.3\n")
            .file(
                "var/lib/dpkg/info/linux-image-6.1.0-18-amd64.list",
                "/.\n/boot\n/boot/vmlinuz-6.1.0-18-amd64\n")
            .file("usr/lib/x86_64-linux-gnu/libcrypto.so.3", library)
            .file("opt/app/libcrypto.so.3", library)
            .file("boot/vmlinuz-6.1.0-18-amd64", new byte[300_000])
            .file("usr/lib/modules/6.1.0-18-amd64/vmlinuz", new byte[300_000])
            .file("usr/lib/modules/6.18.1-own/vmlinuz", new byte[300_000])
            .inventory();
    List<String> programs =
        inventory.packages().stream()
            .filter(each -> each.type().equals("generic"))
            .map(each -> each.name() + " " + each.paths() + " " + owner(each.ownedBy()))
            .toList();
    assertThat(programs)
        .containsExactly(
            "linux-kernel [boot/vmlinuz-6.1.0-18-amd64, usr/lib/modules/6.1.0-18-amd64/vmlinuz]"
                + " linux-image-6.1.0-18-amd64",
            "linux-kernel [usr/lib/modules/6.18.1-own/vmlinuz] none",
            "openssl [opt/app/libcrypto.so.3] none",
            "openssl [usr/lib/x86_64-linux-gnu/libcrypto.so.3] libssl3");
  }

  private static String owner(@Nullable PackageUrl purl) {
    return purl == null ? "none" : purl.name();
  }
}
