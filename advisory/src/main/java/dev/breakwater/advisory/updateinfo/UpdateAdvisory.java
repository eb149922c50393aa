package dev.breakwater.advisory.updateinfo;

import dev.breakwater.core.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A security advisory of a repository, as far as it is about installed packages.
 *
 * @param id for example {@code ELSA-2022-4803} or {@code ALAS2023-2024-001}
 * @param title one line
 * @param severity as the vendor wrote it
 * @param url where to read it; null where it gives no address
 * @param issued when the update came out; null where it does not say
 * @param reboot whether the vendor suggests a reboot after the update
 * @param vulnerabilities the CVEs that it names
 * @param builds what it was fixed in: binary packages that bear the name of an installed one
 */
record UpdateAdvisory(
    String id,
    String title,
    Severity severity,
    @Nullable String url,
    @Nullable Instant issued,
    boolean reboot,
    Set<String> vulnerabilities,
    List<RpmBuild> builds) {

  /** What an advisory means for an installed package. */
  enum Standing {
    /** Another package, architecture or stream, or not older than the fix. */
    NOT_CONCERNED,
    /** Older than the fix. */
    OUTSTANDING,
    /** Of a module, and one side does not say of which stream. */
    STREAM_UNKNOWN
  }

  /**
   * How an installed package stands.
   *
   * @param fix the lowest build above the installed one; null unless it is outstanding
   */
  record Verdict(Standing standing, @Nullable RpmBuild fix) {
    private static final Verdict NOT_CONCERNED = new Verdict(Standing.NOT_CONCERNED, null);
    private static final Verdict STREAM_UNKNOWN = new Verdict(Standing.STREAM_UNKNOWN, null);
  }

  /**
   * Judges an installed package. Where the advisory names builds of the line that the installed one
   * is of, and it is at or above one of them, it has the fix: an advisory may repeat a package for
   * each build of a module, or have one build for each minor release.
   *
   * @param architecture that counts for installed {@code noarch} packages
   */
  Verdict on(RpmBuild installed, String architecture) {
    boolean unknown = false;
    List<RpmBuild> newer = new ArrayList<>(2);
    boolean fixed = false;
    for (RpmBuild build : builds) {
      if (!build.name().equals(installed.name())
          || !runsOn(build, installed, architecture)
          || !build.flavour().equals(installed.flavour())
          || !mayBeOfStreamOf(build, installed)) {
        continue;
      }
      if (!isSurelyOfStreamOf(build, installed)) {
        unknown |= build.isNewerThan(installed);
      } else if (build.isNewerThan(installed)) {
        newer.add(build);
      } else {
        fixed |= build.isOfLineOf(installed);
      }
    }
    if (fixed || newer.isEmpty()) {
      return !fixed && unknown ? Verdict.STREAM_UNKNOWN : Verdict.NOT_CONCERNED;
    }
    return new Verdict(Standing.OUTSTANDING, lowest(newer));
  }

  private static RpmBuild lowest(List<RpmBuild> builds) {
    RpmBuild lowest = builds.getFirst();
    for (RpmBuild build : builds) {
      if (lowest.isNewerThan(build)) {
        lowest = build;
      }
    }
    return lowest;
  }

  private static boolean runsOn(RpmBuild build, RpmBuild installed, String architecture) {
    String own = installed.architecture();
    return build.architecture().equals("noarch")
        || own.isEmpty()
        || build.architecture().equals(own.equals("noarch") ? architecture : own);
  }

  /** A package of a module is never replaced by one of none, nor the other way round. */
  private static boolean mayBeOfStreamOf(RpmBuild build, RpmBuild installed) {
    if (build.stream() != null && installed.stream() != null) {
      return build.stream().equals(installed.stream());
    }
    return build.isModular() == installed.isModular();
  }

  /** Without a label the stream can be told only by the very version: it is of that stream. */
  private static boolean isSurelyOfStreamOf(RpmBuild build, RpmBuild installed) {
    boolean labelled = build.stream() != null && installed.stream() != null;
    return labelled || !installed.isModular() || build.isVersionOf(installed);
  }
}
