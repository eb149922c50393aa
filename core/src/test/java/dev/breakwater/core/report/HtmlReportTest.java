package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Report;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
  private static final Pattern DATA =
      Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>");

  private static List<Report> all() {
    List<Report> all = new ArrayList<>(SampleReports.all());
    all.add(HtmlSamples.rich());
    return all;
  }

  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new HtmlReport("1.2.3").write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String only(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    assertThat(matcher.find()).isTrue();
    String found = matcher.group(1);
    assertThat(matcher.find()).isFalse();
    return found;
  }

  @Test
  void thePolicyNamesExactlyWhatIsInThePage() throws Exception {
    for (Report report : all()) {
      String page = written(report);
      for (Pattern pattern : List.of(SCRIPT, STYLE)) {
        byte[] inline = only(pattern, page).getBytes(StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(inline);
        String name = (pattern == SCRIPT ? "script" : "style") + "-src 'sha256-";
        assertThat(page).contains(name + Base64.getEncoder().encodeToString(hash) + "'");
      }
      assertThat(page).contains("default-src 'none'", "base-uri 'none'", "form-action 'none'");
    }
  }

  @Test
  void nothingPointsOutOfThePageButLinksThatAPersonFollows() throws IOException {
    for (Report report : all()) {
      String page = written(report);
      assertThat(page)
          .doesNotContain(" src=", "url(", "@import", "<link", "<img", "<iframe", "fetch(");
      Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(page);
      while (links.find()) {
        assertThat(links.group(1)).startsWith("#");
      }
      // A style or handler in an attribute would need a weaker policy.
      assertThat(page).doesNotContain(" style=").doesNotContainPattern(" on[a-z]+=\"");
    }
  }

  @Test
  void hostileTextEndsNoElement() throws IOException {
    String page = written(SampleReports.hostile());
    assertThat(page).contains("&quot;&lt;script&gt;", "\\u003cscript>");
    assertThat(page.split("<script", -1)).hasSize(3);
    assertThat(page.split("</script", -1)).hasSize(3);
    assertThat(page.chars().anyMatch(c -> (c < ' ' && c != '\n') || c == 0x202e || c == 0x9b))
        .isFalse();
  }

  @Test
  void everyFindingIsInTheData() throws IOException {
    for (Report report : all()) {
      Json data = Json.parse(only(DATA, written(report)));
      assertThat(data.get("findings").items())
          .hasSize(report.findings().size() + report.excused().size());
      assertThat(data.get("layers").items()).hasSize(report.subject().layers().size());
    }
    List<Json> rich = Json.parse(only(DATA, written(HtmlSamples.rich()))).get("findings").items();
    assertThat(rich.getLast().text("excuse"))
        .isEqualTo(
            "templates are ours alone (waived by shop@example.org until 2027-01-31,"
                + " .breakwater/waivers.yaml:12)");
    assertThat(rich.getFirst().get("step").number(0)).isEqualTo(2);
    assertThat(rich.getFirst().get("layer").number(0)).isEqualTo(2);
    Json key = rich.get(rich.size() - 2);
    assertThat(key.text("path")).isEqualTo("app/id_ed25519:3:1");
    assertThat(key.get("hidden").isTrue()).isTrue();
  }

  @Test
  void aCleanReportSaysSo() throws IOException {
    assertThat(written(SampleReports.clean()))
        .contains("Verdict: passed", "No rule speaks against it.", "There is nothing to do.")
        .doesNotContain("id=\"gaps\"");
    assertThat(written(SampleReports.unsure())).contains("What was not assessed is not clean.");
    assertThat(written(SampleReports.empty()))
        .contains("By nothing: no feed of advisories was asked.")
        .doesNotContain("id=\"layers\"");
  }

  @Test
  void aPassThatLooksAwayFromSomethingIsNotGreen() throws IOException {
    Report missing =
        SampleReports.of(
            SampleReports.image(null),
            List.of(SampleReports.missing("npm", 1)),
            List.of(),
            List.of(SampleReports.language("npm", null, "x", "1.0.0", "x")),
            List.of(),
            null);
    assertThat(written(missing)).contains("class=\"verdict not-assessed\"");
    assertThat(written(SampleReports.unsure()))
        .contains("Verdict: passed", "Debian:12 was not assessed", "class=\"verdict reserved\"");
    assertThat(written(SampleReports.clean())).contains("class=\"verdict passed\"");
  }

  @Test
  void aLongPlanIsFolded() throws IOException {
    String page = written(SampleReports.large(40, 12));
    assertThat(page)
        .contains("<summary>28 more steps</summary>", "<ol class=\"plan\" start=\"13\">");
    assertThat(page.split("<li><h3>", -1)).hasSize(41);
  }

  @Test
  void theSameReportGivesTheSameBytes() throws IOException {
    assertThat(written(HtmlSamples.rich())).isEqualTo(written(HtmlSamples.rich()));
  }

  @Test
  void isSmallForTenThousandFindings() throws IOException {
    assertThat(written(SampleReports.large(1000, 10)).length()).isLessThan(10_000_000);
  }

  @Test
  void leavesTheStreamOpenAndPassesItsErrorsOn() throws IOException {
    boolean[] closed = {false};
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new HtmlReport("1").write(SampleReports.typical(), out);
    assertThat(closed[0]).isFalse();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    assertThatThrownBy(() -> new HtmlReport("1").write(SampleReports.typical(), full))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no space left on device");
  }
}
