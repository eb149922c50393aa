package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Progress;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.inventory.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Judges an inventory by the security suites of the archive that the subject's own apt sources
 * name. Debian, Ubuntu and what derives from them.
 *
 * <p>It knows the fixes that were released, by the versions in signed indexes, and the
 * vulnerabilities that the changelogs between two versions name; it does not know vulnerabilities
 * without a fix, so an assessment is never more than {@code PARTIAL}. Proxies come from the
 * environment; apt's own settings for proxies and logins are not read.
 *
 * <p>The sources decide which hosts are asked, so those of an image that nobody vouches for can
 * send requests to hosts of its choice; answers count only if they are signed, and are never shown.
 */
final class DebianArchive {
  private DebianArchive() {}

  /** What to capture of an image or directory: apt's sources and keyrings. */
  static List<Detector<?>> detectors() {
    return List.of(AptFileDetector.INSTANCE);
  }

  /** The apt configuration that the detectors captured. */
  static CapturedFiles settings(ImageFacts facts) {
    return CapturedFiles.of(facts.of(AptFileDetector.INSTANCE), AptFileDetector.WHOSE);
  }

  /**
   * Asks the archive.
   *
   * @param root of the file system that the subject is, where it is a directory: lists that apt has
   *     fetched, and {@code file:} sources, are looked for in it, and nowhere else
   * @return never fails as a whole: what cannot be assessed is said in the result
   */
  static ArchiveResult assess(
      Inventory inventory,
      CapturedFiles settings,
      Optional<Path> root,
      ArchiveOptions options,
      Progress progress) {
    VersionOrder order =
        VersionOrder.named("deb").orElseThrow(() -> new IllegalStateException("no dpkg order"));
    return assess(inventory, settings, root, options, progress, order);
  }

  static ArchiveResult assess(
      Inventory inventory,
      CapturedFiles settings,
      Optional<Path> root,
      ArchiveOptions options,
      Progress progress,
      VersionOrder order) {
    InstalledSources installed = InstalledSources.of(inventory.packages(), order);
    if (installed.byName().isEmpty()) {
      return new ArchiveResult(List.of(), List.of(), installed.problems());
    }
    return new ArchiveAssessment(
            inventory.distribution(), installed, settings, root, options, progress, order)
        .run();
  }
}
