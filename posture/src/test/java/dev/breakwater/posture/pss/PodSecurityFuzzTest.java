package dev.breakwater.posture.pss;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.util.List;

/** Whatever a pod is made of, nothing is thrown, and what restricted admits, baseline admits. */
class PodSecurityFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void judges(byte[] bytes) {
    List<Value> documents;
    try {
      documents = SourceFile.of("pod.yaml", bytes).documents();
    } catch (BreakwaterException unreadable) {
      return;
    }
    for (Value document : documents) {
      if (document instanceof Value.Fields pod) {
        check(pod, new Version(0));
        check(pod, new Version(25));
        check(pod, Version.NEWEST);
      }
    }
  }

  private static void check(Value.Fields pod, Version version) {
    List<Violation> restricted = new PodSecurity(Level.RESTRICTED, version).check(pod);
    List<Violation> baseline = new PodSecurity(Level.BASELINE, version).check(pod);
    if (restricted.isEmpty() && !baseline.isEmpty()) {
      throw new AssertionError(baseline.toString());
    }
    restricted.forEach(Violation::laxest);
  }
}
