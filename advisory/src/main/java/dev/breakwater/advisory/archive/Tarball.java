package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.image.tar.TarEntry;
import dev.breakwater.image.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Walks a tarball up to one wanted file and stops there. */
final class Tarball {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MOST_ENTRIES = 1_000_000;

  private Tarball() {}

  /**
   * The bytes of the first file that is wanted; reading past its end gives the end of the stream.
   *
   * @param in an unpacked tarball, bounded by the caller
   * @param wanted told each path, without {@code ./} before it
   * @param what the wanted file, for messages
   * @throws ArchiveException where there is none, or it is not a plain file
   * @throws IOException where the tarball is damaged or cut short
   */
  static InputStream find(InputStream in, String where, Predicate<String> wanted, String what)
      throws IOException {
    TarReader reader = new TarReader(in, BUFFER_BYTES);
    for (int i = 0; i < MOST_ENTRIES; i++) {
      TarEntry entry = reader.next();
      if (entry == null) {
        throw new ArchiveException(where + " has no " + what);
      }
      String path = new String(entry.name(), StandardCharsets.UTF_8);
      if (!wanted.test(path.startsWith("./") ? path.substring(2) : path)) {
        continue;
      }
      if (entry.type() != TarEntry.Type.FILE) {
        throw new ArchiveException(
            where + " has a " + what + " that is a link, which is not followed");
      }
      return reader.content();
    }
    throw new ArchiveException(where + " has more than " + MOST_ENTRIES + " entries");
  }
}
