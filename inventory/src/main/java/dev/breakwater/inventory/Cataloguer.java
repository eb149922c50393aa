package dev.breakwater.inventory;

import dev.breakwater.core.Subject;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.inventory.apk.ApkDatabaseDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.distribution.OsReleaseDetector;
import dev.breakwater.inventory.distribution.ReleaseFileDetector;
import dev.breakwater.inventory.distribution.UnreadDatabaseDetector;
import dev.breakwater.inventory.dpkg.DpkgFilesDetector;
import dev.breakwater.inventory.dpkg.DpkgStatusDetector;
import dev.breakwater.inventory.golang.GoBinaryDetector;
import dev.breakwater.inventory.golang.GoModuleDetector;
import dev.breakwater.inventory.java.GradleLockDetector;
import dev.breakwater.inventory.java.JavaArchiveDetector;
import dev.breakwater.inventory.java.MavenPomDetector;
import dev.breakwater.inventory.npm.NpmLockDetector;
import dev.breakwater.inventory.npm.NpmPackageDetector;
import dev.breakwater.inventory.python.PythonLockDetector;
import dev.breakwater.inventory.python.PythonMetadataDetector;
import java.util.ArrayList;
import java.util.List;

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
          new UnreadDatabaseDetector(),
          new NpmPackageDetector(),
          new NpmLockDetector(),
          new PythonMetadataDetector(),
          new PythonLockDetector(),
          new JavaArchiveDetector(),
          new GradleLockDetector(),
          new MavenPomDetector(),
          new GoBinaryDetector(),
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
    for (Detector<PackageFacts> detector : DETECTORS) {
      found.addAll(facts.of(detector));
    }
    return new Assembly(subject, found, facts.problems()).inventory();
  }
}
