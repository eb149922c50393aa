package dev.breakwater.advisory.updateinfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedInputStream;
import dev.breakwater.core.Severity;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateInfoTest {
  private static final Set<String> WANTED = Set.of("openssl", "kernel", "mariadb");

  private static List<UpdateAdvisory> read(String document) throws ArchiveException {
    List<UpdateAdvisory> advisories = new ArrayList<>();
    UpdateInfo.read(
        new ByteArrayInputStream(document.getBytes(UTF_8)), "updateinfo", WANTED, advisories::add);
    return advisories;
  }

  /** An advisory with one package; {@code %} is put into its middle. */
  private static String security(String middle) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <updates><update from="security@example.org" status="final" type="security" version="1">
    <id>TEST-2026:1</id><title>openssl update</title>
    """
        + middle
        + """
        <pkglist><collection short="test"><name>Test</name>
        <package name="openssl" version="3.0.9" release="1.el9" epoch="1" arch="x86_64" src="openssl-3.0.9-1.el9.src.rpm">
        <filename>openssl-3.0.9-1.el9.x86_64.rpm</filename></package>
        </collection></pkglist></update></updates>
        """;
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05 18:27, 2026-01-05T00:00:00Z",
    "2026-01-05 18:27:01, 2026-01-05T00:00:00Z",
    "2026-01-05, 2026-01-05T00:00:00Z",
    "2026-01-05T18:27:01Z, 2026-01-05T00:00:00Z",
    "1767637621, 2026-01-05T18:27:01Z",
    "yesterday morning,",
    "99999999999999999999,",
    "2026-13-05,",
    "5,",
  })
  void readsWhenAnUpdateCameOut(String date, @Nullable Instant issued) throws Exception {
    assertThat(read(security("<issued date=\"" + date + "\"/>")).getFirst().issued())
        .isEqualTo(issued);
    assertThat(read(security("<issued/>")).getFirst().issued()).isNull();
  }

  @Test
  void readsWhatAnAdvisorySays() throws Exception {
    UpdateAdvisory advisory =
        read("""
        <updates>
          <update status="final" from="security@example.org" type="security" version="1.4">
            <id>ALAS2099-2026-001</id>
            <title>Example Linux 2099 -
              ALAS2099-2026-001: important priority package update for openssl</title>
            <issued date="2026-01-05 18:27"/>
            <updated date="2026-01-09 00:00"/>
            <severity>important</severity>
            <description>It mentions CVE-2001-0001 &amp; more.</description>
            <references>
              <reference href="https://example.org/ALAS2099-2026-001" type="self"/>
              <reference href="https://example.org/1" id="CVE-2026-1111" title="" type="cve"/>
              <reference href="https://example.org/2" id="42" title="CVE-2026-2222 openssl: x" type="bugzilla"/>
            </references>
            <pkglist>
              <collection short="example"><name>Example</name>
                <package name="openssl" epoch="1" version="3.0.9" release="1.ex" arch="x86_64">
                  <filename>Packages/openssl-3.0.9-1.ex.x86_64.rpm</filename>
                  <reboot_suggested>True</reboot_suggested>
                </package>
                <package name="openssl" epoch="1" version="3.0.9" release="1.ex" arch="src"/>
                <package name="other" epoch="0" version="1" release="1" arch="x86_64"/>
              </collection>
              <collection short="more"><name>More</name>
                <module name="mariadb" stream="10.5" version="8040020201201" context="9f9e2e7e" arch="x86_64"/>
                <package name="mariadb" epoch="3" version="10.5.9" release="1.module+el8" arch="x86_64"/>
              </collection>
              <collection><package name="kernel" version="5" release="1" arch="noarch"/></collection>
            </pkglist>
          </update>
        </updates>
        """)
            .getFirst();
    assertThat(advisory.id()).isEqualTo("ALAS2099-2026-001");
    assertThat(advisory.title())
        .isEqualTo(
            "Example Linux 2099 - ALAS2099-2026-001: important priority package update for"
                + " openssl");
    assertThat(advisory.severity()).isEqualTo(Severity.HIGH);
    assertThat(advisory.url()).isEqualTo("https://example.org/ALAS2099-2026-001");
    assertThat(advisory.reboot()).isTrue();
    assertThat(advisory.vulnerabilities()).containsExactly("CVE-2026-1111", "CVE-2026-2222");
    assertThat(advisory.builds())
        .containsExactly(
            new RpmBuild("openssl", "x86_64", "1:3.0.9-1.ex", null),
            new RpmBuild("mariadb", "x86_64", "3:10.5.9-1.module+el8", "mariadb:10.5"),
            new RpmBuild("kernel", "noarch", "5-1", null));
  }

  @Test
  void passesOverWhatIsNoSecurityFixOrWasTakenBack() throws Exception {
    String one = security("");
    assertThat(read(one)).hasSize(1);
    assertThat(read(one.replace("type=\"security\"", "type=\"bugfix\""))).isEmpty();
    assertThat(read(one.replace("type=\"security\"", "type=\"enhancement\""))).isEmpty();
    assertThat(read(one.replace("status=\"final\"", "status=\"retracted\""))).isEmpty();
    assertThat(read(one.replace("name=\"openssl\"", "name=\"unknown\""))).isEmpty();
    assertThat(read("<updates/>")).isEmpty();
  }

  @Test
  void looksForVulnerabilitiesInTheTextOnlyWhereReferencesNameNone() throws Exception {
    assertThat(read(security("<description>Fixes CVE-2026-7.\nCVE-2026-7777</description>")))
        .singleElement()
        .satisfies(
            advisory -> assertThat(advisory.vulnerabilities()).containsExactly("CVE-2026-7777"));
    assertThat(
            read(
                security(
                    "<references><reference"
                        + " id='CVE-2026-1234'/></references><description>CVE-2026-7777</description>")))
        .singleElement()
        .satisfies(
            advisory -> assertThat(advisory.vulnerabilities()).containsExactly("CVE-2026-1234"));
    assertThat(read(security("")))
        .singleElement()
        .extracting("vulnerabilities")
        .isEqualTo(Set.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "", "whatever", "unspecified"})
  void takesNoRatingForUnknown(String word) throws Exception {
    assertThat(read(security("<severity>" + word + "</severity>")).getFirst().severity())
        .isEqualTo(Severity.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Critical=CRITICAL",
        "urgent=CRITICAL",
        "Important=HIGH",
        "MODERATE=MEDIUM",
        "medium=MEDIUM",
        "low=LOW"
      })
  void readsRatingsOfAllVendors(String pair) throws Exception {
    String[] parts = pair.split("=");
    assertThat(read(security("<severity>" + parts[0] + "</severity>")).getFirst().severity())
        .isEqualTo(Severity.valueOf(parts[1]));
  }

  @Test
  void countsEntriesThatCannotBeRead() throws Exception {
    String bad =
        security("")
            .replace(
                "</collection>",
                """
                <package name="openssl" version="3.0.9" arch="x86_64"/>
                <package name="openssl" version="3 0" release="1" arch="x86_64"/></collection>\
                """);
    List<UpdateAdvisory> advisories = new ArrayList<>();
    int unreadable =
        UpdateInfo.read(
            new ByteArrayInputStream(bad.getBytes(UTF_8)), "x", WANTED, advisories::add);
    assertThat(unreadable).isEqualTo(2);
    assertThat(advisories).hasSize(1);
    assertThat(read(security("").replace("TEST-2026:1", "x y"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text",
        "<html/>",
        "<updates><update type='security'>",
        "<updates></update></updates>",
        "<!DOCTYPE updates SYSTEM 'file:///etc/passwd'><updates/>",
        "<!DOCTYPE u [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><updates>&b;</updates>",
        "<updates>&undeclared;</updates>",
        "<?xml version='1.0' encoding='no-such'?><updates/>",
        "<updates><update type='security' type='security'/></updates>"
      })
  void refusesWhatIsNoUpdateinfo(String document) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOf(ArchiveException.class)
        .hasMessageStartingWith("updateinfo ");
  }

  @Test
  void refusesDepthAndTooManyNames() {
    assertThatThrownBy(() -> read("<updates>" + "<a>".repeat(100)))
        .hasMessageContaining("nests elements more than 32 deep");
    StringBuilder names = new StringBuilder("<updates>");
    for (int i = 0; i < 3_000; i++) {
      names.append("<n").append(i).append("/>");
    }
    assertThatThrownBy(() -> read(names.toString())).hasMessageContaining("different names");
  }

  /** Each of these would fill the memory if it were held as a whole. */
  @ParameterizedTest
  @ValueSource(strings = {"<updates><!-- ", "<updates><a b='", "<updates><?x ", "<updates><"})
  void comesToAnEndWhereATagDoesNot(String start) {
    assertThatThrownBy(() -> readEndless(start, "a".repeat(8_192)))
        .isInstanceOf(ArchiveException.class)
        .hasMessageMatching("(?s).*(more than 4194304 bytes|limit).*");
  }

  @Test
  void boundsEndlessText() {
    for (String start : List.of("<updates>", "<updates><![CDATA[")) {
      assertThatThrownBy(() -> readEndless(start, "text ".repeat(1_000)))
          .isInstanceOf(ArchiveException.class);
    }
  }

  private static void readEndless(String start, String rest) throws ArchiveException {
    InputStream endless = new Endless(start.getBytes(UTF_8), rest.getBytes(UTF_8));
    UpdateInfo.read(
        new BoundedInputStream(endless, "updateinfo", 64 << 20),
        "updateinfo",
        WANTED,
        advisory -> {});
  }

  /** A start, then a block again and again. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private final byte[] block;
    private long position;

    Endless(byte[] start, byte[] block) {
      this.start = start;
      this.block = block;
    }

    @Override
    public int read() {
      long at = position++;
      return at < start.length
          ? start[(int) at]
          : block[(int) ((at - start.length) % block.length)];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) read();
      }
      return length;
    }
  }

  @Test
  void readsALongDocumentWithoutMeetingTheParsersOwnLimits() throws Exception {
    String one =
        security(
            "<description>" + "a &lt;b&gt; &amp; &quot;c&quot; ".repeat(300) + "</description>");
    String start = one.substring(0, one.indexOf("<update ", one.indexOf("<updates>")));
    String update = one.substring(start.length(), one.lastIndexOf("</updates>"));
    assertThat(read(start + update.repeat(2_000) + "</updates>")).hasSize(2_000);
  }
}
