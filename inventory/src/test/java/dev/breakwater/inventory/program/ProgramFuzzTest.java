package dev.breakwater.inventory.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/** Whatever the bytes, what they tell can be a version, and nothing else goes wrong. */
class ProgramFuzzTest {
  private static final List<String> FILES =
      List.of(
          "bin/openssl",
          "bin/redis-server",
          "bin/python3.12",
          "bin/mysqld",
          "bin/haproxy",
          "bin/postgres",
          "bin/perl",
          "bin/ruby",
          "bin/php",
          "bin/nginx");

  @FuzzTest(maxDuration = "10s")
  void everyVersionIsAToken(byte[] bytes) throws IOException {
    for (String path : FILES) {
      ProgramFile file = ProgramFile.of(path);
      assertThat(file).isNotNull();
      VersionSearch.Hit hit =
          new VersionSearch(file.evidence(path)).in(new ByteArrayInputStream(bytes));
      if (hit != null) {
        assertThat(Candidate.isToken(hit.version())).isTrue();
      }
    }
    JavaRuntimeDetector.read("jdk/release", new ByteArrayInputStream(bytes));
    ErlangReleaseDetector.read("OTP_VERSION", new ByteArrayInputStream(bytes));
    try {
      String release = KernelImage.release(new ByteArrayInputStream(bytes));
      assertThat(release == null || Candidate.isToken(release)).isTrue();
    } catch (EOFException expected) {
      // the image is cut short
    }
  }
}
