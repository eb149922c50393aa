package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as the matcher looks them up. */
class PackageNameTest {
  @ParameterizedTest
  @CsvSource({
    "PyPI, Zope._-Interface, zope-interface",
    "NuGet, Newtonsoft.Json, newtonsoft.json",
    "Packagist, Symfony/HTTP-Kernel, symfony/http-kernel",
    "GitHub Actions, Actions/Checkout, actions/checkout",
    "SwiftURL, github.com/Apple/swift-nio, github.com/apple/swift-nio",
    "SwiftURL, https://github.com/Apple/swift-nio.git, github.com/apple/swift-nio",
    "npm, JSONStream, JSONStream",
    "Go, github.com/Masterminds/goutils, github.com/Masterminds/goutils",
    "Maven, org.Example:Thing, org.Example:Thing",
  })
  void isNormalAsTheEcosystemComparesIt(String ecosystem, String name, String normal) {
    assertThat(PackageName.normal(ecosystem, name)).isEqualTo(normal);
  }
}
