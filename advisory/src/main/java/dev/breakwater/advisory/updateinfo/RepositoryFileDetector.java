package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.CapturingDetector;
import dev.breakwater.image.FileEntry;
import java.util.List;

/**
 * Captures the repositories of yum, dnf and zypper, the variables in their addresses, and the keys
 * that may sign for them.
 */
final class RepositoryFileDetector extends CapturingDetector {
  static final String WHOSE = "the configuration of rpm repositories";
  static final RepositoryFileDetector INSTANCE = new RepositoryFileDetector();

  private RepositoryFileDetector() {
    super(WHOSE);
  }

  @Override
  public String id() {
    return "rpm-repositories/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.startsWith("etc/") ? isConfiguration(path) || isKey(path) : isKey(path);
  }

  /** A file that holds repositories, or defaults for them. */
  static boolean isConfiguration(String path) {
    return switch (path) {
      case "etc/yum.conf", "etc/dnf/dnf.conf" -> true;
      default -> path.endsWith(".repo") ? isInRepositoryDirectory(path) : isVariable(path);
    };
  }

  private static boolean isInRepositoryDirectory(String path) {
    return inDirectory(path, "etc/yum.repos.d/")
        || inDirectory(path, "etc/zypp/repos.d/")
        || inDirectory(path, "etc/yum/repos.d/")
        || inDirectory(path, "etc/distro.repos.d/");
  }

  /** A file whose name is a variable's and whose first line is its value. */
  static boolean isVariable(String path) {
    return inDirectory(path, "etc/dnf/vars/")
        || inDirectory(path, "etc/yum/vars/")
        || inDirectory(path, "etc/zypp/vars.d/");
  }

  /** A key of the places where distributions keep theirs. */
  static boolean isKey(String path) {
    return inDirectory(path, "etc/pki/rpm-gpg/") || inDirectory(path, "usr/lib/rpm/gnupg/keys/");
  }

  @Override
  public List<String> fixedPaths() {
    return List.of("etc/yum.conf");
  }
}
