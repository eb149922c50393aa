package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileEntry;
import java.io.IOException;

/** One kind of configuration file. Keeps no state. */
interface ServerFile {
  /** Whether a file is of this kind, by its path; called for every file. */
  boolean is(FileEntry file);

  /**
   * Says what is dangerous in it.
   *
   * @param text the whole file, at most {@link ServerDetector#MAX_BYTES} long
   * @throws IOException where the file cannot be understood; the message is for people
   */
  void read(String text, Clues.Collector clues) throws IOException;
}
