package dev.breakwater.core.report;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.report.Screen.Ink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The findings of rules for a person at a terminal: under a heading for each kind the rules, and
 * under each rule its places, what is there, which layer and build step brought it, and what to do.
 *
 * @param excerpts where the lines around a finding are had
 * @param text where the lines go
 * @param shown the excerpts that were printed already, each after its file's path
 */
record RuleLines(
    Screen screen, Subject subject, Excerpts excerpts, StringBuilder text, Set<String> shown) {
  private static final int INDENT = 12;
  private static final int MOST_LINES = 3;

  /** What to do is worth more room than what there is. */
  private static final int MOST_OF_ACTION = 6;

  /** How many lines of a file are shown before the one that matters, and after it. */
  private static final int LINES_BEFORE = 2;

  private static final int LINES_AFTER = 1;

  /** Places of rules that are of no weight. */
  private static final int MOST_NEGLIGIBLE = 3;

  RuleLines(Screen screen, Subject subject, Excerpts excerpts, StringBuilder text) {
    this(screen, subject, excerpts, text, new HashSet<>());
  }

  void print(List<RuleGroup> groups) {
    int all = 0;
    for (RuleGroup group : groups) {
      all += group.findings().size();
    }
    int most = all <= 60 ? 10 : all <= 300 ? 4 : 2;
    Finding.Kind kind = null;
    for (RuleGroup group : groups) {
      if (group.kind() != kind) {
        kind = group.kind();
        section(kind, groups);
      }
      print(group, most);
    }
  }

  /** "SECRETS 2 critical, 1 high". */
  private void section(Finding.Kind kind, List<RuleGroup> groups) {
    List<Weakness> findings = new ArrayList<>();
    for (RuleGroup group : groups) {
      if (group.kind() == kind) {
        findings.addAll(group.findings());
      }
    }
    String name = name(kind);
    String counts = Wording.text(Wording.counts(findings));
    text.append('\n').append(screen.paint(name, Ink.BOLD)).append("  ");
    line(screen.fit(counts, screen.width() - name.length() - 2));
  }

  private static String name(Finding.Kind kind) {
    return switch (kind) {
      case VULNERABILITY -> "VULNERABILITIES";
      case SECRET -> "SECRETS";
      case MISCONFIGURATION -> "MISCONFIGURATION";
      case MALWARE -> "MALWARE";
    };
  }

  private void print(RuleGroup group, int most) {
    heading(group);
    List<Weakness> findings = group.findings();
    int wanted = group.worst() == Severity.NEGLIGIBLE ? Math.min(most, MOST_NEGLIGIBLE) : most;
    // A line that says "+1 more" could as well say which.
    int shown = findings.size() <= wanted + 1 ? findings.size() : wanted;
    List<Weakness> rest = findings.subList(shown, findings.size());
    Map<String, List<Weakness>> byAction = new LinkedHashMap<>();
    for (Weakness finding : findings.subList(0, shown)) {
      byAction.computeIfAbsent(finding.remedy().action(), action -> new ArrayList<>()).add(finding);
    }
    boolean oneForAll = group.action() != null;
    String layer = null;
    for (Map.Entry<String, List<Weakness>> places : byAction.entrySet()) {
      for (Weakness finding : places.getValue()) {
        layer = print(finding, layer);
        // A secret is told nowhere, and neither is its line.
        if (group.kind() != Finding.Kind.SECRET) {
          excerpt(finding.location());
        }
      }
      if (oneForAll) {
        more(rest);
      }
      remedy(places.getKey());
    }
    if (!oneForAll) {
      more(rest);
    }
  }

  private void more(List<Weakness> rest) {
    if (!rest.isEmpty()) {
      String more = "+" + rest.size() + " more: " + Wording.text(Wording.counts(rest));
      indented(screen.fit(more, screen.width() - INDENT), INDENT, Ink.DIM);
    }
  }

  /** "CRITICAL aws-access-key an access key of AWS". */
  private void heading(RuleGroup group) {
    String label = group.worst().label().toUpperCase(Locale.ROOT);
    int room = screen.width() - INDENT;
    String id = screen.fit(screen.clean(group.id()), room);
    text.append(screen.paint(label, Ink.of(group.worst())));
    text.append(" ".repeat(INDENT - label.length())).append(screen.paint(id, Ink.BOLD));
    int left = room - Screen.columns(id) - 2;
    String title = screen.clean(group.title());
    if (Screen.columns(title) <= left) {
      text.append("  ").append(title).append('\n');
    } else {
      text.append('\n');
      for (String piece : screen.wrap(title, room, MOST_LINES)) {
        indented(piece, INDENT, Ink.PLAIN);
      }
    }
  }

  /**
   * Prints a place, what is there and who brought it, on one line as far as that is wide enough.
   *
   * @param before the layer of the place before, whose build step is not told again
   * @return the layer that was told; null where there is none
   */
  private @Nullable String print(Weakness finding, @Nullable String before) {
    int room = screen.width() - INDENT;
    String place = screen.clean(Wording.place(finding.location()));
    String layer = Wording.layer(finding.location(), subject);
    List<String> pieces = screen.wrap(place, room, MOST_LINES);
    // The end of a path tells more than its beginning, so it is wrapped and not cut.
    for (String piece : pieces.subList(0, pieces.size() - 1)) {
      indented(piece, INDENT, Ink.PLAIN);
    }
    StringBuilder beside = new StringBuilder();
    int used = Screen.columns(pieces.getLast());
    List<String> below = new ArrayList<>();
    for (String fact : facts(finding, layer, before)) {
      if (used + 3 + Screen.columns(fact) <= room) {
        beside.append(screen.dot()).append(fact);
        used += 3 + Screen.columns(fact);
      } else {
        below.add(fact);
      }
    }
    text.append(" ".repeat(INDENT)).append(pieces.getLast());
    line(screen.paint(beside.toString(), Ink.DIM));
    for (String fact : below) {
      for (String piece : screen.wrap(fact, room - 2, MOST_LINES)) {
        indented(piece, INDENT + 2, Ink.DIM);
      }
    }
    return layer;
  }

  /**
   * The line that the finding is about, marked, between its neighbours; once, because whoever lacks
   * one setting often lacks five, all of them at the same line.
   */
  private void excerpt(Finding.Location location) {
    if (location.line() < 1) {
      return;
    }
    int first = Math.max(1, location.line() - LINES_BEFORE);
    List<String> lines = excerpts.lines(location, first, location.line() + LINES_AFTER);
    if (lines.size() <= location.line() - first) {
      return;
    }
    int digits = String.valueOf(first + lines.size() - 1).length();
    int room = screen.width() - INDENT - digits - 5;
    StringBuilder excerpt = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean marked = first + i == location.line();
      String number = String.valueOf(first + i);
      String gutter =
          (marked ? "> " : "  ") + " ".repeat(digits - number.length()) + number + screen.rule();
      String line = cut(lines.get(i), marked ? location.column() : 0, room);
      excerpt.append(" ".repeat(INDENT)).append(screen.paint(gutter, marked ? Ink.RED : Ink.DIM));
      excerpt.append(screen.paint(line.stripTrailing(), marked ? Ink.BOLD : Ink.DIM)).append('\n');
    }
    if (shown.add(location.path() + '\n' + excerpt)) {
      text.append(excerpt);
    }
  }

  /** As much of a line as there is room for; of a long one, what stands around the column. */
  private String cut(String line, int column, int room) {
    int from = column - room / 3;
    boolean far = line.length() > room && column > room / 2 && from < line.length();
    if (far && Character.isLowSurrogate(line.charAt(from))) {
      from--;
    }
    String text = far ? screen.ellipsis() + line.substring(from) : line;
    return screen.fit(screen.clean(text.replace("\t", "    ")), room);
  }

  private List<String> facts(Weakness finding, @Nullable String layer, @Nullable String before) {
    List<String> facts = new ArrayList<>();
    String evidence = screen.clean(finding.evidence());
    if (!evidence.isBlank()) {
      facts.add(evidence);
    }
    if (finding.location().hidden()) {
      facts.add("hidden by a higher layer, and still in the image");
    }
    if (layer != null) {
      int step = layer.equals(before) ? layer.indexOf(": ") : -1;
      facts.add(screen.clean(step < 0 ? layer : layer.substring(0, step)));
    }
    return facts;
  }

  private void remedy(String action) {
    int room = screen.width() - INDENT - 3;
    boolean first = true;
    for (String piece : screen.wrap(screen.clean(action), room, MOST_OF_ACTION)) {
      String before = first ? Screen.pad(screen.arrow(), 3) : "   ";
      indented(before + piece, INDENT, Ink.GREEN);
      first = false;
    }
  }

  private void indented(String piece, int indent, Ink ink) {
    line(" ".repeat(indent) + screen.paint(piece, ink));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
