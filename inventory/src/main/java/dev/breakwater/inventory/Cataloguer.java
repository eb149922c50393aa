package dev.breakwater.inventory;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.inventory.apk.ApkDatabaseDetector;
import dev.breakwater.inventory.bitnami.BitnamiDetector;
import dev.breakwater.inventory.conan.ConanDetector;
import dev.breakwater.inventory.dart.PubspecLockDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.distribution.OsReleaseDetector;
import dev.breakwater.inventory.distribution.ReleaseFileDetector;
import dev.breakwater.inventory.distribution.UnreadDatabaseDetector;
import dev.breakwater.inventory.dotnet.NugetDetector;
import dev.breakwater.inventory.dpkg.DpkgFilesDetector;
import dev.breakwater.inventory.dpkg.DpkgStatusDetector;
import dev.breakwater.inventory.elixir.MixLockDetector;
import dev.breakwater.inventory.golang.GoBinaryDetector;
import dev.breakwater.inventory.golang.GoModuleDetector;
import dev.breakwater.inventory.java.GradleLockDetector;
import dev.breakwater.inventory.java.JavaArchiveDetector;
import dev.breakwater.inventory.java.MavenPomDetector;
import dev.breakwater.inventory.npm.NpmLockDetector;
import dev.breakwater.inventory.npm.NpmPackageDetector;
import dev.breakwater.inventory.php.ComposerDetector;
import dev.breakwater.inventory.program.ErlangReleaseDetector;
import dev.breakwater.inventory.program.JavaRuntimeDetector;
import dev.breakwater.inventory.program.KernelImageDetector;
import dev.breakwater.inventory.program.ProgramDetector;
import dev.breakwater.inventory.python.PythonLockDetector;
import dev.breakwater.inventory.python.PythonMetadataDetector;
import dev.breakwater.inventory.rpm.RpmDatabaseDetector;
import dev.breakwater.inventory.ruby.GemSpecificationDetector;
import dev.breakwater.inventory.ruby.GemfileLockDetector;
import dev.breakwater.inventory.rust.AuditableProgramReader;
import dev.breakwater.inventory.rust.CargoLockDetector;
import dev.breakwater.inventory.swift.PackageResolvedDetector;
import dev.breakwater.inventory.swift.PodfileLockDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds packages: hand {@link #detectors} to {@link dev.breakwater.image.Image#examine}, and what
 * they found to {@link #catalogue}.
 */
public final class Cataloguer {
  // Facts are kept by detector, so each is the same object in every scan of this process.
  private static final List<Detector<PackageFacts>> DETECTORS =
      List.of(
          new OsReleaseDetector(),
          new ReleaseFileDetector(),
          new DpkgStatusDetector(),
          new DpkgFilesDetector(),
          new ApkDatabaseDetector(),
          new RpmDatabaseDetector(),
          new UnreadDatabaseDetector(),
          new NpmPackageDetector(),
          new NpmLockDetector(),
          new PythonMetadataDetector(),
          new PythonLockDetector(),
          new JavaArchiveDetector(),
          new ProgramDetector(),
          new JavaRuntimeDetector(),
          new ErlangReleaseDetector(),
          new KernelImageDetector(),
          new GoBinaryDetector(new AuditableProgramReader()),
          new CargoLockDetector(),
          new ComposerDetector(),
          new GemSpecificationDetector(),
          new GemfileLockDetector(),
          new NugetDetector(),
          new PubspecLockDetector(),
          new MixLockDetector(),
          new PackageResolvedDetector(),
          new PodfileLockDetector(),
          new ConanDetector(),
          new BitnamiDetector(),
          new GradleLockDetector(),
          new MavenPomDetector(),
          new GoModuleDetector());

  private Cataloguer() {}

  /** What to look for in an image. */
  public static List<Detector<PackageFacts>> detectors() {
    return DETECTORS;
  }

  /**
   * Makes the inventory of what the detectors found.
   *
   * @param facts of an examination with {@link #detectors}, and any others beside them
   * @return with the problems of the whole examination and those of single packages
   */
  public static Inventory catalogue(Subject subject, ImageFacts facts) {
    List<Found<PackageFacts>> found = new ArrayList<>();
    List<Found<PackageFacts>> replaced = new ArrayList<>();
    for (Detector<PackageFacts> detector : DETECTORS) {
      found.addAll(facts.of(detector));
      replaced.addAll(facts.replaced(detector));
    }
    return new Assembly(subject, found, replaced, facts.problems()).inventory();
  }

  /**
   * Tells what a container holds other than its image. A package is the same where its purl and its
   * owner are, wherever it lies.
   *
   * @param facts that the inventory was made of
   * @return the subject as it is where it is no container, or its image is not known
   */
  public static Subject withChanges(Subject subject, Inventory inventory, ImageFacts facts) {
    ImageFacts ofImage = facts.ofImage().orElse(null);
    if (ofImage == null) {
      return subject;
    }
    List<SoftwarePackage> before = catalogue(subject, ofImage).packages();
    return subject.withChanges(
        new Subject.Changes(
            missingFrom(before, inventory.packages()), missingFrom(inventory.packages(), before)));
  }

  /** Those of {@code packages} that {@code others} have not, in order and once. */
  private static List<PackageUrl> missingFrom(
      List<SoftwarePackage> others, List<SoftwarePackage> packages) {
    Set<List<Object>> known = new HashSet<>();
    for (SoftwarePackage other : others) {
      known.add(Arrays.asList(other.purl(), other.ownedBy()));
    }
    List<PackageUrl> missing = new ArrayList<>();
    for (SoftwarePackage each : packages) {
      boolean again = !missing.isEmpty() && missing.getLast().equals(each.purl());
      if (!again && !known.contains(Arrays.asList(each.purl(), each.ownedBy()))) {
        missing.add(each.purl());
      }
    }
    return missing;
  }
}
