package dev.breakwater.advisory.store;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.util.Map;

/** Writes the exploit prediction scores, some hundred thousand. */
public final class EpssWriter {
  /**
   * Replaces the table.
   *
   * @param scores by CVE
   * @throws BreakwaterException where it cannot be written; the old table is whole then
   */
  public static void write(
      StoreDirectory directory, Map<String, Vulnerability.Epss> scores, Provenance provenance)
      throws BreakwaterException {
    ScoreTable.write(
        directory,
        StoreFormat.Kind.EPSS,
        directory.epss(),
        scores,
        (epss, out) -> {
          out.fixedDouble(epss.score());
          out.fixedDouble(epss.percentile());
        },
        provenance);
  }

  private EpssWriter() {}
}
