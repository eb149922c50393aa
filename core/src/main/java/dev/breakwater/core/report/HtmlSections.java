package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Base;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts of the page that can be read without scripts, from the verdict to the filters. */
final class HtmlSections {
  private static final int MOST_PROBLEMS = 50;
  private static final int MOST_NAMED = 5;
  private static final int MOST_LAYERS = 200;
  private static final int MOST_STEPS = 100;
  private static final int MOST_OPEN_STEPS = 12;
  private static final int LONGEST_STEP = 300;

  /** How finely a bar is divided. */
  private static final long BAR = 1000;

  private final Report report;
  private final Subject subject;
  private final HtmlText html;
  private final SortedMap<Severity, Integer> counts = new TreeMap<>();

  HtmlSections(Report report, HtmlText html) {
    this.report = report;
    this.subject = report.subject();
    this.html = html;
    for (Finding finding : report.findings()) {
      counts.merge(finding.severity(), 1, Integer::sum);
    }
  }

  static String outcome(Report report) {
    return report.verdict().outcome().label().replace('-', ' ');
  }

  void all() {
    html.markup("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n");
    head();
    html.markup("<main>\n");
    verdict();
    shortfalls();
    notices();
    layers();
    plan();
    findings();
    assessed();
    html.markup("</main>\n");
  }

  private void head() {
    html.markup("<header>\n<p class=\"brand\">Breakwater container security report</p>\n");
    html.element("h1", subject.name());
    html.markup("\n<dl class=\"facts\">");
    fact("Looked at", subject.kind());
    fact("Digest", subject.digest() == null ? null : subject.digest().toString());
    fact("Platform", subject.platform());
    Distribution distribution = subject.distribution();
    fact("System", distribution == null ? null : distribution.name());
    Base base = subject.base();
    fact("Built on", base == null ? null : base.reference());
    fact(
        subject.isConfiguration() ? "Audited" : "Scanned",
        report.created().toString().replace('T', ' ').replace("Z", " UTC"));
    html.markup("</dl>\n</header>\n<nav aria-label=\"Parts of this page\"><ul>");
    html.markup("<li><a href=\"#verdict\">Verdict</a></li>");
    if (!subject.layers().isEmpty()) {
      html.markup("<li><a href=\"#layers\">Layers</a></li>");
    }
    html.markup("<li><a href=\"#plan\">Plan</a></li>");
    html.markup("<li><a href=\"#findings\">Findings</a></li>");
    html.markup("<li><a href=\"#assessed\">Judged by</a></li></ul></nav>\n");
  }

  private void fact(String name, @Nullable String value) {
    if (value != null) {
      html.markup("<div>").element("dt", name).element("dd", value).markup("</div>");
    }
  }

  private void section(String id, String classes, String title) {
    html.markup("<section id=\"").markup(id).markup("\" class=\"").markup(classes);
    html.markup("\" aria-labelledby=\"").markup(id).markup("-title\">\n<h2 id=\"").markup(id);
    html.markup("-title\" tabindex=\"-1\">").text(title).markup("</h2>\n");
  }

  private void endSection() {
    html.markup("</section>\n");
  }

  private void verdict() {
    Verdict verdict = report.verdict();
    boolean reserved = verdict.outcome() == Verdict.Outcome.PASSED && !verdict.reasons().isEmpty();
    String tone = reserved ? "reserved" : verdict.outcome().label();
    section("verdict", "verdict " + tone, "Verdict: " + outcome(report));
    List<String> reasons = new ArrayList<>(verdict.reasons());
    for (Decision decision : verdict.decisions()) {
      reasons.remove(decision.message());
    }
    if (!reasons.isEmpty() || !verdict.decisions().isEmpty()) {
      html.markup("<ul>\n");
      verdict.decisions().forEach(this::decision);
      for (String reason : reasons) {
        html.element("li", reason).markup("\n");
      }
      html.markup("</ul>\n");
    } else if (verdict.outcome() == Verdict.Outcome.PASSED) {
      html.markup("<p>No rule speaks against it.</p>\n");
    }
    summary();
    html.markup("<ul class=\"tiles\" aria-label=\"Findings of each severity\">");
    for (Severity severity : Severity.values()) {
      html.markup("<li class=\"").markup(severity.label()).markup("\"><strong>");
      html.number(counts.getOrDefault(severity, 0)).markup("</strong><span>");
      html.markup(severity.label()).markup("</span></li>");
    }
    html.markup("</ul>\n");
    endSection();
  }

