package dev.breakwater.posture.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import java.util.List;

/** Policies of any bytes: read, compiled and asked, they give problems and decisions, no more. */
class PolicyFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytesAreReadAndAsked(byte[] bytes) {
    SourceFile file;
    try {
      file = SourceFile.of("fuzz.yaml", bytes);
    } catch (BreakwaterException e) {
      return;
    }
    AdmissionPolicies read = AdmissionPolicies.read(PolicyFiles.of(List.of(file)));
    assertThat(new Admission(read).decide(Manifests.resource(Manifests.POD)))
        .hasSameSizeAs(read.names());
  }
}
