package dev.breakwater.inventory.rpm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A sound database with some bytes changed, for fuzzing. */
final class ChangedFile {
  /** What reads a database. */
  interface Reader {
    void read(DatabaseFile file, RpmPackages into) throws IOException;
  }

  private ChangedFile() {}

  /**
   * Reads a database that was changed.
   *
   * @param changes of three bytes each: a place, and what to write there; or, where there are no
   *     three left, how many bytes to cut off
   */
  static void read(byte[] sound, byte[] changes, Reader reader) throws IOException {
    byte[] changed = sound.clone();
    int next = 0;
    for (; next + 2 < changes.length; next += 3) {
      int place = ((changes[next] & 0xff) << 8) | (changes[next + 1] & 0xff);
      changed[place % changed.length] = changes[next + 2];
    }
    int length = next < changes.length ? changed.length - (changes[next] & 0xff) : changed.length;
    Path file = Files.createTempFile("breakwater-test", ".db");
    try {
      Files.write(file, java.util.Arrays.copyOf(changed, length));
      try (DatabaseFile database = DatabaseFile.open(file)) {
        reader.read(database, new RpmPackages("db"));
      } catch (IOException expected) {
        // What a file that is no database is answered with.
      }
    } finally {
      Files.delete(file);
    }
  }
}
