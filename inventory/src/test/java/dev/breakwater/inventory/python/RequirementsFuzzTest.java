package dev.breakwater.inventory.python;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class RequirementsFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      new RequirementsFile("requirements.txt").read(new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not a lock file
    }
  }
}
