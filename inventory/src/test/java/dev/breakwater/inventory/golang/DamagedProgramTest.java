package dev.breakwater.inventory.golang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What no fuzzer reaches from nothing: sound programs with a few bytes changed. */
class DamagedProgramTest {
  @Test
  void damageAnywhereGivesBuildInformationNoneOrAnIoException() {
    byte[] sound =
        new CraftedElf(true, ByteOrder.LITTLE_ENDIAN)
            .withData(CraftedElf.inline("go1.20.1", "path\ta/b\nmod\ta/b\tv1\ndep\tc/d\tv2\n"));
    int start = sound.length - 256;
    Random random = new Random(42);
    int found = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] damaged = sound.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextBoolean() ? random.nextInt(200) : start + random.nextInt(256);
        damaged[at] = (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt(256));
      }
      try {
        BuildInfo info =
            ExecutableLayout.isProgram(damaged) ? BuildInfoReaderTest.streamed(damaged) : null;
        if (info != null) {
          assertThat(info.packages("x", null)).isNotEmpty();
          found++;
        }
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("Go");
      }
    }
    assertThat(found).isBetween(500, 4999);
  }
}
