package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OsvAdvisoriesTest {
  private final Problems problems = new Problems();
  private final OsvAdvisories advisories = new OsvAdvisories(VersionOrder::named, problems);

  @Test
  void readsWhatTheSchemaSays() throws Exception {
    Advisory advisory =
        one(
            """
            {"schema_version": "1.7.0", "id": "GHSA-xxxx-1", "aliases": ["CVE-2024-1"],
             "upstream": ["UP-1"], "modified": "2024-02-03T04:05:06.789Z",
             "published": "2024-01-01T00:00:00Z", "summary": "A  hole\\nin it", "details": "Long.",
             "severity": [
               {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
             "references": [
               {"type": "FIX", "url": "https://example.org/fix"},
               {"type": "WEB", "url": "https://example.org/web"},
               {"type": "ADVISORY", "url": "https://example.org/advisory"}],
             "affected": [{"package": {"ecosystem": "PyPI", "name": "My.Package__x"},
               "ranges": [
                 {"type": "GIT", "repo": "https://example.org", "events": [{"introduced": "0"}]},
                 {"type": "ECOSYSTEM", "events": [
                   {"fixed": "2.0"}, {"introduced": "1.0rc1"}, {"introduced": "0"},
                   {"last_affected": "0.9"}]}],
               "versions": ["0.5", "0.9", "1.5", "3.0", "3.0", "no version"]}]}
            """);
    assertThat(advisory)
        .isEqualTo(
            new Advisory(
                "GHSA-xxxx-1",
                java.util.List.of("CVE-2024-1"),
                java.util.List.of("UP-1"),
                "A hole in it",
                Severity.CRITICAL,
                9.8,
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "https://example.org/advisory",
                Instant.parse("2024-01-01T00:00:00Z"),
                null,
                java.util.List.of(
                    new Affected(
                        "my-package-x",
                        java.util.List.of(
                            new Interval(null, null, "0.9"), new Interval("1.0rc1", "2.0", null)),
                        java.util.List.of("3.0", "no version"),
                        Vulnerability.Status.UNKNOWN,
                        null))));
    assertThat(problems.kept()).isEmpty();
  }

  @Test
  void readsWeaknessesWhereverTheyAreWritten() throws Exception {
    Advisory advisory =
        one(
            """
            {"id": "GHSA-1", "summary": "Denial of service",
             "database_specific": {"cwe_ids": ["CWE-787", "CWE-20", 7, {"name": "none"}],
               "cwes": "CWE-125", "severity": "HIGH"},
             "affected": [{"package": {"ecosystem": "PyPI", "name": "a"}, "versions": ["1"],
               "database_specific": {"cwes": [{"cweId": "CWE-22", "name": "a", "more": {"a": []}}],
                 "cwe": "CWE-787"}}]}
            """);
    assertThat(advisory.weaknesses()).containsExactly("CWE-20", "CWE-22", "CWE-125", "CWE-787");
    assertThat(advisory.effects())
        .containsExactly(Vulnerability.Effect.FILE_ACCESS, Vulnerability.Effect.MEMORY_CORRUPTION);
    assertThat(advisory.malicious()).isFalse();
    assertThat(advisory.severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void takesEffectsFromCategoriesAndTitles() throws Exception {
    Advisory advisory =
        one(
            """
            {"id": "RUSTSEC-1", "summary": "A bug in it",
             "affected": [{"package": {"ecosystem": "crates.io", "name": "a"}, "versions": ["1"],
               "database_specific": {"categories": ["memory-corruption", "thread-safety"]}}]}
            """);
    assertThat(advisory.effects()).containsExactly(Vulnerability.Effect.MEMORY_CORRUPTION);
    assertThat(
            one("""
            {"id": "PYSEC-1", "details": "Path traversal in a. It may also lead to an infinite loop.",
             "affected": [{"package": {"ecosystem": "PyPI", "name": "a"}, "versions": ["1"]}]}
            """)
                .effects())
        .containsExactly(Vulnerability.Effect.FILE_ACCESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\": \"MAL-2024-1\"",
        "\"id\": \"X-1\", \"database_specific\": {\"malicious-packages-origins\": [{\"source\":"
            + " \"a\"}]}"
      })
  void knowsWhatWasMadeToDoHarm(String start) throws Exception {
    Advisory advisory =
        one(
            "{"
                + start
                + """
                , "summary": "Malicious code in a (PyPI)",
                 "affected": [{"package": {"ecosystem": "PyPI", "name": "a"},
                   "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
                   "database_specific": {"cwes": [{"cweId": "CWE-506"}]}}]}
                """);
    assertThat(advisory.malicious()).isTrue();
    assertThat(advisory.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(advisory.weaknesses()).containsExactly("CWE-506");
    assertThat(advisory.effects()).isEmpty();
  }

  @Test
  void theYearOneIsNoDate() throws Exception {
    assertThat(
            one("""
            {"id": "GO-1", "published": "0001-01-01T00:00:00Z",
             "affected": [{"package": {"ecosystem": "Go", "name": "a"}, "versions": ["1"]}]}
            """)
                .published())
        .isNull();
  }

  @Test
  void oneRecordForSeveralReleases() throws Exception {
    Map<Ecosystem, Advisory> found =
        all(
            """
            {"id": "DSA-1-1", "upstream": ["CVE-1", "CVE-2"], "affected": [
              {"package": {"ecosystem": "Debian:11", "name": "a"},
               "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1"}]}]},
              {"package": {"ecosystem": "Debian:12", "name": "a"},
               "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}]},
              {"package": {"ecosystem": "npm", "name": "b"}, "versions": ["1.0.0"]}]}
            """);
    assertThat(found.keySet())
        .extracting(Ecosystem::toString)
        .containsExactlyInAnyOrder("Debian:11", "Debian:12", "npm");
    Advisory debian12 = found.get(Ecosystem.parse("Debian:12"));
    assertThat(debian12.affected()).hasSize(1);
    assertThat(debian12.affected().getFirst().intervals())
        .containsExactly(new Interval(null, "2", null));
    assertThat(debian12.url()).isEqualTo("https://security-tracker.debian.org/tracker/DSA-1-1");
  }

  /** scanning.md 4 and 5: "0" is "not affected", and states are no fixes. */
  @ParameterizedTest
  @CsvSource({
    "unimportant, UNKNOWN, NEGLIGIBLE",
    "end-of-life, END_OF_LIFE,",
    "no-dsa, FIX_DEFERRED,",
    "postponed, FIX_DEFERRED,",
    "ignored, WILL_NOT_FIX,",
    "undetermined, UNDER_INVESTIGATION,",
    "low**, UNKNOWN, LOW",
    "high, UNKNOWN, HIGH",
    "not yet assigned, UNKNOWN,"
  })
  void debiansStates(String urgency, Vulnerability.Status status, Severity severity)
      throws Exception {
    Affected affected =
        one("""
        {"id": "DEBIAN-CVE-1", "affected": [
          {"package": {"ecosystem": "Debian:12", "name": "a"},
           "ecosystem_specific": {"urgency": "%s"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}
        """
                .formatted(urgency))
            .affected()
            .getFirst();
    assertThat(affected.status()).isEqualTo(status);
    assertThat(affected.severity()).isEqualTo(severity);
    assertThat(affected.intervals()).containsExactly(new Interval(null, null, null));
  }

  @Test
  void fixedInZeroIsKeptAsNotAffected() throws Exception {
    Affected affected =
        one("""
        {"id": "X-1", "affected": [{"package": {"ecosystem": "Debian:12", "name": "a"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0"}]}]}]}
        """)
            .affected()
            .getFirst();
    assertThat(affected.intervals()).isEmpty();
    assertThat(affected.versions()).isEmpty();
  }

  @Test
  void vendorsListTheirCvesAsRelated() throws Exception {
    assertThat(
            one(
                """
                {"id": "ALSA-2024:1", "summary": "Important: kernel security update",
                 "related": ["CVE-2024-1", "ALSA-2", "CVE-2024-2", "CVE-2024-1"],
                 "affected": [{"package": {"ecosystem": "AlmaLinux:9", "name": "kernel"},
                   "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}
                """))
        .satisfies(advisory -> {
          assertThat(advisory.upstream()).containsExactly("CVE-2024-1", "CVE-2024-2");
          assertThat(advisory.severity()).isEqualTo(Severity.HIGH);
        });
    assertThat(
            one("""
            {"id": "GHSA-1", "related": ["CVE-2024-1"], "affected": [
              {"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0"]}]}
            """)
                .upstream())
        .isEmpty();
  }

  @Test
  void goodWordsOfVendorsComeBeforeScores() throws Exception {
    String record =
        """
        {"id": "X-1", "severity": [
           {"type": "CVSS_V2", "score": "AV:N/AC:L/Au:N/C:P/I:P/A:P"},
           {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
           {"type": "CVSS_V4", "score":
             "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}%s],
         "database_specific": {%s},
         "affected": [{"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0"]}]}
        """;
    Advisory scored = one(record.formatted("", ""));
    assertThat(scored.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(scored.score()).isCloseTo(9.3, within(0.0001));
    assertThat(scored.vector()).startsWith("CVSS:4.0/");
    assertThat(one(record.formatted("", "\"severity\": \"MODERATE\"")).severity())
        .isEqualTo(Severity.MEDIUM);
    assertThat(one(record.formatted(", {\"type\": \"Ubuntu\", \"score\": \"low\"}", "")).severity())
        .isEqualTo(Severity.LOW);
  }

  /** Scores published by FIRST in its examples and by NVD. */
  @ParameterizedTest
  @CsvSource({
    "AV:N/AC:L/Au:N/C:P/I:P/A:P, 7.5",
    "AV:N/AC:L/Au:N/C:N/I:N/A:C, 7.8",
    "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H, 10.0",
    "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H, 7.8",
    "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N, 7.3",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H, 10.0"
  })
  void scores(String vector, double score) {
    assertThat(new CvssScores().of(vector)).isCloseTo(score, within(0.0001));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "CVSS:3.1/", "CVSS:3.1/AV:N", "CVSS:9.9/AV:N", "high"})
  void vectorsThatAreNone(String vector) {
    assertThat(new CvssScores().of(vector)).isNull();
  }

  @Test
  void withdrawnIsKeptAsWithdrawn() throws Exception {
    assertThat(
            one("""
            {"id": "X-1", "withdrawn": "2024-01-01T00:00:00Z", "affected": [
              {"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0"]}]}
            """)
                .withdrawn())
        .isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(
            one("""
            {"id": "X-1", "withdrawn": "yesterday", "affected": [
              {"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0"]}]}
            """)
                .withdrawn())
        .isNotNull();
  }

  /** scanning.md 27: versions that the module proxy does not know. */
  @Test
  void goCustomRanges() throws Exception {
    String record =
        """
        {"id": "GO-1", "affected": [{"package": {"ecosystem": "Go", "name": "example.org/x"},
          "ranges": [{"type": "SEMVER", "events": [%s]}],
          "ecosystem_specific": {"custom_ranges": [{"type": "ECOSYSTEM", "events": [%s]}]}}]}
        """;
    assertThat(
            intervals(
                record.formatted(
                    "{\"introduced\": \"0\"}", "{\"introduced\": \"0\"}, {\"fixed\": \"1.9.0\"}")))
        .containsExactly(new Interval(null, "1.9.0", null));
    assertThat(
            intervals(
                record.formatted(
                    "{\"introduced\": \"0\"}",
                    "{\"introduced\": \"13.0.0\"}, {\"fixed\": \"13.4.13\"}")))
        .containsExactly(
            new Interval(null, null, "0.0.0"), new Interval("13.0.0", "13.4.13", null));
    assertThat(
            intervals(
                record.formatted(
                    "{\"introduced\": \"0\"}, {\"fixed\": \"0.5.0\"}",
                    "{\"introduced\": \"3.2.22\"}, {\"fixed\": \"3.4.22\"}")))
        .containsExactly(new Interval(null, "0.5.0", null));
    assertThat(intervals(record.formatted("{\"introduced\": \"0\"}", "")))
        .containsExactly(new Interval(null, null, null));
  }

  @Test
  void unreadableVersionsAreToldAndKept() throws Exception {
    assertThat(
            intervals(
                """
                {"id": "PYSEC-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "x"},
                 "ranges": [{"type": "ECOSYSTEM", "events": [
                   {"introduced": "0"}, {"fixed": "not a version"}]}]}]}
                """))
        .containsExactly(new Interval(null, "not a version", null));
    assertThat(problems.doubtful()).isEqualTo(1);
    assertThat(problems.kept().getFirst().where()).isEqualTo("PYSEC-1");
    assertThat(
            intervals(
                """
                {"id": "RUSTSEC-1", "affected": [{"package": {"ecosystem": "crates.io", "name": "x"},
                 "ranges": [{"type": "SEMVER", "events": [
                   {"introduced": "0.3"}, {"fixed": "111.6"}]}]}]}
                """))
        .containsExactly(new Interval("0.3.0", "111.6.0", null));
  }

  @Test
  void entriesOfCommitsAlone() throws Exception {
    assertThat(
            one("""
            {"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "x"},
             "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}]}
            """)
                .affected())
        .isEmpty();
    assertThat(all("{\"id\": \"X-1\", \"affected\": [{\"ranges\": []}]}")).isEmpty();
  }

  @Test
  void namesOfNuGetHaveNoCase() throws Exception {
    assertThat(
            one("""
            {"id": "X-1", "affected": [
              {"package": {"ecosystem": "NuGet", "name": "Newtonsoft.Json"},
               "versions": ["1.0"]}]}
            """)
                .affected()
                .getFirst()
                .name())
        .isEqualTo("newtonsoft.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'# Heading\\nText.' | Heading",
        "'First sentence. Second.' | First sentence.",
        "'Version 1.2.3 is bad. Second.' | Version 1.2.3 is bad.",
        "'Wrapped\\nline.\\n\\nNext' | Wrapped line.",
        "'' | X-1"
      })
  void titlesFromDetails(String details, String title) throws Exception {
    assertThat(
            one("""
            {"id": "X-1", "details": "%s", "affected": [
              {"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0"]}]}
            """
                    .formatted(details))
                .title())
        .isEqualTo(title);
  }

  @Test
  void titlesCannotCommandATerminal() {
    assertThat(Titles.oneLine("a\u001b[31mb\u202ec\r\n d")).isEqualTo("a [31mb c d");
    assertThat(Titles.oneLine("x".repeat(1000))).hasSize(200).endsWith("…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{}",
        "{\"id\": 1}",
        "{\"id\": \"\"}",
        "{\"id\": \"x\"} {}",
        "{\"id\": \"a\\u0000b\"}",
        "{\"id\": \"x\", \"affected\": [{]}",
        "not json"
      })
  void brokenRecords(String record) {
    assertThatThrownBy(() -> OsvRecordReader.read(record.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BrokenRecordException.class)
        .hasMessageNotContaining("Exception");
  }

  @Test
  void membersOfAnotherKindAreAbsent() throws Exception {
    assertThat(
            all(
                """
                {"id": "X-1", "aliases": "CVE-1", "related": {"a": 1}, "summary": ["x"],
                 "severity": {}, "references": [1, [2], {"url": 3}], "withdrawn": null,
                 "database_specific": "x", "published": 5,
                 "affected": [1, [], {"package": "x"}, {"package": {"ecosystem": "npm", "name": "x"},
                   "ranges": [7, {"type": "SEMVER", "events": ["x", {"introduced": 1}]}],
                   "versions": "1.0.0", "ecosystem_specific": []}]}
                """))
        .hasSize(1)
        .allSatisfy((ecosystem, advisory) -> assertThat(advisory.withdrawn()).isNull());
  }

  @Test
  void tooMuchOfAnything() {
    String versions = "\"1\",".repeat(200_001);
    assertThatThrownBy(
            () -> all("{\"id\": \"X\", \"affected\": [{\"versions\": [" + versions + "\"1\"]}]}"))
        .isInstanceOf(BrokenRecordException.class)
        .hasMessageContaining("200000");
    assertThatThrownBy(() -> all("{\"id\": \"" + "x".repeat(700) + "\"}"))
        .isInstanceOf(BrokenRecordException.class);
    assertThatThrownBy(() -> all("{\"id\": \"x\", \"a\": " + "[".repeat(100_000)))
        .isInstanceOf(BrokenRecordException.class);
  }

  private java.util.List<Interval> intervals(String record) throws Exception {
    return one(record).affected().getFirst().intervals();
  }

  private Advisory one(String record) throws Exception {
    Map<Ecosystem, Advisory> found = all(record);
    assertThat(found).hasSize(1);
    return found.values().iterator().next();
  }

  private Map<Ecosystem, Advisory> all(String record) throws Exception {
    return advisories.of(
        OsvRecordReader.read(record.getBytes(StandardCharsets.UTF_8)), ecosystem -> true);
  }
}
