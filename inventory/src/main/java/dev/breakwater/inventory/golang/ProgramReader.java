package dev.breakwater.inventory.golang;

import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Learns from a program that is not written in Go. It is asked by {@link GoBinaryDetector}, so that
 * a program's bytes go by once for both. Called from many threads at once; keeps no state.
 */
public interface ProgramReader {
  /**
   * Whether it has to look anywhere in this program. If not, it sees what follows the last byte
   * that is loaded, and no more.
   *
   * @param head the first bytes
   */
  boolean needsFile(byte[] head);

  /**
   * Learns from a program.
   *
   * @param path of the program
   * @param head the first bytes
   * @return null where there is nothing to learn
   * @throws IOException where there is something that cannot be read
   */
  @Nullable PackageFacts read(String path, byte[] head, ProgramBytes bytes) throws IOException;
}
