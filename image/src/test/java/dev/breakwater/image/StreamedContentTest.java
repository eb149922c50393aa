package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamedContentTest {
  private static final byte[] BYTES = "quay and jetty".getBytes(StandardCharsets.US_ASCII);

  @Test
  void keptBytesAreHandedOutWithoutACopy() throws Exception {
    try (StreamedContent content = content(BYTES.length)) {
      assertThat(content.peek(4)).isEqualTo("quay".getBytes(StandardCharsets.US_ASCII));
      content.keep(BYTES.length);

      assertThat(content.bytes()).isEqualTo(BYTES).isSameAs(content.bytes());
      assertThat(content.open().readAllBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void bytesOfALongFileComeFromDiskAndMayBeReadAgain() throws Exception {
    try (StreamedContent content = content(BYTES.length)) {
      content.keep(BYTES.length - 1);

      assertThat(content.onDisk()).isTrue();
      assertThat(content.bytes()).isEqualTo(BYTES);
      assertThat(content.bytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void bytesThatGoByAreReadOnce() throws Exception {
    try (StreamedContent content = content(BYTES.length)) {
      assertThat(content.peek(5)).hasSize(5);
      assertThat(content.bytes()).isEqualTo(BYTES);
      assertThatThrownBy(content::bytes).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aStreamThatEndsEarlyGivesWhatItHas() throws Exception {
    try (StreamedContent content = content(BYTES.length + 10)) {
      assertThat(content.bytes()).isEqualTo(BYTES);
    }
  }

  private static StreamedContent content(int size) {
    return new StreamedContent(new ByteArrayInputStream(BYTES), size);
  }
}
