package dev.breakwater.inventory.rust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.inventory.golang.ProgramBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whatever the bytes of a program, there is a list of crates, none, or an {@link IOException}. */
class AuditableProgramFuzzTest {
  private static final byte[] LIST =
      AuditableProgramTest.compressed(
          "{\"packages\":[{\"name\":\"a\",\"version\":\"1\",\"source\":\"crates.io\"}]}");

  @FuzzTest(maxDuration = "10s")
  void anyProgram(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    byte[] program =
        switch (input[0] & 3) {
          case 0 -> changed(AuditableProgramTest.pe(LIST), body);
          case 1 -> changed(AuditableProgramTest.machO(LIST), body);
          case 2 -> changed(elf(), body);
          default -> body;
        };
    byte[] head = Arrays.copyOf(program, Math.min(program.length, 32 * 1024));
    AuditableProgramReader reader = new AuditableProgramReader();
    reader.needsFile(head);
    for (int keptFrom : new int[] {0, program.length / 2, program.length}) {
      try (ProgramBytes bytes =
          ProgramBytes.of(new ByteArrayInputStream(program), program.length, keptFrom)) {
        reader.read("program", head, bytes);
      } catch (IOException expected) {
        // it cannot be read
      }
    }
  }

  /** A file of three sections: none, the list, and the names. */
  private static byte[] elf() {
    ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
    file.putLong(40, 64).putShort(58, (short) 64).putShort(60, (short) 3).putShort(62, (short) 2);
    file.putInt(128, 1).putLong(128 + 24, 512).putLong(128 + 32, LIST.length);
    file.putLong(192 + 24, 256).putLong(192 + 32, 64);
    file.put(257, ".dep-v0".getBytes(StandardCharsets.US_ASCII));
    file.put(512, LIST);
    return file.array();
  }

  /** Pairs of place and value; all places are among the headers. */
  private static byte[] changed(byte[] program, byte[] changes) {
    for (int i = 0; i + 2 < changes.length; i += 3) {
      int place = (changes[i] & 0xff) | (changes[i + 1] & 3) << 8;
      program[place] = changes[i + 2];
    }
    return program;
  }
}
