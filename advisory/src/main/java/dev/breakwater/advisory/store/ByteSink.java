package dev.breakwater.advisory.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A growing array of bytes that values are written to; {@link ByteSource} reads them back. */
final class ByteSink {
  private byte[] bytes = new byte[512];
  private int length;

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[512];
    }
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void oneByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void fixedInt(int value) {
    room(4);
    putInt(length, value);
    length += 4;
  }

  /** Overwrites four bytes that were written before. */
  void putInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  void fixedDouble(double value) {
    long bits = Double.doubleToLongBits(value);
    fixedInt((int) (bits >>> 32));
    fixedInt((int) bits);
  }

  /** A whole number of at least 0: seven bits a byte, the lowest first. */
  void count(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A whole number with a sign. */
  void signed(long value) {
    count((value << 1) ^ (value >> 63));
  }

  void raw(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length);
    raw(utf8, 0, utf8.length);
  }

  void texts(List<String> values) {
    count(values.size());
    for (String value : values) {
      text(value);
    }
  }

  void textOrNothing(@Nullable String value) {
    oneByte(value == null ? 0 : 1);
    if (value != null) {
      text(value);
    }
  }

  void instant(Instant value) {
    signed(value.getEpochSecond());
    count(value.getNano());
  }

  void instantOrNothing(@Nullable Instant value) {
    oneByte(value == null ? 0 : 1);
    if (value != null) {
      instant(value);
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
  }
}
