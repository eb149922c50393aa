package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import java.io.ByteArrayInputStream;

class SbomReaderFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void sbomsAreReadOrRefused(byte[] document) {
    try {
      Sbom sbom = SbomReader.read(new ByteArrayInputStream(document), "fuzz");
      for (SoftwarePackage each : sbom.inventory().packages()) {
        String purl = each.purl().toString();
        if (purl.length() <= 8192) {
          assertThat(PackageUrl.parse(purl)).isEqualTo(each.purl());
        }
      }
    } catch (BreakwaterException expected) {
      assertThat(expected).hasMessageContaining("fuzz");
    }
  }
}
