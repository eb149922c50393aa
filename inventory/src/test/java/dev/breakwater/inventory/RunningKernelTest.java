package dev.breakwater.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningKernelTest {
  private static SoftwarePackage item(String purl) {
    PackageUrl parsed = PackageUrl.parse(purl);
    String version = parsed.version() == null ? "" : parsed.version();
    return new SoftwarePackage(parsed, parsed.name(), version, null, List.of(), null, null);
  }

  private static Inventory inventory(SoftwarePackage... packages) {
    return new Inventory(null, List.of(packages), List.of());
  }

  private static SoftwarePackage kernel(Inventory inventory) {
    return inventory.packages().stream()
        .filter(each -> each.name().equals("linux-kernel"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.0-18-amd64, pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1",
    "6.1.0-18-amd64, pkg:deb/debian/linux-image-6.1.0-18-amd64-unsigned@6.1.76-1",
    "5.15.0-91-generic, pkg:deb/ubuntu/linux-image-unsigned-5.15.0-91-generic@5.15.0-91.101",
    "5.14.0-362.8.1.el9_3.x86_64, pkg:rpm/redhat/kernel-core@5.14.0-362.8.1.el9_3?arch=x86_64",
    "5.14.21-150500.55.19-default,"
        + " pkg:rpm/opensuse/kernel-default@5.14.21-150500.55.19.1?arch=x86_64",
    "6.6.14-0-lts, pkg:apk/alpine/linux-lts@6.6.14-r0",
  })
  void itBelongsToItsPackage(String release, String purl) {
    Inventory inventory = new RunningKernel(release, "#1 SMP").addTo(inventory(item(purl)));
    assertThat(inventory.packages()).hasSize(2);
    assertThat(kernel(inventory).ownedBy()).isEqualTo(PackageUrl.parse(purl));
    assertThat(kernel(inventory).version()).isEqualTo(release);
    assertThat(inventory.problems()).isEmpty();
  }

  @Test
  void withoutItsPackageItBelongsToNone() {
    Inventory inventory =
        new RunningKernel("6.18.44-custom", "#1 SMP")
            .addTo(inventory(item("pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1")));
    assertThat(kernel(inventory).ownedBy()).isNull();
    assertThat(inventory.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.0-18-amd64, pkg:deb/debian/linux-image-6.1.0-21-amd64@6.1.90-1, 6.1.0-21-amd64",
    "6.1.0-9-amd64, pkg:deb/debian/linux-image-6.1.0-21-amd64@6.1.90-1, 6.1.0-21-amd64",
    "6.1.0-21-amd64, pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1,",
    "6.1.0-18-amd64, pkg:deb/debian/linux-image-6.1.0-21-cloud-amd64@6.1.90-1,",
    "6.1.0-18-amd64, pkg:deb/debian/linux-image-amd64@6.1.90-1,",
    "5.14.0-362.el9.x86_64, pkg:rpm/redhat/kernel-core@5.14.0-427.13.1.el9_4?arch=x86_64,"
        + " 5.14.0-427.13.1.el9_4.x86_64",
    "5.14.0-362.el9.x86_64, pkg:rpm/redhat/kernel-core@5.14.0-362.8.1.el9_3?arch=x86_64,"
        + " 5.14.0-362.8.1.el9_3.x86_64",
  })
  void aNewerOneThatIsInstalledAsksForAReboot(String release, String purl, @Nullable String newer) {
    Inventory inventory = new RunningKernel(release, "#1 SMP").addTo(inventory(item(purl)));
    if (newer == null) {
      assertThat(inventory.problems()).isEmpty();
    } else {
      assertThat(inventory.problems())
          .singleElement()
          .extracting(Problem::what)
          .asString()
          .contains(
              "the running kernel is " + release + ", and " + newer + " is installed: reboot");
    }
  }

  /** Debian's updates may keep the release's name. */
  @Test
  void aReplacedBuildAsksForAReboot() {
    SoftwarePackage image = item("pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1");
    String build = "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)";
    assertThat(new RunningKernel("6.1.0-18-amd64", build).addTo(inventory(image)).problems())
        .isEmpty();
    String older = "#1 SMP PREEMPT_DYNAMIC Debian 6.1.73-1 (2024-01-22)";
    assertThat(new RunningKernel("6.1.0-18-amd64", older).addTo(inventory(image)).problems())
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("replaced by version 6.1.76-1: reboot");
  }

  @Test
  void itsImageOnTheDiskIsTheSameKernel() {
    PackageUrl owner = PackageUrl.parse("pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1");
    SoftwarePackage onDisk =
        new SoftwarePackage(
            PackageUrl.parse("pkg:generic/linux-kernel@6.1.0-18-amd64"),
            "linux-kernel",
            "6.1.0-18-amd64",
            null,
            List.of("boot/vmlinuz-6.1.0-18-amd64"),
            null,
            owner);
    Inventory inventory =
        new RunningKernel("6.1.0-18-amd64", "#1").addTo(inventory(item(owner.toString()), onDisk));
    assertThat(inventory.packages()).hasSize(2);
    assertThat(kernel(inventory).paths())
        .containsExactly("boot/vmlinuz-6.1.0-18-amd64", "proc/sys/kernel/osrelease");
  }

  @Test
  void whatIsNoReleaseIsRefused(@TempDir Path directory) throws IOException {
    assertThat(RunningKernel.read(directory)).isNull();
    Files.writeString(directory.resolve("osrelease"), "6.1 \u001b[2J\n");
    Files.writeString(directory.resolve("version"), "#1\n");
    assertThatThrownBy(() -> RunningKernel.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not hold a kernel's release");
  }
}
