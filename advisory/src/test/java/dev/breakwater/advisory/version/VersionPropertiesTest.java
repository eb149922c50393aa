package dev.breakwater.advisory.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every order must be: reflexive, antisymmetric and transitive over all that it accepts. */
class VersionPropertiesTest {
  /**
   * Maven's own class contradicts itself over chains of qualifiers ({@link
   * #mavenContradictsItself}), so that it is total only over versions with one qualifier.
   */
  private static final String USUAL_MAVEN =
      "\\d+(\\.\\d+)*([-.](alpha|beta|rc|cr|SNAPSHOT|Final|ga|sp|RELEASE|jre)\\d*)?";

  static Stream<Arguments> orders() {
    return Stream.of(
        Arguments.of("deb", GeneratedVersions.DPKG),
        Arguments.of("opam", GeneratedVersions.DPKG),
        Arguments.of("apk", GeneratedVersions.APK),
        Arguments.of("rpm", GeneratedVersions.RPM),
        Arguments.of("pep440", GeneratedVersions.PYTHON),
        Arguments.of("semver", GeneratedVersions.SEMVER),
        Arguments.of("bitnami", GeneratedVersions.SEMVER),
        Arguments.of("pub", GeneratedVersions.SEMVER),
        Arguments.of("npm", GeneratedVersions.SEMVER),
        Arguments.of("go", GeneratedVersions.GO),
        Arguments.of("gem", GeneratedVersions.RUBY),
        Arguments.of("composer", GeneratedVersions.COMPOSER),
        Arguments.of("nuget", GeneratedVersions.NUGET),
        Arguments.of("cran", GeneratedVersions.LIST),
        Arguments.of("hackage", GeneratedVersions.LIST),
        Arguments.of("maven", GeneratedVersions.MAVEN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("orders")
  void isATotalOrder(String name, String[] fragments) {
    VersionOrder order = VersionOrder.named(name).orElseThrow();
    List<String> versions = new ArrayList<>();
    for (String version : GeneratedVersions.versions(fragments, 4_000, 7)) {
      boolean contradictory = name.equals("maven") && !version.matches(USUAL_MAVEN);
      if (new Pair(version, version).compare(order) != '!' && !contradictory) {
        versions.add(version);
      }
    }
    assertThat(versions).hasSizeGreaterThan(200);
    Random random = new Random(3);
    for (int i = 0; i < 60_000; i++) {
      String a = versions.get(random.nextInt(versions.size()));
      String b = near(versions, random);
      String c = near(versions, random);
      char ab = new Pair(a, b).compare(order);
      char bc = new Pair(b, c).compare(order);
      char ac = new Pair(a, c).compare(order);
      if (name.equals("composer") && (ab == '!' || bc == '!' || ac == '!')) {
        continue; // a branch, which is refused beside a version
      }
      assertThat(new Pair(a, a).compare(order)).as("%s", a).isEqualTo('=');
      assertThat(new Pair(b, a).compare(order)).as("%s, %s", a, b).isEqualTo(mirrored(ab));
      if (ab == bc || bc == '=') {
        assertThat(ac).as("%s %s %s %s %s", a, ab, b, bc, c).isEqualTo(ab);
      }
      if (ab == '=') {
        assertThat(ac).as("%s = %s %s %s", a, b, bc, c).isEqualTo(bc);
      }
    }
  }

  /** Not ours to mend: the owner's word counts. Should Maven mend it, this test says so. */
  @Test
  void mavenContradictsItself() {
    VersionOrder maven = MavenOrder.INSTANCE;
    assertThat(new Pair("1", "1.0-x-beta-sp1").compare(maven)).isEqualTo('<');
    assertThat(new Pair("1.0-x-beta-sp1", "1-ga-rc-SNAPSHOT-alpha").compare(maven)).isEqualTo('<');
    assertThat(new Pair("1", "1-ga-rc-SNAPSHOT-alpha").compare(maven)).isEqualTo('>');
  }

  private static String near(List<String> versions, Random random) {
    return versions.get(random.nextInt(versions.size()));
  }

  private static char mirrored(char sign) {
    return switch (sign) {
      case '<' -> '>';
      case '>' -> '<';
      default -> sign;
    };
  }
}
