package dev.breakwater.inventory.apk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class ApkDatabaseFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadWithoutAnError(byte[] bytes) throws IOException {
    new ApkDatabaseDetector.Database("installed", new ByteArrayInputStream(bytes)).read();
  }
}
