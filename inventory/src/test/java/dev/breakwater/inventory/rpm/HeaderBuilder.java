package dev.breakwater.inventory.rpm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes headers as rpm does, sound ones and others. */
final class HeaderBuilder {
  private final ByteArrayOutputStream index = new ByteArrayOutputStream();
  private final ByteArrayOutputStream store = new ByteArrayOutputStream();
  private int entries;

  static HeaderBuilder of(String name, String version, String release) {
    return new HeaderBuilder().text(1000, name).text(1001, version).text(1002, release);
  }

  HeaderBuilder text(int tag, String value) {
    return texts(tag, 6, value);
  }

  HeaderBuilder texts(int tag, int type, String... values) {
    int offset = store.size();
    for (String value : values) {
      store.writeBytes(value.getBytes(StandardCharsets.UTF_8));
      store.write(0);
    }
    return entry(tag, type, offset, values.length);
  }

  HeaderBuilder numbers(int tag, int... values) {
    while (store.size() % 4 != 0) {
      store.write(0);
    }
    int offset = store.size();
    for (int value : values) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        store.write(value >> shift);
      }
    }
    return entry(tag, 4, offset, values.length);
  }

  /** An index entry alone, which may point anywhere. */
  HeaderBuilder entry(int tag, int type, int offset, int count) {
    try {
      DataOutputStream out = new DataOutputStream(index);
      out.writeInt(tag);
      out.writeInt(type);
      out.writeInt(offset);
      out.writeInt(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries++;
    return this;
  }

  byte[] bytes() {
    try {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(whole);
      out.writeInt(entries);
      out.writeInt(store.size());
      index.writeTo(out);
      store.writeTo(out);
      return whole.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
