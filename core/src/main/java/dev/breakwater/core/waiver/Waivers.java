package dev.breakwater.core.waiver;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Excuser;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A file of waivers. Each needs a reason, an owner and a last day; without one of them, or after
 * that day, the findings count as if the waiver were not there, and a {@link Notice} says so. Of
 * several waivers that mean one finding the first in the file that still holds is named.
 */
public final class Waivers implements Excuser {
  /** Where a project keeps its waivers, relative to its root. */
  public static final String USUAL_FILE = ".breakwater/waivers.yaml";

  /** The JSON Schema (2020-12) of the file, found with {@link Class#getResourceAsStream}. */
  public static final String SCHEMA_RESOURCE = "breakwater.waivers-1.schema.json";

  private final String file;
  private final List<Waiver> waivers;
  private final List<Notice> refused;
  private final WaiverIndex index;

  Waivers(String file, List<Waiver> waivers, List<Notice> refused) {
    this.file = file;
    this.waivers = List.copyOf(waivers);
    this.refused = List.copyOf(refused);
    this.index = new WaiverIndex(this.waivers);
  }

  /**
   * Reads a file of at most 10 MB and 100,000 waivers.
   *
   * @throws BreakwaterException where it cannot be read or is no such file; says at which line and
   *     column. A waiver that is only incomplete is refused by a notice instead
   */
  public static Waivers read(Path file) throws BreakwaterException {
    return WaiverReader.read(file);
  }

  @Override
  public Outcome divide(List<Finding> findings, Evidence evidence) {
    Subject subject = evidence.subject();
    LocalDate today = LocalDate.ofInstant(evidence.created(), ZoneOffset.UTC);
    Map<PackageUrl, List<SoftwarePackage>> packages = packages(evidence);
    BitSet about = new BitSet();
    BitSet expired = new BitSet();
    for (int i = 0; i < waivers.size(); i++) {
      about.set(i, waivers.get(i).isAbout(subject));
      expired.set(i, today.isAfter(waivers.get(i).expires()));
    }
    int[] matches = new int[waivers.size()];
    List<Finding> counting = new ArrayList<>();
    List<Excused> excused = new ArrayList<>();
    for (Finding finding : findings) {
      Waiver honoured = null;
      Collection<String> places = places(finding, packages);
      BitSet candidates = index.candidates(finding);
      candidates.and(about);
      for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
        // Whether one that holds is used needs no more than one finding.
        if ((honoured == null || matches[i] == 0 || expired.get(i))
            && waivers.get(i).matches(finding, places, subject)) {
          matches[i]++;
          honoured = honoured == null && !expired.get(i) ? waivers.get(i) : honoured;
        }
      }
      if (honoured == null) {
        counting.add(finding);
      } else {
        excused.add(new Excused(finding, excuse(honoured)));
      }
    }
    return new Outcome(counting, excused, notices(about, matches, expired));
  }

  /** The packages by purl; none where no waiver asks where they are. */
  private Map<PackageUrl, List<SoftwarePackage>> packages(Evidence evidence) {
    Map<PackageUrl, List<SoftwarePackage>> packages = new HashMap<>();
    if (waivers.stream().anyMatch(waiver -> !waiver.paths().isEmpty())) {
      for (SoftwarePackage each : evidence.packages()) {
        packages.computeIfAbsent(each.purl(), none -> new ArrayList<>(1)).add(each);
      }
    }
    return packages;
  }

  /** Everywhere that the finding is: a package may lie in several places. */
  private static Collection<String> places(
      Finding finding, Map<PackageUrl, List<SoftwarePackage>> packages) {
    Set<String> places = new TreeSet<>();
    String path = finding.location().path();
    if (path != null) {
      places.add(Waiver.plain(path));
    }
    if (finding instanceof Vulnerability vulnerability) {
      for (SoftwarePackage each : packages.getOrDefault(vulnerability.purl(), List.of())) {
        if (vulnerability.isIn(each)) {
          places.addAll(each.paths());
        }
      }
    }
    return places;
  }

  private Excuse excuse(Waiver waiver) {
    return new Excuse.Waived(
        file, waiver.line(), waiver.reason(), waiver.owner(), waiver.expires());
  }

  private List<Notice> notices(BitSet about, int[] matches, BitSet expired) {
    List<Notice> notices = new ArrayList<>(refused);
    for (int i = 0; i < matches.length; i++) {
      Waiver waiver = waivers.get(i);
      Notice notice = notice(waiver, about.get(i), matches[i], expired.get(i));
      if (notice != null) {
        notices.add(notice);
      }
    }
    return notices;
  }

  /** What follows of a waiver that has expired. */
  private static String consequence(boolean about, int matches) {
    if (!about) {
      return "; it is about other subjects than this";
    }
    if (matches == 0) {
      return " and matches nothing here; remove it if nothing else needs it";
    }
    return "; "
        + (matches == 1 ? "a finding counts" : matches + " findings count")
        + " again that it used to waive: mend them, or give it a new day";
  }

  private @Nullable Notice notice(Waiver waiver, boolean about, int matches, boolean expired) {
    FileLine where = new FileLine(file, waiver.line());
    if (expired) {
      String since = "expired on " + waiver.expires() + " (owner: " + waiver.owner() + ")";
      return new Notice(Notice.Kind.EXPIRED, where, since + consequence(about, matches));
    }
    return about && matches == 0
        ? new Notice(
            Notice.Kind.UNUSED,
            where,
            "matches no finding; remove it if what it waived is mended, else look for a slip in it")
        : null;
  }
}
