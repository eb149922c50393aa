package dev.breakwater.inventory.golang;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class GoModFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadOrAnIoError(byte[] bytes) {
    try {
      new GoMod("go.mod").read(new ByteArrayInputStream(bytes));
      new VendoredModules("vendor/modules.txt").read(new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // cannot be read
    }
  }
}
