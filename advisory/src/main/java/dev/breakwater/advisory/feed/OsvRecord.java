package dev.breakwater.advisory.feed;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we use of an OSV record, as it stands in the record.
 *
 * @param label a severity in words from {@code database_specific}; null where there is none
 * @param details its beginning only
 * @param malicious whether it says that a package was made to do harm
 * @param weaknesses its CWE identifiers as they are written
 * @param categories what {@code database_specific} calls the vulnerability, as RustSec does
 * @param url the first address of the best kind among {@code references}
 * @see <a href="https://ossf.github.io/osv-schema/">the OSV schema, 1.7</a>
 */
record OsvRecord(
    String id,
    List<String> aliases,
    List<String> related,
    List<String> upstream,
    @Nullable Instant modified,
    @Nullable Instant published,
    @Nullable Instant withdrawn,
    @Nullable String summary,
    @Nullable String details,
    List<Rating> ratings,
    @Nullable String label,
    @Nullable String url,
    boolean malicious,
    List<String> weaknesses,
    List<String> categories,
    List<Affected> affected) {

  /** A severity: a CVSS vector, or words of a vendor. */
  record Rating(String type, String score) {}

  /**
   * One affected package.
   *
   * @param ecosystem with its release
   * @param label a severity in words from {@code ecosystem_specific} or {@code database_specific}
   * @param states what {@code ecosystem_specific} says of how the vendor treats it, as Debian's
   *     {@code urgency}
   * @param architectures for which the entry says it is; none for all
   * @param module a label as in {@code rpmmod}; null where it says none
   * @param customRanges Go's {@code custom_ranges}
   */
  record Affected(
      String ecosystem,
      String name,
      List<Range> ranges,
      List<String> versions,
      List<Rating> ratings,
      @Nullable String label,
      List<String> states,
      List<String> architectures,
      @Nullable String module,
      List<Range> customRanges) {}

  /** Events as they stand, not sorted. */
  record Range(String type, List<Event> events) {}

  /** What happens at a version. */
  record Event(Kind kind, String version) {
    enum Kind {
      INTRODUCED,
      FIXED,
      LAST_AFFECTED,
      LIMIT
    }
  }
}
