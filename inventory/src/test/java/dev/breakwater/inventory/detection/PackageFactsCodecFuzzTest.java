package dev.breakwater.inventory.detection;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

class PackageFactsCodecFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsFactsOrAnIoError(byte[] bytes) {
    try {
      PackageFactsCodec.decode(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException expected) {
      // damaged
    }
  }
}