  private void decision(Decision decision) {
    html.markup("<li>").element("strong", effect(decision.effect())).markup(" by rule ");
    html.element("code", decision.rule()).markup(" (").text(decision.where()).markup("): ");
    html.text(decision.message()).markup("<div class=\"soft\">because ");
    html.element("code", decision.expression());
    Set<String> by = new LinkedHashSet<>();
    for (Finding finding : decision.findings()) {
      by.add(finding.id());
    }
    String before = ", by ";
    for (String id : by.stream().limit(MOST_NAMED).toList()) {
      html.markup(before).text(id);
      before = ", ";
    }
    html.markup(by.size() > MOST_NAMED ? " and " + (by.size() - MOST_NAMED) + " more" : "");
    html.markup("</div></li>\n");
  }

  private static String effect(Decision.Effect effect) {
    return switch (effect) {
      case DENY -> "Denied";
      case WARN -> "Warning";
      case ERROR -> "Undecided";
    };
  }

  /** How much there is, how much of it the plan removes, and how urgent it is. */
  private void summary() {
    int findings = report.findings().size();
    int exploited = 0;
    for (Vulnerability finding : report.vulnerabilities()) {
      exploited += finding.kev() == null ? 0 : 1;
    }
    html.markup("<p>").text(Wording.count(findings, "finding"));
    html.markup(findings == 1 ? " counts" : " count").markup(" in ");
    html.text(Wording.size(report));
    if (exploited > 0) {
      html.markup("; <strong>").number(exploited).markup(" known to be exploited</strong>");
    }
    int removed = 0;
    for (Plan.Step step : report.plan().steps()) {
      removed += step.removes().size();
    }
    if (removed > 0) {
      html.markup("; the <a href=\"#plan\">plan</a> removes ").number(removed);
    }
    if (!report.excused().isEmpty()) {
      html.markup("; ").number(report.excused().size());
      html.markup(report.excused().size() == 1 ? " is" : " are").markup(" excused");
    }
    html.markup(".</p>\n");
  }

