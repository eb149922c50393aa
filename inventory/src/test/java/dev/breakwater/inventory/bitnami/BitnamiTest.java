package dev.breakwater.inventory.bitnami;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.FileFixture;
import org.junit.jupiter.api.Test;

class BitnamiTest {
  private static final String SPDX =
      """
      {"SPDXID": "SPDXRef-DOCUMENT", "spdxVersion": "SPDX-2.3", "name": "SPDX document for Keel",
       "packages": [
         {"SPDXID": "SPDXRef-keel", "name": "keel", "versionInfo": "7.4.1-3", "externalRefs": [
           {"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
            "referenceLocator": "cpe:2.3:*:keel:keel:7.4.1:*:*:*:*:*:*:*"},
           {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": "pkg:bitnami/keel@7.4.1-3?arch=arm64&distro=debian-12"}]},
         {"name": "mast", "externalRefs": [
           {"referenceLocator": "pkg:bitnami/mast@3.14.1?arch=arm64&distro=debian-12"}]},
         {"name": "carried", "externalRefs": [
           {"referenceLocator": "pkg:maven/org.example/carried@1.6.10"}]}]}
      """;

  @Test
  void componentsAreWhatTheirDocumentsNameAsBitnami() {
    assertThat(purls("opt/bitnami/keel/.spdx-keel.spdx", SPDX))
        .containsExactly(
            "pkg:bitnami/keel@7.4.1-3?arch=arm64&distro=debian-12",
            "pkg:bitnami/mast@3.14.1?arch=arm64&distro=debian-12");
    assertThat(purls("srv/keel.spdx", SPDX)).isEmpty();
  }

  @Test
  void theOlderListNamesTheSamePackage() {
    assertThat(
            new FileFixture()
                .file("opt/bitnami/keel/.spdx-keel.spdx", SPDX)
                .file(
                    "opt/bitnami/.bitnami_components.json",
                    """
                    {"keel": {"arch": "arm64", "distro": "debian-12", "type": "NAMI",
                              "version": "7.4.1-3"},
                     "gosu": {"version": "1.14.0-1", "digest": "00"}}
                    """)
                .inventory()
                .packages())
        .extracting(each -> each.purl() + " " + each.paths().size())
        .containsExactly(
            "pkg:bitnami/gosu@1.14.0-1 1",
            "pkg:bitnami/keel@7.4.1-3?arch=arm64&distro=debian-12 2",
            "pkg:bitnami/mast@3.14.1?arch=arm64&distro=debian-12 1");
  }

  @Test
  void aBadFileIsAProblem() {
    assertThat(problems("opt/bitnami/keel/.spdx-keel.spdx", "SPDXVersion: SPDX-2.3\n"))
        .singleElement()
        .asString()
        .startsWith("not valid JSON");
    assertThat(problems("opt/bitnami/keel/.spdx-keel.spdx", "{}"))
        .containsExactly("not an SPDX document: it does not say of which version");
    assertThat(
            problems(
                "opt/bitnami/keel/.spdx-keel.spdx",
                "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [{\"externalRefs\": ["
                    + "{\"referenceLocator\": \"pkg:bitnami/\"}, {\"referenceLocator\": \"pkg:bitnami/keel\"},"
                    + " {\"referenceLocator\": \"pkg:bitnami/%zz@1\"}]}]}"))
        .containsExactly(
            "3 entries were left out: the name or version is missing or cannot be one");
    assertThat(problems("opt/bitnami/.bitnami_components.json", "[]"))
        .containsExactly("not a list of Bitnami's components: it holds no JSON object");
  }
}
