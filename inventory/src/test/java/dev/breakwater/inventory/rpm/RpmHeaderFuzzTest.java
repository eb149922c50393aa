package dev.breakwater.inventory.rpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

class RpmHeaderFuzzTest {
  /** The store's length is made to fit, because rpm reads no header where it does not. */
  @FuzzTest(maxDuration = "10s")
  void everyHeaderIsReadWithoutAnError(byte[] bytes) {
    byte[] header = Arrays.copyOf(bytes, Math.max(8, bytes.length));
    int entries = header[3] & 0x1f;
    ByteBuffer.wrap(header).putInt(0, entries).putInt(4, header.length - 8 - entries * 16);
    new RpmPackages("db").addHeader(header);
    new RpmPackages("db").addHeader(bytes);
  }
}
