package dev.breakwater.inventory.bitnami;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import java.io.IOException;

class BitnamiFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAListOrAnIoError(byte[] bytes) {
    try {
      Json document = Json.parse(bytes);
      BitnamiDetector.readComponents(".bitnami_components.json", document);
      BitnamiDetector.readSpdx(".spdx-a.spdx", document);
    } catch (IOException expected) {
      // not such a file
    }
  }
}
