package dev.breakwater.core.waiver;

import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the few waivers that may mean a finding among very many. Every waiver lies under the
 * beginning, up to its first star, of one of its selectors: the first of vulnerability, rule,
 * package, path and object that it has.
 */
final class WaiverIndex {
  /** Longer beginnings are cut, so that a finding with a long path asks not too often. */
  private static final int LONGEST_KEY = 32;

  private final Map<String, List<Integer>> vulnerabilities = new HashMap<>();
  private final Map<String, List<Integer>> rules = new HashMap<>();
  private final Map<String, List<Integer>> packages = new HashMap<>();
  private final Map<String, List<Integer>> paths = new HashMap<>();
  private final Map<String, List<Integer>> objects = new HashMap<>();
  private final BitSet others = new BitSet();

  WaiverIndex(List<Waiver> waivers) {
    for (int i = 0; i < waivers.size(); i++) {
      Waiver waiver = waivers.get(i);
      if (!waiver.vulnerabilities().isEmpty()) {
        add(vulnerabilities, waiver.vulnerabilities(), i);
      } else if (!waiver.rules().isEmpty()) {
        add(rules, waiver.rules(), i);
      } else if (!waiver.packages().isEmpty()) {
        for (PackagePattern pattern : waiver.packages()) {
          add(packages, pattern.name(), i);
        }
      } else if (!waiver.paths().isEmpty()) {
        add(paths, waiver.paths(), i);
      } else if (!waiver.objects().isEmpty()) {
        add(objects, waiver.objects(), i);
      } else {
        others.set(i);
      }
    }
  }

  private static void add(Map<String, List<Integer>> index, List<Glob> patterns, int waiver) {
    for (Glob pattern : patterns) {
      add(index, pattern, waiver);
    }
  }

  private static void add(Map<String, List<Integer>> index, Glob pattern, int waiver) {
    String start = pattern.start();
    String key = start.substring(0, Math.min(start.length(), LONGEST_KEY));
    index.computeIfAbsent(key, none -> new ArrayList<>(1)).add(waiver);
  }

  /** Positions of waivers that may mean the finding. */
  BitSet candidates(Finding finding) {
    BitSet found = (BitSet) others.clone();
    switch (finding) {
      case Vulnerability vulnerability -> find(vulnerability, found);
      case Weakness weakness -> find(weakness, found);
    }
    String path = finding.location().path();
    if (path != null) {
      find(paths, path, found);
    }
    return found;
  }

  private void find(Vulnerability vulnerability, BitSet found) {
    find(vulnerabilities, vulnerability.id().toLowerCase(Locale.ROOT), found);
    for (String alias : vulnerability.aliases()) {
      find(vulnerabilities, alias.toLowerCase(Locale.ROOT), found);
    }
    PackageUrl purl = vulnerability.purl();
    find(packages, vulnerability.packageName(), found);
    find(packages, purl.name(), found);
    find(packages, PackagePattern.plain(purl), found);
  }

  private void find(Weakness weakness, BitSet found) {
    find(rules, weakness.id(), found);
    String object = weakness.subjectPart();
    if (object != null) {
      find(objects, object, found);
    }
  }

  private static void find(Map<String, List<Integer>> index, String text, BitSet found) {
    if (index.isEmpty()) {
      return;
    }
    for (int end = 0; end <= Math.min(text.length(), LONGEST_KEY); end++) {
      List<Integer> waivers = index.get(text.substring(0, end));
      if (waivers != null) {
        waivers.forEach(found::set);
      }
    }
  }
}
