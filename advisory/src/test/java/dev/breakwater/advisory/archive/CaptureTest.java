package dev.breakwater.advisory.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.CapturingDetector;
import dev.breakwater.core.Progress;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is captured of a subject. */
class CaptureTest {
  @TempDir Path root;

  private void write(String path, int size) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }

  @Test
  void capturesSourcesAndKeyringsOfADirectory() throws Exception {
    Map<String, Integer> wanted = new TreeMap<>();
    wanted.put("etc/apt/sources.list", 1);
    wanted.put("etc/apt/sources.list.d/debian.sources", 2);
    wanted.put("etc/apt/sources.list.d/other.list", 3);
    wanted.put("etc/apt/trusted.gpg", 4);
    wanted.put("etc/apt/trusted.gpg.d/a.asc", 5);
    wanted.put("etc/apt/keyrings/any", 6);
    wanted.put("usr/share/keyrings/debian-archive-keyring.gpg", 7);
    wanted.put("usr/share/keyrings/debian-archive-keyring.pgp", 8);
    for (Map.Entry<String, Integer> file : wanted.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    write("etc/apt/sources.list.d/sub/x.list", 1);
    write("etc/apt/sources.list.save", 1);
    write("etc/apt/apt.conf", 1);
    write("usr/share/keyrings/README", 1);
    write("etc/apt/keyrings/huge", CapturingDetector.LARGEST_FILE + 1);

    ImageOptions options = new ImageOptions(null, new RegistryOptions(Set.of(), null, null), null);
    try (Image image = Images.open(new ImageSource.Directory(root), options, Progress.SILENT)) {
      var facts = image.examine(DebianArchive.detectors(), Progress.SILENT);
      CapturedFiles settings = DebianArchive.settings(facts);
      Map<String, Integer> captured = new TreeMap<>();
      settings.files().forEach((path, file) -> captured.put(path, file.size()));
      assertThat(captured).isEqualTo(wanted);
      assertThat(facts.problems().toString()).contains("etc/apt/keyrings/huge", "too many");
    }
  }

  @Test
  void keepsFactsInTheCacheAsTheyAre() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AptFileDetector.INSTANCE.encode(
        new CapturedFile("deb x".getBytes(UTF_8)), new DataOutputStream(out));
    CapturedFile read =
        AptFileDetector.INSTANCE.decode(
            new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    assertThat(new String(read.content(), UTF_8)).isEqualTo("deb x");
  }
}
