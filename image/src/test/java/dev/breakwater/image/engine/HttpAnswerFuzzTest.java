package dev.breakwater.image.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class HttpAnswerFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyAnswerIsReadOrRefused(byte[] answer) throws IOException {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    read(answer);
    read(
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + text)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void read(byte[] answer) {
    try (HttpAnswer read = HttpAnswer.read(new ByteArrayInputStream(answer))) {
      assertThat(read.status()).isBetween(0, 999);
      assertThat(read.document(1 << 20)).hasSizeLessThanOrEqualTo(answer.length);
    } catch (IOException refused) {
      assertThat(refused).hasMessageStartingWith("it");
    }
  }
}
