package dev.breakwater.advisory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.mirror.BoundedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

class Lz4FuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      InputStream unpacked =
          new BoundedInputStream(
              new Lz4FrameInputStream(new ByteArrayInputStream(data)), "fuzz", 16 << 20);
      unpacked.transferTo(OutputStream.nullOutputStream());
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
