package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that programs hold which Debian does not have, and what must not be taken for a version.
 */
class VersionSearchTest {
  /** {@code |} stands for a zero. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '=',
      value = {
        "usr/bin/openssl = x|OpenSSL 1.1.1w  11 Sep 2023| = openssl 1.1.1w",
        "opt/lib/libcrypto.so.1.0.2k = |OpenSSL 1.0.2k-fips  26 Jan 2017| = openssl 1.0.2k-fips",
        "lib/libcrypto.so.3 = |OpenSSL 3.2.0-beta1 26 Oct 2023| = openssl 3.2.0-beta1",
        "lib/libcrypto.so = |OpenSSL 1.1.1 (compatible; AWS-LC 1.69.0)| =",
        "lib/libcrypto.so.52.0.0 = |LibreSSL 3.8.2| = libressl 3.8.2",
        "usr/sbin/nginx = |nginx version: openresty/1.21.4.1| = nginx 1.21.4.1",
        "usr/sbin/nginx = |nginx version: nginx/1.25| =",
        "usr/local/bin/node = |node.js/v22.9.0| = node 22.9.0",
        "usr/local/bin/node = |node.js/v23.0.0-rc.1| = node 23.0.0-rc.1",
        "usr/sbin/mysqld = |/build/mysql-8.0.36/sql/a.cc| = mysql 8.0.36",
        "usr/sbin/mysqld = |10.6.15-MariaDB-1:10.6.15+maria~ubu2204| = mariadb 10.6.15",
        "usr/sbin/haproxy = |HA-Proxy version 1.8.4-1deb90d 2018/02/08| = haproxy 1.8.4-1deb90d",
        "usr/sbin/haproxy = | version 2.9-dev3-6bbb4e, released 2023/08/12| = haproxy 2.9-dev3-6bbb4e",
        "usr/bin/postgres = |postgres (PostgreSQL) 17beta2| = postgresql 17beta2",
        "usr/bin/postgres = |postgres (PostgreSQL) 9.6.24| = postgresql 9.6.24",
        "usr/sbin/httpd = |Apache/2.4|Apache/2|Apache/2.4.58 (Unix)| = httpd 2.4.58",
        "usr/bin/ruby = |ruby 3.4.0preview1 (2024-05-16 master)| = ruby 3.4.0preview1",
        "usr/bin/python3.12 = |3.11.0|3.12.4| = python 3.12.4",
        "usr/bin/python3.12 = |3.2.0|/opt/versions/3.12.4| = python 3.12.4",
        "usr/lib/libpython3.7m.so.1.0 = |Python-3.7.16| = python 3.7.16",
        "usr/bin/python3 = |3.12.4| =",
        "usr/bin/bash = @(#)Bash version 5.2.15(1) release GNU| = bash 5.2.15",
        "usr/bin/curl = |curl/8.5.0| = curl 8.5.0",
        "usr/bin/redis-server = |2.6.0|7.0.1|7.0.14|7.0.14buildkitsandbox-1702957741000000000| = redis 7.0.14",
        "usr/bin/redis-server = |4.0.11|x4.0.11841ce7054bd9-1542359302000000000| = redis 4.0.11",
        "usr/bin/valkey-server = |7.2.4|9.0.0|valkey9.0.0sandbox-1764887574000000000| = valkey 9.0.0",
        "usr/bin/redis-server = |2.6.0|7.0.14| =",
        "usr/bin/node = |node.js/v1.2.3 in a text that is no program| = node 1.2.3",
      })
  void itFinds(String path, String text, @Nullable String expected) throws IOException {
    assertThat(search(path, program(text, 9000))).isEqualTo(expected);
  }

  @Test
  void itFindsAcrossWindows() throws IOException {
    for (int start = 128 * 1024 - 40; start < 128 * 1024 + 4; start++) {
      assertThat(search("bin/busybox", program("BusyBox v1.36.1 (", start)))
          .as("at " + start)
          .isEqualTo("busybox 1.36.1");
      String redis = "|7.0.14|7.0.14a-1702957741000000000|";
      assertThat(search("bin/redis-server", program(redis, start)))
          .as("at " + start)
          .isEqualTo("redis 7.0.14");
    }
  }

  /** Each number starts a text that never ends, which must not be followed from each of them. */
  @ParameterizedTest
  @ValueSource(strings = {"usr/bin/python3.12", "usr/bin/redis-server"})
  void aFileFullOfBeginningsTakesNoLongerThanAnyOther(String path) {
    String text = "-3.12.1".repeat((8 << 20) / 7) + " ";
    assertThat(
            assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> search(path, program(text, 9000))))
        .isNull();
  }

  @Test
  void onlyProgramsAreSearched() throws IOException {
    byte[] script = new byte[10_000];
    System.arraycopy("#!/bin/sh node.js/v22.9.0".getBytes(ISO_8859_1), 0, script, 0, 25);
    assertThat(search("usr/bin/node", script)).isNull();
  }

  @Test
  void noVersionIsAsLongAsAFile() throws IOException {
    String endless = "node.js/v1.2.3" + "1".repeat(200_000);
    assertThat(search("usr/bin/node", program(endless, 100))).isNull();
  }

  /** A stream may hand out its bytes one by one. */
  @Test
  void slowStreams() throws IOException {
    byte[] program = program("node.js/v22.9.0", 300);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(program)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    assertThat(new VersionSearch(ProgramFile.of("bin/node").evidence("bin/node")).in(slow))
        .isEqualTo(new VersionSearch.Hit("node", "22.9.0"));
  }

  private static byte[] program(String text, int at) {
    byte[] program = new byte[at + text.length() + 9000];
    program[0] = 0x7f;
    program[1] = 'E';
    program[2] = 'L';
    program[3] = 'F';
    System.arraycopy(text.replace('|', '\0').getBytes(ISO_8859_1), 0, program, at, text.length());
    return program;
  }

  private static @Nullable String search(String path, byte[] program) throws IOException {
    ProgramDetector detector = new ProgramDetector();
    FileEntry entry = FileFixture.entry(path, program.length);
    assertThat(detector.wants(entry)).isTrue();
    PackageFacts facts = detector.examine(entry, FileFixture.content(program));
    return facts == null
        ? null
        : facts.packages().getFirst().name() + " " + facts.packages().getFirst().version();
  }

  @ParameterizedTest
  @CsvSource({
    "usr/bin/php8.2, true",
    "usr/bin/perl, true",
    "usr/bin/perl5.36.0, false",
    "usr/bin/nodejs, false",
    "usr/bin/node-gyp, false",
    "usr/lib/libssl.so, true",
    "usr/lib/libssl.so.1.1, true",
    "usr/lib/libssl.sorry, false",
    "usr/lib/libcurl-gnutls.so.4.8.0, true",
    "usr/bin/curl-config, false",
    "usr/share/curl/x, false",
    "node, true",
  })
  void filesAreKnownByName(String path, boolean known) {
    assertThat(ProgramFile.of(path) != null).isEqualTo(known);
  }
}
