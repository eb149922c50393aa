package dev.breakwater.inventory.golang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildInfoTest {
  private static List<String> packages(String goVersion, String text) {
    return BuildInfo.parse(goVersion, text).packages("bin/app", null).stream()
        .map(candidate -> candidate.name() + " " + candidate.version())
        .toList();
  }

  @Test
  void aReplacedModuleIsItsReplacement() {
    String text =
        """
        path\texample.org/app/cmd/app
        mod\texample.org/app\tv1.4.0\th1:AAAA=
        dep\texample.org/one\tv1.0.0\th1:BBBB=
        =>\texample.org/fork\tv1.0.1\th1:CCCC=
        dep\texample.org/two\tv2.0.0+incompatible\th1:DDDD=
        dep\tk8s.io/api\tv0.0.0
        =>\t./staging/src/k8s.io/api\t(devel)
        build\tCGO_ENABLED=0
        """;

    assertThat(packages("go1.22.3", text))
        .containsExactly(
            "example.org/app v1.4.0",
            "example.org/fork v1.0.1",
            "example.org/two v2.0.0+incompatible",
            "k8s.io/api (devel)",
            "stdlib 1.22.3");
  }

  /** Istio and others were held against versions that such a stamp is not. */
  @Test
  void item27_aMainModuleStampedWithoutATagIsNotComparable() {
    assertThat(packages("go1.24.1", "mod\tistio.io/istio\tv0.0.0-20250101000000-abcdefabcdef\n"))
        .contains("istio.io/istio (devel)");
    assertThat(packages("go1.24.1", "mod\tistio.io/istio\tv1.2.4-0.20250101000000-abcdefabcdef\n"))
        .contains("istio.io/istio v1.2.4-0.20250101000000-abcdefabcdef");
    assertThat(packages("go1.24.1", "dep\tgolang.org/x/exp\tv0.0.0-20250101000000-abcdefabcdef\n"))
        .contains("golang.org/x/exp v0.0.0-20250101000000-abcdefabcdef");
  }

  /** With what makers of toolchains append. */
  @ParameterizedTest
  @CsvSource({
    "go1.22.3, 1.22.3",
    "go1.22.3 X:boringcrypto, 1.22.3",
    "go1.19.8 (Red Hat 1.19.8-1.el9), 1.19.8",
    "go1.15.15b5, 1.15.15",
    "go1.21.3-fips, 1.21.3",
    "go1.20, 1.20.0",
    "go1.21rc2, 1.21.0-rc.2",
    "go1.9beta1, 1.9.0-beta.1",
    "go1.18.2-devel_abc, (devel)",
    "go1.25-devel_abcdef Tue Jan 1, (devel)",
    "devel go1.20-2f1d6b4 Mon Jan 2, (devel)",
    "devel +abcdef Mon Jan 2, (devel)",
    "go1, (devel)",
    "go, (devel)",
    "go1.x, (devel)",
    "go1.2., (devel)",
    "go99999999999.1, (devel)",
    "weekly.2012-03-27, (devel)",
  })
  void item27_theStandardLibraryHasTheToolchainsVersion(String goVersion, String version) {
    assertThat(ToolchainVersion.of(goVersion)).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"-s -w -X main.version=v1.2.3\" | v1.2.3",
        "\"-X 'main.version=1.2.3' -X main.commit=abc\" | v1.2.3",
        "-X=main.Version=1.2.3-rc.1+b | v1.2.3-rc.1+b",
        "\"-X main.version=1.0.0 -X main.version=2.0.0\" | v2.0.0",
        "\"-X \\\"main.version=1.2.3\\\"\" | v1.2.3",
        "\"-X main.goVersion=1.19.8\" | ",
        "\"-X example.org/lib.version=1.2.3\" | ",
        "\"-X main.version=main-abcdef\" | ",
        "\"-X main.version=v0.0.0-dirty\" | ",
        "\"-X main.version=1.2\" | ",
        "\"-X main.version=1.2.3-\" | ",
        "\"-X main.version=1.2.3 && rm\" | v1.2.3",
        "\"-X | ",
        "\"\\ | ",
        "\" | ",
      })
  void theLinkersVersionIsHeededOnlyWhereItIsCertain(String flags, String version) {
    assertThat(LinkerFlags.mainVersion(flags, "example.org/app")).isEqualTo(version);
  }

  @Test
  void whatIsNoModuleIsCountedAndLeftOut() {
    String text =
        """
        mod\t\t
        dep\t/etc/passwd\tv1
        dep\ta//b\tv1
        dep\twith blank\tv1
        =>\tx\tv1
        dep\ta/
        nonsense
        \tdep
        =>
        """;
    BuildInfo info = BuildInfo.parse("go1.20.1", text);

    assertThat(info.unreadable()).isEqualTo(5);
    assertThat(info.packages("x", null)).extracting(Candidate::name).containsExactly("stdlib");
  }

  @Test
  void aModuleListedTwiceIsOnePackage() {
    assertThat(packages("go1.20.1", "dep\ta/b\tv1.0.0\ndep\ta/b\tv1.0.0\n"))
        .containsExactly("a/b v1.0.0", "stdlib 1.20.1");
  }
}
