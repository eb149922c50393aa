package dev.breakwater.inventory.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.image.Detector;
import dev.breakwater.inventory.Cataloguer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackageFactsCodecTest {
  private static final PackageFacts FACTS =
      new PackageFacts(
          List.of(
              new PackageFacts.Candidate(
                  PackageUrl.of("deb", "debian", "libc6", "2.36-9").with("arch", "amd64"),
                  "libc6",
                  "2.36-9",
                  new SoftwarePackage.Source("glibc", null),
                  "var/lib/dpkg/status"),
              new PackageFacts.Candidate(
                  PackageUrl.of("npm", null, "größe", "1.0.0"),
                  "größe",
                  "1.0.0",
                  null,
                  "a/" + "x".repeat(70_000))),
          List.of(new PackageFacts.Ownership("libc6:amd64", List.of("usr/bin/ldd", "😀"))),
          new Distribution("debian", null, "12", null, "Debian", LocalDate.of(2028, 6, 30)),
          List.of(new Problem("var/lib/dpkg/status:7", "a stanza without a Package field")));

  private static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PackageFactsCodec.encode(FACTS, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static PackageFacts decode(byte[] bytes) throws IOException {
    return PackageFactsCodec.decode(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(decode(bytes())).isEqualTo(FACTS);
  }

  @Test
  void factsCutShortAnywhereAreAnError() throws IOException {
    byte[] whole = bytes();
    for (int length = 0; length < whole.length; length += length < 300 ? 1 : 997) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void damagedFactsAreAnErrorOrOtherFactsButNothingElse() throws IOException {
    Random random = new Random(7);
    byte[] whole = bytes();
    int errors = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(200)] = (byte) random.nextInt(256);
      try {
        assertThat(decode(damaged)).isNotNull();
      } catch (IOException expected) {
        errors++;
      }
    }
    assertThat(errors).isPositive();
  }

  @Test
  void everyDetectorNamesItselfAndTheFormOfItsFacts() {
    assertThat(Cataloguer.detectors())
        .extracting(Detector::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.endsWith("+facts/" + PackageFactsCodec.VERSION));
  }
}
