package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedArtifactsTest {
  private static final String KNOWN = "a".repeat(40);
  private static final Map<String, String> INDEX = Map.of(KNOWN, "org.acme:thing:1.2");

  private static Inventory named(SoftwarePackage... packages) throws Exception {
    return NamedArtifacts.of(
        new Inventory(null, Arrays.asList(packages), List.of()),
        sha1 -> Optional.ofNullable(INDEX.get(HexFormat.of().formatHex(sha1))));
  }

  private static SoftwarePackage jar(String purl, String... paths) {
    PackageUrl parsed = PackageUrl.parse(purl);
    String version = parsed.version() == null ? "" : parsed.version();
    return new SoftwarePackage(parsed, parsed.name(), version, null, List.of(paths), null, null);
  }

  @Test
  void aJarWhoseBytesAreKnownGetsItsName() throws Exception {
    SoftwarePackage found =
        named(jar("pkg:maven/thing?checksum=sha1:" + KNOWN, "lib/x.jar")).packages().getFirst();
    assertThat(found.purl()).hasToString("pkg:maven/org.acme/thing@1.2");
    assertThat(found.name()).isEqualTo("org.acme:thing");
    assertThat(found.version()).isEqualTo("1.2");
    assertThat(found.paths()).containsExactly("lib/x.jar");
  }

  @Test
  void itIsOneWithTheSameArtifactElsewhere() throws Exception {
    List<SoftwarePackage> packages =
        named(
                jar("pkg:maven/org.acme/thing@1.2", "lib/z.jar"),
                jar("pkg:maven/thing@9?checksum=sha1:" + KNOWN, "lib/a.jar"))
            .packages();
    assertThat(packages).hasSize(1);
    assertThat(packages.getFirst().paths()).containsExactly("lib/a.jar", "lib/z.jar");
  }

  @Test
  void nothingElseIsTouched() throws Exception {
    SoftwarePackage[] others = {
      jar("pkg:maven/org.acme/other@1?checksum=sha1:" + KNOWN, "a.jar"),
      jar("pkg:maven/thing@1?checksum=sha1:" + "b".repeat(40), "b.jar"),
      jar("pkg:maven/thing@1?checksum=sha1:" + "x".repeat(40), "c.jar"),
      jar("pkg:maven/thing@1?checksum=sha256:" + KNOWN, "d.jar"),
      jar("pkg:npm/thing@1?checksum=sha1:" + KNOWN, "e")
    };
    assertThat(named(others).packages()).containsExactlyInAnyOrder(others);
    assertThat(NamedArtifacts.isNeeded(new Inventory(null, List.of(others[0]), List.of())))
        .isFalse();
  }
}
