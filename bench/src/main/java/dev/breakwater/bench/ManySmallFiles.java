package dev.breakwater.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a tar of small files. {@code ManySmallFiles FILE COUNT} */
final class ManySmallFiles {
  private static final byte[] CONTENT = "{\"small\": true}\n".getBytes(StandardCharsets.US_ASCII);

  private ManySmallFiles() {}

  public static void main(String[] words) throws IOException {
    int count = Integer.parseInt(words[1]);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(words[0])), 1 << 20)) {
      for (int i = 0; i < count; i++) {
        out.write(header("srv/data/" + i % 1000 + "/file-" + i + ".json"));
        out.write(Arrays.copyOf(CONTENT, 512));
      }
      out.write(new byte[1024]);
    }
  }

  /** A ustar header (POSIX.1-1988) of a regular file. */
  private static byte[] header(String name) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, octal(CONTENT.length, 11));
    put(header, 136, octal(0, 11));
    header[156] = '0';
    put(header, 257, "ustar\0" + "00");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, octal(sum, 6) + "\0");
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private static String octal(long number, int digits) {
    String text = Long.toOctalString(number);
    return "0".repeat(digits - text.length()) + text;
  }
}
