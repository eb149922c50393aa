package dev.breakwater.inventory.dotnet;

import dev.breakwater.core.json.Json;
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
 * Packages of NuGet: those that an application was published with, by {@code *.deps.json}; those
 * that a project fixes, by {@code packages.lock.json}; those that it restored, by {@code
 * obj/project.assets.json}; and those of an older project, by {@code packages.config}.
 *
 * <p>An installed shared framework has a {@code *.deps.json} too, which names the package that its
 * files are from, such as {@code Microsoft.NETCore.App.Runtime.linux-x64}: the name under which
 * advisories are issued for the runtime.
 *
 * @see <a href="https://learn.microsoft.com/nuget/">NuGet</a>
 */
public final class NugetDetector implements PackageDetector {
  /** The largest restored projects stay below it; deps.json is a tenth of that. */
  private static final long MAX_BYTES = 16L << 20;

  private static final String PUBLISHED = ".deps.json";
  private static final String ASSETS = "obj/project.assets.json";
  private static final String LOCK = "packages.lock.json";
  private static final String CONFIG = "packages.config";

  @Override
  public String name() {
    return "nuget/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.endsWith(".json")
        ? path.endsWith(PUBLISHED) || file.isNamed(LOCK) || file.isNamed(ASSETS)
        : file.isNamed(CONFIG);
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageList packages = new PackageList(file.path());
      if (file.isNamed(CONFIG)) {
        PackagesConfig.read(in, packages);
        return packages.facts();
      }
      Json document = Json.parse(in, MAX_BYTES);
      if (file.isNamed(LOCK)) {
        PackagesLock.read(document, packages);
      } else {
        String name = file.fileName();
        boolean published = name.endsWith(PUBLISHED);
        String subject = published ? name.substring(0, name.length() - PUBLISHED.length()) : "";
        DependencyLibraries.read(document, subject, packages);
      }
      return packages.facts();
    }
  }
}
