package dev.breakwater.core.vex;

import static dev.breakwater.core.vex.Samples.ALL;
import static dev.breakwater.core.vex.Samples.HEX;
import static dev.breakwater.core.vex.Samples.IMAGE;
import static dev.breakwater.core.vex.Samples.LOG4J;
import static dev.breakwater.core.vex.Samples.NOW;
import static dev.breakwater.core.vex.Samples.OPENSSL;
import static dev.breakwater.core.vex.Samples.excused;
import static dev.breakwater.core.vex.Samples.outcome;
import static dev.breakwater.core.vex.Samples.vex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Notice;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Subject;
import dev.breakwater.core.judge.Excuser;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsafTest {
  private static final String TREE =
      """
      "product_tree": {
        "branches": [{"category": "vendor", "name": "Example", "branches": [
          {"category": "product_version", "name": "openssl 3.0.11",
           "product": {"name": "openssl 3.0.11", "product_id": "OPENSSL",
             "product_identification_helper": {"purl": "pkg:deb/debian/openssl@3.0.11-1~deb12u1"}}},
          {"category": "product_name", "name": "openssl",
           "product": {"name": "openssl", "product_id": "ANY-OPENSSL",
             "product_identification_helper": {"purl": "pkg:deb/debian/openssl"}}},
          {"category": "product_name", "name": "Debian 12",
           "product": {"name": "Debian 12", "product_id": "DEBIAN-12",
             "product_identification_helper": {"cpe": "cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*"}}},
          {"category": "product_name", "name": "Debian 11",
           "product": {"name": "Debian 11", "product_id": "DEBIAN-11",
             "product_identification_helper": {"cpe": "cpe:/o:debian:debian_linux:11"}}},
          {"category": "product_name", "name": "Appliance",
           "product": {"name": "Appliance", "product_id": "APPLIANCE",
             "product_identification_helper": {"cpe": "cpe:/h:example:appliance:1"}}}
        ]}],
        "full_product_names": [
          {"name": "the shop", "product_id": "SHOP", "product_identification_helper":
            {"hashes": [{"filename": "manifest", "file_hashes": [{"algorithm": "sha256", "value": "%s"}]}]}},
          {"name": "log4j", "product_id": "LOG4J", "product_identification_helper":
            {"purl": "pkg:maven/org.apache.logging.log4j/log4j-core"}},
          {"name": "nameless", "product_id": "NAMELESS"}
        ],
        "relationships": [
          {"category": "default_component_of", "product_reference": "ANY-OPENSSL",
           "relates_to_product_reference": "DEBIAN-12",
           "full_product_name": {"name": "a", "product_id": "DEBIAN-12:openssl"}},
          {"category": "default_component_of", "product_reference": "ANY-OPENSSL",
           "relates_to_product_reference": "DEBIAN-11",
           "full_product_name": {"name": "b", "product_id": "DEBIAN-11:openssl"}},
          {"category": "installed_on", "product_reference": "ANY-OPENSSL",
           "relates_to_product_reference": "APPLIANCE",
           "full_product_name": {"name": "c", "product_id": "APPLIANCE:openssl"}},
          {"category": "default_component_of", "product_reference": "LOG4J",
           "relates_to_product_reference": "SHOP",
           "full_product_name": {"name": "d", "product_id": "SHOP:log4j"}},
          {"category": "default_component_of", "product_reference": "LOOP",
           "relates_to_product_reference": "LOOP",
           "full_product_name": {"name": "e", "product_id": "LOOP"}}
        ],
        "product_groups": [{"group_id": "G", "product_ids": ["OPENSSL", "SHOP:log4j"]}]
      }\
      """
          .formatted(HEX);

  private static String document(String... vulnerabilities) {
    return """
    {
      "document": {"category": "csaf_vex", "csaf_version": "2.0",
        "publisher": {"category": "vendor", "name": "Example Security", "namespace": "https://example.org"},
        "tracking": {"id": "EX-1", "version": "1", "current_release_date": "2026-01-08T00:00:00.000Z"}},
      %s,
      "vulnerabilities": [
    %s
      ]
    }
    """
        .formatted(TREE, String.join(",\n", vulnerabilities));
  }

  private static String of(String cve, String statuses, String more) {
    return "{\"cve\":\"" + cve + "\",\"product_status\":{" + statuses + "}" + more + "}";
  }

  private static final String FLAG =
      ",\"flags\":[{\"label\":\"vulnerable_code_not_present\",\"group_ids\":[\"G\"]}]";

  @Test
  void notAffectedWithAFlagOrAThreatOfCategoryImpact() throws BreakwaterException {
    Excuser.Outcome outcome =
        outcome(
            document(
                of("CVE-2024-1234", "\"known_not_affected\":[\"OPENSSL\"]", FLAG),
                of(
                    "CVE-2021-44228",
                    "\"known_not_affected\":[\"SHOP:log4j\"]",
                    ",\"threats\":[{\"category\":\"impact\",\"details\":\"JNDI is taken out\","
                        + "\"product_ids\":[\"SHOP:log4j\"]}]")));
    assertThat(outcome.excused())
        .containsExactly(
            new Excused(
                OPENSSL,
                new Excuse.Stated(
                    "vex0.json",
                    "Example Security",
                    "not_affected",
                    "vulnerable_code_not_present",
                    "vulnerable_code_not_present")),
            new Excused(
                LOG4J,
                new Excuse.Stated(
                    "vex0.json", "Example Security", "not_affected", null, "JNDI is taken out")));
    assertThat(outcome.notices()).isEmpty();
  }

  @Test
  void aComponentOfADistributionOnlyThere() throws BreakwaterException {
    String flags =
        ",\"flags\":[{\"label\":\"component_not_present\",\"product_ids\":"
            + "[\"DEBIAN-12:openssl\",\"DEBIAN-11:openssl\",\"APPLIANCE:openssl\"]}]";
    String twelve =
        document(of("CVE-2024-1234", "\"known_not_affected\":[\"DEBIAN-12:openssl\"]", flags));
    String eleven =
        document(of("CVE-2024-1234", "\"known_not_affected\":[\"DEBIAN-11:openssl\"]", flags));
    assertThat(excused(outcome(twelve))).containsExactly(OPENSSL);
    assertThat(excused(outcome(eleven))).isEmpty();
    assertThat(outcome(eleven).notices())
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.UNUSED);
    Subject bullseye =
        IMAGE.withDistribution(new Distribution("debian", null, "11", null, "Debian", null));
    assertThat(excused(vex(eleven).divide(ALL, RandomEvidence.about(bullseye, NOW))))
        .containsExactly(OPENSSL);
    assertThat(
            excused(
                vex(twelve).divide(ALL, RandomEvidence.about(IMAGE.withDistribution(null), NOW))))
        .isEmpty();
    Excuser.Outcome appliance =
        outcome(
            document(of("CVE-2024-1234", "\"known_not_affected\":[\"APPLIANCE:openssl\"]", flags)));
    assertThat(appliance.excused()).isEmpty();
    assertThat(appliance.notices())
        .singleElement()
        .satisfies(notice -> {
          assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
          assertThat(notice.what()).contains("'APPLIANCE:openssl'", "platform");
        });
  }

  @Test
  void fixedInTheVersionThatIsNamed() throws BreakwaterException {
    assertThat(excused(outcome(document(of("CVE-2024-1234", "\"fixed\":[\"OPENSSL\"]", "")))))
        .containsExactly(OPENSSL);
    Excuser.Outcome any = outcome(document(of("CVE-2024-1234", "\"fixed\":[\"ANY-OPENSSL\"]", "")));
    assertThat(any.excused()).isEmpty();
    assertThat(any.notices())
        .singleElement()
        .satisfies(notice -> {
          assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
          assertThat(notice.what()).contains("1 have no version ('ANY-OPENSSL')");
        });
    assertThat(excused(outcome(document(of("CVE-2021-44228", "\"first_fixed\":[\"SHOP\"]", "")))))
        .containsExactly(LOG4J);
  }

  @Test
  void contradictionsCountAndAreSaid() throws BreakwaterException {
    Excuser.Outcome outcome =
        outcome(
            document(
                of(
                    "CVE-2024-1234",
                    "\"known_not_affected\":[\"OPENSSL\"],\"known_affected\":[\"ANY-OPENSSL\"]",
                    FLAG)));
    assertThat(outcome.excused()).isEmpty();
    assertThat(outcome.notices())
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.CONTRADICTED);
    assertThat(
            excused(
                outcome(
                    document(
                        of(
                            "CVE-2024-1234",
                            "\"under_investigation\":[\"OPENSSL\"],\"recommended\":[\"OPENSSL\"]",
                            "")))))
        .isEmpty();
  }

  @Test
  void whatIsNotCompleteIsRefused() throws BreakwaterException {
    String[][] refusals = {
      {of("CVE-2024-1234", "\"known_not_affected\":[\"OPENSSL\"]", ""), "neither a flag nor"},
      {of("CVE-2024-1234", "\"known_affected\":[\"NONE\"]", ""), "are not in the product tree"},
      {of("CVE-2024-1234", "\"fixed\":[\"LOOP\"]", ""), "are not in the product tree"},
      {"{\"product_status\":{\"fixed\":[\"OPENSSL\"]}}", "neither a CVE nor another id"},
    };
    for (String[] refusal : refusals) {
      Excuser.Outcome outcome = outcome(document(refusal[0]));
      assertThat(outcome.excused()).as(refusal[0]).isEmpty();
      assertThat(outcome.notices())
          .as(refusal[0])
          .singleElement()
          .satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
            assertThat(notice.where()).startsWith("vex0.json:");
            assertThat(notice.what()).contains(refusal[1]);
          });
    }
  }

  @Test
  void theDocumentMayStandInAnyOrder() throws BreakwaterException {
    String text = document(of("CVE-2024-1234", "\"known_not_affected\":[\"OPENSSL\"]", FLAG));
    int tree = text.indexOf("\"product_tree\"");
    int list = text.indexOf("\"vulnerabilities\"");
    String turned =
        "{"
            + text.substring(list, text.lastIndexOf('}'))
            + ","
            + text.substring(tree, list)
            + text.substring(text.indexOf("\"document\""), tree).strip().replaceAll(",$", "")
            + "}";
    assertThat(excused(outcome(turned))).containsExactly(OPENSSL);
  }

  @Test
  void whatIsNoDocumentIsAFault() {
    String good = document(of("CVE-2024-1234", "\"fixed\":[\"OPENSSL\"]", ""));
    String[][] faults = {
      {good.replace("\"2.0\"", "\"3.0\""), "CSAF of version 3.0 is not read"},
      {good.replace("\"publisher\"", "\"p\""), "no publisher with a name"},
      {good.replace("current_release_date", "date"), "no current_release_date"},
      {good.replace("\"vulnerabilities\": [", "\"vulnerabilities\": [1,"), "must be an object"},
      {good.replace("\"product_id\": \"SHOP\"", "\"id\": \"SHOP\""), "has no product_id"},
      {good.replace("\"product_id\": \"SHOP\"", "\"product_id\": \"LOG4J\""), "two products have"},
      {good.replace("pkg:deb/debian/openssl\"", "pkg:deb\""), "'pkg:deb' cannot be read"},
      {good.replace("\"product_reference\": \"LOG4J\",", ""), "a relationship does not name"},
      {good.replace("\"branches\": [{", "\"branches\": 1, \"b\": [{"), "'branches' must be a list"},
      {
        good.replace(
            "\"branches\": [{\"category\": \"vendor\"",
            "\"branches\": "
                + "[{\"branches\":".repeat(1000)
                + "[]"
                + "}]".repeat(1000)
                + ", \"b\": [{\"category\": \"vendor\""),
        "nest"
      },
    };
    for (String[] fault : faults) {
      assertThat(fault[0]).as(fault[1]).isNotEqualTo(good);
      assertThatThrownBy(() -> vex(fault[0]))
          .as(fault[1])
          .isInstanceOf(BreakwaterException.class)
          .hasMessageStartingWith("Tried to read the VEX document vex0.json")
          .hasMessageContaining(fault[1]);
    }
  }

  @Test
  void namesOfDistributions() {
    Distribution nine = new Distribution("rhel", null, "9.4", null, "", null);
    assertThat(DistributionCpe.names("cpe:/o:redhat:enterprise_linux:9::baseos", nine)).isTrue();
    assertThat(DistributionCpe.names("cpe:/a:redhat:enterprise_linux:9.4", nine)).isTrue();
    for (String other :
        List.of(
            "cpe:/o:redhat:enterprise_linux:9.40",
            "cpe:/o:redhat:enterprise_linux:8",
            "cpe:/o:redhat:enterprise_linux:",
            "cpe:/o:redhat:enterprise_linux",
            "cpe:/a:redhat:openshift:4",
            "cpe:/o:debian:debian_linux:9",
            "")) {
      assertThat(DistributionCpe.names(other, nine)).as(other).isFalse();
    }
    assertThat(DistributionCpe.names("cpe:/o:redhat:enterprise_linux:9", null)).isFalse();
  }
}
