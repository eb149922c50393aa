package dev.breakwater.inventory.npm;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import org.jspecify.annotations.Nullable;

/** Names of npm packages: {@code name} or {@code @scope/name}, which are never the same package. */
final class NpmName {
  private static final String FOLDER = "node_modules/";

  private NpmName() {}

  /** Whether a text can be the name of a package in a registry. */
  static boolean isValid(String name) {
    if (!Candidate.isToken(name) || name.length() > 214) {
      return false;
    }
    int slash = name.indexOf('/');
    if (name.charAt(0) == '@') {
      return slash > 1 && slash < name.length() - 1 && name.indexOf('/', slash + 1) < 0;
    }
    return slash < 0 && name.charAt(0) != '.';
  }

  /**
   * The package.
   *
   * @param name a valid one
   * @param path where it is known from
   */
  static Candidate candidate(String name, String version, String path) {
    int slash = name.indexOf('/');
    PackageUrl purl =
        PackageUrl.of(
            "npm", slash < 0 ? null : name.substring(0, slash), name.substring(slash + 1), version);
    return new Candidate(purl, name, version, null, path);
  }

  /**
   * The name that a directory right under a {@code node_modules} has, such as {@code @octokit/core}
   * for {@code srv/node_modules/@octokit/core}.
   *
   * @return null where it is not right under one
   */
  static @Nullable String ofDirectory(String directory) {
    int folder = directory.lastIndexOf(FOLDER);
    if (folder < 0 || (folder > 0 && directory.charAt(folder - 1) != '/')) {
      return null;
    }
    String name = directory.substring(folder + FOLDER.length());
    return isValid(name) ? name : null;
  }
}
