package dev.breakwater.core.plan;

import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans. A better base image comes first, because everything else is put on top of it; then
 * whatever it leaves, the changes that remove most first. What has no fix is left.
 *
 * @param order says which of several fixes of a package is the newest
 */
public record Planner(FixOrder order) {
  /** What to do about the findings. */
  public Plan plan(Evidence evidence) {
    return plan(evidence, evidence.findings());
  }

  /**
   * What to do about those of the findings that count.
   *
   * @param evidence with every finding, so that one which is there already and excused is not said
   *     to be brought by another base image
   * @param counting some of its findings, in its order
   */
  public Plan plan(Evidence evidence, List<Finding> counting) {
    Upgrades upgrades = new Upgrades(evidence);
    List<Change> changes = changes(counting, upgrades);
    BaseMove move = BaseMove.best(evidence, only(Vulnerability.class, counting));
    if (move != null) {
      Set<Finding> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      gone.addAll(move.removes());
      if (move.pays(gone, changes)) {
        List<Finding> left = new ArrayList<>(counting);
        left.removeIf(gone::contains);
        upgrades = new Upgrades(evidence);
        changes = changes(left, upgrades);
        changes.addFirst(move.change());
      }
    }
    return new Plan(steps(changes, counting), upgrades.together());
  }

  private static List<Plan.Step> steps(List<Change> changes, List<Finding> findings) {
    TreeMap<Severity, Integer> left = new TreeMap<>();
    count(findings, 1, left);
    List<Plan.Step> steps = new ArrayList<>(changes.size());
    for (Change change : changes) {
      count(change.removes(), -1, left);
      count(change.brings(), 1, left);
      steps.add(change.leaving(left));
    }
    return steps;
  }

  private static void count(
      List<? extends Finding> findings, int way, TreeMap<Severity, Integer> counts) {
    for (Finding finding : findings) {
      counts.merge(finding.severity(), way, (one, other) -> one + other == 0 ? null : one + other);
    }
  }

  private List<Change> changes(List<Finding> findings, Upgrades upgrades) {
    List<Change> changes = new ArrayList<>();
    List<Vulnerability> fixable = new ArrayList<>();
    for (Vulnerability finding : only(Vulnerability.class, findings)) {
      if (finding.kind() != Finding.Kind.MALWARE && finding.fixed() != null) {
        fixable.add(finding);
      }
    }
    Map<String, Upgrade> bySource = new LinkedHashMap<>();
    for (PackageGroup group : PackageGroup.of(upgrades.evidence.packages(), fixable, order)) {
      if (group.isOperatingSystem()) {
        bySource
            .computeIfAbsent(
                group.type() + ' ' + group.name(), key -> new Upgrade(group.type(), group.name()))
            .add(group, order);
      } else if (!group.isOwned()) {
        changes.addAll(replace(group));
      }
    }
    for (Upgrade upgrade : bySource.values()) {
      changes.add(upgrades.change(upgrade));
    }
    changes.addAll(settings(findings));
    changes.sort(Change.MOST_USEFUL_FIRST);
    return changes;
  }

  /**
   * One change that mends all, or two where the line of the installed version has fixes of its own:
   * what can be had without leaving that line is better than nothing.
   */
  private List<Change> replace(PackageGroup group) {
    String version = String.valueOf(group.fixed());
    Change all = replace(group, version, "", group.every());
    Fixes fixes = new Fixes(group.type(), group.every(), order);
    String near = isGo(group) ? null : fixes.onLineOf(group.installed());
    if (near == null || near.equals(version)) {
      return List.of(all);
    }
    List<Vulnerability> nearer = new ArrayList<>();
    List<Vulnerability> farther = new ArrayList<>();
    for (Vulnerability finding : group.every()) {
      (fixes.reaches(near, finding) ? nearer : farther).add(finding);
    }
    // Otherwise the second would be the more useful step, and make the first unnecessary.
    return !farther.isEmpty() && Change.weight(nearer) > Change.weight(farther)
        ? List.of(
            replace(group, near, "", nearer),
            replace(group, version, " rather than by " + near, farther))
        : List.of(all);
  }

  /** Go programs are built anew, and its lines promise that nothing else changes. */
  private static boolean isGo(PackageGroup group) {
    return group.type().equals("golang") && group.name().equals("stdlib");
  }

