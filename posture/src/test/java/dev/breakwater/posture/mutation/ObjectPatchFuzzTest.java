package dev.breakwater.posture.mutation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

class ObjectPatchFuzzTest {
  /** No patch and no configuration does anything but change an object or give the declared fault. */
  @FuzzTest(maxDuration = "10s")
  void changesAnyObject(@NotNull String object, @NotNull String change) {
    HostileChanges.change(object, change);
  }
}
