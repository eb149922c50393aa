package dev.breakwater.inventory.rpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class BerkeleyDatabaseFuzzTest {
  private static final byte[] SOUND = sound();

  /** One bucket with a short value, a long one, and a second page. */
  private static byte[] sound() {
    int page = 512;
    byte[] header = HeaderBuilder.of("bash", "5.1", "1").bytes();
    ByteBuffer file = ByteBuffer.allocate(5 * page).order(ByteOrder.BIG_ENDIAN);
    file.putInt(12, 0x061561).putInt(16, 9).putInt(20, page).put(25, (byte) 8).putInt(32, 4);
    file.putInt(72, 0).putInt(96, 1);
    bucket(file, page, 2, 3, header.length);
    bucket(file, 2 * page, 0, 4, header.length);
    for (int number = 3; number < 5; number++) {
      int at = number * page;
      file.putInt(at + 8, number).putChar(at + 22, (char) header.length).put(at + 25, (byte) 7);
      file.put(at + 26, header);
    }
    return file.array();
  }

  private static void bucket(ByteBuffer file, int at, int next, int value, int length) {
    file.putInt(at + 8, at / 512).putInt(at + 16, next).putChar(at + 20, (char) 4);
    file.put(at + 25, (byte) 13);
    file.putChar(at + 26, (char) 507).putChar(at + 28, (char) 495);
    file.putChar(at + 30, (char) 490).putChar(at + 32, (char) 480);
    file.put(at + 507, (byte) 1).putInt(at + 508, value);
    file.put(at + 495, (byte) 3).putInt(at + 499, value).putInt(at + 503, length);
    file.put(at + 490, (byte) 1).put(at + 480, (byte) 1);
  }

  /** Changes are made to a sound file, at the places that the bytes say. */
  @FuzzTest(maxDuration = "10s")
  void everyFileIsReadWithoutAnError(byte[] bytes) throws IOException {
    ChangedFile.read(SOUND, bytes, BerkeleyDatabase::read);
  }
}
