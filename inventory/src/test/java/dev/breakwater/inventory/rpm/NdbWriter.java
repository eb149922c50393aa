package dev.breakwater.inventory.rpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.Adler32;

/** Writes {@code Packages.db} as rpm's ndb does, of which Debian's rpm has no part. */
final class NdbWriter {
  private NdbWriter() {}

  static byte[] write(List<byte[]> headers) {
    int pages = (headers.size() + 2) / 256 + 1;
    int blocks = pages * 256;
    for (byte[] header : headers) {
      blocks += blocks(header);
    }
    ByteBuffer file = ByteBuffer.allocate(blocks * 16).order(ByteOrder.LITTLE_ENDIAN);
    putText(file, 0, "RpmP");
    file.putInt(8, headers.size()).putInt(12, pages).putInt(16, headers.size() + 1);
    for (int slot = 2; slot < pages * 256; slot++) {
      putText(file, slot * 16, "Slot");
    }
    int block = pages * 256;
    for (int i = 0; i < headers.size(); i++) {
      byte[] header = headers.get(i);
      int slot = (i + 2) * 16;
      file.putInt(slot + 4, i + 1).putInt(slot + 8, block).putInt(slot + 12, blocks(header));
      putHeader(file, block * 16, i + 1, header);
      block += blocks(header);
    }
    return file.array();
  }

  private static int blocks(byte[] header) {
    return (16 + header.length + 12 + 15) / 16;
  }

  private static void putHeader(ByteBuffer file, int at, int number, byte[] header) {
    putText(file, at, "BlbS");
    file.putInt(at + 4, number).putInt(at + 8, 1_700_000_000).putInt(at + 12, header.length);
    file.put(at + 16, header);
    int tail = at + blocks(header) * 16 - 12;
    Adler32 sum = new Adler32();
    sum.update(file.slice(at, tail - at));
    file.putInt(tail, (int) sum.getValue()).putInt(tail + 4, header.length);
    putText(file, tail + 8, "BlbE");
  }

  private static void putText(ByteBuffer file, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      file.put(at + i, (byte) text.charAt(i));
    }
  }
}
