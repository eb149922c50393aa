package dev.breakwater.inventory.distribution;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class OsReleaseFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadWithoutAnError(byte[] bytes) throws IOException {
    PackageFacts facts = OsRelease.read("etc/os-release", new ByteArrayInputStream(bytes));
    if (facts.distribution() != null) {
      EndOfLife.added(facts.distribution());
    }
    ReleaseFileDetector.read("etc/redhat-release", new ByteArrayInputStream(bytes));
    ReleaseFileDetector.read("etc/debian_version", new ByteArrayInputStream(bytes));
  }
}
