package dev.breakwater.inventory.swift;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import java.io.IOException;

class PackageResolvedFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAListOfPinsOrAnIoError(byte[] bytes) {
    try {
      PackageResolvedDetector.read("Package.resolved", Json.parse(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
