package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.core.report.Screen;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decisions of admission policies for people: those that are not simply to allow, each with the
 * line of the policy that decided, and how many there are of each.
 */
final class PolicyDecisionTable {
  private static final int INDENT = 8;

  private final Screen screen;
  private final AdmissionPolicies policies;
  private final OutputStream out;

  PolicyDecisionTable(Console console, AdmissionPolicies policies, OutputStream out) {
    this.screen = new Screen(console.width(), console.colour(), console.unicode());
    this.policies = policies;
    this.out = out;
  }

  void print(PolicyDecision decision) throws IOException {
    if (decision.outcome() == Outcome.ALLOW) {
      return;
    }
    Resource resource = decision.resource();
    StringBuilder about = new StringBuilder(resource.kind());
    if (!resource.name().isEmpty()) {
      about.append(' ').append(resource.name());
    }
    if (resource.namespace() != null) {
      about.append(" in ").append(resource.namespace());
    }
    Origin object = resource.object().origin();
    line(
        screen.paint(Screen.pad(decision.outcome().label(), INDENT - 1), ink(decision.outcome()))
            + ' '
            + screen.clean(about.toString())
            + screen.dot()
            + screen.paint(
                screen.clean(resource.file() + (object.line() > 0 ? ":" + object.line() : "")),
                Screen.Ink.DIM));
    String said = decision.policy() + ": " + (decision.message() == null ? "" : decision.message());
    for (String text : screen.wrap(screen.clean(said), screen.width() - INDENT)) {
      line(" ".repeat(INDENT) + text);
    }
    if (decision.expression() != null) {
      excerpt(decision.origin());
    }
    line("");
  }

  private void excerpt(Origin at) throws IOException {
    String text = policies.files().line(at.file(), at.line());
    if (at.line() < 1 || text.isBlank()) {
      return;
    }
    String number = Integer.toString(at.line());
    String bar = screen.unicode() ? " │ " : " | ";
    int room = Math.max(screen.width() - INDENT - number.length() - bar.length(), 10);
    line(
        " ".repeat(INDENT)
            + screen.paint(
                screen.clean(at.file()) + ':' + at.line() + ':' + at.column(), Screen.Ink.DIM));
    line(
        " ".repeat(INDENT)
            + screen.paint(number + bar, Screen.Ink.DIM)
            + screen.fit(screen.clean(text), room));
  }

  /**
   * Prints how many there were.
   *
   * @param counts of the outcomes that there were
   */
  void total(int objects, Map<Outcome, Integer> counts) throws IOException {
    int names = policies.names().size();
    StringBuilder total = new StringBuilder();
    total.append(names).append(names == 1 ? " policy, " : " policies, ");
    total.append(objects).append(objects == 1 ? " object: " : " objects: ");
    List<String> parts = new ArrayList<>();
    for (Outcome outcome :
        new Outcome[] {Outcome.DENY, Outcome.ERROR, Outcome.WARN, Outcome.AUDIT}) {
      Integer count = counts.get(outcome);
      if (count != null) {
        parts.add(count + " " + words(outcome));
      }
    }
    if (objects == 0) {
      parts.add("nothing to decide");
    } else {
      parts.add(counts.getOrDefault(Outcome.ALLOW, 0) + " " + words(Outcome.ALLOW));
    }
    line(total.append(String.join(", ", parts)).toString());
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case ALLOW -> "allowed";
      case AUDIT -> "for the audit log";
      case WARN -> "with a warning";
      case ERROR -> "not decided";
      case DENY -> "denied";
    };
  }

  private static Screen.Ink ink(Outcome outcome) {
    return switch (outcome) {
      case ALLOW -> Screen.Ink.GREEN;
      case AUDIT -> Screen.Ink.CYAN;
      case WARN -> Screen.Ink.YELLOW;
      case ERROR, DENY -> Screen.Ink.BOLD_RED;
    };
  }

  private void line(String text) throws IOException {
    out.write((text + '\n').getBytes(UTF_8));
  }
}
