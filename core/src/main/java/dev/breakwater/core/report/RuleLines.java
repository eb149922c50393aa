package dev.breakwater.core.report;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.report.Screen.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The findings of rules for a person at a terminal: under a heading for each kind the rules, and
 * under each rule its places, what is there, which layer and build step brought it, and what to do.
 *
 * @param text where the lines go
 */
record RuleLines(Screen screen, Subject subject, StringBuilder text) {
  private static final int INDENT = 12;
  private static final int MOST_LINES = 3;

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
    // A line that says "+1 more" could as well say which.
    int shown = findings.size() <= most + 1 ? findings.size() : most;
    String action = group.action();
    for (Weakness finding : findings.subList(0, shown)) {
      print(finding);
      if (action == null) {
        remedy(finding.remedy().action());
      }
    }
    if (shown < findings.size()) {
      List<Weakness> rest = findings.subList(shown, findings.size());
      String more = "+" + rest.size() + " more: " + Wording.text(Wording.counts(rest));
      indented(screen.fit(more, screen.width() - INDENT), INDENT, Ink.DIM);
    }
    if (action != null) {
      remedy(action);
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

  private void print(Weakness finding) {
    int room = screen.width() - INDENT;
    String place = screen.clean(Wording.place(finding.location()));
    String layer = layer(finding);
    String evidence = screen.clean(finding.evidence());
    if (layer != null && Screen.columns(place) + 3 + Screen.columns(layer) <= room) {
      text.append(" ".repeat(INDENT)).append(place);
      line(screen.paint(screen.dot() + layer, Ink.DIM));
    } else {
      // The end of a path tells more than its beginning, so it is wrapped and not cut.
      for (String piece : screen.wrap(place, room, MOST_LINES)) {
        indented(piece, INDENT, Ink.PLAIN);
      }
      if (layer != null) {
        indented(screen.fit(layer, room - 2), INDENT + 2, Ink.DIM);
      }
    }
    for (String piece : screen.wrap(evidence, room - 2, MOST_LINES)) {
      indented(piece, INDENT + 2, Ink.DIM);
    }
  }

  private @Nullable String layer(Weakness finding) {
    String layer = Wording.layer(finding.location(), subject);
    String hidden = "hidden by a higher layer, and still in the image";
    if (!finding.location().hidden()) {
      return layer == null ? null : screen.clean(layer);
    }
    return layer == null ? hidden : hidden + screen.dot() + screen.clean(layer);
  }

  private void remedy(String action) {
    int room = screen.width() - INDENT - 3;
    boolean first = true;
    for (String piece : screen.wrap(screen.clean(action), room, MOST_LINES)) {
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
