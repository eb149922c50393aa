package dev.breakwater.advisory;

import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An advisory of one ecosystem, as the store keeps it: ranges are already intervals, vectors
 * already scores.
 *
 * @param id the advisory's own name
 * @param aliases other names of the same vulnerability
 * @param upstream vulnerabilities that this advisory fixes, where it stands for several, as a DSA
 *     does (OSV's {@code upstream}; AlmaLinux and others write them in {@code related})
 * @param title one line for people
 * @param malicious whether what it speaks of was made to do harm
 * @param severity what the advisory says, or what its vector scores; {@link Severity#UNKNOWN} where
 *     it says nothing
 * @param score CVSS base score, 0.0 to 10.0; null where it has none
 * @param vector CVSS vector; null where it has none
 * @param weaknesses CWE identifiers, such as {@code CWE-787}, by number
 * @param effects what whoever uses the vulnerability can do, sorted
 * @param url where to read it; null where it has no address
 * @param published null where it does not say
 * @param withdrawn null unless it was withdrawn
 * @param affected what it affects in this ecosystem
 */
public record Advisory(
    String id,
    List<String> aliases,
    List<String> upstream,
    String title,
    boolean malicious,
    Severity severity,
    @Nullable Double score,
    @Nullable String vector,
    List<String> weaknesses,
    List<Vulnerability.Effect> effects,
    @Nullable String url,
    @Nullable Instant published,
    @Nullable Instant withdrawn,
    List<Affected> affected) {

  public Advisory {
    aliases = List.copyOf(aliases);
    upstream = List.copyOf(upstream);
    weaknesses = List.copyOf(weaknesses);
    effects = List.copyOf(effects);
    affected = List.copyOf(affected);
  }

  /** An advisory of a feed that says nothing of weaknesses and effects. */
  public Advisory(
      String id,
      List<String> aliases,
      List<String> upstream,
      String title,
      Severity severity,
      @Nullable Double score,
      @Nullable String vector,
      @Nullable String url,
      @Nullable Instant published,
      @Nullable Instant withdrawn,
      List<Affected> affected) {
    this(
        id, aliases, upstream, title, false, severity, score, vector, List.of(), List.of(), url,
        published, withdrawn, affected);
  }

  /**
   * One affected package. A version is affected where it is listed in {@code versions} or lies in
   * an interval.
   *
   * @param name normalised as the ecosystem does
   * @param intervals in version order
   * @param versions affected versions listed one by one
   * @param status what the vendor says; {@link Vulnerability.Status#UNKNOWN} where it says nothing,
   *     and then an interval's end decides between affected and fixed
   * @param severity for this package alone; null where the advisory's counts
   * @param scope which builds of the package the entry speaks of
   */
  public record Affected(
      String name,
      List<Interval> intervals,
      List<String> versions,
      Vulnerability.Status status,
      @Nullable Severity severity,
      Scope scope) {
    public Affected {
      intervals = List.copyOf(intervals);
      versions = List.copyOf(versions);
    }

    /** An entry that speaks of every build. */
    public Affected(
        String name,
        List<Interval> intervals,
        List<String> versions,
        Vulnerability.Status status,
        @Nullable Severity severity) {
      this(name, intervals, versions, status, severity, Scope.EVERY_BUILD);
    }
  }

  /**
   * Which builds of a package an entry speaks of.
   *
   * @param channels where its fix is published, in the vendor's words: {@code Pro} for Ubuntu,
   *     {@code LTSS} for SUSE, {@code rhel_eus:9.2::baseos} for Red Hat; empty for what every
   *     installation of the release gets
   * @param architectures as the vendor writes them; empty for all
   * @param module the module and stream, {@code postgresql:12}; null where the vendor does not say,
   *     or it is of none
   */
  public record Scope(List<String> channels, List<String> architectures, @Nullable String module) {
    /** No narrower than the package. */
    public static final Scope EVERY_BUILD = new Scope(List.of(), List.of(), null);

    public Scope {
      channels = List.copyOf(channels);
      architectures = List.copyOf(architectures);
    }

    /** The same in other channels. */
    public Scope in(List<String> otherChannels) {
      return new Scope(otherChannels, architectures, module);
    }
  }

  /**
   * Affected versions from {@code introduced} on, and before {@code fixed} or up to and with {@code
   * lastAffected}.
   *
   * @param introduced null for "from the first version, and whatever comes before it"
   * @param fixed null where there is no fix
   * @param lastAffected null where it is not said; never together with {@code fixed}
   */
  public record Interval(
      @Nullable String introduced, @Nullable String fixed, @Nullable String lastAffected) {}
}
