package dev.breakwater.inventory.dpkg;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class DpkgFilesFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadWithoutAnError(byte[] bytes) throws IOException {
    DpkgFilesDetector.read("var/lib/dpkg/info/a.list", new ByteArrayInputStream(bytes));
    DpkgFilesDetector.read("var/lib/dpkg/status.d/a.md5sums", new ByteArrayInputStream(bytes));
  }
}
