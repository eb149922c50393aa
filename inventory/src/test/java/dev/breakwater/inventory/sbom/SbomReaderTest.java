package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomReaderTest {
  private static Sbom read(String document) throws BreakwaterException {
    return SbomReader.read(
        new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), "x.json");
  }

  private static SoftwarePackage only(String components) throws BreakwaterException {
    Inventory inventory = cycloneDx(components);
    assertThat(inventory.problems()).isEmpty();
    return inventory.packages().getFirst();
  }

  private static Inventory cycloneDx(String components) throws BreakwaterException {
    return read("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":["
            + components
            + "]}")
        .inventory();
  }

  @Test
  void readsWhatSyftWrites() throws Exception {
    Sbom sbom =
        read(
            """
            {"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json","bomFormat":"CycloneDX",
             "specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
             "version":1,
             "metadata":{"timestamp":"2024-01-01T00:00:00Z",
               "tools":{"components":[{"type":"application","name":"syft","version":"1.0"}]},
               "component":{"bom-ref":"x","type":"container","name":"debian:12",
                 "version":"sha256:11"}},
             "components":[
              {"bom-ref":"pkg:deb/debian/libc6@2.36-9","type":"library","publisher":"GNU",
               "name":"libc6","version":"2.36-9+deb12u3","licenses":[{"license":{"id":"GPL-2.0"}}],
               "cpe":"cpe:2.3:a:libc6:libc6:2.36-9:*:*:*:*:*:*:*",
               "purl":"pkg:deb/debian/libc6@2.36-9%2Bdeb12u3?arch=amd64&upstream=glibc&distro=debian-12",
               "properties":[
                {"name":"syft:package:foundBy","value":"dpkg-db-cataloger"},
                {"name":"syft:location:0:layerID",
                 "value":"sha256:1111111111111111111111111111111111111111111111111111111111111111"},
                {"name":"syft:location:0:path","value":"/var/lib/dpkg/status"},
                {"name":"syft:metadata:source","value":"glibc"}]},
              {"bom-ref":"y","type":"library","name":"openssl-libs","version":"1:3.0.7-6.el9",
               "purl":"pkg:rpm/rhel/openssl-libs@3.0.7-6.el9?epoch=1&upstream=openssl-3.0.7-6.el9.src.rpm"},
              {"bom-ref":"z","type":"file","name":"/etc/passwd"},
              {"bom-ref":"os:debian","type":"operating-system","name":"debian","version":"12",
               "description":"Debian GNU/Linux 12 (bookworm)",
               "swid":{"tagId":"debian","name":"debian","version":"12"},
               "properties":[
                {"name":"syft:distro:id","value":"debian"},
                {"name":"syft:distro:prettyName","value":"Debian GNU/Linux 12 (bookworm)"},
                {"name":"syft:distro:versionCodename","value":"bookworm"},
                {"name":"syft:distro:versionID","value":"12"}]}]}
            """);
    assertThat(sbom.format()).isEqualTo("CycloneDX 1.6");
    assertThat(sbom.name()).isEqualTo("debian:12");
    assertThat(sbom.inventory().problems()).isEmpty();
    assertThat(sbom.inventory().distribution().codename()).isEqualTo("bookworm");
    assertThat(sbom.inventory().distribution().versionId()).isEqualTo("12");
    assertThat(sbom.inventory().packages()).hasSize(2);
    SoftwarePackage libc = sbom.inventory().packages().getFirst();
    assertThat(libc.source()).isEqualTo(new SoftwarePackage.Source("glibc", "2.36-9+deb12u3"));
    assertThat(libc.paths()).containsExactly("var/lib/dpkg/status");
    assertThat(libc.layer().hex()).isEqualTo("1".repeat(64));
    SoftwarePackage openssl = sbom.inventory().packages().get(1);
    assertThat(openssl.version()).isEqualTo("1:3.0.7-6.el9");
    assertThat(openssl.source()).isEqualTo(new SoftwarePackage.Source("openssl", "3.0.7-6.el9"));
  }

  @Test
  void readsWhatTrivyWrites() throws Exception {
    Inventory inventory =
        cycloneDx(
            """
            {"bom-ref":"1","type":"operating-system","name":"debian","version":"12.5",
             "properties":[{"name":"aquasecurity:trivy:Class","value":"os-pkgs"},
                           {"name":"aquasecurity:trivy:Type","value":"debian"}]},
            {"bom-ref":"2","type":"application","name":"app/package-lock.json",
             "properties":[{"name":"aquasecurity:trivy:Type","value":"npm"}]},
            {"type":"library","group":"@babel","name":"traverse","version":"7.0.0",
             "purl":"pkg:npm/%40babel/traverse@7.0.0"},
            {"type":"library","name":"dpkg","version":"1:1.21.22",
             "purl":"pkg:deb/debian/dpkg-dev@1.21.22?arch=all&distro=debian-12.5&epoch=1",
             "properties":[
              {"name":"aquasecurity:trivy:LayerDiffID",
               "value":"sha256:2222222222222222222222222222222222222222222222222222222222222222"},
              {"name":"aquasecurity:trivy:FilePath","value":"var/lib/dpkg/status.d/dpkg"},
              {"name":"aquasecurity:trivy:SrcEpoch","value":"1"},
              {"name":"aquasecurity:trivy:SrcName","value":"dpkg"},
              {"name":"aquasecurity:trivy:SrcRelease","value":"3"},
              {"name":"aquasecurity:trivy:SrcVersion","value":"1.21.22"}]}
            """);
    assertThat(inventory.problems()).isEmpty();
    assertThat(inventory.distribution().id()).isEqualTo("debian");
    assertThat(inventory.distribution().versionId()).isEqualTo("12");
    SoftwarePackage dpkg = inventory.packages().getFirst();
    assertThat(dpkg.name()).isEqualTo("dpkg-dev");
    assertThat(dpkg.version()).isEqualTo("1:1.21.22");
    assertThat(dpkg.source()).isEqualTo(new SoftwarePackage.Source("dpkg", "1:1.21.22-3"));
    assertThat(dpkg.paths()).containsExactly("var/lib/dpkg/status.d/dpkg");
    assertThat(dpkg.layer().hex()).isEqualTo("2".repeat(64));
    assertThat(inventory.packages().get(1).name()).isEqualTo("@babel/traverse");
  }

  @Test
  void readsSpdxOfOtherTools() throws Exception {
    Sbom sbom =
        read(
            """
            {"packages":[
              {"SPDXID":"SPDXRef-Image","name":"alpine:3.19","versionInfo":"3.19",
               "downloadLocation":"NONE"},
              {"SPDXID":"SPDXRef-OperatingSystem-1","name":"alpine","versionInfo":"3.19.1",
               "primaryPackagePurpose":"OPERATING-SYSTEM","downloadLocation":"NONE"},
              {"SPDXID":"SPDXRef-1","name":"libcrypto3","versionInfo":"3.1.4-r5",
               "sourceInfo":"built package from: openssl 3.1.4-r5",
               "attributionTexts":["PkgID: libcrypto3@3.1.4-r5",
                "LayerDiffID: sha256:3333333333333333333333333333333333333333333333333333333333333333"],
               "externalRefs":[{"referenceCategory":"PACKAGE_MANAGER","referenceType":"purl",
                "referenceLocator":"pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=3.19.1"},
                {"referenceCategory":"SECURITY","referenceType":"cpe23Type",
                 "referenceLocator":"cpe:2.3:a:x:x:1:*:*:*:*:*:*:*"}]},
              {"SPDXID":"SPDXRef-2","name":"mystery","versionInfo":"1"}],
             "relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES",
              "relatedSpdxElement":"SPDXRef-Image"}],
             "name":"alpine:3.19","SPDXID":"SPDXRef-DOCUMENT","spdxVersion":"SPDX-2.2"}
            """);
    assertThat(sbom.format()).isEqualTo("SPDX 2.2");
    assertThat(sbom.inventory().distribution().id()).isEqualTo("alpine");
    assertThat(sbom.inventory().distribution().versionId()).isEqualTo("3.19.1");
    assertThat(sbom.inventory().packages()).hasSize(1);
    SoftwarePackage crypto = sbom.inventory().packages().getFirst();
    assertThat(crypto.source()).isEqualTo(new SoftwarePackage.Source("openssl", "3.1.4-r5"));
    assertThat(crypto.layer().hex()).isEqualTo("3".repeat(64));
    assertThat(sbom.inventory().problems()).hasSize(1);
    assertThat(sbom.inventory().problems().getFirst().what())
        .isEqualTo("1 component has no purl and was not assessed, mystery");
  }

  @Test
  void whatHasNoPurlIsCounted() throws Exception {
    Inventory inventory =
        cycloneDx(
            """
            {"type":"library","name":"a"},{"type":"framework","name":"b"},
            {"type":"application","name":"lock file"},
            {"type":"application","name":"binary","version":"1"},
            {"type":"library","name":"c","purl":"not a purl"}
            """);
    assertThat(inventory.packages()).isEmpty();
    assertThat(inventory.problems())
        .extracting(problem -> problem.what())
        .contains("3 components have no purl and were not assessed, the first of them a")
        .anyMatch(what -> what.startsWith("c was not assessed: not a package URL"));
  }

  @Test
  void nestedComponentsCount() throws Exception {
    Inventory inventory =
        cycloneDx(
            """
            {"type":"application","name":"app","components":[
              {"type":"library","name":"inner","purl":"pkg:npm/inner@1","components":[
                {"type":"library","name":"innermost","purl":"pkg:npm/innermost@2"}]}]}
            """);
    assertThat(inventory.packages())
        .extracting(SoftwarePackage::name)
        .containsExactly("inner", "innermost");
  }

  @Test
  void theSamePackageInTwoPlacesIsOne() throws Exception {
    SoftwarePackage merged =
        only(
            """
            {"type":"library","name":"a","purl":"pkg:npm/a@1",
             "evidence":{"occurrences":[{"location":"/y"}]}},
            {"type":"library","name":"a","purl":"pkg:npm/a@1",
             "evidence":{"occurrences":[{"location":"x"},{"location":"y"}]}}
            """);
    assertThat(merged.paths()).containsExactly("x", "y");
  }

  @Test
  void theDistributionComesFromThePurlsWhereNothingElseSays() throws Exception {
    assertThat(
            cycloneDx("{\"name\":\"a\",\"purl\":\"pkg:deb/debian/a@1?distro=debian-12.4\"}")
                .distribution()
                .versionId())
        .isEqualTo("12");
    assertThat(
            cycloneDx("{\"name\":\"a\",\"purl\":\"pkg:deb/debian/a@1?distro=bookworm\"}")
                .distribution()
                .codename())
        .isEqualTo("bookworm");
    assertThat(
            cycloneDx(
                    "{\"name\":\"a\",\"purl\":\"pkg:deb/debian/a@1?distro=debian-12\"},"
                        + "{\"name\":\"b\",\"purl\":\"pkg:deb/debian/b@1?distro=debian-11\"}")
                .distribution())
        .isNull();
    assertThat(cycloneDx("{\"name\":\"a\",\"purl\":\"pkg:npm/a@1\"}").distribution()).isNull();
  }

  @Test
  void sourcesFromQualifiers() throws Exception {
    assertThat(only("{\"name\":\"a\",\"purl\":\"pkg:deb/debian/libc6@2?upstream=glibc%402.36-9\"}"))
        .extracting(SoftwarePackage::source)
        .isEqualTo(new SoftwarePackage.Source("glibc", "2.36-9"));
    assertThat(only("{\"name\":\"a\",\"purl\":\"pkg:deb/debian/curl@7.50?arch=source\"}"))
        .extracting(SoftwarePackage::source)
        .isEqualTo(new SoftwarePackage.Source("curl", "7.50"));
    assertThat(PurlFacts.ofSourceRpm("bash-5.1.8-6.el9.src.rpm"))
        .isEqualTo(new SoftwarePackage.Source("bash", "5.1.8-6.el9"));
    assertThat(PurlFacts.ofSourceRpm("odd")).isEqualTo(new SoftwarePackage.Source("odd", null));
    assertThat(PurlFacts.ofSourceRpm("--")).isEqualTo(new SoftwarePackage.Source("--", null));
  }

  @Test
  void anotherFormatIsNamed() {
    refused("", "it is empty");
    refused("  <?xml version=\"1.0\"?><bom/>", "it is XML");
    refused("\ufeff<bom/>", "it is XML");
    refused("SPDXVersion: SPDX-2.3\n", "tag-value");
    refused("pkg:npm/a@1\n", "purls:FILE");
    refused("[1]", "not a JSON object");
    refused("{}", "neither bomFormat nor spdxVersion");
    refused("{\"packages\":{\"a\":{}},\"lockfileVersion\":3}", "neither bomFormat");
    refused("{\"schema\":\"breakwater.report/1\",\"packages\":[]}", "--format cyclonedx");
    refused("{\"@context\":\"https://spdx.org/rdf/3.0.1\",\"@graph\":[{}]}", "SPDX 3");
    refused("{\"spdxVersion\":\"SPDX-2.1\"}", "it is SPDX-2.1");
    refused("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.1\"}", "it is CycloneDX 1.1");
    refused("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"2.0\"}", "it is CycloneDX 2.0");
    refused("{\"bomFormat\":\"CycloneDX\"}", "of no version");
  }

  @Test
  void aNewerVersionIsReadAndSaid() throws Exception {
    Sbom sbom =
        read(
            "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.7\",\"components\":[{\"type\":"
                + "\"library\",\"name\":\"a\",\"purl\":\"pkg:npm/a@1\"}]}");
    assertThat(sbom.inventory().packages()).hasSize(1);
    assertThat(sbom.inventory().problems().getFirst().what()).contains("newer than 1.6");
  }

  @Test
  void damagedDocumentsAreRefusedWithThePlace() {
    refused(
        "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"a", "not valid JSON at line 1");
    refused("{\"bomFormat\":\"CycloneDX\",\n \"components\":[}", "at line 2");
    refused("{\"bomFormat\":\"CycloneDX\"} {}", "after the JSON document");
    refused("{\"x\":" + "[".repeat(300) + "]".repeat(300) + "}", "not valid JSON");
    refused("\u0000\u0001\u0002", "not valid JSON");
  }

  private static void refused(String document, String because) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith("Cannot read x.json as an SBOM: ")
        .hasMessageContaining(because)
        .hasMessageEndingWith(
            "Understood are CycloneDX JSON 1.2 to 1.6 and SPDX JSON 2.2 and 2.3.");
  }

  @Test
  void oddValuesAreStepsOverNotFailures() throws Exception {
    for (String odd :
        new String[] {"null", "1", "true", "{}", "[]", "[[{}]]", "\"x\"", "1e999999"}) {
      String document =
          """
          {"bomFormat":"CycloneDX","specVersion":"1.4","metadata":%1$s,"packages":%1$s,
           "relationships":%1$s,"documentDescribes":%1$s,"name":%1$s,
           "components":[%1$s,{"type":%1$s,"name":%1$s,"version":%1$s,"purl":%1$s,
             "properties":%1$s,"evidence":%1$s,"components":%1$s,"description":%1$s},
             {"type":"library","name":"a","purl":"pkg:npm/a@1","properties":[%1$s,
               {"name":%1$s,"value":%1$s}],"evidence":{"occurrences":[%1$s,{"location":%1$s}]}}]}
          """
              .replace("%1$s", odd);
      assertThat(read(document).inventory().packages())
          .extracting(SoftwarePackage::name)
          .contains("a");
    }
  }

  @Test
  void aGigabyteOfTextIsRefusedWithoutHoldingIt() {
    String start = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"name\":\"";
    assertThatThrownBy(() -> SbomReader.read(new Endless(start, "a".repeat(8192)), "big.json"))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("Cannot read big.json as an SBOM")
        .hasMessageContaining("String value length");
  }

  @Test
  void aDocumentWithoutEndIsRefused() {
    String start = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"comment\":[";
    assertThatThrownBy(() -> SbomReader.read(new Endless(start, "0,".repeat(4096)), "big.json"))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("longer than 1073741824 bytes");
  }

  @Test
  void filesThatAreNotThereAreNamed(@TempDir Path directory) throws IOException {
    assertThatThrownBy(() -> SbomReader.read(directory.resolve("none.json")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("none.json: there is no such file");
    assertThatThrownBy(() -> SbomReader.read(directory)).isInstanceOf(BreakwaterException.class);
    Path empty = Files.createFile(directory.resolve("empty.json"));
    assertThatThrownBy(() -> SbomReader.read(empty)).hasMessageContaining("it is empty");
  }

  /** A beginning, and then the same again and again without an end. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private final byte[] again;
    private long position;

    Endless(String start, String again) {
      this.start = start.getBytes(StandardCharsets.UTF_8);
      this.again = again.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      long at = position++;
      return at < start.length
          ? start[(int) at]
          : again[(int) ((at - start.length) % again.length)];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int done = 0; done < length; ) {
        boolean inStart = position < start.length;
        byte[] from = inStart ? start : again;
        int at = (int) (inStart ? position : (position - start.length) % again.length);
        int count = Math.min(length - done, from.length - at);
        System.arraycopy(from, at, buffer, offset + done, count);
        done += count;
        position += count;
      }
      return length;
    }
  }
}
