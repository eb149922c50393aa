package dev.breakwater.posture.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;

/** Files of YAML and JSON throw nothing but what is declared, and know where everything stands. */
class SourceFileFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    for (String name : new String[] {"x.yaml", "x.json"}) {
      try {
        SourceFile file = SourceFile.of(name, input);
        for (Value document : file.documents()) {
          assertThat(document.origin().line()).isPositive();
          document.plain();
        }
        assertThat(file.documentsAsWritten()).isNotNull();
      } catch (BreakwaterException expected) {
        // What it is for.
      }
    }
  }
}
