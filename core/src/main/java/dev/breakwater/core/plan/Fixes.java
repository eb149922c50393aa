package dev.breakwater.core.plan;

import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Vulnerability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a library mends what. Libraries are released in lines, each with its own fixes:
 * what is mended by 2.9.4 and by 2.10.1 is not mended by 2.10.0.
 *
 * @param type the purl type
 * @param findings of one package in one version, each with a fix
 */
record Fixes(String type, List<Vulnerability> findings, FixOrder order) {
  private static final int MOST_ROUNDS = 100;

  /** The lowest version that mends all, as far as fixes tell. */
  String highest() {
    String highest = fix(findings.getFirst());
    for (Vulnerability finding : findings) {
      highest = order.compare(type, highest, fix(finding)) < 0 ? fix(finding) : highest;
    }
    boolean raised = true;
    // Orders of versions have had circles, and a circle must not keep a scan for ever.
    for (int round = 0; raised && round < MOST_ROUNDS; round++) {
      raised = false;
      for (Vulnerability finding : findings) {
        String next = nextFix(finding, highest);
        if (next != null) {
          highest = next;
          raised = true;
        }
      }
    }
    return highest;
  }

  /** The fix that this version, higher than its recommended one, comes too early for. */
  private @Nullable String nextFix(Vulnerability finding, String version) {
    String before = fix(finding);
    for (String fix : finding.remedy().versions()) {
      if (order.compare(type, fix, version) > 0) {
        boolean sameLine = line(before, 2).equals(line(version, 2));
        return !sameLine && line(fix, 1).equals(line(version, 1)) ? fix : null;
      }
      before = fix;
    }
    return null;
  }

  /**
   * The highest fix on the line of the installed version, which is the smaller change; null where
   * that line has none.
   */
  @Nullable String onLineOf(String installed) {
    int parts = partsOfLines();
    String line = line(installed, parts);
    String best = null;
    for (Vulnerability finding : findings) {
      String fix = fix(finding);
      if (line(fix, parts).equals(line) && (best == null || order.compare(type, best, fix) < 0)) {
        best = fix;
      }
    }
    return best;
  }

  /** Whether this version is not lower than the recommended one. */
  boolean reaches(String version, Vulnerability finding) {
    return order.compare(type, fix(finding), version) <= 0;
  }

  /** Two where one vulnerability was fixed in 3.10 and in 3.11, else one. */
  private int partsOfLines() {
    for (Vulnerability finding : findings) {
      Map<String, String> minors = new HashMap<>();
      for (String fix : finding.remedy().versions()) {
        String other = minors.putIfAbsent(line(fix, 1), line(fix, 2));
        if (other != null && !other.equals(line(fix, 2))) {
          return 2;
        }
      }
    }
    return 1;
  }

  private static String fix(Vulnerability finding) {
    return String.valueOf(finding.fixed());
  }

  /** The beginning of a version, with so many of its parts. */
  private static String line(String version, int parts) {
    int from = version.startsWith("v") ? 1 : 0;
    int end = from - 1;
    for (int part = 0; part < parts; part++) {
      end = version.indexOf('.', end + 1);
      if (end < 0) {
        return version.substring(from);
      }
    }
    return version.substring(from, end);
  }
}
