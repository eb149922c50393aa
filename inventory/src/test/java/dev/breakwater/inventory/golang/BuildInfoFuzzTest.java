package dev.breakwater.inventory.golang;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whatever the bytes of a program, there is build information, none, or an {@link IOException}. */
class BuildInfoFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyProgram(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    // Half the inputs are whole programs, half the variables of a sound one.
    byte[] program =
        (input[0] & 1) == 0
            ? body
            : new CraftedElf((input[0] & 2) == 0, ByteOrder.LITTLE_ENDIAN).withData(body);
    byte[] head = Arrays.copyOf(program, Math.min(program.length, ExecutableLayout.HEAD_BYTES));
    ExecutableLayout.hasGoBuildId(head);
    ExecutableLayout.isPacked(head);
    ExecutableLayout.tableLiesBeyond(head);
    read(head, ProgramBytes.of(new ByteArrayInputStream(program), program.length));
    Path file = Files.createTempFile("fuzz", "");
    try {
      Files.write(file, program);
      read(head, ProgramBytes.of(file));
    } finally {
      Files.delete(file);
    }
  }

  private static void read(byte[] head, ProgramBytes program) {
    try (program) {
      ExecutableLayout layout = ExecutableLayout.read(head, program);
      if (layout != null) {
        BuildInfo found = new BuildInfoReader(program, layout).read();
        if (found != null) {
          found.packages("program");
        }
      }
    } catch (IOException expected) {
      // the program cannot be read
    }
  }
}
