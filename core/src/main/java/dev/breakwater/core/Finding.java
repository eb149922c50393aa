package dev.breakwater.core;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a subject: where, why, how bad according to whom, and what to do.
 *
 * @param id the name people know it by; the CVE where there is one
 * @param aliases its other names, sorted
 * @param kind what sort of finding it is
 * @param severity the worst of the first-ranked source
 * @param severitySource who says so; null where nobody does
 * @param status what its vendor says of it
 * @param title one line for people
 * @param purl the affected package
 * @param packageName the package's own name
 * @param installed the version that is there
 * @param fixed the recommended version to move to: the lowest fix on the installed line; null where
 *     there is no fix
 * @param location where it is
 * @param remedy what to do
 * @param kev the entry in the catalogue of known exploited vulnerabilities; null where there is
 *     none
 * @param epss the exploit prediction score; null where there is none
 * @param sources who reported it, first-ranked first
 */
public record Finding(
    String id,
    List<String> aliases,
    Kind kind,
    Severity severity,
    @Nullable String severitySource,
    Status status,
    String title,
    PackageUrl purl,
    String packageName,
    String installed,
    @Nullable String fixed,
    Location location,
    Remedy remedy,
    @Nullable Kev kev,
    @Nullable Epss epss,
    List<Source> sources) {

  public Finding {
    aliases = List.copyOf(aliases);
    sources = List.copyOf(sources);
  }

  /**
   * Whether it was found in this package, and not in another of the same purl elsewhere: a copy
   * that an operating-system package owns is judged by its vendor, a copy beside it is not.
   */
  public boolean isIn(SoftwarePackage candidate) {
    return purl.equals(candidate.purl())
        && (location.path() == null
            || candidate.paths().isEmpty()
            || candidate.paths().contains(location.path()));
  }

  /** What sort of finding it is. */
  public enum Kind {
    VULNERABILITY;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the vendor says of it. */
  public enum Status {
    /** The vendor says nothing of how it stands. */
    UNKNOWN,
    /** Affected, and there is no fixed version. */
    AFFECTED,
    /** Affected, and a fixed version can be had. */
    FIXED,
    /** The vendor has not decided yet. */
    UNDER_INVESTIGATION,
    /** The vendor will not fix it. */
    WILL_NOT_FIX,
    /** The vendor will fix it some other time, as Debian's no-dsa. */
    FIX_DEFERRED,
    /** The package's release has no support any more. */
    END_OF_LIFE;

    /** The form used in reports, for example {@code will_not_fix}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a finding is.
   *
   * @param path the package's first path; null where the subject has no files
   * @param layer diff-id of the layer that brought it; null where there are no layers
   */
  public record Location(@Nullable String path, @Nullable Digest layer) {}

  /**
   * What to do.
   *
   * @param action one sentence for people, for example "upgrade openssl to 3.0.15-1~deb12u1"
   * @param versions every fixed version that is known, in version order; the recommended one is
   *     {@link Finding#fixed}
   */
  public record Remedy(String action, List<String> versions) {
    public Remedy {
      versions = List.copyOf(versions);
    }
  }

  /**
   * An entry in CISA's catalogue of known exploited vulnerabilities.
   *
   * @param ransomware whether ransomware campaigns are known to use it
   */
  public record Kev(LocalDate dateAdded, @Nullable LocalDate dueDate, boolean ransomware) {}

  /**
   * FIRST's exploit prediction.
   *
   * @param score probability of exploitation in the next thirty days, 0 to 1
   * @param percentile share of vulnerabilities with the same or a lower score, 0 to 1
   */
  public record Epss(double score, double percentile) {}

  /**
   * An advisory that reported the finding.
   *
   * @param feed the feed it came from, for example {@code Debian:12}
   * @param id the advisory's own name, for example {@code DSA-5764-1}
   * @param severity what it says of the severity
   * @param score CVSS base score, 0.0 to 10.0; null where it has none
   * @param vector CVSS vector; null where it has none
   * @param url where to read it; null where it has no address
   */
  public record Source(
      String feed,
      String id,
      Severity severity,
      @Nullable Double score,
      @Nullable String vector,
      @Nullable String url) {

    /**
     * The address if it is safe to make a link of it, as it comes from elsewhere: http or https,
     * and only characters that RFC 3986 allows; null otherwise.
     */
    public @Nullable String webAddress() {
      if (url == null || !(url.startsWith("https://") || url.startsWith("http://"))) {
        return null;
      }
      for (int i = 0; i < url.length(); i++) {
        char c = url.charAt(i);
        if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
          return null;
        }
      }
      return url;
    }
  }
}
