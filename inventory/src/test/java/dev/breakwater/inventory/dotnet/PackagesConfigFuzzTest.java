package dev.breakwater.inventory.dotnet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.inventory.detection.PackageList;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class PackagesConfigFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAListOrAnIoError(byte[] bytes) {
    try {
      PackagesConfig.read(new ByteArrayInputStream(bytes), new PackageList("packages.config"));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
