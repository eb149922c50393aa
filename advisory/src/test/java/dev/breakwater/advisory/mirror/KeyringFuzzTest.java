package dev.breakwater.advisory.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;

class KeyringFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      OpenPgpKeyring keyring = OpenPgpKeyring.read(data, "fuzz");
      keyring.verifyDetached(data, data, "fuzz", Instant.EPOCH);
    } catch (ArchiveException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
