package dev.breakwater.inventory.java;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Maven artifacts in Java archives: jar, war, ear and their kin, archives inside archives at any
 * path, and archives that begin with a shell script.
 *
 * <p>An artifact is what a {@code META-INF/maven/…/pom.properties} names, or the {@code pom.xml}
 * beside it where that file is missing or unresolved. One archive may hold many: then it is shaded,
 * and all of them are in it. The package's path is that of the archive, {@code
 * app.jar!/BOOT-INF/lib/inner.jar} for a nested one.
 *
 * <p>An archive of classes without any of these takes its name and version from its file, else the
 * version from its manifest. Its group is known only where it is one of a few {@linkplain
 * KnownArtifact artifacts} that leave proof in their jars. Any other is listed, so that it is not
 * overlooked, but without a group: {@code pkg:maven/NAME@VERSION?checksum=sha1:…}. No group is
 * guessed, so such a package never matches an advisory for another; the checksum lets an index of
 * published artifacts name it. Its version is empty where nothing tells one.
 */
public final class JavaArchiveDetector implements PackageDetector {
  private final ArchiveLimits limits;
  private final Path copies;

  /** Makes the detector. */
  public JavaArchiveDetector() {
    this(ArchiveLimits.DEFAULT, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Makes a detector.
   *
   * @param copies directory for temporary copies of nested archives
   */
  JavaArchiveDetector(ArchiveLimits limits, Path copies) {
    this.limits = limits;
    this.copies = copies;
  }

  @Override
  public String name() {
    return "java-archive/2";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.size() > 0 && ArchiveName.isArchive(file.path());
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    if (ArchiveName.isAmbiguous(file.path())) {
      byte[] head = content.peek(2);
      if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
        return null;
      }
    }
    PackageFacts facts =
        new ArchiveReader(limits, copies, content.size()).read(content.file(), file.path());
    return facts.isEmpty() ? null : facts;
  }
}
