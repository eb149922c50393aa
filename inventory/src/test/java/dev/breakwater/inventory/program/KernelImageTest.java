package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelImageTest {
  private static byte[] image(int pointer, String text) {
    byte[] image = new byte[400_000];
    System.arraycopy("HdrS".getBytes(ISO_8859_1), 0, image, 0x202, 4);
    image[0x20E] = (byte) pointer;
    image[0x20F] = (byte) (pointer >> 8);
    System.arraycopy(text.getBytes(ISO_8859_1), 0, image, 0x200 + pointer, text.length());
    return image;
  }

  @Test
  void anImageNamesItsRelease() throws IOException {
    KernelImageDetector detector = new KernelImageDetector();
    byte[] image = image(0xfff0, "6.6.14-0-lts (build@host) #1-Alpine SMP");
    for (String path : List.of("boot/vmlinuz-lts", "usr/lib/modules/6.6/vmlinuz")) {
      assertThat(detector.wants(FileFixture.entry(path, image.length))).isTrue();
      PackageFacts facts =
          detector.examine(FileFixture.entry(path, image.length), FileFixture.content(image));
      assertThat(facts).isNotNull();
      assertThat(facts.packages().getFirst().purl().toString())
          .isEqualTo("pkg:generic/linux-kernel@6.6.14-0-lts");
    }
  }

  @Test
  void anImageForAnotherMachineIsNamedByItsPath() throws IOException {
    KernelImageDetector detector = new KernelImageDetector();
    byte[] image = new byte[300_000];
    for (String path :
        List.of("boot/vmlinuz-6.1.0-18-arm64", "lib/modules/6.1.0-18-arm64/vmlinuz")) {
      assertThat(detector.wants(FileFixture.entry(path, image.length))).isTrue();
      PackageFacts facts =
          detector.examine(FileFixture.entry(path, image.length), FileFixture.content(image));
      assertThat(facts).isNotNull();
      assertThat(facts.packages().getFirst().version()).isEqualTo("6.1.0-18-arm64");
    }
    FileEntry named = FileFixture.entry("boot/vmlinuz-lts", image.length);
    assertThat(detector.examine(named, FileFixture.content(image))).isNull();
    assertThat(detector.wants(FileFixture.entry("boot/vmlinuz-6.1/x", 300_000))).isFalse();
    assertThat(detector.wants(FileFixture.entry("usr/lib/modules/6.1/a/vmlinuz", 300_000)))
        .isFalse();
  }

  @Test
  void aPointerThatLeadsNowhere() throws IOException {
    byte[] cut = Arrays.copyOf(image(0x4000, "6.6.14 "), 0x3000);
    assertThatThrownBy(() -> KernelImage.release(new ByteArrayInputStream(cut)))
        .isInstanceOf(EOFException.class);
    assertThat(KernelImage.release(new ByteArrayInputStream(image(0x4000, "\u001b[2J")))).isNull();
    assertThat(KernelImage.release(new ByteArrayInputStream(image(0x2000, "6".repeat(500)))))
        .isNull();
  }
}
