package dev.breakwater.content.password;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Whatever stands in a shadow file, no hash is trusted to be one. */
class PasswordFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) throws IOException {
    PasswordHash hash = PasswordHash.parse(new String(input, StandardCharsets.UTF_8));
    if (hash != null && hash.price() < 20) {
      hash.isOf("root");
    }
    AccountDetector.read("etc/passwd", new ByteArrayInputStream(input));
  }
}
