package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An advisory that holds a package's version.
 *
 * @param entries what it says of the installed build of the package
 * @param holding the first entry that holds the version, of a channel that the subject has where
 *     one does
 * @param attainable whether that channel is one that the subject has
 */
record Hit(Advisory advisory, List<Affected> entries, Affected holding, boolean attainable) {

  /**
   * The ecosystem's word for this package comes before the advisory's; what was made to do harm is
   * as bad as it can be, whatever it was made to do.
   */
  Severity severity() {
    if (advisory.malicious()) {
      return Severity.CRITICAL;
    }
    Severity own = holding.severity();
    return own != null ? own : advisory.severity();
  }

  /** The vendor's word for it; where it has none, whether an interval ends in a fix to be had. */
  Vulnerability.Status status() {
    if (holding.status() != Vulnerability.Status.UNKNOWN || !attainable) {
      return holding.status() == Vulnerability.Status.UNKNOWN
          ? Vulnerability.Status.AFFECTED
          : holding.status();
    }
    for (Advisory.Interval interval : holding.intervals()) {
      if (interval.fixed() != null) {
        return Vulnerability.Status.FIXED;
      }
    }
    return Vulnerability.Status.AFFECTED;
  }

  /**
   * Who is believed first: a statement on this package, on the whole, a score, and who has none.
   */
  int rank() {
    if (holding.severity() != null && holding.severity() != Severity.UNKNOWN) {
      return 0;
    }
    if (advisory.severity() == Severity.UNKNOWN) {
      return 3;
    }
    return advisory.score() == null ? 1 : 2;
  }

  /**
   * The vulnerabilities that the advisory speaks of, each by all names that the advisory knows.
   *
   * <p>Where it stands for others ({@code upstream}), as a DSA does, it speaks of each of these,
   * and its own name names none of them. Otherwise its id and aliases name one vulnerability, as
   * OSV defines aliases, even where several CVEs are among them (RUSTSEC-2020-0022 has two): what
   * the ecosystem counts as one, and fixes as one, is one finding, and the other CVEs are its
   * aliases.
   */
  List<List<String>> vulnerabilities() {
    return vulnerabilities(advisory);
  }

  static List<List<String>> vulnerabilities(Advisory advisory) {
    List<String> upstream = advisory.upstream();
    if (upstream.isEmpty()) {
      return List.of(withAliases(advisory, advisory.id()));
    }
    if (upstream.size() == 1) {
      return List.of(withAliases(advisory, upstream.getFirst()));
    }
    List<List<String>> each = new ArrayList<>(upstream.size());
    for (String id : upstream) {
      each.add(List.of(id));
    }
    return each;
  }

  private static List<String> withAliases(Advisory advisory, String name) {
    List<String> names = new ArrayList<>(advisory.aliases().size() + 1);
    names.add(name);
    names.addAll(advisory.aliases());
    return names;
  }

  Vulnerability.Source source(Ecosystem ecosystem) {
    @Nullable Double score = advisory.score();
    return new Vulnerability.Source(
        ecosystem.toString(), advisory.id(), severity(), score, advisory.vector(), advisory.url());
  }
}
