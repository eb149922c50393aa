package dev.breakwater.inventory.dotnet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;

class DependencyLibrariesFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAListOrAnIoError(byte[] bytes) {
    try {
      DependencyLibraries.read(Json.parse(bytes), "a", new PackageList("a.deps.json"));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
