package dev.breakwater.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** By the rules of the purl specification, with cases of our own. */
class PackageUrlTest {
  private static void canonical(String text, String expected) {
    PackageUrl purl = PackageUrl.parse(text);
    assertThat(purl).hasToString(expected);
    assertThat(PackageUrl.parse(expected)).isEqualTo(purl);
  }

  @Test
  void takesItselfApart() {
    PackageUrl purl =
        PackageUrl.parse(
            "pkg:golang/google.golang.org/genproto@abc?a=1&B=x%20y#/googleapis/./api/");
    assertThat(purl.type()).isEqualTo("golang");
    assertThat(purl.namespace()).isEqualTo("google.golang.org");
    assertThat(purl.name()).isEqualTo("genproto");
    assertThat(purl.version()).isEqualTo("abc");
    assertThat(purl.qualifiers()).containsEntry("a", "1").containsEntry("b", "x y");
    assertThat(purl.subpath()).isEqualTo("googleapis/api");
  }

  @Test
  void writesOneCanonicalForm() {
    canonical("PKG:NPM/foo@1", "pkg:npm/foo@1");
    canonical("pkg:/npm/foo@1", "pkg:npm/foo@1");
    canonical("pkg:///npm//foo@1", "pkg:npm/foo@1");
    canonical("pkg:npm/@scope/foo@1.0", "pkg:npm/%40scope/foo@1.0");
    canonical("pkg:npm/@scope/foo", "pkg:npm/%40scope/foo");
    canonical("pkg:npm/%40scope%2Ffoo", "pkg:npm/%40scope%2Ffoo");
    canonical(
        "pkg:deb/Debian/CURL@7.50.3-1?b=2&A=1&empty=", "pkg:deb/debian/curl@7.50.3-1?a=1&b=2");
    canonical("pkg:pypi/Zope_Interface@6.1", "pkg:pypi/zope-interface@6.1");
    canonical("pkg:rpm/Fedora/Curl@1", "pkg:rpm/fedora/Curl@1");
    canonical("pkg:github/Package-URL/Purl-Spec@244fd", "pkg:github/package-url/purl-spec@244fd");
    canonical("pkg:deb/debian/dpkg@1:1.2~rc1+dfsg", "pkg:deb/debian/dpkg@1:1.2~rc1%2Bdfsg");
    canonical(
        "pkg:generic/a?url=https://example.org/x/", "pkg:generic/a?url=https://example.org/x/");
    canonical("pkg:generic/x@feature/branch", "pkg:generic/x@feature%2Fbranch");
    canonical("pkg:generic/a%2F..%2Fb/c", "pkg:generic/a/b/c");
    canonical("pkg:generic/a#../b/./c", "pkg:generic/a#b/c");
    canonical("pkg:generic/ü%E6%BC%A2@1", "pkg:generic/%C3%BC%E6%BC%A2@1");
  }

  @Test
  void aPlusStandsForItself() {
    assertThat(PackageUrl.parse("pkg:deb/debian/a@1+b1").version()).isEqualTo("1+b1");
    assertThat(PackageUrl.parse("pkg:golang/a/b@v1+incompatible").version())
        .isEqualTo("v1+incompatible");
  }

  @Test
  void refusesWhatIsNone() {
    for (String text :
        new String[] {
          "",
          "npm/foo",
          "pkg:",
          "pkg:npm",
          "pkg:npm/",
          "pkg:/foo",
          "pkg:n%20pm/foo",
          "pkg:1npm/foo",
          "pkg:npm/%zz",
          "pkg:npm/%",
          "pkg:npm/foo@%4",
          "pkg:npm/" + "x".repeat(9000)
        }) {
      assertThatThrownBy(() -> PackageUrl.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void namesAsPackageManagersWriteThem() {
    assertThat(PackageUrl.parse("pkg:maven/org.slf4j/slf4j-api@2").displayName())
        .isEqualTo("org.slf4j:slf4j-api");
    assertThat(PackageUrl.parse("pkg:npm/%40octokit/request@5").displayName())
        .isEqualTo("@octokit/request");
    assertThat(PackageUrl.parse("pkg:golang/github.com/a/b/v2@v2.0.0").displayName())
        .isEqualTo("github.com/a/b/v2");
    assertThat(PackageUrl.parse("pkg:deb/debian/curl@7").displayName()).isEqualTo("curl");
    assertThat(PackageUrl.parse("pkg:apk/alpine/musl@1").displayName()).isEqualTo("musl");
    assertThat(PackageUrl.parse("pkg:rpm/redhat/bash@5").displayName()).isEqualTo("bash");
    assertThat(PackageUrl.parse("pkg:composer/Symfony/Http@5").displayName())
        .isEqualTo("symfony/http");
    assertThat(PackageUrl.parse("pkg:pypi/requests@2").displayName()).isEqualTo("requests");
  }

  @Test
  void addsQualifiers() {
    PackageUrl purl = PackageUrl.of("deb", "debian", "curl", "7");
    assertThat(purl.with("arch", "amd64").with("distro", null).with("epoch", ""))
        .hasToString("pkg:deb/debian/curl@7?arch=amd64");
    assertThat(purl.with("arch", "amd64").qualifier("arch")).contains("amd64");
    assertThat(purl.coordinates()).isEqualTo("pkg:deb/debian/curl@7");
  }
}
