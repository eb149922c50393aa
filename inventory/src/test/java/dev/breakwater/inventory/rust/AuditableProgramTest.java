package dev.breakwater.inventory.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.golang.GoBinaryDetector;
import dev.breakwater.inventory.golang.ProgramContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as cargo-auditable leaves them: a section added to what the linker makes. */
class AuditableProgramTest {
  private static final String LIST =
      """
      {"packages": [
        {"name": "harbour", "version": "0.3.0", "source": "local", "root": true,
         "dependencies": [1, 2]},
        {"name": "keel", "version": "1.0.2", "source": "crates.io"},
        {"name": "mast", "version": "2.1.0", "source": "crates.io", "kind": "build"},
        {"name": "oar", "version": "0.1.0", "source": "git", "kind": "runtime"}]}
      """;

  @TempDir Path directory;

  private final GoBinaryDetector detector = new GoBinaryDetector(new AuditableProgramReader());

  static byte[] compressed(String list) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(list.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] elf(byte[] section, String... options) throws IOException {
    Path source =
        Files.writeString(
            directory.resolve("program.c"),
            "char data[70000] = {1};\nint main(void) { return data[5]; }\n");
    Files.write(directory.resolve("section"), section);
    String[] command = new String[options.length + 4];
    command[0] = "gcc";
    command[1] = "-o";
    command[2] = "program";
    command[3] = source.toString();
    System.arraycopy(options, 0, command, 4, options.length);
    Program.output("gcc", directory, command);
    Program.output(
        "binutils",
        directory,
        "objcopy",
        "--add-section",
        ".dep-v0=section",
        "--set-section-flags",
        ".dep-v0=noload,readonly",
        "program",
        "audited");
    return Files.readAllBytes(directory.resolve("audited"));
  }

  private static FileEntry entry(long size) {
    return new FileEntry("usr/bin/harbour", FileEntry.Kind.FILE, size, 0755, 0, 0, null);
  }

  private static List<String> purls(@Nullable PackageFacts facts) {
    return facts == null
        ? List.of()
        : facts.packages().stream().map(each -> each.purl().toString()).toList();
  }

  private List<String> onDisk(byte[] program) throws IOException {
    Path file = Files.write(directory.resolve("on-disk"), program);
    return purls(detector.examine(entry(program.length), new ProgramContent.OnDisk(file)));
  }

  private List<String> streamed(byte[] program, boolean copied) throws IOException {
    ProgramContent.Streamed content = new ProgramContent.Streamed(program, directory);
    List<String> found = purls(detector.examine(entry(program.length), content));
    assertThat(content.copied()).isEqualTo(copied);
    return found;
  }

  @Test
  void theListIsReadFromDiskAndAsTheProgramStreamsBy() throws IOException {
    byte[] program = elf(compressed(LIST));
    assertThat(onDisk(program))
        .containsExactly("pkg:cargo/keel@1.0.2", "pkg:cargo/oar@0.1.0?source=git");
    assertThat(streamed(program, false)).isEqualTo(onDisk(program));
  }

  @Test
  void aStrippedProgramAndAStaticOneKeepTheList() throws IOException {
    assertThat(streamed(elf(compressed(LIST), "-s"), false)).hasSize(2);
    assertThat(streamed(elf(compressed(LIST), "-static"), false)).hasSize(2);
  }

  @Test
  void aProgramWithMuchToDebugIsCopiedToDisk() throws IOException {
    byte[] program = elf(compressed(LIST));
    Files.write(directory.resolve("debug"), new byte[5 << 20]);
    Program.output(
        "binutils", directory, "objcopy", "--add-section", ".debug_x=debug", "audited", "larger");
    byte[] larger = Files.readAllBytes(directory.resolve("larger"));
    assertThat(larger.length).isGreaterThan(program.length + (5 << 20));
    assertThat(streamed(larger, true)).hasSize(2);
  }

  @Test
  void aProgramWithoutAListIsNone() throws IOException {
    elf(new byte[1]);
    byte[] plain = Files.readAllBytes(directory.resolve("program"));
    assertThat(onDisk(plain)).isEmpty();
    assertThat(streamed(plain, false)).isEmpty();
  }

  @Test
  void aDamagedListIsAnError() throws IOException {
    byte[] program = elf("nothing compressed".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> onDisk(program))
        .isInstanceOf(IOException.class)
        .hasMessage("the list of crates that cargo-auditable left is damaged");
    byte[] whole = compressed(LIST);
    byte[] half = elf(Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> streamed(half, false))
        .isInstanceOf(IOException.class)
        .hasMessage("the list of crates that cargo-auditable left is damaged");
  }

  @Test
  void aListThatInflatesWithoutEndIsRefused() {
    byte[] bomb = compressed(" ".repeat(17 << 20));
    assertThat(bomb.length).isLessThan(100_000);
    assertThatThrownBy(() -> AuditableProgramReader.packages("p", bomb))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is longer than");
  }

  @Test
  void theListOfAWindowsProgramIsRead() throws IOException {
    assertThat(onDisk(pe(compressed(LIST)))).hasSize(2);
    assertThat(streamed(pe(compressed(LIST)), true)).hasSize(2);
  }

  @Test
  void theListOfAMacProgramIsRead() throws IOException {
    assertThat(onDisk(machO(compressed(LIST)))).hasSize(2);
    assertThat(streamed(machO(compressed(LIST)), true)).hasSize(2);
  }

  /** A portable executable of one section, padded as its linker does. */
  static byte[] pe(byte[] section) {
    ByteBuffer file = ByteBuffer.allocate(70_000 + section.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(0x3c, 0x80).putInt(0x80, 0x4550);
    file.putShort(0x86, (short) 1).putShort(0x94, (short) 240).putShort(0x98, (short) 0x20b);
    int header = 0x80 + 24 + 240;
    file.put(header, ".dep-v0".getBytes(StandardCharsets.US_ASCII));
    file.putInt(header + 16, section.length + 300).putInt(header + 20, 0x1000);
    file.put(0x1000, section);
    return file.array();
  }

  /** A Mach-O program of one segment with one section. */
  static byte[] machO(byte[] section) {
    ByteBuffer file = ByteBuffer.allocate(70_000 + section.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 0xfeedfacf).putInt(16, 1);
    file.putInt(32, 0x19).putInt(36, 72 + 80);
    file.putLong(32 + 40, 0x2000).putLong(32 + 48, section.length).putInt(32 + 60, 3);
    file.putInt(32 + 64, 1);
    file.put(32 + 72, ".dep-v0".getBytes(StandardCharsets.US_ASCII));
    file.putLong(32 + 72 + 40, section.length).putInt(32 + 72 + 48, 0x2000);
    file.put(0x2000, section);
    return file.array();
  }
}
