package dev.breakwater.image.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

class GzipFuzzTest {
  /** Both decoders give the same bytes, or both refuse. */
  @FuzzTest(maxDuration = "10s")
  void decodersAgree(byte[] bytes) {
    byte[] compressed = new byte[bytes.length + 10];
    compressed[0] = 0x1f;
    compressed[1] = (byte) 0x8b;
    compressed[2] = 8;
    System.arraycopy(bytes, 0, compressed, 10, bytes.length);
    DeflateDecoder isal = IsalDecoder.open();
    if (isal == null) {
      throw new AssertionError("this test needs libisal.so.2: install libisal2 with apt-get");
    }
    byte[] one = read(compressed, new JdkDecoder());
    byte[] other = read(compressed, isal);
    assertThat(Arrays.equals(one, other)).isTrue();
  }

  /** Null where refused; the first megabyte otherwise. */
  private static byte[] read(byte[] compressed, DeflateDecoder decoder) {
    try (GzipStream stream = new GzipStream(new ByteArrayInputStream(compressed), decoder)) {
      return stream.readNBytes(1 << 20);
    } catch (IOException refused) {
      return null;
    }
  }
}
