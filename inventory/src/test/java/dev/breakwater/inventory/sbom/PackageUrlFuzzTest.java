package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.PackageUrl;
import java.nio.charset.StandardCharsets;

class PackageUrlFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void whatIsReadIsWrittenTheSame(byte[] document) {
    PackageUrl purl;
    try {
      purl = PackageUrl.parse(new String(document, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException expected) {
      return;
    }
    String canonical = purl.toString();
    if (canonical.length() <= 8192) {
      assertThat(PackageUrl.parse(canonical)).isEqualTo(purl).hasToString(canonical);
    }
  }
}
