package dev.breakwater.advisory.feed;

import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads CISA's catalogue of known exploited vulnerabilities.
 *
 * @see <a href="https://www.cisa.gov/known-exploited-vulnerabilities-catalog">the catalogue</a>
 */
final class KevReader {
  static final long MAX_BYTES = 64L << 20;

  private static final int MAX_ID = 64;

  /**
   * The catalogue.
   *
   * @param released null where it does not say
   * @param records how many entries it has, broken ones included
   */
  record Catalogue(
      Map<String, Vulnerability.Kev> entries, @Nullable Instant released, int records) {}

  /**
   * Reads it.
   *
   * @throws IOException where it is no such document; the message is for people
   */
  static Catalogue read(InputStream in, Problems problems) throws IOException {
    Json document = Json.parse(in, MAX_BYTES);
    if (!document.members().containsKey("vulnerabilities")) {
      throw new IOException("it is no KEV catalogue: it has no member \"vulnerabilities\"");
    }
    Map<String, Vulnerability.Kev> entries = new HashMap<>();
    int records = 0;
    for (Json item : document.get("vulnerabilities").items()) {
      records++;
      String cve = item.text("cveID", "").strip();
      if (!cve.startsWith("CVE-") || cve.length() > MAX_ID) {
        problems.broken("entry " + records, "it has no CVE");
        continue;
      }
      try {
        String due = item.text("dueDate");
        entries.put(
            cve,
            new Vulnerability.Kev(
                LocalDate.parse(item.text("dateAdded", "")),
                due == null || due.isBlank() ? null : LocalDate.parse(due),
                item.text("knownRansomwareCampaignUse", "").equalsIgnoreCase("Known")));
      } catch (DateTimeException e) {
        problems.broken(cve, "a date cannot be read");
      }
    }
    return new Catalogue(entries, instant(document.text("dateReleased")), records);
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private KevReader() {}
}
