package dev.breakwater.image.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;

class GzipFuzzTest {
  /** Where both accept a stream they give the same bytes, and neither goes on for ever. */
  @FuzzTest(maxDuration = "10s")
  void decodersAgree(byte[] bytes) {
    DeflateDecoder isal = IsalDecoder.open();
    if (isal == null) {
      throw new AssertionError("this test needs libisal.so.2: install libisal2 with apt-get");
    }
    try (DeflateDecoder jdk = new JdkDecoder();
        isal) {
      byte[] one = decode(bytes, jdk);
      byte[] other = decode(bytes, isal);
      if (one != null && other != null) {
        assertThat(Arrays.equals(one, other)).isTrue();
        assertThat(isal.finished()).isEqualTo(jdk.finished());
        if (jdk.finished()) {
          assertThat(isal.unused()).isEqualTo(jdk.unused());
        }
      }
    }
  }

  /** Null where refused; the first 300 KB otherwise. */
  private static byte[] decode(byte[] bytes, DeflateDecoder decoder) {
    byte[] decoded = new byte[300_000];
    int at = 0;
    decoder.reset();
    decoder.input(bytes, 0, bytes.length);
    try {
      int count;
      while (at < decoded.length
          && (count = decoder.decode(decoded, at, Math.min(1000, decoded.length - at))) > 0) {
        at += count;
      }
      return Arrays.copyOf(decoded, at);
    } catch (IOException refused) {
      return null;
    }
  }
}