  /** Whatever keeps the result from being whole. */
  private void shortfalls() {
    List<String> lines = new ArrayList<>();
    Distribution distribution = subject.distribution();
    LocalDate today = LocalDate.ofInstant(report.created(), ZoneOffset.UTC);
    if (distribution != null && distribution.endedBy(today)) {
      lines.add(
          distribution.name()
              + " has had no security support since "
              + distribution.endOfLife()
              + ": what has no fix will get none");
    }
    for (Assessment assessment : report.assessed()) {
      if (assessment.state() != Assessment.State.ASSESSED) {
        lines.add(Wording.shortfall(assessment));
      }
    }
    List<Problem> problems = report.problems();
    for (Problem problem : problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS))) {
      lines.add("not read: " + Wording.problem(problem));
    }
    if (problems.size() > MOST_PROBLEMS) {
      int more = problems.size() - MOST_PROBLEMS;
      lines.add(more + " more could not be read: see the JSON report");
    }
    if (lines.isEmpty()) {
      return;
    }
    section("gaps", "gaps", "What could not be judged");
    html.markup("<p>What was not assessed is not clean.</p>\n<ul class=\"notices\">\n");
    for (String line : lines) {
      html.element("li", line).markup("\n");
    }
    html.markup("</ul>\n");
    endSection();
  }

  private void notices() {
    if (report.notices().isEmpty()) {
      return;
    }
    section("notices", "waivers", "Waivers and statements to look at");
    html.markup("<p>None of these changes the verdict.</p>\n<ul class=\"notices\">\n");
    for (Notice notice : report.notices()) {
      html.markup("<li><span class=\"badge warn\">").text(notice.kind().label());
      html.markup("</span> ").text(notice.what()).markup(" <code>").text(notice.where());
      html.markup("</code></li>\n");
    }
    html.markup("</ul>\n");
    endSection();
  }

  /** What one layer brought. */
  private static final class Brought {
    private final Map<Severity, Integer> findings = new EnumMap<>(Severity.class);
    private int packages;
    private int total;
  }

  private void layers() {
    List<Subject.Layer> layers = subject.layers();
    if (layers.isEmpty()) {
      return;
    }
    List<Brought> brought = new ArrayList<>();
    for (int i = 0; i <= layers.size(); i++) {
      brought.add(new Brought());
    }
    LayerIndex index = new LayerIndex(subject);
    for (Finding finding : report.findings()) {
      Brought by = at(finding.location().layer(), index, brought);
      by.findings.merge(finding.severity(), 1, Integer::sum);
      by.total++;
    }
    for (SoftwarePackage softwarePackage : report.packages()) {
      at(softwarePackage.layer(), index, brought).packages++;
    }
    int most = 1;
    for (Brought by : brought) {
      most = Math.max(most, by.total);
    }
    Base base = subject.base();
    int ofBase = base == null ? 0 : base.layers();
    section("layers", "stack", "What each layer brought");
    html.markup("<p>The lowest layer comes first, as in the Dockerfile.");
    if (base != null) {
      html.markup(" Built on <strong>").text(base.reference()).markup("</strong>, known by ");
      html.text(base.knownBy().label());
      html.markup(ofBase > 0 ? ": the layers with the blue edge." : ".");
    }
    html.markup("</p>\n<ol class=\"layers\">\n");
    int shown = Math.min(layers.size(), MOST_LAYERS);
    for (int i = 0; i < shown; i++) {
      layer(i + 1, layers.get(i).createdBy(), i < ofBase, brought.get(i + 1), most);
    }
    if (brought.getFirst().total > 0) {
      layer(0, null, false, brought.getFirst(), most);
    }
    html.markup("</ol>\n");
    if (shown < layers.size()) {
      String rest = Wording.count(layers.size() - shown, "more layer");
      html.markup("<p>And ").text(rest).markup(", whose findings are in the table.</p>\n");
    }
    endSection();
  }

  private static Brought at(@Nullable Digest layer, LayerIndex index, List<Brought> brought) {
    return brought.get(index.of(layer) + 1);
  }

  private void layer(int number, @Nullable String step, boolean base, Brought brought, int most) {
    html.markup(base ? "<li class=\"base\">" : "<li>").markup("<span class=\"number\">");
    if (number > 0) {
      html.number(number);
    }
    html.markup("</span><div>");
    if (number == 0) {
      html.markup("In no layer: the image's configuration, or the image as a whole");
    } else if (step == null) {
      html.markup("<span class=\"soft\">The image does not say what made it</span>");
    } else {
      String shown = Wording.step(step);
      boolean whole = shown.length() <= LONGEST_STEP;
      html.element("code", whole ? shown : shown.substring(0, LONGEST_STEP) + "…");
    }
    if (base) {
      html.markup("<span class=\"badge low\">base image</span>");
    }
    html.markup("</div><div class=\"brought\">");
    bar(brought.findings, most);
    if (brought.total == 0) {
      html.markup("no findings");
    } else {
      html.markup("<strong>").text(Wording.count(brought.total, "finding")).markup("</strong>: ");
      html.text(countsText(brought.findings));
    }
    html.markup(", ").text(Wording.count(brought.packages, "package"));
    if (brought.total > 0) {
      String what = number == 0 ? "outside the layers" : "of layer " + number;
      showButton("layer", number, "Show the findings " + what);
    }
    html.markup("</div></li>\n");
  }

  /** Only scripts make these of use, so a script shows them. */
  private void showButton(String filter, int value, String label) {
    html.markup(" <button type=\"button\" class=\"show plain\" hidden data-filter=\"");
    html.markup(filter).markup("\" data-value=\"").number(value).markup("\" aria-label=\"");
    html.markup(label).markup("\">Show</button>");
  }

  /** A picture for the eyes; the same numbers stand beside it as text. */
  private void bar(Map<Severity, Integer> findings, int whole) {
    html.markup("<svg class=\"bar\" viewBox=\"0 0 ").number(BAR);
    html.markup(" 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">");
    long before = 0;
    for (Map.Entry<Severity, Integer> count : findings.entrySet()) {
      long from = before * BAR / whole;
      before += count.getValue();
      long to = Math.min(before * BAR / whole, BAR);
      html.markup("<rect class=\"").markup(count.getKey().label()).markup("\" x=\"");
      html.number(from).markup("\" width=\"").number(Math.max(to - from, 2));
      html.markup("\" height=\"1\"/>");
    }
    html.markup("</svg>");
  }

  private void plan() {
    List<Plan.Step> steps = report.plan().steps();
    section("plan", "steps", "The plan");
    if (steps.isEmpty()) {
      html.markup(
          report.findings().isEmpty()
              ? "<p>There is nothing to do.</p>\n"
              : "<p>Nothing that was found can be mended yet.</p>\n");
      endSection();
      return;
    }
    html.markup(
        "<p>The smallest set of changes that removes the most, the most useful first. Each");
    html.markup(" step is counted after those before it.</p>\n<ol class=\"plan\">\n");
    int whole = Math.max(report.findings().size(), 1);
    int shown = Math.min(steps.size(), MOST_STEPS);
    int open = shown <= MOST_OPEN_STEPS + 1 ? shown : MOST_OPEN_STEPS;
    for (int i = 0; i < open; i++) {
      step(i + 1, steps.get(i), whole);
    }
    html.markup("</ol>\n");
    if (open < shown) {
      html.markup("<details><summary>").text(Wording.count(shown - open, "more step"));
      html.markup("</summary>\n<ol class=\"plan\" start=\"").number(open + 1).markup("\">\n");
      for (int i = open; i < shown; i++) {
        step(i + 1, steps.get(i), whole);
      }
      html.markup("</ol></details>\n");
    }
    if (shown < steps.size()) {
      String rest = Wording.count(steps.size() - shown, "more step");
      html.markup("<p>And ").text(rest).markup(", which are in the JSON report.</p>\n");
    }
    if (!report.plan().together().isEmpty()) {
      html.element("h3", "All upgrades at once");
      report.plan().together().forEach(this::command);
    }
    endSection();
  }

  private void step(int number, Plan.Step step, int whole) {
    html.markup("<li>").element("h3", step.title());
    html.markup("<span class=\"badge\">").text(step.kind().label()).markup("</span>\n<p>");
    html.markup("<strong>Removes ").number(step.removes().size()).markup("</strong>");
    html.text(inBrackets(countsOf(step.removes())));
    if (!step.brings().isEmpty()) {
      html.markup(", <strong>brings ").number(step.brings().size()).markup("</strong>");
      html.text(inBrackets(countsOf(step.brings())));
    }
    showButton("step", number, "Show the findings that step " + number + " removes");
    html.markup("</p>\n");
    step.commands().forEach(this::command);
    html.markup("<div class=\"left\">");
    bar(step.left(), whole);
    html.markup("<span>").text(left(step.left())).markup("</span></div></li>\n");
  }

  private static String left(SortedMap<Severity, Integer> left) {
    return left.isEmpty() ? "Nothing is left after it." : "Left after it: " + countsText(left);
  }

  private static String inBrackets(Map<Severity, Integer> counts) {
    return counts.isEmpty() ? "" : " (" + countsText(counts) + ")";
  }

  private static Map<Severity, Integer> countsOf(List<? extends Finding> findings) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    for (Finding finding : findings) {
      counts.merge(finding.severity(), 1, Integer::sum);
    }
    return counts;
  }

  private static String countsText(Map<Severity, Integer> counts) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Severity, Integer> count : counts.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(count.getValue()).append(' ').append(count.getKey().label());
    }
    return text.toString();
  }

  private void command(String command) {
    html.markup("<pre>").element("code", command).markup("</pre>\n");
  }

  private void findings() {
    section("findings", "list", "The findings");
    html.markup("<noscript><p>The table needs the script in this page, which something here keeps");
    html.markup(" from running. The JSON report has the same findings.</p></noscript>\n");
    html.markup(
        "<form id=\"filters\" role=\"search\" aria-label=\"Filter the findings\" hidden>\n");
    html.markup("<div class=\"field\"><label for=\"text\">Search</label><input type=\"search\"");
    html.markup(" id=\"text\" autocomplete=\"off\" placeholder=\"name, package, path\"></div>\n");
    html.markup("<fieldset><legend>Severity</legend>");
    for (Severity severity : Severity.values()) {
      check("severity-" + severity.label(), severity.label(), true);
    }
    html.markup("</fieldset>\n");
    filterKind();
    select("fix", "Fix");
    option("yes", "can be fixed");
    option("no", "no fix yet");
    endSelect();
    select("place", "Place");
    for (Vulnerability.Place place : Vulnerability.Place.values()) {
      option(place.label(), place.label().replace('-', ' '));
    }
    endSelect();
    filterLayer();
    filterStep();
    check("exploited", "known to be exploited", false);
    check("excused", "show excused (" + report.excused().size() + ")", false);
    html.markup("<button type=\"reset\">Clear the filters</button>\n</form>\n");
    html.markup(
        "<p id=\"count\" role=\"status\" aria-live=\"polite\"></p>\n<div class=\"scroll\">");
    html.markup(subject.layers().isEmpty() ? "<table class=\"flat\">" : "<table>");
    html.markup("<caption>Findings; each name opens its details");
    html.markup("</caption>\n<thead><tr>");
    column("severity", "Severity", true);
    column("finding", "Finding", false);
    column("package", "Package or place", false);
    column("fix", "Installed and fix", false);
    column("layer", "Layer", false);
    html.markup("</tr></thead>\n<tbody id=\"rows\"></tbody></table></div>\n");
    html.markup("<div class=\"more\" id=\"more\" hidden><button type=\"button\" id=\"show-more\">");
    html.markup("Show more</button><span class=\"soft\" id=\"shown\"></span></div>\n");
    endSection();
  }

  private void filterKind() {
    select("kind", "Kind");
    for (Finding.Kind kind : Finding.Kind.values()) {
      option(kind.label(), kind.label());
    }
    endSelect();
  }

  private void filterLayer() {
    if (subject.layers().isEmpty()) {
      html.markup("<input type=\"hidden\" id=\"layer\" value=\"\">\n");
      return;
    }
    select("layer", "Layer");
    for (int i = 1; i <= subject.layers().size(); i++) {
      option(String.valueOf(i), "layer " + i);
    }
    option("0", "in no layer");
    endSelect();
  }

  private void filterStep() {
    select("step", "Plan");
    for (int i = 1; i <= report.plan().steps().size(); i++) {
      option(String.valueOf(i), "removed by step " + i);
    }
    option("0", "left after the plan");
    endSelect();
  }

  private void select(String id, String label) {
    html.markup("<div class=\"field\"><label for=\"").markup(id).markup("\">").text(label);
    html.markup("</label><select id=\"").markup(id);
    html.markup("\">");
    option("", "all");
  }

  private void option(String value, String label) {
    html.markup("<option value=\"").text(value).markup("\">").text(label).markup("</option>");
  }

  private void endSelect() {
    html.markup("</select></div>\n");
  }

  private void check(String id, String label, boolean checked) {
    html.markup("<label class=\"check\"><input type=\"checkbox\" id=\"").markup(id).markup("\"");
    html.markup(checked ? " checked>" : ">").text(label).markup("</label>\n");
  }

  private void column(String id, String title, boolean sorted) {
    html.markup("<th scope=\"col\" data-column=\"").markup(id).markup("\"");
    html.markup(sorted ? " aria-sort=\"ascending\">" : ">");
    html.markup("<button type=\"button\" class=\"plain\">").text(title).markup("</button></th>");
  }

  private void assessed() {
    section("assessed", "feeds", "What it was judged by");
    if (report.assessed().isEmpty()) {
      html.markup("<p>By nothing: no feed of advisories was asked.</p>\n");
      endSection();
      return;
    }
    html.markup("<div class=\"scroll\"><table><caption>Feeds of advisories</caption>\n<thead><tr>");
    for (String title : List.of("Feed", "State", "Data of", "Packages", "Why not in full")) {
      html.markup("<th scope=\"col\">").text(title).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for (Assessment assessment : report.assessed()) {
      html.markup("<tr><th scope=\"row\">").text(assessment.feed()).markup("</th>");
      html.element("td", assessment.state().label().replace('-', ' '));
      html.element("td", Wording.day(assessment));
      html.element("td", String.valueOf(assessment.packages()));
      html.element("td", assessment.reason() == null ? "" : assessment.reason()).markup("</tr>\n");
    }
    html.markup("</tbody></table></div>\n");
    endSection();
  }
}
