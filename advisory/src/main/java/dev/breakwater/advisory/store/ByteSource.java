package dev.breakwater.advisory.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteSink} wrote. Checksums have been checked before; bounds are checked here
 * all the same, so that no file can make a reader fail in another way than {@link
 * DamagedException}.
 */
final class ByteSource {
  private final byte[] bytes;
  private final int end;
  private int position;

  ByteSource(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  int oneByte() throws DamagedException {
    need(1);
    return bytes[position++] & 0xff;
  }

  int fixedInt() throws DamagedException {
    need(4);
    int value = intAt(bytes, position);
    position += 4;
    return value;
  }

  static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  double fixedDouble() throws DamagedException {
    long high = fixedInt();
    return Double.longBitsToDouble(high << 32 | (fixedInt() & 0xffffffffL));
  }

  long longCount() throws DamagedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = oneByte();
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new DamagedException("a number has more than 64 bits");
  }

  /** A whole number from 0 to {@link Integer#MAX_VALUE}. */
  int count() throws DamagedException {
    long value = longCount();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new DamagedException("a number is out of its bounds");
    }
    return (int) value;
  }

  /** The number of things that follow, each at least one byte long. */
  int itemCount() throws DamagedException {
    int count = count();
    need(count);
    return count;
  }

  long signed() throws DamagedException {
    long value = longCount();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Moves on by {@code count} bytes and returns where they start. */
  int skip(int count) throws DamagedException {
    need(count);
    int start = position;
    position += count;
    return start;
  }

  String text() throws DamagedException {
    int length = count();
    int start = skip(length);
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  List<String> texts() throws DamagedException {
    int count = itemCount();
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(text());
    }
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = text();
    }
    return List.of(values);
  }

  @Nullable String textOrNothing() throws DamagedException {
    return oneByte() == 0 ? null : text();
  }

  Instant instant() throws DamagedException {
    long seconds = signed();
    int nanos = count();
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw new DamagedException("a time is out of its bounds");
    }
  }

  @Nullable Instant instantOrNothing() throws DamagedException {
    return oneByte() == 0 ? null : instant();
  }

  private void need(int count) throws DamagedException {
    if (count < 0 || count > end - position) {
      throw new DamagedException("a value runs over the end of its block");
    }
  }
}
