package dev.breakwater.inventory.java;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever the bytes of an archive, there are facts or an {@link IOException}. */
class ArchiveFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyArchive(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] archive =
        switch (input[0] % 5) {
          case 0 -> input;
          case 4 -> edited(input);
          case 1 -> new JarBuilder().classes().entry("META-INF/MANIFEST.MF", input).build();
          case 2 ->
              new JarBuilder()
                  .pom(
                      "g",
                      "a",
                      new String(
                          input, 1, input.length - 1, java.nio.charset.StandardCharsets.ISO_8859_1))
                  .build();
          default ->
              new JarBuilder()
                  .entry("META-INF/maven/g/a/pom.properties", input)
                  .entry("n.jar", input)
                  .build();
        };
    Path file = Files.createTempFile("fuzz", ".jar");
    Path copies = file.toAbsolutePath().getParent();
    try {
      Files.write(file, archive);
      new ArchiveReader(ArchiveLimits.DEFAULT, copies, archive.length).read(file, "fuzz-1.0.jar");
    } catch (IOException expected) {
      // the archive cannot be read
    } finally {
      Files.delete(file);
    }
  }

  /** A sound archive, changed at the places that the input names, three bytes each. */
  private static byte[] edited(byte[] input) {
    byte[] inner = new JarBuilder().classes().properties("org.acme", "inner", "1").build();
    byte[] archive =
        new JarBuilder().properties("g", "a", "1").classes().stored("n.jar", inner).build();
    for (int i = 1; i + 2 < input.length; i += 3) {
      int at = ((input[i] & 0xff) << 8) | (input[i + 1] & 0xff);
      archive[at % archive.length] = input[i + 2];
    }
    return archive;
  }
}
