package dev.breakwater.advisory.store;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Vulnerability;
import java.util.Map;

/** Writes the catalogue of known exploited vulnerabilities, a few thousand entries. */
public final class KevWriter {
  /**
   * Replaces the table.
   *
   * @param entries by CVE
   * @throws BreakwaterException where it cannot be written; the old table is whole then
   */
  public static void write(
      StoreDirectory directory, Map<String, Vulnerability.Kev> entries, Provenance provenance)
      throws BreakwaterException {
    ScoreTable.write(
        directory,
        StoreFormat.Kind.KEV,
        directory.kev(),
        entries,
        (kev, out) -> {
          out.signed(kev.dateAdded().toEpochDay());
          out.oneByte((kev.dueDate() == null ? 0 : 1) | (kev.ransomware() ? 2 : 0));
          if (kev.dueDate() != null) {
            out.signed(kev.dueDate().toEpochDay());
          }
        },
        provenance);
  }

  private KevWriter() {}
}
