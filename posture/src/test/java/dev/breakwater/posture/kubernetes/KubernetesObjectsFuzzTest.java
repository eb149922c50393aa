package dev.breakwater.posture.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.Collected;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.SourceFile;

/** Whatever a file says, nothing is thrown, and what is found is numbered. */
class KubernetesObjectsFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    try {
      Collected collected = new Collected();
      KubernetesObjects.read(SourceFile.of("x.yaml", input), collected);
      int index = 0;
      for (Resource resource : collected.resources()) {
        assertThat(resource.index()).isEqualTo(index++);
        assertThat(resource.kind()).isNotEmpty();
      }
    } catch (BreakwaterException expected) {
      // What it is for.
    }
  }
}
