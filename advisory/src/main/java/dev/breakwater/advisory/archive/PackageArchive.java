package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.updateinfo.RpmRepositories;
import dev.breakwater.core.Progress;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.inventory.Inventory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of package archive that a subject may name itself, each a feed for the packages of one
 * type. Whatever is asked, the subject decides which hosts: see {@link DebianArchive} and {@link
 * RpmRepositories}.
 */
public enum PackageArchive {
  /** What apt's sources name: Debian, Ubuntu and what derives from them. */
  APT("deb"),
  /** What the repositories of yum, dnf and zypper name: Amazon, Oracle, Fedora, SUSE and so on. */
  RPM("rpm");

  private final String packageType;

  PackageArchive(String packageType) {
    this.packageType = packageType;
  }

  /** The purl type of the packages that it can judge. */
  public String packageType() {
    return packageType;
  }

  /** What to capture of an image or directory for all kinds of archive. */
  public static List<Detector<?>> detectors() {
    List<Detector<?>> all = new ArrayList<>(DebianArchive.detectors());
    all.addAll(RpmRepositories.detectors());
    return all;
  }

  /** The configuration that the detectors captured; a kind that is missing has none. */
  public static Map<PackageArchive, CapturedFiles> settings(ImageFacts facts) {
    Map<PackageArchive, CapturedFiles> settings = new EnumMap<>(PackageArchive.class);
    settings.put(APT, DebianArchive.settings(facts));
    settings.put(RPM, RpmRepositories.settings(facts));
    return settings;
  }

  /**
   * Asks the archive.
   *
   * @param settings of this kind
   * @param root of the file system that the subject is, where it is a directory: what is fetched
   *     already, and {@code file:} sources, are looked for in it, and nowhere else
   * @return never fails as a whole: what cannot be assessed is said in the result
   */
  public ArchiveResult assess(
      Inventory inventory,
      CapturedFiles settings,
      Optional<Path> root,
      ArchiveOptions options,
      Progress progress) {
    return switch (this) {
      case APT -> DebianArchive.assess(inventory, settings, root, options, progress);
      case RPM -> RpmRepositories.assess(inventory, settings, root, options, progress);
    };
  }
}
