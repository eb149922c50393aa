package dev.breakwater.advisory.store;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Whatever a store file holds, opening and asking it throws nothing but {@link DamagedException}.
 * The checksums of header and directory are put right first, or nothing behind them would be
 * reached.
 */
class StoreFileFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void opens(byte[] input) {
    byte[] body = input.length > 1 << 16 ? java.util.Arrays.copyOf(input, 1 << 16) : input;
    int directoryLength = body.length == 0 ? 0 : body[0] & 0xff;
    directoryLength = Math.min(directoryLength, body.length);
    int length = StoreFormat.HEADER_LENGTH + body.length;
    int directoryOffset = length - directoryLength;
    byte[] file = new byte[length];
    System.arraycopy(body, 0, file, StoreFormat.HEADER_LENGTH, body.length);
    for (StoreFormat.Kind kind : StoreFormat.Kind.values()) {
      byte[] header =
          new StoreFormat.Header(
                  kind.code,
                  length,
                  directoryOffset,
                  directoryLength,
                  StoreFormat.crcOf(file, directoryOffset, directoryLength),
                  0)
              .encode();
      System.arraycopy(header, 0, file, 0, header.length);
      ask(file, kind);
    }
    for (StoreFormat.Kind kind : StoreFormat.Kind.values()) {
      ask(body, kind);
    }
    decode(body);
  }

  private static void ask(byte[] file, StoreFormat.Kind kind) {
    try {
      OpenFile open = new OpenFile(ByteBuffer.wrap(file), kind);
      switch (kind) {
        case ADVISORIES -> {
          open.naming("a");
          open.byId("CVE-2024-1");
        }
        case KEV -> open.kev("CVE-2024-1");
        case EPSS -> open.epss("CVE-2024-1");
        case ARTIFACTS -> open.artifact(new byte[20]);
      }
      open.verify();
    } catch (DamagedException expected) {
      // What it is for.
    }
  }

  private static void decode(byte[] bytes) {
    try {
      AdvisoryCodec.decodeHead(bytes);
    } catch (DamagedException expected) {
      // What it is for.
    }
    try {
      AdvisoryCodec.decodeGroup(bytes, new java.util.ArrayList<>(List.of()));
    } catch (DamagedException expected) {
      // What it is for.
    }
  }
}
