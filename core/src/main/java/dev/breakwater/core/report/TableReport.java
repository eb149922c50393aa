package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.plan.PackageGroup;
import dev.breakwater.core.report.Screen.Ink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The report for a person at a terminal. First what was looked at and whatever keeps the result
 * from being whole: packages that were not assessed, a distribution without support, files that
 * could not be read. Then the findings by package, the worst and those that can be mended first;
 * every package with a finding has its line, but of its many vulnerabilities only the worst are
 * named. After them the findings of rules, by kind and rule. Last a summary, the verdict, and what
 * to do.
 *
 * @param width columns of the terminal; less than 40 counts as 40, more than 1000 as 1000
 * @param colour whether to use the sixteen ANSI colours
 * @param unicode whether the terminal shows more than ASCII
 * @param order says which of several fixes of a package is the newest
 * @param explain whether to say of each rule that decided what it asks and which findings met it
 * @param excerpts where the lines around a finding are had, of which it shows four
 */
public record TableReport(
    int width, boolean colour, boolean unicode, FixOrder order, boolean explain, Excerpts excerpts)
    implements ReportWriter {

  public TableReport {
    width = Math.clamp(width, 40, 1000);
  }

  /** Without the lines around findings. */
  public TableReport(int width, boolean colour, boolean unicode, FixOrder order, boolean explain) {
    this(width, colour, unicode, order, explain, Excerpts.NONE);
  }

  /** Without explanations. */
  public TableReport(int width, boolean colour, boolean unicode, FixOrder order) {
    this(width, colour, unicode, order, false);
  }

  /** With {@link FixOrder#NATURAL}. */
  public TableReport(int width, boolean colour, boolean unicode) {
    this(width, colour, unicode, FixOrder.NATURAL);
  }

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    List<PackageGroup> groups = PackageGroup.of(report, order);
    Page page = new Page(new Screen(width, colour, unicode), report);
    page.head();
    page.warnings(groups);
    page.flush(out);
    for (PackageGroup group : groups) {
      page.group(group);
      page.flush(out);
    }
    page.rules(excerpts);
    page.flush(out);
    page.summary(groups);
    page.verdict();
    if (explain) {
      page.explain();
    }
    page.nextSteps();
    page.flush(out);
    out.flush();
  }

  /** The page as it is being written. */
  private static final class Page {
    /** Where text begins that belongs to the label in front of it. */
    private static final int INDENT = 12;

    private static final int LABEL = 14;
    private static final int MOST_PROBLEMS = 5;
    private static final int MOST_NOTICES = 8;
    private static final int MOST_EXPLAINED = 20;
    private static final int MOST_DETAILS = 4;
    private static final int MOST_STEPS = 8;
    private static final int MOST_TITLE = 4;

    private final Screen screen;
    private final Report report;
    private final StringBuilder text = new StringBuilder(8192);

    Page(Screen screen, Report report) {
      this.screen = screen;
      this.report = report;
    }

    void flush(OutputStream out) throws IOException {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      text.setLength(0);
    }

    private void line(String line) {
      text.append(line).append('\n');
    }

    /** Few have changed, as a rule; where many have, the JSON report names them all. */
    private static final int CHANGES_SHOWN = 10;

    private void container(Subject.Container container) {
      String image = container.image();
      String name =
          container.runtime()
              + " container "
              + container.id()
              + (image == null ? "" : " of " + image);
      line(screen.paint(screen.fit(screen.clean(name), screen.width()), Ink.DIM));
      Subject.Changes changes = container.changes();
      if (changes == null) {
        line(screen.fit("what has changed since its image is not known", screen.width()));
      } else if (changes.none()) {
        line(screen.fit("no package has changed since its image", screen.width()));
      } else {
        changed("added", changes.added());
        changed("removed", changes.removed());
      }
    }

    private void changed(String how, List<PackageUrl> purls) {
      if (purls.isEmpty()) {
        return;
      }
      List<String> names = new ArrayList<>();
      for (PackageUrl purl : purls.subList(0, Math.min(CHANGES_SHOWN, purls.size()))) {
        names.add(screen.clean(purl.name() + " " + String.valueOf(purl.version())));
      }
      String text =
          "changed since the image: "
              + Wording.count(purls.size(), "package")
              + " "
              + how
              + ": "
              + String.join(", ", names)
              + (purls.size() > CHANGES_SHOWN ? " …" : "");
      for (String line : screen.wrap(text, screen.width())) {
        line(line);
      }
    }

    void head() {
      Subject subject = report.subject();
      String name = screen.clean(subject.kind() + ":" + subject.name());
      line(screen.paint(screen.fit(name, screen.width()), Ink.BOLD));
      List<String> facts = new ArrayList<>();
      Distribution distribution = subject.distribution();
      if (distribution != null) {
        facts.add(screen.clean(distribution.name()));
      }
      if (subject.platform() != null) {
        facts.add(screen.clean(subject.platform()));
      }
      facts.add(Wording.size(report));
      if (!subject.layers().isEmpty()) {
        facts.add(Wording.count(subject.layers().size(), "layer"));
      }
      String created = report.created().toString();
      String done = subject.isConfiguration() ? "audited " : "scanned ";
      facts.add(done + created.substring(0, 10) + " " + created.substring(11, 16) + " UTC");
      joined(facts);
      if (subject.digest() != null) {
        line(screen.paint(screen.fit(subject.digest().toString(), screen.width()), Ink.DIM));
      }
      if (subject.base() != null) {
        String base = screen.clean("built on " + Wording.base(subject.base()));
        for (String line : screen.wrap(base, screen.width(), 2)) {
          line(screen.paint(line, Ink.DIM));
        }
      }
      if (subject.container() != null) {
        container(subject.container());
      }
      List<String> feeds = new ArrayList<>();
      for (Assessment assessment : report.assessed()) {
        if (assessment.state() == Assessment.State.ASSESSED) {
          String day = Wording.day(assessment);
          feeds.add(screen.clean(assessment.feed()) + (day.isEmpty() ? "" : " of " + day));
        }
      }
      if (!feeds.isEmpty()) {
        for (String line : screen.wrap("judged by " + String.join(", ", feeds), screen.width())) {
          line(screen.paint(line, Ink.DIM));
        }
      }
    }

    private void joined(List<String> facts) {
      StringBuilder line = new StringBuilder();
      for (String fact : facts) {
        String piece = screen.fit(fact, screen.width());
        int after = Screen.columns(line.toString()) + 3 + Screen.columns(piece);
        if (!line.isEmpty() && after > screen.width()) {
          line(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : screen.dot()).append(piece);
      }
      line(line.toString());
    }

    void warnings(List<PackageGroup> groups) {
      int start = text.length();
      for (Assessment assessment : report.assessed()) {
        if (assessment.state() == Assessment.State.NOT_ASSESSED) {
          warning("NOT ASSESSED", Ink.ALARM, Wording.shortfall(assessment));
        }
      }
      for (Assessment assessment : report.assessed()) {
        switch (assessment.state()) {
          case PARTIAL -> warning("PARTIAL", Ink.YELLOW, Wording.shortfall(assessment));
          case STALE -> warning("STALE", Ink.YELLOW, Wording.shortfall(assessment));
          case ASSESSED, NOT_ASSESSED -> {}
        }
      }
      endOfLife();
      problems();
      notices();
      for (PackageGroup group : groups) {
        for (Vulnerability finding : group.findings()) {
          if (finding.kind() == Finding.Kind.MALWARE) {
            warning(
                "MALWARE", Ink.ALARM, finding.id() + ": " + group.name() + " was made to do harm");
          }
          if (finding.kev() != null) {
            exploited(finding, group);
          }
        }
      }
      if (text.length() > start) {
        text.insert(start, '\n');
      }
    }

    private void exploited(Vulnerability finding, PackageGroup group) {
      Vulnerability.Kev kev = finding.kev();
      if (kev != null) {
        String since = kev.ransomware() ? ", known in ransomware, since " : ", known since ";
        warning(
            "EXPLOITED",
            Ink.BOLD_RED,
            finding.id()
                + " in "
                + group.name()
                + " "
                + group.installed()
                + since
                + kev.dateAdded());
      }
    }

    private void warning(String label, Ink ink, String sentence) {
      int room = screen.width() - LABEL;
      boolean first = true;
      for (String line : screen.wrap(screen.clean(sentence), room)) {
        String before = first ? screen.paint(label, ink) + blanks(LABEL - label.length()) : "";
        line((first ? before : blanks(LABEL)) + line);
        first = false;
      }
    }

    private void endOfLife() {
      Distribution distribution = report.subject().distribution();
      LocalDate today = LocalDate.ofInstant(report.created(), ZoneOffset.UTC);
      if (distribution != null && distribution.endedBy(today)) {
        warning(
            "END OF LIFE",
            Ink.BOLD_RED,
            distribution.name()
                + " has had no free security support since "
                + distribution.endOfLife()
                + ": vulnerabilities found after that day are not mended, and may not be reported."
                + " Move to a supported release.");
      }
    }

    private void problems() {
      int shown = 0;
      for (Problem problem : report.problems()) {
        if (shown == MOST_PROBLEMS && report.problems().size() > MOST_PROBLEMS + 1) {
          int more = report.problems().size() - shown;
          warning("NOT READ", Ink.YELLOW, "and " + more + " more: see --format json");
          return;
        }
        warning("NOT READ", Ink.YELLOW, Wording.problem(problem));
        shown++;
      }
    }

    /** What the owners of waivers and VEX documents have to mend. */
    private void notices() {
      int shown = 0;
      for (Notice notice : report.notices()) {
        if (shown == MOST_NOTICES && report.notices().size() > MOST_NOTICES + 1) {
          int more = report.notices().size() - shown;
          warning("WAIVERS", Ink.YELLOW, "and " + more + " more: see --format json");
          return;
        }
        // Waivers are YAML, VEX documents are JSON.
        boolean vex = notice.where().contains(".json");
        warning(vex ? "VEX" : "WAIVER", Ink.YELLOW, Wording.notice(notice));
        shown++;
      }
    }

    void group(PackageGroup group) {
      line("");
      heading(group);
      details(group);
      int most = mostShown(group);
      List<Vulnerability> findings = group.findings();
      // A line that says "and 1 more" could as well say which.
      int shown = findings.size() <= most + 1 ? findings.size() : most;
      Layout layout = layout(findings.subList(0, shown));
      for (Vulnerability finding : findings.subList(0, shown)) {
        finding(finding, group, layout);
      }
      if (shown < findings.size()) {
        String more =
            "+"
                + (findings.size() - shown)
                + " more: "
                + Wording.text(Wording.counts(findings.subList(shown, findings.size())));
        line(blanks(INDENT) + screen.paint(screen.fit(more, screen.width() - INDENT), Ink.DIM));
      }
    }

    private int mostShown(PackageGroup group) {
      int all = report.vulnerabilities().size();
      if (all <= 60) {
        return 20;
      }
      if (all <= 300) {
        return 6;
      }
      return group.worst().reaches(Severity.HIGH) ? 3 : 1;
    }

    /** "CRITICAL openssl 3.0.11 → 3.0.15 1 critical, 2 high". */
    private void heading(PackageGroup group) {
      String label = group.worst().label().toUpperCase(Locale.ROOT);
      String counts = Wording.text(Wording.counts(group.findings()));
      String badge =
          screen.paint(screen.fit(label, INDENT - 2), Ink.of(group.worst()))
              + blanks(INDENT - Math.min(label.length(), INDENT - 2));
      int room = screen.width() - INDENT;
      StringBuilder line = new StringBuilder(badge);
      String name = screen.fit(screen.clean(group.name()), room);
      line.append(screen.paint(name, Ink.BOLD));
      int used = Screen.columns(name);
      String installed = screen.fit(screen.clean(group.installed()), room);
      used = after(line, used, installed, Ink.PLAIN);
      String fix = screen.fit(fix(group), room);
      used = after(line, used, fix, group.fixed() == null ? Ink.DIM : Ink.GREEN);
      if (used + 2 + counts.length() <= room) {
        line.append(blanks(room - used - counts.length())).append(counts);
      } else {
        after(line, room, screen.fit(counts, room), Ink.PLAIN);
      }
      line(line.toString());
    }

    /** Puts a word after the line, or on a new one; returns the columns used on its last line. */
    private int after(StringBuilder line, int used, String word, Ink ink) {
      int wide = Screen.columns(word);
      boolean fits = used + 1 + wide <= screen.width() - INDENT;
      line.append(fits ? " " : "\n" + blanks(INDENT)).append(screen.paint(word, ink));
      return fits ? used + 1 + wide : wide;
    }

    private String fix(PackageGroup group) {
      String fixed = group.fixed();
      if (fixed == null) {
        return "(" + Wording.status(group.findings().getFirst().status()) + ")";
      }
      String arrow = screen.arrow() + " " + screen.clean(fixed);
      return group.fixable() == group.findings().size()
          ? arrow
          : arrow + " fixes " + group.fixable() + " of " + group.findings().size();
    }

    /** Which packages, where, and by which layer they came. */
    private void details(PackageGroup group) {
      List<String> facts = new ArrayList<>();
      String names = String.join(", ", group.packageNames());
      facts.add(names.equals(group.name()) ? group.type() : group.type() + ": " + names);
      facts.add(place(group.findings().getFirst().place()));
      SoftwarePackage sample = group.sample();
      if (sample != null && sample.ownedBy() != null) {
        facts.add("installed by " + sample.ownedBy().displayName() + ", follow its updates");
      }
      if (!group.paths().isEmpty() && !isOperatingSystem(group.type())) {
        int more = group.paths().size() - 1;
        facts.add(group.paths().getFirst() + (more > 0 ? " and " + more + " more" : ""));
      }
      String line = screen.clean(String.join(screen.dot(), facts));
      int room = screen.width() - INDENT;
      String layer = layer(sample);
      if (layer != null && Screen.columns(line) + 3 + Screen.columns(layer) <= room) {
        line = line + screen.dot() + layer;
        layer = null;
      }
      for (String shown : screen.wrap(line, room, MOST_DETAILS)) {
        line(blanks(INDENT) + screen.paint(shown, Ink.DIM));
      }
      if (layer != null) {
        line(blanks(INDENT) + screen.paint(screen.fit(layer, room), Ink.DIM));
      }
    }

    private static String place(Vulnerability.Place place) {
      return switch (place) {
        case RUNTIME -> "runtime";
        case BASE_IMAGE -> "base image";
        case APPLICATION -> "application";
      };
    }

    /** Their path is the package manager's database, which tells a reader nothing. */
    private static boolean isOperatingSystem(String type) {
      return type.equals("deb") || type.equals("rpm") || type.equals("apk");
    }

    private @Nullable String layer(@Nullable SoftwarePackage sample) {
      if (sample == null) {
        return null;
      }
      String layer = Wording.layer(new Finding.Location(null, sample.layer()), report.subject());
      return layer == null ? null : screen.clean(layer);
    }

    /** Which columns the lines of a group need, so that they stand under each other. */
    private record Layout(int id, int severity, boolean exploited, boolean epss) {}

    private Layout layout(List<Vulnerability> findings) {
      int id = 0;
      int severity = 0;
      boolean exploited = false;
      boolean epss = false;
      for (Vulnerability finding : findings) {
        id = Math.max(id, Screen.columns(screen.clean(finding.id())));
        severity = Math.max(severity, finding.severity().label().length());
        exploited |= finding.kev() != null && screen.width() >= 60;
        epss |= finding.epss() != null;
      }
      return new Layout(Math.min(id, screen.width() / 3), severity, exploited, epss);
    }

    /** "CVE-2024-5535 critical exploited EPSS 93% → 3.0.14 the title", in columns. */
    private void finding(Vulnerability finding, PackageGroup group, Layout layout) {
      StringBuilder line = new StringBuilder(blanks(INDENT));
      line.append(Screen.pad(screen.fit(screen.clean(finding.id()), layout.id), layout.id));
      String severity = Screen.pad(finding.severity().label(), layout.severity);
      // The alarm is for the package's badge; on every line it would drown everything else.
      Ink ink = finding.severity() == Severity.CRITICAL ? Ink.BOLD_RED : Ink.of(finding.severity());
      line.append("  ").append(screen.paint(severity, ink));
      int used = INDENT + layout.id + 2 + layout.severity;
      if (layout.exploited) {
        boolean mark = finding.kev() != null;
        line.append("  ").append(mark ? screen.paint("exploited", Ink.BOLD_RED) : blanks(9));
        used += 2 + 9;
      }
      StringBuilder rest = new StringBuilder();
      if (layout.epss) {
        Vulnerability.Epss epss = finding.epss();
        rest.append("  ");
        rest.append(Screen.pad(epss == null ? "" : "EPSS " + percent(epss.score()), 9));
      }
      // A version that is cut off would mislead, so it is there as a whole or not at all.
      String fix = ownFix(finding, group);
      if (used + Screen.columns(rest.toString()) + Screen.columns(fix) <= screen.width()) {
        rest.append(fix);
      }
      String title = finding.title().equals(finding.id()) ? "" : screen.clean(finding.title());
      int left = screen.width() - used - Screen.columns(rest.toString()) - 2;
      if (left >= 16 && !title.isBlank()) {
        rest.append("  ").append(screen.fit(title, left));
        rest.append(effects(finding, left - Screen.columns(title)));
      }
      line.append(screen.fit(rest.toString(), Math.max(screen.width() - used, 0)));
      line(line.toString().stripTrailing());
    }

    /** " (memory corruption)", where there is room for all of it. */
    private static String effects(Vulnerability finding, int room) {
      List<String> words = new ArrayList<>(finding.effects().size());
      for (Vulnerability.Effect effect : finding.effects()) {
        words.add(effect.label().replace('-', ' '));
      }
      String text = " (" + String.join(", ", words) + ")";
      return words.isEmpty() || text.length() > room ? "" : text;
    }

    /** What of its fix differs from the group's; empty where nothing does. */
    private String ownFix(Vulnerability finding, PackageGroup group) {
      String fixed = finding.fixed();
      if (fixed == null) {
        return group.fixed() == null ? "" : "  " + Wording.status(finding.status());
      }
      return fixed.equals(group.fixed()) ? "" : "  " + screen.arrow() + ' ' + screen.clean(fixed);
    }

    private static String percent(double probability) {
      long tenths = Math.round(probability * 1000);
      return tenths >= 100 || tenths % 10 == 0
          ? Math.round(probability * 100) + "%"
          : tenths / 10 + "." + tenths % 10 + "%";
    }

    void summary(List<PackageGroup> groups) {
      line("");
      if (report.subject().isConfiguration()) {
        workloads();
      } else if (report.vulnerabilities().isEmpty()) {
        nothingFound();
      } else {
        found(groups);
      }
      if (!report.weaknesses().isEmpty()) {
        sentence(ofRules(), Ink.BOLD);
      }
      if (!report.excused().isEmpty()) {
        sentence(Wording.excused(report.excused()) + "; see --format json", Ink.DIM);
      }
    }

    /** "4 findings of rules: 2 secrets, 2 misconfigurations: 1 critical, 3 medium." */
    private String ofRules() {
      List<Weakness> weaknesses = report.weaknesses();
      return Wording.count(weaknesses.size(), "finding")
          + " of rules: "
          + Wording.text(Wording.counts(weaknesses))
          + ".";
    }

    void rules(Excerpts excerpts) {
      new RuleLines(screen, report.subject(), excerpts, text).print(RuleGroup.of(report));
    }

    void verdict() {
      Verdict verdict = report.verdict();
      switch (verdict.outcome()) {
        case PASSED -> {}
        case DENIED -> warning("DENIED", Ink.ALARM, Wording.reasons(verdict));
        case NOT_ASSESSED -> warning("NOT ASSESSED", Ink.ALARM, Wording.reasons(verdict));
      }
      for (Decision decision : verdict.decisions()) {
        if (decision.effect() == Decision.Effect.WARN) {
          warning("WARNED", Ink.YELLOW, decision.message());
        }
      }
    }

    /** Each rule that decided: what it asks, and the findings that met it. */
    void explain() {
      line("");
      line(screen.paint("Why", Ink.BOLD));
      if (report.verdict().decisions().isEmpty()) {
        sentence("No rule of a policy speaks against it.", Ink.PLAIN);
      }
      for (Decision decision : report.verdict().decisions()) {
        String label = decision.effect().label().toUpperCase(Locale.ROOT);
        warning(
            label,
            Ink.BOLD,
            decision.rule() + " (" + decision.where() + "): " + decision.message());
        for (String piece :
            screen.wrap(screen.clean(decision.expression()), screen.width() - LABEL, 6)) {
          line(blanks(LABEL) + screen.paint(piece, Ink.CYAN));
        }
        int most = Math.min(decision.findings().size(), MOST_EXPLAINED);
        for (Finding finding : decision.findings().subList(0, most)) {
          String what =
              finding.id() + "  " + finding.severity().label() + "  " + Wording.what(finding);
          line(blanks(LABEL) + screen.fit(screen.clean(what), screen.width() - LABEL));
        }
        if (decision.findings().size() > most) {
          String more = "+" + (decision.findings().size() - most) + " more";
          line(blanks(LABEL) + screen.paint(more, Ink.DIM));
        }
      }
    }

    private void found(List<PackageGroup> groups) {
      int fixable = 0;
      int exploited = 0;
      Set<String> ids = new HashSet<>();
      for (Vulnerability finding : report.vulnerabilities()) {
        ids.add(finding.id());
        fixable += finding.fixed() == null ? 0 : 1;
        exploited += finding.kev() == null ? 0 : 1;
      }
      int packages = 0;
      for (PackageGroup group : groups) {
        packages += group.packageNames().size();
      }
      int findings = report.vulnerabilities().size();
      String all =
          Wording.count(findings, "finding")
              + (ids.size() == findings ? "" : " of " + Wording.many(ids.size(), "vulnerability"))
              + " in "
              + Wording.count(packages, "package")
              + ": "
              + Wording.text(Wording.counts(report.vulnerabilities()))
              + "; "
              + (fixable == findings ? "all can be fixed" : fixable + " can be fixed")
              + (exploited == 0 ? "" : "; " + exploited + " known to be exploited")
              + ".";
      for (String line : screen.wrap(all, screen.width())) {
        line(screen.paint(line, Ink.BOLD));
      }
    }

    private void nothingFound() {
      int packages = report.packages().size();
      int missed = 0;
      boolean whole = report.problems().isEmpty();
      for (Assessment assessment : report.assessed()) {
        if (assessment.state() == Assessment.State.NOT_ASSESSED) {
          missed += assessment.packages();
        }
        whole &= assessment.state() == Assessment.State.ASSESSED;
      }
      if (packages == 0) {
        sentence("No packages were found, so there was nothing to judge.", Ink.YELLOW);
      } else if (report.assessed().isEmpty() || missed >= packages) {
        String none = "Nothing was judged: no vulnerability was looked for in ";
        sentence(none + Wording.count(packages, "package") + ".", Ink.YELLOW);
      } else if (!whole) {
        sentence(
            missed > 0
                ? "Nothing found, but "
                    + missed
                    + " of "
                    + packages
                    + " packages were not assessed: this is not a clean result."
                : "Nothing found, but not everything could be judged, see above: this is not a"
                    + " clean result.",
            Ink.YELLOW);
      } else {
        String clean = "No known vulnerability in " + Wording.count(packages, "package") + ".";
        sentence(clean, Ink.GREEN);
      }
    }

    /** What rules found is told by itself. */
    private void workloads() {
      int workloads = report.subject().workloads();
      boolean whole = report.problems().isEmpty();
      for (Assessment assessment : report.assessed()) {
        whole &= assessment.state() == Assessment.State.ASSESSED;
      }
      if (workloads == 0 && report.findings().isEmpty()) {
        sentence("No workload was found, so there was nothing to judge.", Ink.YELLOW);
      } else if (report.weaknesses().isEmpty() && !whole) {
        sentence(
            "Nothing found, but not everything could be judged, see above: this is not a clean"
                + " result.",
            Ink.YELLOW);
      } else if (report.weaknesses().isEmpty()) {
        String clean = "Nothing found in " + Wording.count(workloads, "workload") + ".";
        sentence(clean, report.excused().isEmpty() ? Ink.GREEN : Ink.PLAIN);
      }
    }

    private void sentence(String sentence, Ink ink) {
      for (String line : screen.wrap(sentence, screen.width())) {
        line(screen.paint(line, ink));
      }
    }

    /** The first steps of the plan, each with its command; upgrades share one where they can. */
    void nextSteps() {
      List<Plan.Step> steps = report.plan().steps();
      if (!steps.isEmpty()) {
        line("");
        Subject subject = report.subject();
        String kind = subject.kind();
        boolean here = kind.equals("dir") || kind.equals("host") || subject.isConfiguration();
        line(screen.paint(here ? "What to do next" : "What to do next, in the build", Ink.BOLD));
        int shown = steps.size() <= MOST_STEPS + 1 ? steps.size() : MOST_STEPS;
        for (Plan.Step step : steps.subList(0, shown)) {
          step(step);
        }
        if (shown < steps.size()) {
          int more = 0;
          for (Plan.Step step : steps.subList(shown, steps.size())) {
            more += step.removes().size();
          }
          String rest = Wording.count(steps.size() - shown, "more step") + " removing " + more;
          String where = screen.fit("and " + rest + ": --format html or json", screen.width() - 2);
          line("  " + screen.paint(where, Ink.DIM));
        }
        for (String command : report.plan().together()) {
          line("  All upgrades at once:");
          command(command);
        }
      }
      if (!report.findings().isEmpty()) {
        line("");
        sentence("Every finding with its sources and paths: --format json", Ink.DIM);
      }
    }

    private void step(Plan.Step step) {
      int left = 0;
      for (int count : step.left().values()) {
        left += count;
      }
      String effect =
          "removes "
              + step.removes().size()
              + (step.brings().isEmpty() ? "" : ", brings " + step.brings().size())
              + ", leaves "
              + left;
      int room = screen.width() - 2;
      String title = screen.clean(step.title());
      int used = Screen.columns(title) + 4 + effect.length();
      if (used <= room) {
        line("  " + title + "    " + screen.paint(effect, Ink.DIM));
      } else {
        boolean first = true;
        for (String piece : screen.wrap(title, room - 2, MOST_TITLE)) {
          line((first ? "  " : "    ") + piece);
          first = false;
        }
        line("    " + screen.paint(screen.fit(effect, room - 2), Ink.DIM));
      }
      if (step.kind() != Plan.Kind.UPGRADE || report.plan().together().isEmpty()) {
        step.commands().forEach(this::command);
      }
    }

    /**
     * A shell reads a line that ends in a backslash and the next one as one command: as two words
     * where there are blanks between, and as one word where there are none.
     */
    private void command(String command) {
      String clean = screen.clean(command);
      // "in the Dockerfile: FROM ..." is for people.
      boolean forShell = !clean.startsWith("in ");
      int room = screen.width() - 8;
      String before = "    ";
      StringBuilder line = new StringBuilder();
      for (String word : clean.split(" ")) {
        if (!line.isEmpty() && Screen.columns(line.toString()) + 1 + Screen.columns(word) > room) {
          line(before + screen.paint(line + (forShell ? " \\" : ""), Ink.CYAN));
          before = "      ";
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ");
        List<String> pieces = screen.wrap(word, room);
        for (String piece : pieces.subList(0, pieces.size() - 1)) {
          line(before + screen.paint(piece + (forShell ? "\\" : ""), Ink.CYAN));
          before = "";
        }
        line.append(pieces.getLast());
      }
      line(before + screen.paint(line.toString(), Ink.CYAN));
    }

    private static String blanks(int count) {
      return " ".repeat(Math.max(count, 0));
    }
  }
}
