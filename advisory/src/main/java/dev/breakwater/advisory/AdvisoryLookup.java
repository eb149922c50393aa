package dev.breakwater.advisory;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the matcher asks. The store answers; tests answer from memory. Safe to share between
 * threads.
 */
public interface AdvisoryLookup {
  /**
   * The advisories of an ecosystem.
   *
   * @return empty where there is no data for it, which makes its packages "not assessed"
   * @throws BreakwaterException where the data are there and damaged
   */
  Optional<Feed> feed(Ecosystem ecosystem) throws BreakwaterException;

  /** The entry of a CVE in the catalogue of known exploited vulnerabilities. */
  Optional<Vulnerability.Kev> kev(String cve) throws BreakwaterException;

  /** The exploit prediction score of a CVE. */
  Optional<Vulnerability.Epss> epss(String cve) throws BreakwaterException;

  /** The advisories of one ecosystem and release. */
  interface Feed {
    /** When the newest of its data were made. */
    Instant asOf();

    /**
     * Advisories that name this package, in the order of their ids; withdrawn ones are not among
     * them.
     */
    List<Advisory> naming(String packageName) throws BreakwaterException;

    /**
     * Those of {@link #naming} of which at least one entry for the package concerns the caller, in
     * the same order. A store reads the rest of an advisory only then, so for a package with many
     * advisories and few that apply this costs half as much.
     *
     * @param concerns asked of each entry, in order; must not throw
     */
    default List<Advisory> naming(String packageName, Predicate<Advisory.Affected> concerns)
        throws BreakwaterException {
      List<Advisory> found = new ArrayList<>();
      for (Advisory advisory : naming(packageName)) {
        for (Advisory.Affected entry : advisory.affected()) {
          if (entry.name().equals(packageName) && concerns.test(entry)) {
            found.add(advisory);
            break;
          }
        }
      }
      return found;
    }
  }
}
