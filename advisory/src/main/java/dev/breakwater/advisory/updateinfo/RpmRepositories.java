package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.core.Progress;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.inventory.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Judges an inventory by the security updates that the subject's own rpm repositories announce:
 * Amazon Linux, Oracle Linux, Fedora, SUSE and every other distribution whose repositories have an
 * {@code updateinfo.xml}.
 *
 * <p>It knows the fixes that were released; it does not know vulnerabilities without a fix, so an
 * assessment is never more than {@code PARTIAL}. Proxies come from the environment; those, and
 * logins and client certificates, of the repositories' own configuration are not read.
 *
 * <p>The configuration decides which hosts are asked, so that of an image that nobody vouches for
 * can send requests to hosts of its choice. Answers count only if they are signed by a key of the
 * subject's, if a metalink that came over TLS names their checksum, or if they came over TLS.
 */
public final class RpmRepositories {
  private RpmRepositories() {}

  /** What to capture of an image or directory: repositories, their variables and their keys. */
  public static List<Detector<?>> detectors() {
    return List.of(RepositoryFileDetector.INSTANCE);
  }

  /** The configuration that the detectors captured. */
  public static CapturedFiles settings(ImageFacts facts) {
    return CapturedFiles.of(
        facts.of(RepositoryFileDetector.INSTANCE), RepositoryFileDetector.WHOSE);
  }

  /**
   * Asks the repositories.
   *
   * @param root of the file system that the subject is, where it is a directory: {@code file:}
   *     addresses are looked for in it, and nowhere else
   * @return never fails as a whole: what cannot be assessed is said in the result
   */
  public static ArchiveResult assess(
      Inventory inventory,
      CapturedFiles settings,
      Optional<Path> root,
      ArchiveOptions options,
      Progress progress) {
    InstalledRpms installed = InstalledRpms.of(inventory.packages());
    if (installed.byName().isEmpty()) {
      return new ArchiveResult(List.of(), List.of(), installed.problems());
    }
    return new RepositoryAssessment(
            inventory.distribution(), installed, settings, root, options, progress)
        .run();
  }
}
