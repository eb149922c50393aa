package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.breakwater.core.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, Debian's Chromium. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HtmlReportBrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir static Path files;

  private static Playwright playwright;
  private static Browser browser;

  /** What the page of a test asked for, and what it complained of. */
  private final List<String> requests = new ArrayList<>();

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;

  @BeforeAll
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  static void start() {
    assertThat(CHROMIUM).as("this test needs Chromium: apt-get install chromium").isExecutable();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu"))
                    .setTimeout(60_000));
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
  }

  /** No page may ask for anything but itself, or complain of anything, whatever is done with it. */
  @AfterEach
  void asksForNothing() {
    if (context != null) {
      context.close();
    }
    assertThat(requests).hasSize(1).allMatch(request -> request.startsWith("file:"));
    assertThat(complaints).isEmpty();
  }

  private Page open(Report report) throws IOException {
    return open(report, new Browser.NewContextOptions());
  }

  private Page open(Report report, Browser.NewContextOptions options) throws IOException {
    Path file = files.resolve("report.html");
    try (OutputStream out = Files.newOutputStream(file)) {
      new HtmlReport("1.2.3").write(report, out);
    }
    context = browser.newContext(options);
    context.setDefaultTimeout(20_000);
    Page page = context.newPage();
    page.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onDialog(dialog -> {
      complaints.add(dialog.message());
      dialog.dismiss();
    });
    page.navigate(file.toUri().toString());
    return page;
  }

  private static Locator rows(Page page) {
    return page.locator("#rows > tr:not(.detail)");
  }

  private static String count(Page page) {
    return page.getByRole(AriaRole.STATUS).innerText();
  }

  private static Locator box(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void saysWhatMattersBeforeTheTable() throws IOException {
    Page page = open(HtmlSamples.rich());
    assertThat(page.title()).isEqualTo("registry.example.org/shop/api:1.4.2: denied – Breakwater");
    assertThat(page.locator("#verdict").innerText())
        .contains("Verdict: denied", "6 findings are critical", "41 findings count");
    assertThat(page.locator("#gaps").innerText())
        .contains("npm: 1 package was not assessed", "not read: app/broken.jar");
    assertThat(page.locator("#notices").innerText()).contains("expired", "waivers.yaml:20");
    assertThat(page.locator("#layers").innerText())
        .contains("debian.sh bookworm", "base image", "RUN pip install -r requirements.txt");
    assertThat(page.locator("#plan").innerText())
        .contains(
            "move base from example.org/debian:12.5 to example.org/debian:12.12",
            "Removes 32 (2 critical, 5 high, 12 medium, 12 low, 1 unknown), brings 1 (1 low)",
            "Left after it: 4 critical, 2 high, 2 medium, 1 low, 1 negligible");
  }

  @Test
  void everyFilterNarrowsTheTable() throws IOException {
    Page page = open(HtmlSamples.rich());
    assertThat(count(page)).isEqualTo("41 findings of 42");
    assertThat(rows(page).count()).isEqualTo(41);

    box(page, "critical").uncheck();
    assertThat(count(page)).isEqualTo("35 findings of 42");
    button(page, "Clear the filters").click();
    assertThat(box(page, "critical").isChecked()).isTrue();
    assertThat(count(page)).isEqualTo("41 findings of 42");

    box(page, "Kind").selectOption("secret");
    assertThat(rows(page).allInnerTexts()).singleElement().asString().contains("private-key");
    button(page, "Clear the filters").click();

    box(page, "Fix").selectOption("no");
    assertThat(rows(page).allInnerTexts()).isNotEmpty().noneMatch(text -> text.contains("→"));
    button(page, "Clear the filters").click();

    box(page, "Layer").selectOption("2");
    assertThat(rows(page).allInnerTexts()).hasSize(7).allMatch(text -> text.contains("layer 2"));
    button(page, "Clear the filters").click();

    box(page, "Place").selectOption("base-image");
    assertThat(count(page)).isEqualTo("No finding matches.");
    button(page, "Clear the filters").click();

    box(page, "Plan").selectOption("2");
    assertThat(rows(page).allInnerTexts()).hasSize(3).allMatch(text -> text.contains("log4j"));
    button(page, "Clear the filters").click();

    box(page, "known to be exploited").check();
    assertThat(rows(page).allInnerTexts()).singleElement().asString().contains("CVE-2021-44228");
    button(page, "Clear the filters").click();

    box(page, "show excused (1)").check();
    assertThat(count(page)).isEqualTo("42 findings of 42");
    assertThat(page.locator("tr.excused").innerText()).contains("CVE-2021-23337", "excused");
  }

  @Test
  void searchFindsEveryWordAnywhere() throws IOException {
    Page page = open(HtmlSamples.rich());
    Locator search = page.getByRole(AriaRole.SEARCHBOX);
    search.fill("OPENSSL buffer");
    assertThat(rows(page).allInnerTexts()).singleElement().asString().contains("CVE-2024-5535");
    search.fill("GHSA-aaaa-bbbb-5046");
    assertThat(rows(page).allInnerTexts()).singleElement().asString().contains("CVE-2021-45046");
    search.fill("no such thing");
    assertThat(count(page)).isEqualTo("No finding matches.");
    search.fill("");
    assertThat(count(page)).isEqualTo("41 findings of 42");
  }

  @Test
  void columnsSortBothWaysAndSaySo() throws IOException {
    Page page = open(HtmlSamples.rich());
    Locator header =
        page.getByRole(
            AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Finding").setExact(true));
    Locator names = page.locator("#rows th button");
    assertThat(names.first().innerText()).isEqualTo("CVE-2021-44228");
    button(page, "Finding").click();
    assertThat(header.getAttribute("aria-sort")).isEqualTo("ascending");
    assertThat(names.first().innerText()).isEqualTo("CVE-2011-4116");
    // Numbers count as numbers: 5535 is less than 13176.
    List<String> sorted = names.allInnerTexts();
    assertThat(sorted.indexOf("CVE-2024-5535")).isLessThan(sorted.indexOf("CVE-2024-13176"));
    button(page, "Finding").click();
    assertThat(header.getAttribute("aria-sort")).isEqualTo("descending");
    assertThat(names.first().innerText()).isEqualTo("private-key");
    assertThat(page.locator("th[aria-sort]").count()).isEqualTo(1);
  }

  @Test
  void aStepOfThePlanAndALayerShowTheirFindings() throws IOException {
    Page page = open(HtmlSamples.rich());
    button(page, "Show the findings that step 1 removes").click();
    assertThat(count(page)).isEqualTo("32 findings of 42");
    button(page, "Show the findings of layer 2").click();
    assertThat(count(page)).isEqualTo("7 findings of 42");
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("findings-title");
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard() throws IOException {
    Page page = open(HtmlSamples.rich());
    page.keyboard().press("Tab");
    assertThat(focused(page)).isEqualTo("Skip to the findings");
    assertThat(page.locator(".skip").boundingBox().x).isNotNegative();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("text");
    page.keyboard().type("CVE-2024");
    assertThat(count(page)).startsWith("30 findings");
    page.keyboard().press("Tab");
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("severity-critical");
    page.keyboard().press("Space");
    assertThat(count(page)).startsWith("27 findings");
    tabTo(page, "Finding");
    page.keyboard().press("Enter");
    page.keyboard().press("Enter");
    assertThat(page.locator("#rows th button").first().innerText()).isEqualTo("CVE-2024-33622");
    tabTo(page, "CVE-2024-33622");
    page.keyboard().press("Space");
    assertThat(page.locator("tr.detail").innerText()).contains("What to do", "no fix yet");
    page.keyboard().press("Enter");
    assertThat(page.locator("tr.detail").count()).isZero();
    tabTo(page, "CVE-2024-33621");
    String outline = "getComputedStyle(document.activeElement).outlineStyle";
    assertThat(page.evaluate(outline)).isEqualTo("solid");
  }

  private static Object focused(Page page) {
    return page.evaluate("document.activeElement.textContent");
  }

  private static void tabTo(Page page, String text) {
    for (int i = 0; i < 60 && !text.equals(focused(page)); i++) {
      page.keyboard().press("Tab");
    }
    assertThat(focused(page)).isEqualTo(text);
  }

  @Test
  void aScreenReaderHearsNamesAndRoles() throws IOException {
    Page page = open(HtmlSamples.rich());
    String tree = page.locator("body").ariaSnapshot();
    assertThat(tree)
        .contains(
            "- banner:",
            "- navigation \"Parts of this page\":",
            "- main:",
            "- contentinfo:",
            "- 'region \"Verdict: denied\"':",
            "- region \"What each layer brought\":",
            "- region \"The plan\":",
            "- region \"The findings\":",
            "- heading \"registry.example.org/shop/api:1.4.2\" [level=1]",
            "- search \"Filter the findings\":",
            "- searchbox \"Search\"",
            "- group \"Severity\":",
            "- checkbox \"critical\" [checked]",
            "- combobox \"Fix\":",
            "- status: 41 findings of 42",
            "- caption: Findings; each name opens its details",
            "- columnheader \"Severity\":",
            "- button \"CVE-2021-44228\"",
            "- table \"Feeds of advisories\"");
    Locator first = button(page, "CVE-2021-44228");
    assertThat(first.getAttribute("aria-expanded")).isEqualTo("false");
    first.click();
    assertThat(first.getAttribute("aria-expanded")).isEqualTo("true");
    assertThat(page.locator("html").getAttribute("lang")).isEqualTo("en");
    Object nameless =
        page.evaluate(
            """
            [...document.querySelectorAll("input:not([type=hidden]), select, button")]
                .filter((field) => field.labels?.length === 0 && field.textContent.trim() === "")
                .map((field) => field.outerHTML)
            """);
    assertThat(nameless).isEqualTo(List.of());
  }

  /** The contrast that WCAG 2.2 asks for at level AA, of everything that can be seen. */
  @Test
  void everyTextStandsOutInLightAndDark() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      requests.clear();
      Page page = open(HtmlSamples.rich(), new Browser.NewContextOptions().setColorScheme(scheme));
      box(page, "show excused (1)").check();
      button(page, "CVE-2021-44228").click();
      assertThat(page.evaluate(FAINT)).as("%s", scheme).isEqualTo(List.of());
      if (scheme == ColorScheme.LIGHT) {
        context.close();
      }
    }
  }

  private static final String FAINT =
      """
      (() => {
        const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = (colour) => numbers(colour).slice(0, 3)
            .map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const paper = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if ((numbers(colour)[3] ?? 1) === 1) return colour;
          }
          return getComputedStyle(document.body).backgroundColor;
        };
        return [...document.querySelectorAll("body *")]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== ""))
            .filter((e) => e.checkVisibility() && e.tagName !== "OPTION")
            .map((e) => {
              const [high, low] = [light(getComputedStyle(e).color), light(paper(e))]
                  .sort((a, b) => b - a);
              return [(high + 0.05) / (low + 0.05), e.tagName + " " + e.textContent.slice(0, 40)];
            })
            .filter(([ratio]) => ratio < 4.5)
            .map(([ratio, text]) => ratio.toFixed(2) + " " + text);
      })()
      """;

  /**
   * How long the browser takes grows with what it has to lay out, so that must not grow with the
   * findings: whatever the filters let through, only the first are rendered.
   */
  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void manyFindingsAreFilteredButFewAreRendered(int packages) throws IOException {
    Page page = open(SampleReports.large(packages, 10));
    String all = String.format(Locale.ROOT, "%,d", packages * 10);
    assertThat(count(page)).isEqualTo(all + " findings of " + all);
    assertThat(rows(page).count()).isEqualTo(50);
    for (String change :
        List.of(
            "document.getElementById('severity-critical').checked = false",
            "document.getElementById('text').value = 'parser'",
            "document.getElementById('fix').value = 'yes'",
            "document.getElementById('layer').value = '1'",
            "document.getElementById('filters').reset()")) {
      page.evaluate(
          change + "; document.getElementById('filters').dispatchEvent(new Event('input'))");
      assertThat(rows(page).count()).as(change).isBetween(1, 50);
    }
    button(page, "Show more").click();
    assertThat(rows(page).count()).isEqualTo(250);
    page.locator("#severity-critical").uncheck();
    assertThat(rows(page).count()).isBetween(1, 50);
  }

  @Test
  void hostileNamesStayText() throws IOException {
    Page page = open(SampleReports.hostile());
    assertThat(count(page)).isEqualTo("3 findings of 3");
    for (Locator button : page.locator("#rows th button").all()) {
      button.click();
    }
    String text = page.locator("main").innerText();
    assertThat(text).contains("\"<script>", "\\u{202e}", "\\u{1b}[2J").doesNotContain("\u202e");
    assertThat(page.locator("script").count()).isEqualTo(2);
    assertThat(page.locator("#plan").innerText()).doesNotContain("npm install", "pip install");
  }

  @Test
  void whatIsNoAddressOfTheWebIsNoLink() throws IOException {
    Page page = open(HtmlSamples.rich());
    button(page, "image-user-root").click();
    assertThat(page.locator("tr.detail a").evaluateAll("links => links.map(link => link.href)"))
        .isEqualTo(List.of("https://example.org/read?a=1&b=2"));
    assertThat(page.locator("tr.detail").innerText()).contains("CIS Docker 4.1");
  }

  @Test
  void nothingButItsOwnScriptCanRun() throws IOException {
    Page page = open(HtmlSamples.rich());
    assertThatThrownBy(() -> page.evaluate("document.body.innerHTML = '<b>x</b>'"))
        .isInstanceOf(PlaywrightException.class)
        .hasMessageContaining("TrustedHTML");
    page.evaluate(
        """
        () => {
          const script = document.createElement("script");
          script.append("window.ran = true");
          document.body.append(script);
        }
        """);
    assertThat(page.evaluate("window.ran === undefined")).isEqualTo(true);
    assertThat(page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')"))
        .isEqualTo("refused");
    assertThat(complaints)
        .isNotEmpty()
        .allMatch(one -> one.contains("Security Policy") || one.contains("requires 'Trusted"));
    complaints.clear();
  }

  @Test
  void canBeReadWithoutScripts() throws IOException {
    Page page =
        open(HtmlSamples.rich(), new Browser.NewContextOptions().setJavaScriptEnabled(false));
    assertThat(page.locator("#plan").innerText()).contains("move base from").doesNotContain("Show");
    assertThat(page.locator("#findings").innerText())
        .contains("The table needs the script in this page")
        .doesNotContain("Search");
  }

  @Test
  void printsTheFindingsAndNotTheFilters() throws IOException {
    Page page = open(SampleReports.large(40, 12));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(rows(page).count()).isEqualTo(480);
    assertThat(page.locator("#filters").isVisible()).isFalse();
    assertThat(page.locator("#plan").isVisible()).isTrue();
  }

  @Test
  void fitsANarrowScreen() throws IOException {
    for (Report report : List.of(HtmlSamples.rich(), SampleReports.hostile())) {
      requests.clear();
      if (context != null) {
        context.close();
      }
      Page page = open(report, new Browser.NewContextOptions().setViewportSize(360, 700));
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
    }
  }
}
