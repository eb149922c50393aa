package dev.breakwater.inventory.java;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one lock file of Gradle: a line {@code group:artifact:version=configurations} for
 * each package, or {@code group:artifact:version} where the file is that of one configuration.
 *
 * <p>Left out is what only tests and annotation processors use, judged by what Gradle's plugins
 * call their configurations: {@code testRuntimeClasspath}, {@code debugUnitTestCompileClasspath},
 * {@code annotationProcessor}. Names of others' making say nothing, so what they use is kept.
 */
final class GradleLock {
  private final PackageList found;
  private final Complaints complaints;
  private final String configuration;

  /**
   * @param configuration that the file is for; empty where each line says so
   */
  GradleLock(String path, String configuration) {
    this.found = new PackageList(path);
    this.complaints = new Complaints(path);
    this.configuration = configuration;
  }

  /**
   * Reads the file.
   *
   * @throws IOException where reading fails; a line that is none of these becomes a problem
   */
  PackageFacts read(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    while (lines.next()) {
      if (lines.isBlank() || lines.at(0) == '#') {
        continue;
      }
      String line = lines.text(0);
      int equals = line.indexOf('=');
      String module = equals < 0 ? line : line.substring(0, equals);
      if (module.equals("empty")) {
        continue;
      }
      MavenCoordinates coordinates = coordinates(module);
      if (coordinates == null) {
        complaints.addLine(lines, "not a line of a Gradle lock file");
      } else if (!isForDevelopment(equals < 0 ? configuration : line.substring(equals + 1))) {
        found.add(coordinates.at(found.path()));
      }
    }
    return found.facts(complaints.problems());
  }

  private static @Nullable MavenCoordinates coordinates(String module) {
    int first = module.indexOf(':');
    int second = module.indexOf(':', first + 1);
    return first < 0 || second < 0
        ? null
        : MavenCoordinates.of(
            module.substring(0, first),
            module.substring(first + 1, second),
            module.substring(second + 1).strip());
  }

  private static boolean isForDevelopment(String configurations) {
    int start = 0;
    while (start <= configurations.length()) {
      int comma = configurations.indexOf(',', start);
      int end = comma < 0 ? configurations.length() : comma;
      String name = configurations.substring(start, end).strip();
      boolean development =
          name.startsWith("test")
              || name.contains("Test")
              || name.endsWith("annotationProcessor")
              || name.endsWith("AnnotationProcessor");
      if (!development) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }
}
