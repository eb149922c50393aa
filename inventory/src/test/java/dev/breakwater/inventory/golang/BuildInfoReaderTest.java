package dev.breakwater.inventory.golang;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildInfoReaderTest {
  private static final CraftedElf ELF = new CraftedElf(true, ByteOrder.LITTLE_ENDIAN);
  private static final String MODULES = "path\ta/b\nmod\ta/b\tv1.0.0\n";

  @TempDir Path directory;

  private @Nullable BuildInfo onDisk(byte[] program) throws IOException {
    Path file = Files.write(directory.resolve("program"), program);
    byte[] head = Arrays.copyOf(program, Math.min(program.length, ExecutableLayout.HEAD_BYTES));
    try (ProgramBytes bytes = ProgramBytes.of(file)) {
      return new BuildInfoReader(bytes, ExecutableLayout.read(head, bytes)).read();
    }
  }

  static @Nullable BuildInfo streamed(byte[] program) throws IOException {
    byte[] head = Arrays.copyOf(program, Math.min(program.length, ExecutableLayout.HEAD_BYTES));
    try (ProgramBytes bytes =
        ProgramBytes.of(new ByteArrayInputStream(program), program.length, program.length)) {
      ExecutableLayout layout = ExecutableLayout.read(head, bytes);
      return layout == null ? null : new BuildInfoReader(bytes, layout).read();
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] header(int pointerBytes, int flags) {
    byte[] header = Arrays.copyOf("\u00ff Go buildinf:".getBytes(ISO_8859_1), 32);
    header[14] = (byte) pointerBytes;
    header[15] = (byte) flags;
    return header;
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void theFormBeforeGo118InBothSizesAndByteOrders(boolean wide, boolean big) throws IOException {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] program = new CraftedElf(wide, order).withPointers("go1.16.5", MODULES);

    assertThat(onDisk(program)).isEqualTo(BuildInfo.parse("go1.16.5", MODULES));
    assertThatThrownBy(() -> streamed(program))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("older than 1.18");
  }

  @Test
  void aHeaderThatIsDataIsPassedOver() throws IOException {
    byte[] real = CraftedElf.inline("go1.20.1", MODULES);
    byte[] data =
        joined(
            header(7, 0),
            header(8, 2), // the next header's magic, 0xff 0x20, read as a length: too long
            header(8, 4),
            new byte[16],
            header(8, 2),
            new byte[32], // an empty version
            new byte[200_000],
            real);

    BuildInfo expected = BuildInfo.parse("go1.20.1", MODULES);
    assertThat(onDisk(ELF.withData(data))).isEqualTo(expected);
    assertThat(streamed(ELF.withData(data))).isEqualTo(expected);
  }

  @Test
  void endlessFalseHeadersEndTheSearch() throws IOException {
    byte[] headers = new byte[32 * 100_000];
    for (int i = 0; i < headers.length; i += 32) {
      System.arraycopy(header(8, 2), 0, headers, i, 32);
    }
    assertThat(streamed(ELF.withData(headers))).isNull();
  }

  @Test
  void aHeaderAtEveryPlaceInTheWindowIsFound() throws IOException {
    byte[] real = CraftedElf.inline("go1.20.1", MODULES + "dep\tc/d\tv1.0.0\n".repeat(10_000));
    BuildInfo expected = BuildInfo.parse("go1.20.1", MODULES + "dep\tc/d\tv1.0.0\n".repeat(10_000));
    for (int before = 65536 - 64; before <= 65536 + 64; before += 16) {
      byte[] program = ELF.withData(joined(new byte[before], real));
      assertThat(onDisk(program)).isEqualTo(expected);
      assertThat(streamed(program)).isEqualTo(expected);
    }
  }

  @Test
  void aMisalignedHeaderIsNone() throws IOException {
    byte[] data = joined(new byte[8], CraftedElf.inline("go1.20.1", MODULES), new byte[64]);
    assertThat(onDisk(ELF.withData(data))).isNull();
  }

  @Test
  void textsWithoutMarkersAreNoModules() throws IOException {
    byte[] data = joined(header(8, 2), new byte[] {4, 'g', 'o', '1', '.', 3, 'a', 'b', 'c'});
    assertThat(onDisk(ELF.withData(data))).isEqualTo(BuildInfo.parse("go1.", ""));
  }

  @Test
  void aHugeLengthIsNotBelieved() throws IOException {
    byte[] lengths = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
    assertThat(onDisk(ELF.withData(joined(header(8, 2), lengths)))).isNull();
    byte[] overlong = {(byte) 0x84, (byte) 0x80, 0, 'g', 'o', '1', '.'};
    assertThat(onDisk(ELF.withData(joined(header(8, 2), overlong)))).isNull();
  }

  @Test
  void pointersThatLeadNowhereTellNothing() throws IOException {
    byte[] data = header(8, 0);
    Arrays.fill(data, 16, 32, (byte) 0xff);
    assertThat(onDisk(ELF.withData(data))).isNull();
  }

  /** Tools such as patchelf move the program headers to the end. */
  @Test
  void aTableOfSegmentsBeyondTheHeadIsRead() throws IOException {
    byte[] program = ELF.withData(CraftedElf.inline("go1.20.1", MODULES));
    byte[] moved = Arrays.copyOf(program, program.length + 112);
    System.arraycopy(program, 64, moved, program.length, 112);
    Arrays.fill(moved, 64, 64 + 112, (byte) 0);
    java.nio.ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN).putLong(32, program.length);

    assertThat(ExecutableLayout.tableLiesBeyond(moved)).isFalse();
    assertThat(ExecutableLayout.tableLiesBeyond(Arrays.copyOf(moved, 32768))).isTrue();
    assertThat(onDisk(moved)).isEqualTo(BuildInfo.parse("go1.20.1", MODULES));
  }

  @Test
  void theSizeOfTheFirstSectionOfVariablesTellsWhetherItHoldsTheTexts() {
    assertThat(ExecutableLayout.infoHoldsItsTexts(withSection(0x420000, 0x120))).isTrue();
    assertThat(ExecutableLayout.infoHoldsItsTexts(withSection(0x420000, 32))).isFalse();
    assertThat(ExecutableLayout.infoHoldsItsTexts(withSection(0x420010, 0x120))).isFalse();
    assertThat(ExecutableLayout.infoHoldsItsTexts(ELF.withData(new byte[64]))).isFalse();
  }

  private static byte[] withSection(long address, long length) {
    byte[] program = ELF.withData(new byte[512]);
    java.nio.ByteBuffer.wrap(program)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(40, 0x200)
        .putShort(58, (short) 64)
        .putShort(60, (short) 1)
        .putInt(0x204, 1)
        .putLong(0x210, address)
        .putLong(0x220, length);
    return program;
  }
}
