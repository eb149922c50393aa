package dev.breakwater.cli;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.AdvisoryLookup;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An advisory for a person. */
record AdvisoryText(PrintStream out) {

  void print(Ecosystem ecosystem, Advisory advisory) {
    out.println(advisory.id() + "  " + advisory.title());
    field("ecosystem", ecosystem.toString());
    field("aliases", String.join(", ", advisory.aliases()));
    field("covers", String.join(", ", advisory.upstream()));
    field(
        "severity",
        advisory.severity().label()
            + (advisory.score() == null ? "" : " (CVSS " + advisory.score() + ")")
            + (advisory.vector() == null ? "" : " " + advisory.vector()));
    field("published", advisory.published() == null ? "" : advisory.published().toString());
    field("withdrawn", advisory.withdrawn() == null ? "" : advisory.withdrawn().toString());
    field("read more", advisory.url() == null ? "" : advisory.url());
    for (Advisory.Affected affected : advisory.affected()) {
      field("affects", affected.name() + " " + ranges(affected));
    }
    out.println();
  }

  private static String ranges(Advisory.Affected affected) {
    List<String> ranges = new ArrayList<>();
    for (Advisory.Interval interval : affected.intervals()) {
      String from = interval.introduced() == null ? "" : ">= " + interval.introduced();
      String to =
          interval.fixed() != null
              ? "< " + interval.fixed()
              : interval.lastAffected() != null ? "<= " + interval.lastAffected() : "";
      String both = from + (from.isEmpty() || to.isEmpty() ? "" : ", ") + to;
      ranges.add(both.isEmpty() ? "every version" : both);
    }
    if (ranges.isEmpty() && !affected.versions().isEmpty()) {
      ranges.addAll(affected.versions());
    }
    String status =
        affected.status() == Vulnerability.Status.UNKNOWN
            ? ""
            : " [" + affected.status().label() + "]";
    return String.join(" or ", ranges) + status;
  }

  /** What is known of exploitation, for every CVE among the names of these advisories. */
  void exploitation(AdvisoryLookup lookup, String asked, Advisory... advisories)
      throws BreakwaterException {
    TreeSet<String> names = new TreeSet<>(List.of(asked));
    for (Advisory advisory : advisories) {
      names.add(advisory.id());
      names.addAll(advisory.aliases());
      names.addAll(advisory.upstream());
    }
    for (String name : names) {
      if (!name.startsWith("CVE-")) {
        continue;
      }
      Vulnerability.Kev kev = lookup.kev(name).orElse(null);
      Vulnerability.Epss epss = lookup.epss(name).orElse(null);
      if (kev != null) {
        out.println(
            name
                + " is known to be exploited since "
                + kev.dateAdded()
                + (kev.ransomware() ? ", by ransomware too" : ""));
      }
      if (epss != null) {
        out.println(
            name
                + " has an EPSS score of "
                + epss.score()
                + " (percentile "
                + epss.percentile()
                + ")");
      }
    }
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      out.println("  " + name + " ".repeat(11 - name.length()) + value);
    }
  }
}
