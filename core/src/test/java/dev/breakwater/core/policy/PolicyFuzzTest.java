package dev.breakwater.core.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.judge.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PolicyFuzzTest {
  private static final Policy.Case CASE = Cases.of(Cases.many(20));

  @FuzzTest(maxDuration = "10s")
  void everyTextIsAPolicyOrRefused(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("gate", bytes.length % 2 == 0 ? ".yaml" : ".cel");
    try {
      Files.write(file, bytes);
      PolicyFile.read(file).decide(CASE);
    } catch (BreakwaterException expected) {
      // cannot be used
    } finally {
      Files.delete(file);
    }
  }
}
