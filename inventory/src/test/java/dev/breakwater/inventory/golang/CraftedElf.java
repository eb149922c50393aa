package dev.breakwater.inventory.golang;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes small ELF programs with build information, the form before Go 1.18 included, for which no
 * toolchain is at hand: one read-only segment with the texts, one writable with the header.
 */
record CraftedElf(boolean wide, ByteOrder order) {
  static final String MARKERS_START =
      "0w\u00af\u000c\u0092t\u0008\u0002A\u00e1\u00c1\u0007\u00e6\u00d6\u0018\u00e6";
  static final String MARKERS_END = "\u00f92C1\u0086\u0018 r\u0000\u0082B\u0010A\u0016\u00d8\u00f2";

  private static final int TEXTS = 0x1000;
  private static final int DATA = 0x20000;
  private static final long BASE = 0x400000;

  /** A program whose header points at Go strings. */
  byte[] withPointers(String version, String modules) {
    byte[] versionBytes = version.getBytes(UTF_8);
    byte[] modulesBytes = enclosed(modules);
    int word = wide ? 8 : 4;
    ByteBuffer data = ByteBuffer.allocate(32 + 4 * word).order(order);
    data.put("\u00ff Go buildinf:".getBytes(ISO_8859_1));
    data.put((byte) word).put((byte) (order == ByteOrder.BIG_ENDIAN ? 1 : 0));
    putWord(data, BASE + DATA + 32);
    putWord(data, BASE + DATA + 32 + 2L * word);
    data.position(32);
    putWord(data, BASE + TEXTS);
    putWord(data, versionBytes.length);
    putWord(data, BASE + TEXTS + versionBytes.length);
    putWord(data, modulesBytes.length);
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    texts.writeBytes(versionBytes);
    texts.writeBytes(modulesBytes);
    return program(texts.toByteArray(), data.array());
  }

  /** A program with these initialised variables. */
  byte[] withData(byte[] data) {
    return program(new byte[0], data);
  }

  /** The header and texts that Go has written since 1.18. */
  static byte[] inline(String version, String modules) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes("\u00ff Go buildinf:".getBytes(ISO_8859_1));
    data.write(8);
    data.write(2);
    data.writeBytes(new byte[16]);
    for (byte[] text : new byte[][] {version.getBytes(UTF_8), enclosed(modules)}) {
      int length = text.length;
      while (length > 127) {
        data.write((length & 0x7f) | 0x80);
        length >>= 7;
      }
      data.write(length);
      data.writeBytes(text);
    }
    return data.toByteArray();
  }

  private static byte[] enclosed(String modules) {
    return (MARKERS_START + new String(modules.getBytes(UTF_8), ISO_8859_1) + MARKERS_END)
        .getBytes(ISO_8859_1);
  }

  private void putWord(ByteBuffer buffer, long value) {
    if (wide) {
      buffer.putLong(value);
    } else {
      buffer.putInt((int) value);
    }
  }

  private byte[] program(byte[] texts, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(DATA + data.length + 64).order(order);
    file.putInt(0, order == ByteOrder.BIG_ENDIAN ? 0x7f454c46 : 0x464c457f);
    file.put(4, (byte) (wide ? 2 : 1));
    file.put(5, (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1));
    if (wide) {
      file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
    } else {
      file.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 2);
    }
    segment(file, 0, TEXTS, texts.length, 4);
    segment(file, 1, DATA, data.length, 6);
    byte[] bytes = file.array();
    System.arraycopy(texts, 0, bytes, TEXTS, texts.length);
    System.arraycopy(data, 0, bytes, DATA, data.length);
    return bytes;
  }

  private void segment(ByteBuffer file, int index, int offset, int length, int flags) {
    if (wide) {
      int at = 64 + 56 * index;
      file.putInt(at, 1)
          .putInt(at + 4, flags)
          .putLong(at + 8, offset)
          .putLong(at + 16, BASE + offset);
      file.putLong(at + 32, length).putLong(at + 40, length);
    } else {
      int at = 52 + 32 * index;
      file.putInt(at, 1).putInt(at + 4, offset).putInt(at + 8, (int) BASE + offset);
      file.putInt(at + 16, length).putInt(at + 20, length).putInt(at + 24, flags);
    }
  }
}