  private static Change replace(
      PackageGroup group, String to, String instead, List<Vulnerability> removes) {
    if (isGo(group)) {
      int programs = group.paths().size();
      String what = programs == 1 ? group.paths().getFirst() : programs + " programs";
      String go = " with Go " + Libraries.number(to) + " or newer";
      return new Change(Plan.Kind.REPLACE, "rebuild " + what + go, List.of(), removes);
    }
    String name = group.name();
    return new Change(
        Plan.Kind.REPLACE,
        "replace " + name + ' ' + group.installed() + " by " + to + instead,
        Words.isPlain(name) && Words.isPlain(to)
            ? Libraries.replace(group.type(), name, to)
            : List.of(),
        removes);
  }

  /** What rules found, and packages that only do harm: one change for all findings of a rule. */
  private static List<Change> settings(List<Finding> findings) {
    Map<String, List<Finding>> byRule = new LinkedHashMap<>();
    for (Finding finding : findings) {
      switch (finding) {
        case Weakness weakness ->
            byRule.computeIfAbsent(weakness.id(), id -> new ArrayList<>()).add(weakness);
        case Vulnerability vulnerability -> {
          if (vulnerability.kind() == Finding.Kind.MALWARE) {
            String key = vulnerability.purl().coordinates();
            byRule.computeIfAbsent(key, purl -> new ArrayList<>()).add(vulnerability);
          }
        }
      }
    }
    List<Change> changes = new ArrayList<>();
    byRule.forEach(
        (rule, some) -> changes.add(new Change(Plan.Kind.CHANGE, title(some), List.of(), some)));
    return changes;
  }

  private static String title(List<Finding> some) {
    Finding first = some.getFirst();
    String action = first.remedy().action();
    if (first instanceof Vulnerability malware) {
      return "take out " + malware.packageName() + ' ' + malware.installed();
    }
    if (some.size() == 1) {
      return action;
    }
    for (Finding other : some) {
      if (!other.remedy().action().equals(action)) {
        return "mend " + first.id() + " in " + some.size() + " places: " + first.title();
      }
    }
    return action + " (" + some.size() + " places)";
  }

  private static <F extends Finding> List<F> only(Class<F> kind, List<Finding> findings) {
    List<F> only = new ArrayList<>();
    for (Finding finding : findings) {
      if (kind.isInstance(finding)) {
        only.add(kind.cast(finding));
      }
    }
    return only;
  }

  /** The packages of one source, whatever their versions. */
  private static final class Upgrade {
    private final String type;
    private final String source;
    private final TreeSet<String> names = new TreeSet<>();
    private final List<Vulnerability> removes = new ArrayList<>();
    private @Nullable String fixed;

    Upgrade(String type, String source) {
      this.type = type;
      this.source = source;
    }

    void add(PackageGroup group, FixOrder order) {
      names.addAll(group.packageNames());
      removes.addAll(group.every());
      String other = group.fixed();
      if (other != null && (fixed == null || order.compare(type, fixed, other) < 0)) {
        fixed = other;
      }
    }
  }

  /** The upgrades of one plan, so that one command can be named for all of them. */
  private static final class Upgrades {
    private final Evidence evidence;
    private final Map<String, Optional<PackageManager>> managers = new TreeMap<>();
    private final Map<PackageManager, SortedSet<String>> names = new TreeMap<>();
    private final Map<PackageManager, Integer> counts = new TreeMap<>();

    Upgrades(Evidence evidence) {
      this.evidence = evidence;
    }

    Change change(Upgrade upgrade) {
      String title = "upgrade " + upgrade.source + " to " + upgrade.fixed;
      PackageManager manager =
          managers
              .computeIfAbsent(
                  upgrade.type, type -> Optional.ofNullable(PackageManager.of(type, evidence)))
              .orElse(null);
      if (manager == null || !Words.arePlain(upgrade.names)) {
        return new Change(Plan.Kind.UPGRADE, title, List.of(), upgrade.removes);
      }
      names.computeIfAbsent(manager, one -> new TreeSet<>()).addAll(upgrade.names);
      counts.merge(manager, 1, Integer::sum);
      List<String> commands = List.of(manager.upgrade(upgrade.names));
      return new Change(Plan.Kind.UPGRADE, title, commands, upgrade.removes);
    }

    List<String> together() {
      List<String> together = new ArrayList<>();
      names.forEach((manager, all) -> {
        if (counts.getOrDefault(manager, 0) > 1) {
          together.add(manager.upgrade(all));
        }
      });
      return together;
    }
  }
}
