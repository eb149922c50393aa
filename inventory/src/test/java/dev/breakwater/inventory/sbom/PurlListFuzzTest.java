package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.inventory.Inventory;
import java.io.ByteArrayInputStream;

class PurlListFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void listsAreReadWithProblems(byte[] document) throws Exception {
    Inventory inventory = PurlList.read(new ByteArrayInputStream(document), "fuzz");
    assertThat(inventory.problems().size()).isLessThanOrEqualTo(PurlList.MOST_PROBLEMS + 1);
    assertThat(inventory.packages()).doesNotHaveDuplicates();
  }
}
