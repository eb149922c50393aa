package dev.breakwater.inventory.rpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;

class NdbDatabaseFuzzTest {
  private static final byte[] SOUND =
      NdbWriter.write(List.of(HeaderBuilder.of("bash", "5.1", "1").bytes(), new byte[90]));

  /** Changes are made to a sound file, at the places that the bytes say. */
  @FuzzTest(maxDuration = "10s")
  void everyFileIsReadWithoutAnError(byte[] bytes) throws IOException {
    ChangedFile.read(SOUND, bytes, NdbDatabase::read);
  }
}
