package dev.breakwater.core;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong with a subject: where, why, how bad, and what to do. */
public sealed interface Finding permits Vulnerability, Weakness {
  /** The name people know it by: the CVE where there is one, else the rule. */
  String id();

  /** Its other names, sorted. */
  List<String> aliases();

  /** What sort of finding it is. */
  Kind kind();

  /** How bad it is. */
  Severity severity();

  /** One line for people. */
  String title();

  /** Where it is. */
  Location location();

  /** What to do. */
  Remedy remedy();

  /**
   * What makes it the same finding in the next scan, whatever has happened to lines and versions
   * since: only {@link Fingerprints} should ask.
   */
  String identity();

  /** What tells it from another of the same {@link #identity}, such as the version. */
  String distinction();

  /** What sort of finding it is. */
  enum Kind {
    /** A package with a known vulnerability. */
    VULNERABILITY,
    /** A secret that lies where others can read it. */
    SECRET,
    /** A setting, permission or password that is less safe than it can be. */
    MISCONFIGURATION,
    /** A package or file that is known to do harm. */
    MALWARE;

    /** The form used in reports, for example {@code vulnerability}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a finding is.
   *
   * @param path of the file, relative to the root, or a package's first path; null where it is in
   *     no file
   * @param line the first is 1; 0 where it is not known
   * @param column in characters, the first is 1; 0 where it is not known
   * @param pointer the part of the configuration, for example {@code config.User}; null for all
   *     else
   * @param layer diff-id of the layer that brought it; null where there are no layers
   * @param hidden whether a higher layer hides the file; whoever pulls the image has it all the
   *     same
   */
  record Location(
      @Nullable String path,
      int line,
      int column,
      @Nullable String pointer,
      @Nullable Digest layer,
      boolean hidden) {

    /** A file, as a whole. */
    public Location(@Nullable String path, @Nullable Digest layer) {
      this(path, 0, 0, null, layer, false);
    }

    /** A part of the subject's configuration. */
    public static Location ofConfiguration(String pointer, @Nullable Digest layer) {
      return new Location(null, 0, 0, pointer, layer, false);
    }
  }

  /**
   * What to do.
   *
   * @param action one sentence for people, for example "upgrade openssl to 3.0.15-1~deb12u1"
   * @param versions every fixed version that is known, in version order; the recommended one is
   *     {@link Vulnerability#fixed}
   */
  record Remedy(String action, List<String> versions) {
    public Remedy {
      versions = List.copyOf(versions);
    }

    /** Something to do that is no upgrade. */
    public Remedy(String action) {
      this(action, List.of());
    }
  }
}
