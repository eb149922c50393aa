package dev.breakwater.advisory;

import dev.breakwater.core.Effects;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One vulnerability in one package, whatever advisories reported it.
 *
 * @param names all its names, sorted
 * @param hits the advisories, first-ranked first
 */
record HitGroup(TreeSet<String> names, List<Hit> hits) {

  /** Folds advisories that share a name, directly or by way of others. */
  static Collection<HitGroup> fold(List<Hit> hits) {
    Map<String, String> parents = new HashMap<>();
    for (Hit hit : hits) {
      for (List<String> names : hit.vulnerabilities()) {
        for (String name : names) {
          join(parents, names.getFirst(), name);
        }
      }
    }
    Map<String, HitGroup> folded = new TreeMap<>();
    for (String name : parents.keySet()) {
      folded
          .computeIfAbsent(
              root(parents, name), _ -> new HitGroup(new TreeSet<>(), new ArrayList<>()))
          .names()
          .add(name);
    }
    for (Hit hit : hits) {
      for (List<String> names : hit.vulnerabilities()) {
        HitGroup vulnerability = folded.get(root(parents, names.getFirst()));
        if (vulnerability != null && !vulnerability.endsWith(hit)) {
          vulnerability.hits().add(hit);
        }
      }
    }
    for (HitGroup vulnerability : folded.values()) {
      vulnerability.hits().sort(HitGroup::byRank);
    }
    return folded.values();
  }

  /** Whether one of its names is among these. */
  boolean isNamedIn(Set<String> others) {
    for (String name : names) {
      if (others.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** A hit is added to its vulnerabilities in one go, so that it can only be the last. */
  private boolean endsWith(Hit hit) {
    return !hits.isEmpty() && hits.getLast().equals(hit);
  }

  /**
   * The one that says most of the severity, then the one that speaks of least besides, then by id.
   */
  private static int byRank(Hit left, Hit right) {
    int byRank = Integer.compare(left.rank(), right.rank());
    if (byRank != 0) {
      return byRank;
    }
    int byBreadth =
        Integer.compare(left.advisory().upstream().size(), right.advisory().upstream().size());
    return byBreadth != 0 ? byBreadth : left.advisory().id().compareTo(right.advisory().id());
  }

  private static void join(Map<String, String> parents, String left, String right) {
    String leftRoot = root(parents, left);
    String rightRoot = root(parents, right);
    if (leftRoot.compareTo(rightRoot) <= 0) {
      parents.put(rightRoot, leftRoot);
    } else {
      parents.put(leftRoot, rightRoot);
    }
  }

  private static String root(Map<String, String> parents, String name) {
    String at = name;
    String parent = parents.putIfAbsent(at, at);
    while (parent != null && !parent.equals(at)) {
      String grandparent = parents.getOrDefault(parent, parent);
      parents.put(at, grandparent);
      at = parent;
      parent = grandparent;
    }
    return at;
  }

  /**
   * The CVE that was given out first where there is one, else a GHSA, else the ecosystem's own id.
   */
  String id() {
    List<String> cves = cves();
    if (!cves.isEmpty()) {
      return cves.getFirst();
    }
    String first = names.ceiling("GHSA-");
    return first != null && first.startsWith("GHSA-") ? first : names.first();
  }

  /** Its CVE ids, by year and number. */
  List<String> cves() {
    List<String> cves = new ArrayList<>(1);
    for (String name : names.tailSet("CVE-")) {
      if (!name.startsWith("CVE-")) {
        break;
      }
      cves.add(name);
    }
    // Within a year a longer number is a greater one.
    cves.sort((left, right) -> {
      int byYear = year(left).compareTo(year(right));
      int byLength = byYear != 0 ? byYear : Integer.compare(left.length(), right.length());
      return byLength != 0 ? byLength : left.compareTo(right);
    });
    return cves;
  }

  private static String year(String cve) {
    int end = cve.indexOf('-', 4);
    return end < 0 ? cve : cve.substring(0, end);
  }

  /** The first advisory that says that the package was made to do harm; null where none does. */
  @Nullable Hit malicious() {
    for (Hit hit : hits) {
      if (hit.advisory().malicious()) {
        return hit;
      }
    }
    return null;
  }

  /** When the first of its advisories appeared; null where none says. */
  @Nullable Instant published() {
    Instant first = null;
    for (Hit hit : hits) {
      Instant published = hit.advisory().published();
      if (published != null && (first == null || published.isBefore(first))) {
        first = published;
      }
    }
    return first;
  }

  /**
   * The CWEs that its advisories name, by number. One that stands for several vulnerabilities does
   * not say which of them has which.
   */
  List<String> weaknesses() {
    List<String> weaknesses = new ArrayList<>(2);
    for (Hit hit : hits) {
      if (hit.advisory().upstream().size() <= 1) {
        weaknesses.addAll(hit.advisory().weaknesses());
      }
    }
    return weaknesses.isEmpty() ? weaknesses : Effects.weaknesses(weaknesses);
  }

  /** What whoever uses it can do; as for {@link #weaknesses}. */
  List<Vulnerability.Effect> effects() {
    List<Vulnerability.Effect> effects = List.of();
    for (Hit hit : hits) {
      if (hit.advisory().upstream().size() <= 1) {
        effects = Effects.union(effects, hit.advisory().effects());
      }
    }
    return effects;
  }

  /** The names besides {@link #id}, sorted. */
  List<String> aliases() {
    List<String> aliases = new ArrayList<>(names);
    aliases.remove(id());
    return aliases;
  }
}
