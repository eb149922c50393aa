package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.CapturingDetector;
import dev.breakwater.image.FileEntry;
import java.util.List;

/** Captures apt's sources and the keyrings that may sign for them, as they are. */
final class AptFileDetector extends CapturingDetector {
  static final String WHOSE = "apt's configuration";
  static final AptFileDetector INSTANCE = new AptFileDetector();

  private AptFileDetector() {
    super(WHOSE);
  }

  @Override
  public String id() {
    return "apt-configuration/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return isConfiguration(file.path());
  }

  static boolean isConfiguration(String path) {
    if (path.startsWith("etc/apt/")) {
      return path.equals("etc/apt/sources.list")
          || path.equals("etc/apt/trusted.gpg")
          || (inDirectory(path, "etc/apt/sources.list.d/")
              && (path.endsWith(".list") || path.endsWith(".sources")))
          || (inDirectory(path, "etc/apt/trusted.gpg.d/") && isKeyring(path))
          || path.startsWith("etc/apt/keyrings/");
    }
    return (path.startsWith("usr/share/keyrings/") || path.startsWith("usr/local/share/keyrings/"))
        && isKeyring(path);
  }

  private static boolean isKeyring(String path) {
    return path.endsWith(".gpg") || path.endsWith(".asc") || path.endsWith(".pgp");
  }

  @Override
  public List<String> fixedPaths() {
    return List.of("etc/apt/sources.list", "etc/apt/trusted.gpg");
  }
}
