package dev.breakwater.core.vex;

import static dev.breakwater.core.vex.Samples.ALL;
import static dev.breakwater.core.vex.Samples.HEX;
import static dev.breakwater.core.vex.Samples.IMAGE;
import static dev.breakwater.core.vex.Samples.LOG4J;
import static dev.breakwater.core.vex.Samples.NET;
import static dev.breakwater.core.vex.Samples.NOW;
import static dev.breakwater.core.vex.Samples.OPENSSL;
import static dev.breakwater.core.vex.Samples.excused;
import static dev.breakwater.core.vex.Samples.outcome;
import static dev.breakwater.core.vex.Samples.vex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Subject;
import dev.breakwater.core.judge.Excuser;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenVexTest {
  private static final String DIGEST = "sha256:" + HEX;
  private static final String BECAUSE = "\"justification\":\"vulnerable_code_not_present\"";

  private static String document(String... statements) {
    return """
    {
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": "https://example.org/vex/1",
      "author": "Example Security",
      "timestamp": "2026-01-08T18:02:03.647787998-06:00",
      "version": 1,
      "statements": [
    %s
      ]
    }
    """
        .formatted(String.join(",\n", statements));
  }

  private static String statement(String name, String status, String products, String more) {
    return "{\"vulnerability\":{\"name\":\""
        + name
        + "\"},\"products\":["
        + products
        + "],\"status\":\""
        + status
        + "\""
        + (more.isEmpty() ? "" : "," + more)
        + "}";
  }

  private static String product(String id, String... parts) {
    StringBuilder out = new StringBuilder("{\"@id\":\"" + id + "\"");
    if (parts.length > 0) {
      out.append(",\"subcomponents\":[");
      for (int i = 0; i < parts.length; i++) {
        out.append(i == 0 ? "" : ",").append("{\"@id\":\"").append(parts[i]).append("\"}");
      }
      out.append("]");
    }
    return out.append("}").toString();
  }

  /** What a statement that the product is not affected takes out. */
  private static List<Finding> taken(String name, String products) throws BreakwaterException {
    return taken(name, products, IMAGE);
  }

  private static List<Finding> taken(String name, String products, Subject subject)
      throws BreakwaterException {
    String text = document(statement(name, "not_affected", products, BECAUSE));
    return excused(vex(text).divide(ALL, RandomEvidence.about(subject, NOW)));
  }

  @Test
  void packagesByTheirPackageUrl() throws BreakwaterException {
    for (String purl :
        new String[] {
          "pkg:deb/debian/openssl",
          "pkg:deb/debian/openssl@3.0.11-1~deb12u1",
          "pkg:deb/debian/openssl@3.0.11-1%7Edeb12u1?arch=amd64",
          "pkg:deb/debian/openssl?distro=debian-12",
          "pkg:deb/debian/openssl?distro=debian-12.13",
          "pkg:deb/debian/openssl@3.0.11-1~deb12u1?upstream=openssl&arch=amd64&distro=debian-12"
        }) {
      assertThat(taken("CVE-2024-1234", product(purl))).as(purl).containsExactly(OPENSSL);
    }
    for (String purl :
        new String[] {
          "pkg:deb/ubuntu/openssl",
          "pkg:deb/debian/openssl@3.0.11",
          "pkg:deb/debian/openssl?arch=arm64",
          "pkg:deb/debian/openssl?distro=debian-1",
          "pkg:deb/debian/openssl?distro=debian-12.1",
          "pkg:deb/debian/openssl?epoch=1",
          "pkg:deb/debian/libssl3",
          "pkg:generic/openssl"
        }) {
      assertThat(taken("CVE-2024-1234", product(purl))).as(purl).isEmpty();
    }
    assertThat(taken("CVE-2023-44487", product("pkg:golang/golang.org/x/net@0.7.0")))
        .containsExactly(NET);
    assertThat(taken("ghsa-2023-44487", product("pkg:golang/golang.org/x/net")))
        .containsExactly(NET);
    assertThat(
            taken(
                "CVE-2021-44228",
                "{\"identifiers\":{\"purl\":\"pkg:maven/org.apache.logging.log4j/log4j-core\"}}"))
        .containsExactly(LOG4J);
  }

  /** Either may be the one that says more. */
  @Test
  void aDistributionIsTheSameUpToADot() {
    PackageUrl twelve = PackageUrl.parse("pkg:deb/debian/a?distro=debian-12");
    PackageUrl point = PackageUrl.parse("pkg:deb/debian/a?distro=debian-12.13");
    assertThat(SamePackage.means(twelve, point)).isTrue();
    assertThat(SamePackage.means(point, twelve)).isTrue();
    assertThat(SamePackage.means(twelve, PackageUrl.parse("pkg:deb/debian/a?distro=debian-120")))
        .isFalse();
    assertThat(SamePackage.means(twelve, PackageUrl.parse("pkg:deb/debian/a"))).isFalse();
  }

  @Test
  void imagesByDigestOrName() throws BreakwaterException {
    for (String id :
        new String[] {
          "pkg:oci/api@sha256%3A" + HEX,
          "pkg:oci/api@" + DIGEST + "?repository_url=registry.example.org/shop",
          "pkg:oci/api?repository_url=registry.example.org/shop/api&tag=1.4.2",
          "pkg:oci/API?repository_url=registry.example.org/shop&arch=amd64",
          "pkg:oci/api?tag=1.4.2",
          "registry:registry.example.org/shop/api:1.4.2",
          "registry.example.org/shop/api:1.4.2",
          "registry.example.org/shop/api@" + DIGEST,
          DIGEST
        }) {
      assertThat(taken("CVE-2021-44228", product(id))).as(id).containsExactly(LOG4J);
    }
    for (String id :
        new String[] {
          "pkg:oci/api@sha256%3A" + "f".repeat(64),
          "pkg:oci/web@sha256%3A" + "f".repeat(64) + "?tag=1.4.2",
          "pkg:oci/api?repository_url=registry.example.org/other",
          "pkg:oci/api?tag=1.4.3",
          "pkg:oci/api?arch=arm64",
          "pkg:oci/web",
          "registry.example.org/shop/api",
          "registry.example.org/shop/api:2",
          "https://registry.example.org/shop/api:1.4.2",
          "api"
        }) {
      assertThat(taken("CVE-2021-44228", product(id))).as(id).isEmpty();
    }
    assertThat(taken("CVE-2021-44228", "{\"hashes\":{\"sha-256\":\"" + HEX + "\"}}"))
        .containsExactly(LOG4J);
  }

  @Test
  void namesOfDockersOwnRegistryAreShort() throws BreakwaterException {
    Subject debian = new Subject("docker", "debian:12", null, null, null, List.of());
    for (String id :
        new String[] {
          "pkg:docker/debian@12",
          "pkg:docker/library/debian@12",
          "pkg:oci/debian?repository_url=docker.io/library/debian&tag=12",
          "pkg:oci/debian?repository_url=index.docker.io/library",
          "docker.io/library/debian:12",
          "debian:12"
        }) {
      assertThat(taken("CVE-2021-44228", product(id), debian)).as(id).containsExactly(LOG4J);
    }
    for (String id :
        new String[] {
          "pkg:docker/debian@11", "pkg:docker/acme/debian@12", "pkg:oci/debian@" + DIGEST
        }) {
      assertThat(taken("CVE-2021-44228", product(id), debian)).as(id).isEmpty();
    }
  }

  @Test
  void partsOfAnImageAndOfNothingElse() throws BreakwaterException {
    String log4j = "pkg:maven/org.apache.logging.log4j/log4j-core";
    String image = "pkg:oci/api@sha256%3A" + HEX;
    assertThat(taken("CVE-2021-44228", product(image, log4j))).containsExactly(LOG4J);
    assertThat(taken("CVE-2021-44228", product(image, "pkg:npm/a", log4j))).containsExactly(LOG4J);
    assertThat(taken("CVE-2021-44228", product(image, "pkg:npm/a"))).isEmpty();
    assertThat(taken("CVE-2021-44228", product("pkg:maven/org.example/shop@1", log4j))).isEmpty();
  }

  @Test
  void whoSaysWhatIsInTheExcuse() throws BreakwaterException {
    String product = product("pkg:deb/debian/openssl@3.0.11-1~deb12u1");
    Excuser.Outcome outcome =
        outcome(
            document(
                statement("CVE-2024-1234", "fixed", product, "\"status_notes\":\"patched\""),
                statement(
                    "CVE-2021-44228",
                    "not_affected",
                    product(DIGEST),
                    BECAUSE + ",\"impact_statement\":\"JNDI is taken out\"")));
    assertThat(outcome.excused())
        .containsExactly(
            new Excused(
                OPENSSL,
                new Excuse.Stated("vex0.json", "Example Security", "fixed", null, "patched")),
            new Excused(
                LOG4J,
                new Excuse.Stated(
                    "vex0.json",
                    "Example Security",
                    "not_affected",
                    "vulnerable_code_not_present",
                    "JNDI is taken out")));
    assertThat(outcome.counting()).containsExactly(NET);
    assertThat(outcome.notices()).isEmpty();
  }

  @Test
  void theFirstVersionHasTextsForVulnerabilityAndProducts() throws BreakwaterException {
    String old =
        """
        {"@context": "https://openvex.dev/ns", "@id": "a", "author": "b",
         "timestamp": "2023-01-08T18:02:03Z", "version": "1",
         "statements": [{"vulnerability": "CVE-2021-44228", "products": ["pkg:oci/api@sha256:%s"],
          "subcomponents": ["pkg:maven/org.apache.logging.log4j/log4j-core"],
          "status": "not_affected", "justification": "component_not_present"}]}
        """
            .formatted(HEX);
    assertThat(excused(outcome(old))).containsExactly(LOG4J);
  }

  @Test
  void theLatestStatementHolds() throws BreakwaterException {
    String product = product("pkg:deb/debian/openssl");
    String not = statement("CVE-2024-1234", "not_affected", product, BECAUSE);
    String later =
        statement(
            "GHSA-2024-1234",
            "affected",
            product,
            "\"action_statement\":\"wait\",\"timestamp\":\"2026-02-01T00:00:00Z\"");
    assertThat(excused(outcome(document(later, not)))).isEmpty();
    assertThat(outcome(document(later, not)).notices()).isEmpty();
    String latest =
        statement(
            "CVE-2024-1234",
            "not_affected",
            product,
            BECAUSE + ",\"timestamp\":\"2026-02-01T00:00:01Z\"");
    assertThat(excused(outcome(document(latest, later, not)))).containsExactly(OPENSSL);
    assertThat(excused(outcome(document(not, later, latest)))).containsExactly(OPENSSL);
    String second =
        document(statement("CVE-2024-1234", "under_investigation", product, ""))
            .replace("\"version\": 1", "\"version\": 2");
    assertThat(excused(outcome(second, document(not)))).isEmpty();
    assertThat(outcome(second, document(not)).notices()).isEmpty();
  }

  @Test
  void aContradictionCountsAndIsSaid() throws BreakwaterException {
    String product = product("pkg:deb/debian/openssl");
    String not = statement("CVE-2024-1234", "not_affected", product, BECAUSE);
    String affected =
        statement("CVE-2024-1234", "affected", product, "\"action_statement\":\"upgrade\"");
    for (String[] order : new String[][] {{not, affected}, {affected, not}}) {
      Excuser.Outcome outcome = outcome(document(order));
      assertThat(outcome.excused()).isEmpty();
      assertThat(outcome.counting()).isEqualTo(ALL);
      assertThat(outcome.notices())
          .singleElement()
          .satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.CONTRADICTED);
            assertThat(notice.what())
                .contains(
                    "says not_affected of CVE-2024-1234", "says affected", "the finding counts");
          });
    }
  }

  @Test
  void whatMatchesNothingIsSaidAndWhatWasNearlyMeant() throws BreakwaterException {
    Excuser.Outcome outcome =
        outcome(
            document(
                statement(
                    "CVE-2024-1234", "not_affected", product("pkg:deb/debian/libssl3"), BECAUSE),
                statement(
                    "CVE-1999-1", "affected", product(DIGEST), "\"action_statement\":\"a\"")));
    assertThat(outcome.excused()).isEmpty();
    assertThat(outcome.notices())
        .extracting(Notice::kind, Notice::where)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Notice.Kind.UNUSED, "vex0.json:8"),
            org.assertj.core.groups.Tuple.tuple(Notice.Kind.UNUSED, "vex0.json:9"));
    assertThat(outcome.notices().get(0).what())
        .contains("cve-2024-1234 was found in " + OPENSSL.purl(), "none of the products");
    assertThat(outcome.notices().get(1).what()).contains("cve-1999-1 was not found here");
  }

  @Test
  void whatIsNotCompleteIsRefused() throws BreakwaterException {
    String product = product("pkg:deb/debian/openssl");
    String[][] refusals = {
      {statement("CVE-2024-1234", "not_affected", product, ""), "neither a justification"},
      {
        statement("CVE-2024-1234", "not_affected", product, "\"justification\":\"trust_me\""),
        "its justification 'trust_me' is none"
      },
      {
        statement("CVE-2024-1234", "not_affected", product, "\"impact_statement\":\" \""),
        "neither a justification"
      },
      {statement("CVE-2024-1234", "fixed", product, ""), "fixed of a product without saying of"},
      {statement("CVE-2024-1234", "harmless", product, BECAUSE), "its status 'harmless' is none"},
      {statement("CVE-2024-1234", "not_affected", "", BECAUSE), "it names no product"},
      {statement("", "not_affected", product, BECAUSE), "it names no vulnerability"},
      {
        statement("CVE-2024-1234", "not_affected", product, BECAUSE + ",\"timestamp\":\"today\""),
        "its timestamp is none"
      },
      {
        statement(
            "CVE-2024-1234",
            "not_affected",
            "{\"@id\":\"" + DIGEST + "\",\"subcomponents\":{\"@id\":\"pkg:npm/a\"}}",
            BECAUSE),
        "its subcomponents are no list"
      },
      {
        statement(
            "CVE-2024-1234",
            "not_affected",
            "{\"identifiers\":{\"cpe23\":\"cpe:2.3:a:openssl:openssl:3\"}}",
            BECAUSE),
        "1 of its products have no name, package URL or digest"
      },
      {
        statement("CVE-2024-1234", "not_affected", product("pkg:deb"), BECAUSE),
        "its package URL 'pkg:deb' cannot be read"
      },
    };
    for (String[] refusal : refusals) {
      Excuser.Outcome outcome = outcome(document(refusal[0]));
      assertThat(outcome.excused()).as(refusal[0]).isEmpty();
      assertThat(outcome.notices())
          .as(refusal[0])
          .singleElement()
          .satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
            assertThat(notice.where()).isEqualTo("vex0.json:8");
            assertThat(notice.what()).contains(refusal[1]);
          });
    }
  }

  @Test
  void whatIsNoDocumentIsAFault() {
    String good = document();
    String[][] faults = {
      {"", "it is no JSON object"},
      {"[]", "it is no JSON object"},
      {"{}", "neither OpenVEX"},
      {"{\"bomFormat\":\"CycloneDX\",\"vulnerabilities\":[]}", "neither OpenVEX"},
      {good.replace("ns/v0", "ns-v0"), "neither OpenVEX"},
      {good.replace("\"author\"", "\"writer\""), "it has no author"},
      {good.replace("\"timestamp\"", "\"time\""), "it has no timestamp"},
      {good.replace("2026-01-08T", "yesterday "), ":5, but its timestamp is none"},
      {good.replace("\"statements\": [", "\"statements\": 1, \"x\": ["), ":7, but 'statements'"},
      {good.replace("\"statements\": [", "\"statements\": [1"), "a statement must be an object"},
      {good.replace("\"version\": 1", "\"author\": \"b\""), "Duplicate"},
      {good + "{}", "text after the document"},
      {good.substring(0, good.length() - 4), "not valid JSON at line"},
      {good.replace("\"statements\": [", "\"statements\": [" + "[".repeat(100_000)), "nest"},
    };
    for (String[] fault : faults) {
      assertThatThrownBy(() -> vex(fault[0]))
          .as(fault[1])
          .isInstanceOf(BreakwaterException.class)
          .hasMessageStartingWith("Tried to read the VEX document vex0.json")
          .hasMessageContaining(fault[1]);
    }
  }

  @TempDir private Path work;

  @Test
  void filesThatAreNotThereOrTooLong() throws Exception {
    Path file = work.resolve("vex.json");
    assertThatThrownBy(() -> Vex.read(List.of(file)))
        .hasMessage("There is no VEX document " + file);
    assertThatThrownBy(() -> Vex.read(List.of(work))).isInstanceOf(BreakwaterException.class);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(VexDocument.MAX_BYTES + 1L);
    }
    assertThatThrownBy(() -> Vex.read(List.of(file))).hasMessageContaining("longer than 100 MB");
  }
}
