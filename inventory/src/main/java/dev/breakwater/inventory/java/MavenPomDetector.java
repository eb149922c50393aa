package dev.breakwater.inventory.java;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code pom.xml} beside an application's sources declares. It is no lock file: it names
 * neither what its dependencies depend on in turn, nor versions that a parent or an imported
 * document manages; those are known once Maven has put the archives there. Left out are
 * dependencies for tests, those that the surroundings provide, and profiles, plugins and the
 * project itself. The documents that archives carry in {@code META-INF/maven} describe the archive,
 * not an application.
 *
 * @see <a href="https://maven.apache.org/pom.html#Dependencies">POM reference, dependencies</a>
 */
public final class MavenPomDetector implements PackageDetector {
  private static final int MAX_BYTES = 4 << 20;

  @Override
  public String name() {
    return "maven-pom/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.isNamed("pom.xml") && !file.path().contains("META-INF/maven/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    PackageList found = new PackageList(file.path());
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      for (MavenCoordinates each : PomDocument.read(in.readAllBytes()).dependencies()) {
        found.add(each.at(file.path()));
      }
    }
    PackageFacts facts = found.facts();
    return facts.isEmpty() ? null : facts;
  }
}
