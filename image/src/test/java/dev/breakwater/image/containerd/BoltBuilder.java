package dev.breakwater.image.containerd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes small databases whose buckets all lie in the value of their name. */
final class BoltBuilder {
  static final int PAGE = 4096;

  private BoltBuilder() {}

  /** Keys and values, or buckets. */
  static final class Bucket {
    private final Map<String, Object> entries = new TreeMap<>();

    Bucket put(String key, Object value) {
      entries.put(
          key, value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value);
      return this;
    }

    /** The bucket's only page. */
    private byte[] page() {
      int length = 16 + 16 * entries.size();
      for (Map.Entry<String, Object> entry : entries.entrySet()) {
        length += entry.getKey().getBytes(StandardCharsets.UTF_8).length + value(entry).length;
      }
      ByteBuffer page = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
      page.putShort(8, (short) 2).putShort(10, (short) entries.size());
      int element = 16;
      int at = 16 + 16 * entries.size();
      for (Map.Entry<String, Object> entry : entries.entrySet()) {
        byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
        byte[] value = value(entry);
        page.putInt(element, entry.getValue() instanceof Bucket ? 1 : 0);
        page.putInt(element + 4, at - element);
        page.putInt(element + 8, key.length);
        page.putInt(element + 12, value.length);
        page.put(at, key).put(at + key.length, value);
        at += key.length + value.length;
        element += 16;
      }
      return page.array();
    }

    private static byte[] value(Map.Entry<String, Object> entry) {
      if (!(entry.getValue() instanceof Bucket bucket)) {
        return (byte[]) entry.getValue();
      }
      byte[] page = bucket.page();
      byte[] value = new byte[16 + page.length];
      System.arraycopy(page, 0, value, 16, page.length);
      return value;
    }

    /** A database with this as its outermost bucket. */
    byte[] database() {
      return BoltBuilder.database(page());
    }
  }

  /** A database whose only page beside the two of its states is a branch that leads to itself. */
  static byte[] circle() {
    ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
    page.putShort(8, (short) 1).putShort(10, (short) 1);
    page.putInt(16, 16).putInt(20, 1).putLong(24, 2).put(32, (byte) 'a');
    return database(page.array());
  }

  /** A database that says its outermost bucket is at this page, and that it has as many pages. */
  static byte[] withRootAt(long page) {
    return database(new byte[PAGE], page, Long.MAX_VALUE);
  }

  private static byte[] database(byte[] root) {
    return database(root, 2, 2 + (root.length + PAGE - 1) / PAGE);
  }

  private static byte[] database(byte[] root, long rootPage, long saidPages) {
    int pages = (root.length + PAGE - 1) / PAGE;
    ByteBuffer file = ByteBuffer.allocate((2 + pages) * PAGE).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 2; i++) {
      int at = i * PAGE;
      file.putLong(at, i).putShort(at + 8, (short) 4);
      file.putInt(at + 16, 0xED0CDAED).putInt(at + 20, 2).putInt(at + 24, PAGE);
      file.putLong(at + 32, rootPage);
      file.putLong(at + 56, saidPages);
      file.putLong(at + 64, 8 - i);
      long hash = 0xcbf29ce484222325L;
      for (int j = 0; j < 56; j++) {
        hash = (hash ^ (file.get(at + 16 + j) & 0xff)) * 0x100000001b3L;
      }
      file.putLong(at + 72, hash);
    }
    file.put(2 * PAGE, root);
    file.putLong(2 * PAGE, 2);
    file.putInt(2 * PAGE + 12, pages - 1);
    return file.array();
  }
}
