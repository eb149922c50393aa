package dev.breakwater.inventory.python;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.TomlDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class PythonTomlFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      Json lock = TomlDocument.read(new ByteArrayInputStream(bytes));
      UvLock.packages(lock, "uv.lock");
      PoetryLock.packages(lock, "poetry.lock");
      PdmLock.packages(lock, "pdm.lock");
      StandardLock.packages(lock, "pylock.toml");
    } catch (IOException expected) {
      // not a lock file
    }
  }
}
