package dev.breakwater.core.baseline;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Fingerprints;
import dev.breakwater.core.Report;
import dev.breakwater.core.judge.Excuser;
import dev.breakwater.core.report.JsonReportReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An earlier report: what it has and counts, or has itself from a report before, is known. What it
 * excuses by a waiver or a VEX statement is not known by that, or a waiver would go on after its
 * last day: such a finding has to be excused again, and is new when it is not.
 *
 * <p>Known is what has the same {@link Finding#identity}, on which fingerprints rest. Where there
 * are several of one identity, such as two versions of a library in one archive, those of the same
 * {@link Finding#distinction} are the same; of the others as many are known as the earlier report
 * has that are gone now, so that an upgrade which does not help brings nothing new.
 */
public final class Baseline implements Excuser {
  private final Excuse.Known excuse;
  private final Map<String, List<String>> known = new HashMap<>();

  private Baseline(String name, Report report) {
    this.excuse = new Excuse.Known(name);
    report.findings().forEach(this::add);
    for (Excused excused : report.excused()) {
      if (excused.excuse() instanceof Excuse.Known) {
        add(excused.finding());
      }
    }
  }

  private void add(Finding finding) {
    known.computeIfAbsent(identity(finding), none -> new ArrayList<>(1)).add(distinction(finding));
  }

  private static String identity(Finding finding) {
    return Fingerprints.whole(finding.identity());
  }

  private static String distinction(Finding finding) {
    return Fingerprints.whole(finding.distinction());
  }

  /**
   * Reads an earlier report.
   *
   * @throws BreakwaterException as {@link JsonReportReader#read} does
   */
  public static Baseline read(Path report) throws BreakwaterException {
    return of(report.toString(), JsonReportReader.read(report));
  }

  /**
   * An earlier report that is already read.
   *
   * @param name what people call it: its file
   */
  public static Baseline of(String name, Report report) {
    return new Baseline(name, report);
  }

  @Override
  public Outcome divide(List<Finding> findings, Evidence evidence) {
    Map<String, List<Finding>> alike = new HashMap<>();
    for (Finding finding : findings) {
      String identity = identity(finding);
      if (known.containsKey(identity)) {
        alike.computeIfAbsent(identity, none -> new ArrayList<>(1)).add(finding);
      }
    }
    IdentityHashMap<Finding, Boolean> old = new IdentityHashMap<>();
    for (Map.Entry<String, List<Finding>> entry : alike.entrySet()) {
      recognise(entry.getValue(), known.getOrDefault(entry.getKey(), List.of()), old);
    }
    List<Finding> counting = new ArrayList<>();
    List<Excused> excused = new ArrayList<>();
    for (Finding finding : findings) {
      if (old.containsKey(finding)) {
        excused.add(new Excused(finding, excuse));
      } else {
        counting.add(finding);
      }
    }
    return new Outcome(counting, excused, List.of());
  }

  private static void recognise(
      List<Finding> now, List<String> before, IdentityHashMap<Finding, Boolean> old) {
    List<Finding> sorted = new ArrayList<>(now);
    if (sorted.size() > 1) {
      sorted.sort(Comparator.comparing(Baseline::distinction).thenComparing(Finding::toString));
    }
    List<String> gone = new ArrayList<>(before);
    List<Finding> changed = new ArrayList<>();
    for (Finding finding : sorted) {
      if (gone.remove(distinction(finding))) {
        old.put(finding, true);
      } else {
        changed.add(finding);
      }
    }
    for (Finding finding : changed.subList(0, Math.min(gone.size(), changed.size()))) {
      old.put(finding, true);
    }
  }
}
