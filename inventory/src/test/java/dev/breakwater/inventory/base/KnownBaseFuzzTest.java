package dev.breakwater.inventory.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class KnownBaseFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyFileIsReadOrRefusedAndComesBackTheSame(byte[] bytes) {
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    KnownBase.parse(line).ifPresent(KnownBaseFuzzTest::roundTrip);
    try {
      roundTrip(KnownBase.read(Json.parse(bytes)));
    } catch (IOException refused) {
      assertThat(refused).hasMessageNotContaining("Exception");
    }
  }

  private static void roundTrip(KnownBase base) {
    assertThat(KnownBase.parse(base.line())).contains(base);
    assertThat(base.fileName()).hasSize(32);
  }
}
