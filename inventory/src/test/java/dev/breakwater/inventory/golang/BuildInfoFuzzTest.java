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
    byte[] program = (input[0] & 1) == 0 ? body : crafted(input[0], body);
    byte[] head = Arrays.copyOf(program, Math.min(program.length, ExecutableLayout.HEAD_BYTES));
    ExecutableLayout.hasGoBuildId(head);
    ExecutableLayout.isPacked(head);
    ExecutableLayout.infoHoldsItsTexts(head);
    ExecutableLayout.tableLiesBeyond(head);
    read(head, ProgramBytes.of(new ByteArrayInputStream(program), program.length, program.length));
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
          found.packages("program", null);
        }
      }
    } catch (IOException expected) {
      // the program cannot be read
    }
  }

  /** A sound program with these variables, or with sound ones and the input's changes to them. */
  private static byte[] crafted(byte kind, byte[] body) {
    CraftedElf elf = new CraftedElf((kind & 2) == 0, ByteOrder.LITTLE_ENDIAN);
    if ((kind & 4) == 0) {
      return elf.withData(body);
    }
    String modules = "path\ta/b\nmod\ta/b\tv1\ndep\tc/d\tv2\n=>\te/f\tv3\n";
    byte[] program =
        (kind & 8) == 0
            ? elf.withData(CraftedElf.inline("go1.20.1", modules))
            : elf.withPointers("go1.16.1", modules);
    for (int i = 0; i + 1 < body.length; i += 2) {
      // The first 64 places are in the file's header, the rest from the variables on.
      int place = body[i] & 0xff;
      program[place < 64 ? place : program.length - 256 + place] = body[i + 1];
    }
    return program;
  }
}
